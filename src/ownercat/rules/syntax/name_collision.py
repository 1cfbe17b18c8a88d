"""Two paths differ only in case, or in how accents are stored.

## What
On macOS and Windows `A.yaml` and `a.yaml` are one file, and so are a composed and a decomposed `é`.

## Why
One of the two disappears on such a machine, and with it whatever it defines.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
```

```yaml title=catalog/People.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/People.yaml as=removed
```
```yaml title=catalog/more-people.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN012", "name-collision", Severity.WARNING)
check = reported_while_reading(RULE.code)
