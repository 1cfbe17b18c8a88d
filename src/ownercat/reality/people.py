"""Compare teams, access and people with the code host and the directory."""

from collections.abc import Iterator, Mapping

from ownercat.model import Catalog, Observations, Person, Service, Team
from ownercat.oncall.basis import format_source
from ownercat.reality.facts import VANISHED_LEAST, VANISHED_SHARE, ComparedFact, Result
from ownercat.reality.sources import list_sources, load_source
from ownercat.reality.values import CodeownersFault, ForgeFacts
from ownercat.text import listed, shown

TEAM_DRIFT, UNKNOWN_HANDLE, WITHOUT_ACCESS, DEPARTED = "REA301", "REA302", "REA303", "REA305"
_DEEPEST = 20  # parents of a team; GitHub has no cycles, a hostile file may


def compare_people(catalog: Catalog, observations: Observations) -> tuple[ComparedFact, ...]:
    """Compare the catalog with the usable snapshots of code hosts and directories."""
    facts: list[ComparedFact] = []
    for name, forge in read_forges(observations).items():
        facts += _compare_handles(catalog, name, forge)
        facts += _compare_members(catalog, name, forge)
        facts += _compare_access(catalog, name, forge)
    facts += _compare_directory(catalog, observations)
    return tuple(facts)


def read_forges(observations: Observations) -> Mapping[str, ForgeFacts]:
    """Return the facts of each code host with a usable snapshot."""
    used = {each.source for each in observations.usable}
    readers = {name: load_source(name).read_forge for name in list_sources() if name in used}
    return {name: read(observations.select(name)) for name, read in readers.items() if read is not None}


def list_codeowners_faults(observations: Observations) -> Iterator[CodeownersFault]:
    """Yield the errors in CODEOWNERS that a code host reports."""
    for forge in read_forges(observations).values():
        yield from forge.faults


def _get_group(team: Team, source: str) -> str:
    """Return the group of a team as snapshots name it: the slug on GitHub, the whole path on GitLab."""
    handle = team.handles.get(source, "").casefold().lstrip("@")
    return handle.rpartition("/")[2] if source == "github" else handle


def _compare_handles(catalog: Catalog, source: str, forge: ForgeFacts) -> Iterator[ComparedFact]:
    """Yield whether the group of each team exists; if many do not, none is called unknown."""
    if forge.teams is None:
        return
    teams = [team for team in catalog.of(Team) if _get_group(team, source)]
    absent = [team for team in teams if _get_group(team, source) not in forge.teams]
    doubted = len(absent) >= VANISHED_LEAST and len(absent) * VANISHED_SHARE > len(teams)
    snapshot, system = forge.evidence["teams"], format_source(source)
    for team in teams:
        missing = team in absent
        result: Result = "confirmed" if not missing else "unseen" if doubted else "contradicted"
        handle = shown(team.handles[source])
        message = f"{team.label} has handle {handle}, but {system} has no such team" if result == "contradicted" else ""
        help = f"correct `handles.{source}` of {team.label}"
        yield ComparedFact(UNKNOWN_HANDLE, source, team, result, message, help, team.where("handles", source), snapshot)


def _compare_members(catalog: Catalog, source: str, forge: ForgeFacts) -> Iterator[ComparedFact]:
    """Yield whether the members of each team are those of its group. A person without an account is not compared."""
    accounts = {person.key: login for person in catalog.of(Person) if (login := _get_login(person, source))}
    owners = {accounts[person.key]: person for person in catalog.of(Person) if person.key in accounts}
    direct = {
        team.key: {
            accounts[person.key] for ref in team.members if (person := catalog.person(ref)) and person.key in accounts
        }
        for team in catalog.of(Team)
    }
    below: dict[str, set[str]] = {}  # on GitHub, the members of child teams are members of the parent as well
    for child in catalog.of(Team):
        for parent in _list_parents(catalog, child):
            below.setdefault(parent.key, set()).update(direct[child.key])
    for team in catalog.of(Team):
        group = _get_group(team, source)
        if group in forge.members and team.sound and team.members_known:
            here, there = direct[team.key], forge.members[group]
            gone, added = here - there, there - here - below.get(team.key, set())
            yield _build_drift(team, source, [owners[login] for login in sorted(gone)], sorted(added), owners, forge)


