"""A change removes more than a third of the documents of a kind.

## What
This rule needs a base (`ownercat check --base`). ownercat reports a kind of document if the change removes at least 3
documents of this kind, and more than one third of them. Both limits are options.

- A document that moved to another file is not missing.
- A document whose name is now an alias of another document is not missing.
- A document is not missing if its name is in the text of a file that is not valid YAML.

## Why
A catalog rarely shrinks that fast on purpose. Usually, a merge went wrong, a folder was moved out of the catalog, or a
generator had no input. `unknown-reference` reports only names that are still used. If no document refers to a removed
rotation, runbook or SLA, no other rule reports the loss.

## Example that fails
```yaml title=before/catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: emre
---
apiVersion: ownercat/v1
kind: Person
name: hana
---
apiVersion: ownercat/v1
kind: Person
name: moses
```
```yaml title=catalog/people.yaml as=removed
```

## Example that passes
The documents move to another file.

```yaml title=catalog/people.yaml as=removed
```
```yaml title=catalog/people/everyone.yaml
apiVersion: ownercat/v1
kind: Person
name: emre
---
apiVersion: ownercat/v1
kind: Person
name: hana
---
apiVersion: ownercat/v1
kind: Person
name: moses
```

## Options
Set them in the policy, under `rules.options.vanished-documents`.

- `vanished` (default `3`): the `3` means that ownercat reports a kind if the change removes more than 1 in 3 of its
  documents.
- `least` (default `3`): ownercat reports a kind only if the change removes at least this number of its documents.
"""

from collections.abc import Iterator

from ownercat.changes.vanished import Vanished, list_vanished
from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import noun, several
from ownercat.text import listed, shown

RULE = Rule("REF007", "vanished-documents", Severity.ERROR, options={"vanished": 3, "least": 3})


def check(context: Context) -> Iterator[Finding]:
    """Report each kind of document that has lost too many documents since the base."""
    if context.base is None:
        return
    share, least = whole(context, RULE, "vanished"), whole(context, RULE, "least")
    for lost in list_vanished(context.base.catalog, context.catalog):
        if len(lost.gone) >= least and len(lost.gone) * share > lost.before:
            yield _finding(lost, share)


def _finding(lost: Vanished, share: int) -> Finding:
    kind = several(lost.kind) if lost.before > 1 else noun(lost.kind)
    names = listed(shown(entity.name) for entity in lost.gone)
    return Finding(
        lost.gone[0].named,
        f"the change removes {len(lost.gone)} of {lost.before} {kind}, more than 1 in {share}: {names}",
        "restore the missing documents, or remove them in several pull requests",
        value=lost.kind,
    )
