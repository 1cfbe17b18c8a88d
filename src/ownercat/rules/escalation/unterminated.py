"""An escalation has neither `repeat` nor `end`.

## What
An escalation must state what happens if nobody acknowledges a page. ownercat reports an escalation with levels if both
of these keys are missing:

- `repeat`: the number of further rounds in which the escalation pages its levels
- `end`: the escalation stops, or continues with another escalation

## Why
Without these keys, the paging product decides what happens if nobody acknowledges a page. One product stops, another
product repeats for a day, and another product resolves the incident.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
repeat: {times: 3, every: 10m}
end: stop
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation
from ownercat.oncall.wording import format_duration
from ownercat.rules import Context
from ownercat.rules.escalation._promises import judgeable, restore

RULE = Rule("ESC012", "unterminated", Severity.ERROR)
_READS = ("repeat", "end", "tiers")
_MOST_ROUNDS = 5  # paging products accept few rounds
_STEP = 600  # the rounds of the proposal are so many seconds apart, or a multiple


def check(context: Context) -> Iterator[Finding]:
    """Report escalations with neither ``repeat`` nor ``end``; ``empty-tier`` reports those without levels."""
    for escalation in context.sound(Escalation, reads=_READS):
        if escalation.tiers and escalation.repeat is None and escalation.end is None:
            message = f"{escalation.label} does not define what happens after its last level: no `repeat` and no `end`"
            yield Finding(escalation.named, message, _format_help(context, escalation), subject=escalation.subject)


def _format_help(context: Context, escalation: Escalation) -> str:
    """Return rounds that last until the longest `restore` target of the pages, so that ESC103 stays silent."""
    promised = next((each for each in judgeable(context) if each.escalation is escalation), None)
    target = restore(context, promised) if promised else None
    if target is None:
        return "add `repeat: {times: 3, every: 10m}`, `end: stop`, or `end: {handoff: ESCALATION}`"
    until = target[1]
    every = max(-(-until.seconds // _MOST_ROUNDS // _STEP) * _STEP, _STEP)
    times = max(-(-until.seconds // every), 1)
    return (
        f"add `repeat: {{times: {times}, every: {format_duration(every)}}}`, which lasts until the restore target "
        f"{until.text}, or `end: {{handoff: ESCALATION}}`"
    )
