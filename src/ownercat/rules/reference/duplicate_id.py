"""Two entries of one list have the same id.

## What
ownercat reports an entry if an earlier entry of the same list has the same id:

- severities of the policy, symptoms of a service, layers of a rotation, steps of a runbook and actions of an incident
  or a drill: `id`
- levels of an escalation: `name`

In this case, ownercat does not report undefined references to the list, because one of the two entries may have the
wrong id.

## Why
A reference finds only one of the two entries. For example, an escalation repeats from the wrong level, or the page for
a symptom has the severity of another symptom. Usually, an entry was copied and only partly changed.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
severities:
  - {id: sev1, title: Customers cannot pay, major: true, page: 24x7}
  - {id: sev2, title: Customers wait, major: true, page: 24x7}
  - {id: sev2, title: Annoying, page: hours}
```

## Example that passes
```yaml title=catalog/policy.yaml as=changed
severities:
  - {id: sev1, title: Customers cannot pay, major: true, page: 24x7}
  - {id: sev2, title: Customers wait, major: true, page: 24x7}
  - {id: sev3, title: Annoying, page: hours}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity
from ownercat.rules import Context
from ownercat.rules._references import several
from ownercat.rules.reference._ids import ListedId, listed_ids, repeated
from ownercat.text import shown

RULE = Rule("REF009", "duplicate-id", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report the second and each later entry with an id."""
    for entity in context.catalog.entities.values():
        for first, second in repeated(listed_ids(entity)):
            yield _finding(entity, first, second)


def _finding(entity: Entity, first: ListedId, second: ListedId) -> Finding:
    noun, key, text = second.noun, second.key, shown(second.text)
    return Finding(
        second.place,
        f"{shown(entity.label)} has two {several(noun)} with the same `{key}`: {text}",
        f"change the `{key}` of this {noun}, or remove the copy",
        (Related(first.place, f"first {noun} with this `{key}`"),),
        entity.subject,
        f"{noun}:{second.text}",
    )
