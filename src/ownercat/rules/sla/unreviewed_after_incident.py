"""A major incident is newer than the last review of the SLA.

## What
The last review of an SLA is the later date of `approvedOn` and `review.lastDone`. ownercat reports a published SLA if
both of these are true:

- A major incident of its service ended after the last review.
- The time for the postmortem has passed (`postmortemWithin` of the severity in the policy).

Details:

- ownercat does not check an SLA with neither date.
- Near misses do not count.
- One SLA has one finding, with its newest incident.

With `--timeless`, this rule is off.

## Why
A major incident shows whether the team can meet the targets. If nobody reviews the SLA after the incident, consumers
rely on targets that the team cannot meet.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-customers
service: payment
external: true
outcome: A customer can pay.
approvers: [payments]
approvedOn: 2026-08-01
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
startedAt: 2026-09-12T01:58:00Z
restoredAt: 2026-09-12T02:31:00Z
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
review: {every: 365d, lastDone: 2026-09-16, by: person:joao}
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Duration, Incident
from ownercat.rules import Context
from ownercat.rules.incident._records import add_days, list_services
from ownercat.text import shown

RULE = Rule("SLA202", "unreviewed-after-incident", Severity.WARNING, dated=True)
_READS = ("service", "status", "approvedOn", "review")


def check(context: Context) -> Iterator[Finding]:
    """Report each published SLA with a major incident after its last review."""
    today = context.as_of
    if today is None or not context.policy_is_whole:
        return
    within = {level.id: level.postmortem_within for level in context.policy.severities if level.major}
    newest = _map_newest(context, within, today)
    for sla in context.sound(SLA, reads=_READS):
        service = context.catalog.service(sla.service)
        reviewed = max(filter(None, (sla.approved_on, sla.review.last_done if sla.review else None)), default=None)
        if sla.status != "published" or service is None or reviewed is None or service.key not in newest:
            continue
        end, incident = newest[service.key]
        if end > reviewed.toordinal():
            yield _finding(sla, incident, date.fromordinal(end), reviewed, today)


def _map_newest(context: Context, within: dict[str, Duration | None], today: date) -> dict[str, tuple[int, Incident]]:
    """Return the last day of the newest major incident of each service whose time for the postmortem has passed."""
    newest: dict[str, tuple[int, Incident]] = {}
    for incident in context.sound(Incident, reads=("services", "severity", "nearMiss", "resolvedAt")):
        severity, end = context.policy.severity_id(incident.severity), incident.last_day
        if severity not in within or incident.near_miss or end is None or add_days(end, within[severity]) >= today:
            continue
        for service in list_services(context, incident):
            if end > newest.get(service.key, (0, incident))[0]:
                newest[service.key] = end, incident
    return newest


def _finding(sla: SLA, incident: Incident, end: date, reviewed: date, today: date) -> Finding:
    return Finding(
        sla.named,
        f"{shown(sla.label)} was not reviewed after {shown(incident.label)} ({shown(incident.severity)}): it ended on "
        f"{end}, and the last review was on {reviewed}",
        f"compare the targets with the incident, then write `review: {{lastDone: {today}}}` or a new `approvedOn`",
        (Related(incident.named, "the incident"),),
        sla.subject,
        incident.name,
    )
