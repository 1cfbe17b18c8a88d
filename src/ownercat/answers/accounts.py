"""Whose accounts CODEOWNERS names."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.model import Catalog, Person, Team


def holders(catalog: Catalog, forge: str, accounts: Iterable[str]) -> list[Team | Person]:
    """The teams and people behind accounts as CODEOWNERS names them; accounts that nobody here has are left out."""
    known: dict[str, Team | Person] = {}
    for person in catalog.of(Person):
        login = person.logins.get(forge, "").removeprefix("@")
        known |= {name.casefold(): person for name in (f"@{login}" if login else "", person.email) if name}
    known |= {team.handles[forge].casefold(): team for team in catalog.of(Team) if team.handles.get(forge)}
    found: list[Team | Person] = []
    for account in accounts:
        holder = known.get(account.casefold())
        if holder is not None and all(holder is not other for other in found):
            found.append(holder)
    return found
