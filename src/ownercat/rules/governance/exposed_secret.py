"""A document gives away a secret.

## What

A value (or a key) in any document, also in one that the schema refuses, has the form of a secret: a webhook URL of
Slack, Discord, Microsoft Teams or Google Chat with its secret part, a PagerDuty integration key in a URL, an AWS access
key id, a token of GitHub, GitLab or Slack, a JSON web token, or a private key. Placeholders such as `XXXXXXXX` are not
reported, and neither are comments. The secret itself is never printed: it is shown as stars.

## Why

P35: the catalog is one searchable store, so that everybody finds everything in it. Whoever can read it can post to
that channel, page those people or call that service, and a later commit does not take it back: it stays in the history.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts:
  chat: "#shop"
  pager: https://events.pagerduty.com/integration/0f1e2d3c4b5a69788796a5b4c3d2e1f0/enqueue
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```

## Options

None.
"""

from __future__ import annotations

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.EXPOSED_SECRET, "exposed-secret", Severity.ERROR)
check = reported_while_reading(RULE.code)
