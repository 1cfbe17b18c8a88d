"""Two people have the same email address or the same login.

## What
ownercat reports a person if an earlier person has the same `email`, or the same login on one code host. ownercat
ignores the letter case and a leading `@`.

- A person in two formats is one person.

## Why
Signatures, commits and reviews show an address or a login. If two people share an address or a login, ownercat cannot
tell who approved, and does not count the approval. Usually, a document was copied for a new colleague and only partly
changed.

## Example that fails
```yaml title=catalog/eva.yaml
apiVersion: ownercat/v1
kind: Person
name: eva
email: eva@shop.example
```
```yaml title=catalog/finn.yaml
apiVersion: ownercat/v1
kind: Person
name: finn
email: eva@shop.example
```

## Example that passes
```yaml title=catalog/finn.yaml as=changed
email: finn@shop.example
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person
from ownercat.rules import Context
from ownercat.signoff.identities import fold_case
from ownercat.text import shown

RULE = Rule("REF011", "shared-identity", Severity.ERROR)


class OwnIdentity(NamedTuple):
    """What a person is known by. ``noun``: an email address, or a login of a code host."""

    person: Person
    noun: str
    text: str
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Report the second and each later person with an email address or login."""
    first: dict[tuple[str, str], OwnIdentity] = {}
    for person in context.catalog.of(Person):
        for identity in _list_identities(person):
            earlier = first.setdefault((identity.noun, fold_case(identity.text)), identity)
            if earlier.person.name != person.name:
                yield _finding(earlier, identity)


def _list_identities(person: Person) -> Iterator[OwnIdentity]:
    if person.email:
        yield OwnIdentity(person, "email address", person.email.strip(), person.where("email"))
    for host, login in person.logins.items():
        yield OwnIdentity(person, f"{host} login", login.strip().removeprefix("@"), person.where("logins", host))


def _finding(earlier: OwnIdentity, identity: OwnIdentity) -> Finding:
    person, other, noun = identity.person, earlier.person, shown(identity.noun)
    return Finding(
        identity.place,
        f"{shown(person.label)} has the same {noun} as {shown(other.label)}: {shown(identity.text)}",
        f"write {shown(person.name)}'s own {noun} here, or remove it from {shown(other.label)}",
        (Related(earlier.place, f"{noun} of {shown(other.label)}"),),
        person.subject,
        f"{identity.noun}:{identity.text}",
    )
