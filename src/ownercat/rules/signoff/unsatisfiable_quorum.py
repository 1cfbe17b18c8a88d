"""A team has fewer eligible members than required approvals.

## What
ownercat reports teams that have too few people to give the required approvals. Only active people who are not bots
count. ownercat reports three cases:

- The governance team has fewer members than `governance.quorum`.
- The emergency roster (`breakGlass.roster`) has fewer than two people. An emergency needs two people.
- A dependency needs an agreement of two teams (`signoff.requireFor`). A change with a high impact on it needs approvals
  from as many different people as `signoff.distinctHumans` states. The two teams together have fewer members.

Another rule, [orphaned-service], reports a team without active members.

## Why
If nobody can approve an urgent change, the change stays blocked, and people bypass the check. This rule reports the
problem early, while the team has time to add members.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
governance: {team: payments, quorum: 3}
```

## Example that passes
```yaml title=catalog/policy.yaml as=changed
governance: {team: payments, quorum: 2}
```
"""

from collections.abc import Iterable, Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Policy, Ref
from ownercat.rules import Context
from ownercat.rules.signoff._standing import list_required_bonds
from ownercat.signoff.agreements import CrossTeamDependency, has_complete_members
from ownercat.text import listed, plural, shown

RULE = Rule("SGN007", "unsatisfiable-quorum", Severity.ERROR, protected=True)
PAIR = 2  # one person invokes an emergency, and a second one approves it


def check(context: Context) -> Iterator[Finding]:
    """Report each number of approvals that the eligible people cannot reach."""
    if not context.policy_is_whole:
        return
    yield from _check_governance(context, context.policy)
    yield from _check_roster(context, context.policy)
    yield from _check_pairs(context, context.policy)


def _collect_eligible(context: Context, refs: Iterable[Ref]) -> dict[str, Person] | None:
    """Return the eligible people by key, or ``None`` if a reference is undefined."""
    people = [context.catalog.person(ref) for ref in refs]
    if None in people:
        return None
    return {p.key: p for p in people if p is not None and p.is_active(context.as_of) and not p.bot}


def _check_governance(context: Context, policy: Policy) -> Iterator[Finding]:
    team = context.catalog.team(policy.governance_team)
    eligible = _collect_eligible(context, team.members) if team is not None and has_complete_members(team) else None
    if team is None or eligible is None or len(eligible) >= policy.governance_quorum:
        return
    place = policy.at.at("governance", "quorum" if "quorum" in policy.data["governance"] else "team")
    name = shown(team.name)
    yield Finding(
        place,
        f"team {name} cannot reach the quorum for policy changes: {plural(policy.governance_quorum, 'approval')}"
        f" required, {_format_eligible(eligible)}",
        f"add members to team {name}, or lower `governance.quorum`",
        (Related(team.named, f"team {name}"),),
        policy.subject,
        team.name,
    )


def _check_roster(context: Context, policy: Policy) -> Iterator[Finding]:
    roster = policy.break_glass.roster
    eligible = _collect_eligible(context, roster)
    if roster and eligible is not None and len(eligible) < PAIR:
        message = f"the emergency roster is too short: {PAIR} people required, {_format_eligible(eligible)}"
        place = policy.at.at("breakGlass", "roster")
        yield Finding(place, message, "add people to `breakGlass.roster`", subject=policy.subject, value="roster")


def _check_pairs(context: Context, policy: Policy) -> Iterator[Finding]:
    """Check each pair of teams that approve changes of each other; report each pair once."""
    required = policy.signoff.distinct_humans
    pairs: dict[frozenset[str], CrossTeamDependency] = {}
    for bond in context.once(list_required_bonds):
        pairs.setdefault(frozenset((bond.carrier.key, bond.carried.key)), bond)
    for bond in pairs.values():
        carrier, carried = (
            _collect_eligible(context, team.members) if has_complete_members(team) else None
            for team in (bond.carrier, bond.carried)
        )
        if carrier and carried and len(carrier | carried) < required:
            yield _build_pair_finding(bond, carrier | carried, required)


def _build_pair_finding(bond: CrossTeamDependency, eligible: dict[str, Person], required: int) -> Finding:
    carrier, carried = shown(bond.carrier.name), shown(bond.carried.name)
    consumer, provider = shown(bond.consumer.name), shown(bond.provider.name)
    return Finding(
        bond.carrier.named,
        f"teams {carried} and {carrier} cannot approve high-impact changes between {consumer} and {provider}:"
        f" {required} people required, {_format_eligible(eligible)}",
        f"add members to team {carrier} or {carried}, or lower `signoff.distinctHumans`",
        (Related(bond.entry.service.place, f"dependency of {consumer} on {provider}"),),
        bond.carrier.subject,
        bond.carried.name,
    )


def _format_eligible(eligible: dict[str, Person]) -> str:
    names = listed(shown(person.name) for person in eligible.values())
    count = plural(len(eligible), "eligible person", "eligible people")
    return f"only {count} ({names})" if eligible else "no eligible people"