def _build_drift(
    team: Team, source: str, gone: list[Person], added: list[str], owners: Mapping[str, Person], forge: ForgeFacts
) -> ComparedFact:
    parts = [f"{listed((shown(person.name) for person in gone), most=6)} only in the catalog"] * bool(gone)
    parts += [f"{listed((_format_account(each, owners) for each in added), most=6)} only there"] * bool(added)
    system = format_source(source)
    message = (
        f"{team.label} differs from {shown(team.handles[source])} on {system}: {', '.join(parts)}" if parts else ""
    )
    help = f"change `members` of {team.label}, or the group on {system}, so that both are the same"
    place = team.where("members") if team.members else team.named
    evidence = forge.evidence[f"members {_get_group(team, source)}"]
    result: Result = "contradicted" if parts else "confirmed"
    return ComparedFact(TEAM_DRIFT, source, team, result, message, help, place, evidence)


def _get_login(person: Person, source: str) -> str:
    return person.logins.get(source, "").casefold().lstrip("@")


def _list_parents(catalog: Catalog, team: Team) -> Iterator[Team]:
    current = catalog.team(team.parent)
    for _ in range(_DEEPEST):
        if current is None or current is team:
            return
        yield current
        current = catalog.team(current.parent)


def _format_account(login: str, owners: Mapping[str, Person]) -> str:
    return f"{shown(owners[login].name)} ({shown(login)})" if login in owners else shown(login)


def _compare_access(catalog: Catalog, source: str, forge: ForgeFacts) -> Iterator[ComparedFact]:
    """Yield whether the owner of code can write to its repository, by itself or through a parent."""
    for service in catalog.of(Service):
        owner = catalog.team(service.owner)
        repository = _find_repository(service.repository)
        group = _get_group(owner, source) if owner else ""
        if owner is None or not repository or not group or service.lifecycle == "retired":
            continue
        groups = [group]
        while forge.teams and forge.teams.get(groups[-1]) and len(groups) < _DEEPEST:
            groups.append(forge.teams[groups[-1]])
        if any(forge.access.get(each, {}).get(repository) for each in groups):
            result: Result = "confirmed"
        else:  # without the repositories of each parent, inherited access is not known
            known = forge.teams is not None and all(each in forge.access for each in groups)
            result = "contradicted" if known else "unseen"
        place = f"{shown(repository)} on {format_source(source)}"
        message = f"{service.label} is owned by {shown(owner.name)}, which has no write access to {place}"
        help = f"give {shown(owner.handles[source])} write access, or change the owner of {service.label}"
        yield ComparedFact(
            WITHOUT_ACCESS, source, service, result, message if result == "contradicted" else "", help,
            service.where("owner"), forge.evidence.get(f"access {group}"),
        )  # fmt: skip


def _find_repository(url: str) -> str:
    """Return ``organization/repository`` of a URL in lower case; "" if it has another form."""
    path = url.casefold().removesuffix("/").removesuffix(".git").partition("://")[2].partition("/")[2]
    return path if path.count("/") == 1 else ""


def _compare_directory(catalog: Catalog, observations: Observations) -> Iterator[ComparedFact]:
    """Yield whether each active person is active in the directory. An address that two entries have is not compared."""
    people = {person.email.casefold(): person for person in catalog.of(Person) if person.email and person.active}
    seen: set[str] = set()
    for snapshot in sorted(observations.usable, key=lambda each: -each.fetched_at):
        read = load_source(snapshot.source).read_directory
        states: dict[str, set[bool]] = {}
        for entry in read(snapshot) if read else ():
            states.setdefault(entry.email.casefold(), set()).add(entry.is_active)
        for email, active in states.items():
            person = people.get(email)
            if person is None or email in seen or len(active) > 1:
                continue
            seen.add(email)
            left = active == {False}
            system = format_source(snapshot.source)
            message = (
                f"{person.label} is active in the catalog, but {system} marks {shown(email)} as left" if left else ""
            )
            help = f"set `active: false` in {person.label}, and replace the person in teams and rotations"
            result: Result = "contradicted" if left else "confirmed"
            yield ComparedFact(
                DEPARTED,
                snapshot.source,
                person,
                result,
                message if left else "",
                help,
                person.where("email"),
                snapshot,
            )
