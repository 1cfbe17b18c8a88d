"""The same contributing factor occurred twice.

## What
ownercat reports an incident if an earlier incident has the same entry under `contributingFactors`. The option `within`
sets the longest time between the two incidents.

- Letter case and spaces do not matter.
- Near misses count.
- Each factor has one finding, at its newest incident.
- ownercat ignores an incident without any recorded time.

## Why
A second incident with the same cause shows that the actions after the first incident were not enough. A near miss with
the same cause is a warning before the next incident.

## Example that fails
```yaml title=catalog/first.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-08-02-payments-slow
services: [payment]
severity: sev2
startedAt: 2026-08-02T10:00:00Z
contributingFactors: [one payment provider]
```
```yaml title=catalog/second.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
startedAt: 2026-09-12T01:58:00Z
contributingFactors: [One payment provider]
```

## Example that passes
```yaml title=catalog/second.yaml as=changed
contributingFactors: [The second provider was not paid.]
```

## Options
Set it in the policy: `rules: {options: {repeated-cause: {within: 90d}}}`.

- `within` (default `180d`): the longest time between the two incidents.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Incident
from ownercat.rules import Context
from ownercat.rules._options import length
from ownercat.text import plural, shown

RULE = Rule("INC009", "repeated-cause", Severity.INFO, options={"within": "180d"})


class FactorUse(NamedTuple):
    """A factor of an incident: the first time of the incident, its name, and the number of the factor."""

    started: datetime
    name: str
    incident: Incident
    number: int


def check(context: Context) -> Iterator[Finding]:
    """Report each factor of two incidents within the option, at the newest of them."""
    within = length(context, RULE, "within")
    factors: dict[str, list[FactorUse]] = {}
    for incident in context.sound(Incident, reads=("startedAt", "contributingFactors")):
        started = next((instant for _, instant in incident.instants if instant), None)
        words = {" ".join(text.split()).casefold(): number for number, text in enumerate(incident.contributing_factors)}
        for word, number in words.items():
            if started is not None:
                factors.setdefault(word, []).append(FactorUse(started, incident.name, incident, number))
    for uses in factors.values():
        uses.sort(key=lambda use: use[:2])
        for earlier, later in reversed(list(pairwise(uses))):
            if (later.started - earlier.started).total_seconds() <= within.seconds:
                yield _finding(earlier.incident, later, (later.started - earlier.started).days, within.text)
                break


def _finding(first: Incident, later: FactorUse, days: int, within: str) -> Finding:
    incident, number = later.incident, later.number
    factor = incident.contributing_factors[number]
    return Finding(
        incident.at.at("contributingFactors", number),
        f"{shown(incident.label)} has the same contributing factor as {shown(first.label)}, "
        f"{plural(days, 'day')} before (limit {within}): {shown(factor)}",
        f"compare the actions of both incidents, and add an action with `kind: prevent` to {shown(incident.name)}",
        (Related(first.named, "earlier incident"),),
        incident.subject,
        factor,
    )
