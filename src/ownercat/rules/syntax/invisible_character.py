r"""A text contains an invisible character.

## What
ownercat reports a value or a key with a control, bidirectional, zero-width or private-use character. The finding shows
the code point, for example U+200B. ownercat never prints the character itself. In keys and in commands (`run` of a
runbook step), ownercat also reports no-break spaces and other characters that look like a space.

- No-break spaces in other texts are not reported.
- ownercat does not check values below keys that start with `x-`.

## Why
Two names that look the same can be different, so references do not resolve. Bidirectional control characters can show a
reviewer another owner than the file contains (CVE-2021-42574).

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: "Ana\u200b Ruiz"
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
title: Ana Ruiz
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.INVISIBLE_CHARACTER, "invisible-character", Severity.WARNING)
check = reported_while_reading(RULE.code)
