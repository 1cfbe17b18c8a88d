"""A service has a symptom of a major severity that no runbook covers.

## What
A symptom is a known way in which a service fails. ownercat reports a symptom if no runbook of the service covers it.
Only symptoms of a severity with `major: true` in the policy count. An entry under `covers` of a runbook covers a
symptom in one of these ways:

- The entry has the `symptom`.
- The entry has one of the symptom's `alerts`.
- The entry has no `symptom` and no alert, but has the symptom's `severity`.

A service without any runbook has one finding for all of its symptoms. If the tier of this service requires a runbook,
only another rule, [missing-runbook], reports the service. ownercat ignores services with `lifecycle: retired`, `type:
external` or `type: library`.

## Why
A symptom with a name and an alert is a known failure. Without a runbook, the on-call engineer must find the steps again
during the incident.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
symptoms:
  - {id: payments-failing, title: Orders fail at the payment step, severity: sev1}
  - {id: slow, title: Pages take long, severity: sev3}
```

## Example that passes
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-payments-failing
service: checkout
covers: [{symptom: payments-failing}]
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Runbook, Service, Symptom
from ownercat.oncall.paths import is_paged
from ownercat.oncall.playbooks import covers, group_by_service
from ownercat.rules import Context
from ownercat.rules.runbook._missing import find_doubt, is_missing, runbooks_to_be
from ownercat.text import listed, shown

RULE = Rule("RUN001", "uncovered-symptom", Severity.ERROR)
_READS = ("symptoms", "lifecycle", "type")


def check(context: Context) -> Iterator[Finding]:
    """Report major symptoms without a runbook, each on its own; one finding for a service without any runbook."""
    if not context.policy_is_whole:
        return
    major = context.policy.major
    runbooks = group_by_service(context.catalog)
    misspelled = runbooks_to_be(context)
    for service in context.sound(Service, about="symptoms", reads=_READS):
        symptoms = [symptom for symptom in service.symptoms if context.policy.severity_id(symptom.severity) in major]
        if not symptoms or not is_paged(service) or service.key in misspelled:
            continue
        service_runbooks = runbooks.get(service.key, ())
        if service_runbooks:
            findings = _check_runbooks(context, service, symptoms, service_runbooks)
        elif not is_missing(context, service):
            findings = iter([_no_runbook_finding(service, symptoms)])
        else:
            continue
        cause = find_doubt(context, service)
        yield from (finding._replace(cause=cause) for finding in findings)


def _check_runbooks(
    context: Context, service: Service, symptoms: list[Symptom], runbooks: tuple[Runbook, ...]
) -> Iterator[Finding]:
    ids = {symptom.id for symptom in service.symptoms}
    # REF001 reports an undefined symptom; it may be the misspelled name of a symptom that seems uncovered here
    if any(cover.symptom and cover.symptom not in ids for runbook in runbooks for cover in runbook.covers):
        return
    for symptom in symptoms:
        if not any(covers(context.policy, runbook, symptom) for runbook in runbooks):
            name = shown(runbooks[0].name)
            message = f"{service.label} has a major symptom that no runbook covers: {symptom.id} ({symptom.severity})"
            help = f"add `{{symptom: {symptom.id}}}` to `covers` of runbook {name}, or add another runbook for it"
            related = (Related(runbooks[0].named, f"runbook {name}, which does not cover {shown(symptom.id)}"),)
            yield Finding(symptom.place.at("id"), message, help, related, service.subject, symptom.id)


def _no_runbook_finding(service: Service, symptoms: list[Symptom]) -> Finding:
    names = listed(f"{symptom.id} ({symptom.severity})" for symptom in symptoms)
    noun = "a major symptom" if len(symptoms) == 1 else "major symptoms"
    message = f"{service.label} has {noun} but no runbook: {names}"
    help = f"add a Runbook with `service: {service.name}` and `covers: [{{symptom: {symptoms[0].id}}}]`"
    place = symptoms[0].place.at("id") if len(symptoms) == 1 else service.at.key("symptoms")
    return Finding(place, message, help, subject=service.subject)
