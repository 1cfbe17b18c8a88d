"""CODEOWNERS does not assign a control file to the governance team.

## What
The governance team must own the control files: the files that control the checks. ownercat reports a CODEOWNERS file if
it does not assign each control file to this team or to a member of this team. The control files are:

- the policy;
- people and teams;
- the allowed signers file (the list of trusted keys), if it exists;
- CODEOWNERS itself.

Exceptions:

- Without a governance team in the policy (`governance.team`), or without CODEOWNERS, ownercat checks nothing.
- If the governance team has no account on the code host, any owner is enough.

## Why
A person who can change the policy alone can turn off any rule. A person who can change the people or the allowed
signers can approve in the name of others. All other checks depend on the control files.

## Example that fails
```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
governance: {team: council}
---
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
handles: {github: "@acme/council"}
```
```text title=.github/CODEOWNERS
* @acme/everybody
```

## Example that passes
```text title=.github/CODEOWNERS
* @acme/everybody
/.github/CODEOWNERS @acme/council
/catalog/ @acme/council
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Team
from ownercat.repository.codeowners import Index, TooManySteps, list_control_files
from ownercat.rules import Context
from ownercat.rules._code import AccountResolver, deciding
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("GOV005", "unprotected-control-file", Severity.WARNING)


_LOCATIONS = {
    "policy": "policy document",
    "people": "Person document",
    "teams": "Team document",
    "signers": "path of the allowed signers file",
}


def check(context: Context) -> Iterator[Finding]:
    """Report, in one finding, all control files that CODEOWNERS does not assign to the governance team."""
    index, ref = context.once(deciding), context.policy.governance_team
    team = context.catalog.team(ref)
    if index is None or ref is None or team is None or not team.sound or not context.policy_is_whole:
        return
    files = list_control_files(context.catalog, context.policy)
    tracked = frozenset(context.tracked or ())
    files = [control for control in files if control.what != "signers" or control.path in tracked]
    names = AccountResolver(context)
    try:
        exposed = [control for control in files if not _is_protected(index, names, team, control.path)]
        itself = _is_protected(index, names, team, index.found.path)
    except TooManySteps:
        return  # codeowners-drift reports this
    if exposed or not itself:
        paths = [*(control.path for control in exposed), *([] if itself else [index.found.path])]
        file = shown(index.found.path)
        message = f"{file} does not assign every control file to governance {shown(team.label)}:"
        message += f" {listed(map(shown, paths), most=5)}"
        related = tuple(Related(control.place, _LOCATIONS[control.what]) for control in exposed[:RELATED])
        help = "run `ownercat codeowners generate`"
        yield Finding(ref.place, message, help, related, context.policy.subject, value=",".join(paths))


def _is_protected(index: Index, names: AccountResolver, team: Team, path: str) -> bool:
    """Return whether the governance team owns a file; if it has no account on the code host, any owner is enough."""
    entries = index.find(path)
    if not names.handle(team):
        return any(entry.owners for entry in entries)
    return names.hold(team, entries)
