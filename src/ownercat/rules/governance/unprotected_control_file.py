"""CODEOWNERS lets somebody else change the files that decide about everything else.

## What

The policy names a governance team, and CODEOWNERS does not give that team (or one of its members) every control file:
the policy, the people, the teams, the allowed signers, and CODEOWNERS itself. Without a governance team, or without
CODEOWNERS, nothing is asked.

## Why

P17 and P23: governance decides in the open. Whoever can change the policy alone can turn off the rule that stops them,
and whoever can change the people or the signers can sign in the name of others. No check of the catalog is worth more
than the protection of these few files.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: acme
governance: {team: council}
```
```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
handles: {github: "@acme/council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```text title=.github/CODEOWNERS
* @acme/everybody
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: acme
governance: {team: council}
```
```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
handles: {github: "@acme/council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```text title=.github/CODEOWNERS
* @acme/everybody
/.github/CODEOWNERS @acme/council
/catalog/ @acme/council
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Team
from ownercat.repository.codeowners import Index, TooManySteps, control_files
from ownercat.rules import Context
from ownercat.rules._code import AccountResolver, deciding
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("GOV005", "unprotected-control-file", Severity.WARNING)


_WORDS = {"policy": "the policy", "people": "people", "teams": "a team", "signers": "where the signers are named"}


def check(context: Context) -> Iterator[Finding]:
    """One finding with all the control files that CODEOWNERS does not protect."""
    index, ref = context.once(deciding), context.policy.governance_team
    team = context.catalog.team(ref)
    if index is None or ref is None or team is None or not team.sound or not context.policy_is_whole:
        return
    files = control_files(context.catalog, context.policy)
    there = frozenset(context.tracked or ())
    files = [control for control in files if control.what != "signers" or control.path in there]
    names = AccountResolver(context)
    try:
        exposed = [control for control in files if not _is_protected(index, names, team, control.path)]
        itself = _is_protected(index, names, team, index.found.path)
    except TooManySteps:
        return  # codeowners-drift says so
    if exposed or not itself:
        paths = [*(control.path for control in exposed), *([] if itself else [index.found.path])]
        file = shown(index.found.path)
        message = f"{file} does not give {listed(map(shown, paths), most=5)} to the governance {shown(team.label)}"
        related = tuple(Related(control.place, _WORDS[control.what]) for control in exposed[:RELATED])
        help = "`ownercat codeowners generate` protects them"
        yield Finding(ref.place, message, help, related, context.policy.subject, value=",".join(paths))


def _is_protected(index: Index, names: AccountResolver, team: Team, path: str) -> bool:
    """Whether a file belongs to the governance team, or to anybody where that has no account on the forge."""
    entries = index.of(path)
    if not names.handle(team):
        return any(entry.owners for entry in entries)
    return names.hold(team, entries)
