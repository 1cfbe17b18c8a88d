"""A suppression or a rule exception matches no finding.

## What
ownercat reports a suppression comment or an entry of `rules.exceptions` in the policy if it has no effect:

- no finding of the rule is on the line of the comment, or about the entity of the exception;
- the comment is not `# ownercat: ignore[RULE] reason="..."`, with an optional `until=YYYY-MM-DD`;
- the comment names a rule that does not exist, or more than one rule;
- the rule cannot be suppressed: the rules of the family SGN, and weakened-check.

Details:

- A comment is on the line of the key, or on the line above it.
- If a file has an error, or the rule did not run, ownercat does not know whether a suppression is unused.
- An expired suppression and one without a reason have their own rules.

## Why
A suppression that hides nothing hides the next finding at this place, which nobody decided.

## Example that fails
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments   # ownercat: ignore[orphaned-service] reason="the team is new"
```

## Example that passes
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Suppression
from ownercat.rules import Context, registry
from ownercat.rules.governance._suppressions import build_suppression_finding
from ownercat.suggest import find_nearest, question
from ownercat.text import shown

RULE = Rule("GOV002", "unused-suppression", Severity.WARNING)

_FORM = 'write `# ownercat: ignore[RULE] reason="..."`, one comment for each rule'


def check(context: Context) -> Iterator[Finding]:
    """Report each suppression without effect, with the cause."""
    known = {word: each.rule for each in registry().values() for word in (each.rule.code, each.rule.name)}
    for suppression in context.unused:
        if not suppression.line and (suppression.problem or suppression.rule not in known):
            continue  # a rule about the policy reports it
        fact, help = _explain(suppression, known)
        yield build_suppression_finding(context, suppression, fact, help)


def _explain(suppression: Suppression, known: dict[str, Rule]) -> tuple[str, str]:
    """Return what is wrong with a suppression, and the fix."""
    noun, rule = suppression.noun, shown(suppression.rule)
    remove = "remove the comment" if suppression.line else "remove the exception"
    article = "a" if suppression.line else "an"
    if suppression.problem:
        return f"has {article} {noun} without effect: {suppression.problem}", _FORM
    if suppression.rule not in known:
        near = find_nearest(suppression.rule, known)
        return f"has {article} {noun} without effect: there is no rule {rule}", question(near, "see `ownercat rules`")
    if known[suppression.rule].protected:
        return f"has {article} {noun} without effect: rule {rule} cannot be suppressed", remove
    return f"has an unused {noun}: no finding of {rule}", remove
