"""Find the teams and people of CODEOWNERS accounts."""

from collections.abc import Iterable

from ownercat.model import Catalog, Person, Team


def list_holders(catalog: Catalog, forge: str, accounts: Iterable[str]) -> list[Team | Person]:
    """Return the teams and people of some accounts, as CODEOWNERS names them; unknown accounts are ignored."""
    known: dict[str, Team | Person] = {}
    for person in catalog.of(Person):
        login = person.logins.get(forge, "").removeprefix("@")
        known |= {name.casefold(): person for name in (f"@{login}" if login else "", person.email) if name}
    known |= {team.handles[forge].casefold(): team for team in catalog.of(Team) if team.handles.get(forge)}
    owners: list[Team | Person] = []
    for account in accounts:
        holder = known.get(account.casefold())
        if holder is not None and all(holder is not other for other in owners):
            owners.append(holder)
    return owners
