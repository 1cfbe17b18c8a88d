"""A major incident has no postmortem within the time that the policy allows.

## What
A postmortem is the review after an incident. ownercat reports a major incident if the time for its postmortem has
passed and the postmortem was not held. The time is `postmortemWithin` of the severity in the policy, after the last
recorded time of the incident. A postmortem was held if it has `heldOn`, or if its `status` is `reviewed` or `closed`.

- ownercat ignores near misses, and severities without `major: true` or without `postmortemWithin`.
- ownercat does not report a postmortem that was held late.

With `--timeless`, this rule is off.

## Why
People forget details within days. Without a postmortem, nobody removes the causes, and the incident occurs again.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
severities:
  - {id: sev1, title: Customers cannot pay, major: true, page: 24x7, postmortemWithin: 3d}
  - {id: sev2, title: Customers wait, major: true, page: 24x7}
```
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
startedAt: 2026-09-12T01:58:00Z
resolvedAt: 2026-09-12T04:10:00Z
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
postmortem: {status: reviewed, owner: person:ana, heldOn: 2026-09-14}
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Duration, Incident
from ownercat.rules import Context
from ownercat.rules.incident._records import add_days
from ownercat.text import plural, shown

RULE = Rule("INC002", "missing-postmortem", Severity.WARNING, dated=True)
_READS = ("severity", "postmortem", "nearMiss", "resolvedAt")
_HELD = ("reviewed", "closed")


def check(context: Context) -> Iterator[Finding]:
    """Report each major incident whose postmortem is overdue."""
    within = {level.id: level.postmortem_within for level in context.policy.severities if level.major}
    for incident in context.sound(Incident, reads=_READS) if context.as_of and context.policy_is_whole else ():
        limit, end = within.get(context.policy.severity_id(incident.severity)), incident.last_day
        if limit is None or end is None or incident.near_miss or _is_held(incident) or context.as_of is None:
            continue
        due = add_days(end, limit)
        if due < context.as_of:
            yield _finding(incident, limit, date.fromordinal(end), due, context.as_of)


def _is_held(incident: Incident) -> bool:
    post = incident.postmortem
    return post is not None and (post.held_on is not None or post.status in _HELD)


def _finding(incident: Incident, limit: Duration, end: date, due: date, today: date) -> Finding:
    post = incident.postmortem
    state = f"has a postmortem that is not held (status {post.status or 'not stated'})" if post else "has no postmortem"
    late = plural((today - due).days, "day")
    return Finding(
        post.place if post else incident.named,
        f"{shown(incident.label)} ({shown(incident.severity)}) {state}: it ended on {end}, "
        f"the policy allows {limit.text}, and the review was due on {due}, {late} ago",
        f"hold the review, then add `postmortem: {{status: reviewed, heldOn: {today}}}`",
        subject=incident.subject,
    )
