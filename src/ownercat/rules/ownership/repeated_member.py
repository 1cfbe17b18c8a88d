"""A team lists the same member twice.

## What
ownercat reports a member if the same list already has this person, by name or by alias.

- The members of a rotation layer can repeat, because the order decides on the turns.
- Other formats, in which people also name their teams, are not checked.

## Why
The second entry is usually the place of another person: the line was copied and not changed. That person then has no
team, and does not count as a member when the team approves a change.

## Example that fails
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo, ana]
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml as=changed
members: [ana, bo, chidi]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Ref, Team
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("OWN025", "repeated-member", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report the second and each later entry of a member."""
    for team in context.catalog.of(Team):
        first: dict[str, Ref] = {}
        for ref in team.members if team.dialect == "native" else ():
            person = context.catalog.person(ref)
            name = person.name if person is not None else ref.name
            earlier = first.setdefault(name, ref)
            if earlier is not ref:
                yield _finding(team, name, earlier, ref)


def _finding(team: Team, name: str, earlier: Ref, ref: Ref) -> Finding:
    return Finding(
        ref.place,
        f"{shown(team.label)} lists a member twice: {shown(name)}",
        "remove this entry, or write the name of another person",
        (Related(earlier.place, f"first entry of {shown(name)}"),),
        team.subject,
        name,
    )
