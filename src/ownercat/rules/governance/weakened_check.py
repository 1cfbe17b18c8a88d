"""A change loosens its own checks without approval from the governance team.

## What
`ownercat signoff check` reports a change if it loosens one of these without approval from the governance team:

- the policy, for example a rule that is off or less severe, or a tier with fewer requirements;
- the emergency roster;
- the allowed signers file (the list of trusted keys);
- the baseline (the file of known findings);
- the configuration.

Details:

- docs/sign-off.md defines which values of each field are looser.
- Other commands skip this rule, because they do not know the approvals.
- Until the merge, the values of the base branch apply, also to the change itself.
- ownercat reports nothing if the policy has no governance team.
- This rule cannot be suppressed.

## Why
A check is useless if a change can turn off the check. One line of the policy, hidden in a change of fifty files, can
let every later change pass. Reviewers of a service often do not read the policy.

## Example that fails
```yaml title=before/catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
governance: {team: payments}
```
```yaml title=catalog/policy.yaml as=changed
rules:
  ignore: [orphaned-service]
```

## Example that passes
A lower limit for emergencies is stricter and needs no approval.

```yaml title=catalog/policy.yaml as=changed
breakGlass: {budgetPerQuarter: 1}
```
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ownercat.changes.values import Change, FieldChange
from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("GOV006", "weakened-check", Severity.ERROR, protected=True)

_MOST = 4  # values in one sentence
_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "policy-loosened": "the policy",
        "roster-loosened": "the emergency roster",
        "signers-loosened": "the allowed signers file",
        "baseline-loosened": "the baseline",
        "configuration-loosened": "the configuration",
    }
)


def check(context: Context) -> Iterator[Finding]:
    """Report each change that loosens a control file and lacks approvals."""
    for change in context.base.unagreed if context.base else ():
        if change.kind in _NOUNS:
            yield _finding(change)


def _finding(change: Change) -> Finding:
    place, *others = dict.fromkeys(field.place_after for field in change.fields if field.place_after) or [change.place]
    return Finding(
        place,
        f"the change loosens {_NOUNS[change.kind]} without approval from the governance team: "
        f"{listed(map(_format_field_change, change.fields), most=_MOST)}",
        "ask the governance team to approve (`ownercat signoff check` lists the eligible people), or move this "
        "change to its own pull request",
        tuple(Related(other, "another changed value") for other in others[:_MOST]),
        change.entity,
        change.kind,
    )


def _format_field_change(field: FieldChange) -> str:
    name = shown(field.name)
    if field.name in (field.said_before, field.said_after):  # a line of a file, which has no other name
        return f"{name} is {'removed' if field.name == field.said_before else 'added'}"
    return f"{name} {shown(field.said_before) or '(not set)'} → {shown(field.said_after) or '(not set)'}"
