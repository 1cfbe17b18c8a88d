"""An alias is past its end date.

## What
An alias is a previous name that still resolves. ownercat reports an alias if its last day (`until`) is before the day
of the check: today in UTC, or the day of `--as-of`. The finding shows the references that use the alias.

- The alias continues to resolve, so nothing fails on the next day.
- Sign-off records and emergency records are never edited. If a record uses the alias, set a later `until`.
- The rule is off with `--timeless`.

## Why
The end date of an alias is the date by which a rename should be complete. Without a reminder, people keep using the old
name and copy it into new files, and no new document can have this name.

## Example that fails
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
aliases: [{name: paymentservice, until: 2026-06-30}]
```

## Example that passes
```yaml title=catalog/services/payment.yaml as=changed
aliases: [{name: paymentservice, until: 2099-12-31}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import RECORDS, Alias, Entity
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.reference._aliases import uses
from ownercat.text import plural, shown

RULE = Rule("REF005", "expired-alias", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each alias whose ``until`` has passed."""
    today = context.as_of
    if today is None:
        return
    expired = [
        (entity, alias)
        for entity in context.catalog.entities.values()
        for alias in entity.aliases
        if alias.until is not None and alias.until < today
    ]
    used: dict[tuple[str, str], list[tuple[Entity, Place]]] = {}
    for user, ref, target in uses(context) if expired else ():
        used.setdefault((target.kind, ref.name), []).append((user, ref.place))
    yield from (_finding(entity, alias, used.get((entity.kind, alias.name), [])) for entity, alias in expired)


def _finding(entity: Entity, alias: Alias, users: list[tuple[Entity, Place]]) -> Finding:
    name, places = shown(alias.name), [place for _, place in users]
    count = plural(len(places), "reference") if places else "no reference"
    return Finding(
        alias.place.at("until"),
        f"{shown(entity.label)} has an expired alias: {name} (until {alias.until}), used by {count}",
        _build_fix(entity, [isinstance(user, RECORDS) for user, _ in users]),
        tuple(Related(place, f"reference to alias {name}") for place in places[:RELATED]),
        entity.subject,
        alias.name,
    )


def _build_fix(entity: Entity, records: list[bool]) -> str:
    """Return the fix. ``records``: for each reference, whether it is in a record, which is never edited."""
    if not records:
        return "remove the alias"
    change = "" if all(records) else f"change the references to {shown(entity.name)}, then "
    if any(records):
        return f"{change}set a later `until`: {plural(sum(records), 'reference')} in records cannot be edited"
    return f"{change}remove the alias"
