"""A document has a key that is not part of the format.

## What
ownercat reports a key if the format does not have it at this position. The help suggests what to write:

- a key with a similar spelling that the document does not use yet
- the ownercat key for a word of another catalog format
- the correct position of the key in the document

ownercat also reports an option under `rules.options` of the policy if the rule does not have this option.

If an unknown key is probably a misspelled required key, ownercat reports one finding for both keys. Keys that start
with `x-` are your own: ownercat does not check them.

## Why
People read a misspelled key, but tools ignore it. With `ownr: storefront`, a person sees an owner, but pages do not
reach the team.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
memebers: [ana, bo]
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
x-cost-centre: 4711
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.documents import codes
from ownercat.rules import Context, registry, reported_while_reading
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown

RULE = Rule(codes.UNKNOWN_FIELD, "unknown-field", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report the unknown keys found while files were read, and unknown options of rules."""
    yield from reported_while_reading(RULE.code)(context)
    known = {word: each.rule for each in registry().values() for word in (each.rule.code, each.rule.name)}
    for written, options in context.policy.rules.options.items():
        rule = known.get(written)  # REF001 reports the name of an unknown rule
        for option in options if rule is not None else ():
            if rule is not None and option not in rule.options and option[:2] != "x-":
                yield _build_option_finding(context, rule, written, option)


def _build_option_finding(context: Context, rule: Rule, written: str, option: str) -> Finding:
    policy, text = context.policy, shown(option)
    choices = listed((f"`{name}`" for name in rule.options), last="or")
    fix = f"write {choices}" if choices else f"remove the option: {rule.name} has no options"
    return Finding(
        policy.at.key("rules", "options", written, option),
        f"{shown(policy.label)} has an unknown option of rule {rule.name}: `{text}`",
        format_suggestion(option, rule.options, fix),
        subject=policy.subject,
        value=f"{written}.{option}",
    )
