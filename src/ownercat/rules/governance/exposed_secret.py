"""A document contains a secret.

## What
ownercat reports a value or key that has the form of a secret. It checks all documents, also documents with schema
errors. The forms are:

- a webhook URL of Slack, Discord, Microsoft Teams or Google Chat with its secret part;
- a PagerDuty integration key in a URL;
- an AWS access key id;
- a token of GitHub, GitLab or Slack;
- a JSON web token;
- a private key.

ownercat does not report placeholders such as `XXXXXXXX`, and does not check comments. The message shows stars instead
of the secret.

## Why
Everyone who can read the catalog can use the secret to post to the channel, page the people or call the service. A
later commit does not remove the secret from the git history.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts:
  chat: "#storefront"
  pager: https://events.pagerduty.com/integration/0f1e2d3c4b5a69788796a5b4c3d2e1f0/enqueue
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
contacts: {chat: "#storefront"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.EXPOSED_SECRET, "exposed-secret", Severity.ERROR)
check = reported_while_reading(RULE.code)
