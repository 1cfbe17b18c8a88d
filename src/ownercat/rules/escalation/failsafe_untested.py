"""The failsafe of an escalation has no recent test.

## What
The failsafe states what happens if no channel delivers the page. ownercat reports a failsafe if the date of its last
test (`testedOn`) is missing or too old. A test is too old if more time has passed than the option `within` allows. With
`--timeless`, this rule is off.

## Why
A failsafe is rarely used. Without a test, a wrong phone number stays unnoticed until the day of the outage.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
failsafe: {via: [sms], to: rotation:storefront-primary, after: 10m, testedOn: 2024-09-14}
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
failsafe: {via: [sms], to: rotation:storefront-primary, after: 10m, testedOn: 2026-09-14}
```

## Options
Set it in the policy: `rules: {options: {failsafe-untested: {within: 180d}}}`.

- `within` (default `365d`): the time for which a test is valid.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation
from ownercat.rules import Context
from ownercat.rules._options import length
from ownercat.text import plural

RULE = Rule("ESC109", "failsafe-untested", Severity.WARNING, dated=True, options={"within": "365d"})
_READS = ("failsafe",)
_DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Report each failsafe without a recent test."""
    within = length(context, RULE, "within")
    for escalation in context.sound(Escalation, reads=_READS) if context.as_of else ():
        safe, today = escalation.failsafe, context.as_of
        if safe is None or today is None:
            continue
        help = f"test the failsafe, then set `testedOn: {today}`"
        if safe.tested_on is None:
            message = f"{escalation.label} has an untested failsafe: `testedOn` is missing"
            yield Finding(safe.place, message, help, subject=escalation.subject)
        elif (today - safe.tested_on).days * _DAY > within.seconds:
            age = plural((today - safe.tested_on).days, "day")
            message = (
                f"{escalation.label} has no recent failsafe test: "
                f"last tested on {safe.tested_on}, {age} ago, limit {within.text}"
            )
            yield Finding(safe.place.at("testedOn"), message, help, subject=escalation.subject)
