"""A document has a placeholder instead of a name, an address or a URL.

## What
A placeholder is a text that a person wanted to replace later. ownercat reports a placeholder as the value of a key that
requires a person, a team, a contact or a link. Placeholders are `TBD`, `TODO`, `changeme`, the text `"null"`, `none`,
`<name>`, and template expressions such as `{{ team }}` and `${team}`.

- ownercat does not check free text, or values below keys that start with `x-`.
- `none` in the `members` of a rotation layer is not a placeholder: it is a turn without a person.
- ownercat does not report a value that has another finding.

## Why
A placeholder passes every check that only tests whether a value exists. People notice the placeholder during an
incident, when they need the contact.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: TBD}
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
contacts: {chat: "#storefront"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.PLACEHOLDER_VALUE, "placeholder-value", Severity.WARNING)
check = reported_while_reading(RULE.code)
