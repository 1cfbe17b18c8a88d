"""The steps of a runbook take longer than the `restore` target.

## What
ownercat reports a runbook if `ack` plus the timeboxes of its longest path is longer than `restore`.

- `ack` and `restore` are the shortest targets of the published SLAs of the service, for a severity that the runbook
  covers. Without `covers`, every severity of the SLAs counts.
- Steps that run at the same time (`parallel: true`) count once, with the longest timebox.
- A step that an answer repeats counts once.
- A step without a timebox counts as zero. Another rule, [unbounded-step], reports such a step.
- ownercat does not use targets that contradict each other. Another rule, [disordered-targets], reports such targets.

## Why
If the planned steps need more time than the `restore` target, a real incident will break the SLA.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
covers: [{severity: sev1}]
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 40m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 20m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Runbook
from ownercat.oncall.stages import Stage, find_longest_path, list_stages
from ownercat.oncall.wording import format_duration
from ownercat.rules import Context
from ownercat.rules.runbook._steps import format_step, list_runbooks, locate_steps
from ownercat.rules.runbook._targets import RestoreLimit, collect_severities, list_limits
from ownercat.text import shown

RULE = Rule("RUN007", "too-slow", Severity.WARNING)
_MOST_STEPS = 6  # steps of a path that a message shows


def check(context: Context) -> Iterator[Finding]:
    """Report runbooks whose longest path does not fit into the strictest `restore` target of their severities."""
    if not context.policy_is_whole:
        return
    for runbook in list_runbooks(context):
        service = context.catalog.service(runbook.service)
        limits = list_limits(context, service) if service else []
        severities = collect_severities(context, runbook, service) if service and limits else None
        covered = [each for each in limits if severities is None or each.severity in severities]
        if not covered:
            continue
        path = find_longest_path(list_stages(runbook.steps))
        limit = min(covered, key=lambda each: each.seconds)
        if sum(stage.seconds for stage in path) > limit.seconds:
            yield _finding(runbook, limit, path)


def _finding(runbook: Runbook, limit: RestoreLimit, path: tuple[Stage, ...]) -> Finding:
    terms = [(f"ack {limit.ack.text}", limit.ack.seconds)] if limit.ack else []
    for stage in path:
        step = max(stage.steps, key=lambda each: each.timebox.seconds if each.timebox else 0)
        if step.timebox:
            terms.append((f"{format_step(step).removeprefix('step ')} {step.timebox.text}", stage.seconds))
    total = sum(seconds for _, seconds in terms)
    words = [word for word, _ in terms]
    if len(words) > _MOST_STEPS:
        words[_MOST_STEPS:] = [f"{len(words) - _MOST_STEPS} more"]
    message = (
        f"{shown(runbook.label)} takes {format_duration(total)}, longer than restore {limit.restore.text} promised for "
        f"{limit.severity} incidents of service {shown(limit.sla.service.name if limit.sla.service else '')}: "
        f"{' + '.join(words)}"
    )
    over = total - limit.restore.seconds
    help = f"shorten the timeboxes by {format_duration(over)} in total, or run steps with `parallel: true`"
    related = (Related(limit.target.place.at("restore"), f"restore target of {shown(limit.sla.label)}"),)
    return Finding(locate_steps(runbook), message, help, related, runbook.subject, limit.severity, extent=over)
