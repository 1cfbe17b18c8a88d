"""The code host reports an error in CODEOWNERS.

## What
ownercat reports each error of a snapshot of `codeowners/errors`, at its line and column.

## Why
The code host ignores a line with an error. The files of that line then have no owner, or another one.

## Example that fails
```json title=.ownercat/snapshots/errors.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"errors": [{"path": ".github/CODEOWNERS", "line": 3, "column": 7, "kind": "Unknown owner",
   "message": "Unknown owner on line 3: make sure @shop/gone exists"}]}]}
```

```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
```

## Example that passes
```json title=.ownercat/snapshots/errors.json
{"ownercat": "snapshot/v1", "source": "github", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"errors": []}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Position, Rule, Severity, Span
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("REA304", "codeowners-error", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each error that the code host reports."""
    if context.observations is None or not context.observations.usable:
        return
    from ownercat.reality.people import list_codeowners_faults  # noqa: PLC0415  # most repositories have no snapshot

    for fault in list_codeowners_faults(context.observations):
        at = Position(fault.line, fault.column)
        message = f"the code host ignores a line of {shown(fault.path)}: {shown(fault.message)}"
        help = shown(fault.suggestion) if fault.suggestion else "correct the line, and fetch codeowners/errors again"
        yield Finding(Place(fault.path, span=Span(at, at)), message, help, value=fault.message)
