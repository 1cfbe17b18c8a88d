"""A drill failed, and no action follows.

## What
ownercat reports a drill with `result: fail` that has no `actions`. An action with any status counts.

## Why
A failed drill shows, at a quiet time, what will fail in an incident. Without an action, the next incident fails in the
same way.

## Example that fails
```yaml title=catalog/drill.yaml
apiVersion: ownercat/v1
kind: Drill
name: 2026-09-16-payment-failover
heldOn: 2026-09-16
type: failover
services: [payment]
result: fail
```

## Example that passes
```yaml title=catalog/drill.yaml as=changed
actions:
  - {id: key, what: Give the key of the second provider to two people., kind: process, owner: ana, due: 2027-01-15}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Drill
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("INC006", "failed-drill", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each failed drill without an action."""
    for drill in context.sound(Drill, reads=("result", "actions")):
        if drill.result == "fail" and not drill.actions:
            held = f" of {drill.held_on}" if drill.held_on else ""
            yield Finding(
                drill.at.at("result"),
                f"{shown(drill.label)}{held} failed and has no action",
                "add an action for each necessary change: `actions: [{id: …, what: …, owner: …, due: YYYY-MM-DD}]`",
                subject=drill.subject,
            )
