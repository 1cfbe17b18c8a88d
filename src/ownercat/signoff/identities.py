"""The person of a catalog who has a login, an email address or a name."""

import re
from collections import defaultdict

from ownercat.model import Catalog, Person
from ownercat.signoff.values import Identity

# the address that code hosts write for people with a private address; it contains the login
_HIDDEN_ADDRESS = re.compile(r"(?:\d+[+-])?([^@+]+)@users\.noreply\.(github|gitlab)\.com", re.IGNORECASE)


def fold_case(name: str) -> str:
    """Return an address or a login in lower case if it is ASCII; a look-alike letter belongs to a different person."""
    return name.lower() if name.isascii() else name


class People:
    """The people of a catalog by all their identities; an alias counts unless it is the name of another person."""

    def __init__(self, catalog: Catalog) -> None:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._people = {person.key: person for person in catalog.of(Person)}
        for person in self._people.values():
            found["person", person.key].add(person.key)
            if person.email:
                found["email", fold_case(person.email)].add(person.key)
            for forge, login in person.logins.items():
                found[forge, fold_case(login.removeprefix("@"))].add(person.key)
        for person in self._people.values():
            for alias in person.aliases:
                if alias.name not in self._people:
                    found["person", alias.name].add(person.key)
        self._found = found

    def find(self, identity: Identity) -> Person | None:
        """Return the person with an identity; ``None`` if nobody or several people have it."""
        found = self.find_all(identity)
        return found[0] if len(found) == 1 else None

    def find_all(self, identity: Identity) -> tuple[Person, ...]:
        """Return every person with an identity."""
        value = identity.value if identity.kind == "person" else fold_case(identity.value)
        keys = self._found.get((identity.kind, value), set())
        if not keys and identity.kind == "email":
            hidden = _HIDDEN_ADDRESS.fullmatch(identity.value)
            keys = self._found.get((hidden[2].lower(), fold_case(hidden[1])), set()) if hidden else keys
        return tuple(self._people[key] for key in sorted(keys))

    def find_signer(self, principal: str) -> Person | None:
        """Return the person of a principal in the allowed signers file: an email address or the name of a person."""
        return self.find(Identity("email", principal)) or self.find(Identity("person", principal))
