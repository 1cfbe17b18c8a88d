"""A value is enclosed in typographic quotes, or a command contains them.

## What
ownercat reports two kinds of values:

- a value that starts and ends with a typographic quote and has no straight quotes around it;
- a command (`run` of a runbook step) that contains a typographic quote.

ownercat ignores:

- typographic quotes inside a text;
- typographic quotes around a complete sentence, for example “We are down.”;
- a value that has another finding.

## Why
YAML and shells read only straight quotes as quotes. Typographic quotes become a part of the value, so the name of a
chat channel is wrong and a command fails during an incident. Text editors and chat programs insert typographic quotes
automatically.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: “storefront-desk”}
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
contacts: {chat: "storefront-desk"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.CURLY_QUOTES, "curly-quotes", Severity.WARNING)
check = reported_while_reading(RULE.code)
