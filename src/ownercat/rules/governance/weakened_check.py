"""A change loosens what judges it, and governance has not agreed.

## What

Judged only by the gate (`ownercat signoff check`), which knows who has agreed. The change loosens the policy, the
emergency roster, the signers file, the baseline or the configuration: a rule that is off or quieter, a tier that
requires less, somebody more who may sign. Which way is looser is written down for every field (docs/sign-off.md).
Such a change judges nothing itself: the base's values judge it, and they hold until it is merged.

Without a governance team in the policy there is nobody to agree, and nothing is said. This rule cannot be suppressed.

## Why

P39: a check that the checked may turn off is a suggestion. One line in the policy, in the middle of a change of fifty
files, makes every later one pass; the people who look at the service do not look there.

## Example that fails

```yaml title=before/catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council}
```

```yaml title=before/catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: product}
---
apiVersion: ownercat/v1
kind: Person
name: bo
labels: {represents: engineering}
```

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council}
rules:
  ignore: [orphaned-service]
```

```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: product}
---
apiVersion: ownercat/v1
kind: Person
name: bo
labels: {represents: engineering}
```

## Example that passes

Whatever makes the check stricter needs nobody's leave.

```yaml title=before/catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council}
rules:
  ignore: [orphaned-service]
```

```yaml title=before/catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: product}
---
apiVersion: ownercat/v1
kind: Person
name: bo
labels: {represents: engineering}
```

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council}
```

```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: product}
---
apiVersion: ownercat/v1
kind: Person
name: bo
labels: {represents: engineering}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ownercat.changes.values import Change, FieldChange
from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("GOV006", "weakened-check", Severity.ERROR, protected=True)

_MOST = 4  # values in one sentence
_WHAT: Mapping[str, str] = MappingProxyType(
    {
        "policy-loosened": "the policy",
        "roster-loosened": "the emergency roster",
        "signers-loosened": "the file of those who may sign",
        "baseline-loosened": "the baseline of known findings",
        "configuration-loosened": "the configuration",
    }
)


def check(context: Context) -> Iterator[Finding]:
    """Each loosening of what judges, that the gate has nobody's agreement to."""
    for change in context.base.unagreed if context.base else ():
        if change.kind in _WHAT:
            yield _finding(change)


def _finding(change: Change) -> Finding:
    place, *others = dict.fromkeys(field.place_after for field in change.fields if field.place_after) or [change.place]
    return Finding(
        place,
        f"the change loosens {_WHAT[change.kind]}, which judges it, and governance has not agreed: "
        f"{listed(map(_said, change.fields), most=_MOST)}",
        "have the governance team agree (`ownercat signoff check` says who), or leave it to a change of its own",
        tuple(Related(other, "and here") for other in others[:_MOST]),
        change.entity,
        change.kind,
    )


def _said(field: FieldChange) -> str:
    name = shown(field.name)
    if field.name in (field.said_before, field.said_after):  # a line of a file, which has no other name
        return f"{name} is {'gone' if field.name == field.said_before else 'new'}"
    return f"{name} {shown(field.said_before) or '(nothing)'} → {shown(field.said_after) or '(nothing)'}"
