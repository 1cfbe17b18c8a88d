"""A team lists the same member twice.

## What
ownercat reports a member if the same list already has this person, by name or by alias.

- ownercat does not check the members of a rotation layer, because a person can have several turns.
- ownercat does not check other formats, because people also name their teams in these formats.

## Why
Usually, a line was copied for another person and not changed. This other person is then missing from the team, and
cannot approve a change for the team.

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
