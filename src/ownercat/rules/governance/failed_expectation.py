"""The result of a page differs from its Expectation document.

## What
An `Expectation` document describes a page: the service, the time, and the expected results. ownercat simulates this
page and assumes that nobody acknowledges the page. ownercat reports the expectation if a result is different. An
expectation can state these results:

- `policy`: the escalation that the page uses
- `pages`: exactly the people whom the page reaches at a given time
- `humanWithin`: the time until the page wakes the first person
- `reaches`: the people whom the page reaches at some time

The simulation uses the rotations (with clock changes and overrides), routes, notification rules, rounds and leaving
dates at the time of the expectation.

- Each expectation has one finding. The message shows the first different result, and related locations show the others.
- If the page uses another escalation than expected, ownercat compares no other results.
- ownercat reports nothing if a required document has errors.
- Other rules report services without an escalation ([missing-escalation]) and levels without people ([empty-tier]).
- The result does not depend on the day of the check, because the document contains the time. `--timeless` changes
  nothing.

`ownercat test` runs the same documents and prints a test report.

## Why
A change to a route, a `wait` or an override can send pages to the wrong person, sometimes only at certain times. An
expectation shows this error before the merge.

## Example that fails
```yaml title=catalog/expectation.yaml
apiVersion: ownercat/v1
kind: Expectation
name: checkout-when-clocks-change
service: checkout
severity: sev1
at: 2027-03-28T02:30+01:00
expect:
  pages:
    t+0: [rotation:storefront-primary]
    t+10m: [rotation:storefront-secondary]
```

## Example that passes
```yaml title=catalog/expectation.yaml as=changed
expect:
  policy: storefront-urgent
  pages:
    t+0: [rotation:storefront-primary]
    t+5m: [rotation:storefront-secondary]
  humanWithin: 0m
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Expectation
from ownercat.oncall.expectations import ExpectationCheck, ExpectationResult, evaluate_expectation
from ownercat.oncall.paths import list_chain
from ownercat.rules import Context
from ownercat.rules._paged import rotations
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import schedules_inactive
from ownercat.rules.escalation._tiers import find_empty_levels, list_unrouted_services
from ownercat.text import shown

RULE = Rule("GOV008", "failed-expectation", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each failed expectation once, by its first failed check."""
    outcomes = (evaluate_expectation(context.catalog, context.policy, each) for each in context.sound(Expectation))
    for result in outcomes:
        if result.failed and not _is_reported_elsewhere(context, result):
            yield _finding(result)


def _is_reported_elsewhere(context: Context, result: ExpectationResult) -> bool:
    """Return whether another rule reports the cause: no escalation, an empty level, or a person who has left."""
    service = context.catalog.service(result.expectation.service)
    if result.escalation is None:
        return any(service is each for each, _ in list_unrouted_services(context))
    subjects = {each.subject for each in list_chain(context.catalog, result.escalation)}
    if any(each.escalation.subject in subjects for each in find_empty_levels(context)):
        return True
    levels = (level for each in list_chain(context.catalog, result.escalation) for level in each.tiers)
    return any(schedules_inactive(context, each) for level in levels for each in rotations(context, level))


def _finding(result: ExpectationResult) -> Finding:
    expectation, (first, *others) = result.expectation, result.failed
    service = shown(expectation.service.name) if expectation.service else "its service"
    page = f"a {shown(result.severity)} page of service {service} at {shown(expectation.starts)}"
    results = f"({first.what}): expected {first.expected}, found {first.found}"
    message = f"{shown(expectation.label)} fails for {page} {results}"
    related = tuple(Related(part.place, _format_check(part)) for part in others[:RELATED])
    subject = shown(result.escalation.label) if result.escalation else f"the routes of service {service}"
    help = f"correct {subject}, or change the expectation if the new result is intended"
    return Finding(first.place, message, help, related, expectation.subject)


def _format_check(part: ExpectationCheck) -> str:
    return f"{part.what}: expected {part.expected}, found {part.found}"
