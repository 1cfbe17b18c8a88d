"""A service has no runbook, but its tier requires one.

## What
ownercat reports a service if its tier requires a runbook and the service has neither of these:

- A Runbook document with the name of the service in `service`.
- A link with `type: runbook`. ownercat does not check the page behind the link.

The policy sets the requirements of each tier (`tiers`). By default, tiers 1 and 2 require a runbook. ownercat ignores
services with `lifecycle: retired`, `type: external` or `type: library`. A library fails inside the services that use
it.

## Why
At night and under pressure, an on-call engineer makes mistakes. A runbook contains steps that other people have already
tested, for example a rollback.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: policy
tiers:
  "4": {requires: [owner, runbook]}  # checkout is a tier 4 service
```

## Example that passes
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.oncall.paths import is_paged
from ownercat.oncall.playbooks import group_by_service
from ownercat.rules import Context
from ownercat.rules.runbook._missing import find_doubt, is_missing, runbooks_to_be
from ownercat.text import listed

RULE = Rule("RUN009", "missing-runbook", Severity.ERROR, requirement="runbook")
_READS = ("tier", "lifecycle", "type", "links", "symptoms")


def check(context: Context) -> Iterator[Finding]:
    """Report services without a runbook whose tier requires one."""
    if not context.policy_is_whole:
        return
    runbooks = group_by_service(context.catalog)
    misspelled = runbooks_to_be(context)
    for service in context.sound(Service, about="runbook", reads=_READS):
        if service.key in runbooks or service.key in misspelled or not is_paged(service):
            continue
        if is_missing(context, service):
            message = f"{service.label} has no runbook: tier {service.tier} requires one"
            help = f"add a Runbook with `service: {service.name}`{_format_symptoms(context, service)}"
            if service.dialect == "native":  # names of other formats may contain spaces
                help += f": ownercat new runbook {service.name}-recovery --service {service.name}"
            cause = find_doubt(context, service)
            yield Finding(service.named, message, help, subject=service.subject, cause=cause)


def _format_symptoms(context: Context, service: Service) -> str:
    major = context.policy.major
    ids = [each.id for each in service.symptoms if context.policy.severity_id(each.severity) in major]
    return f" that covers the major {'symptom' if len(ids) == 1 else 'symptoms'} {listed(ids)}" if ids else ""
