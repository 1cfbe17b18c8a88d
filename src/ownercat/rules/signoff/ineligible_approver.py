"""An approver is not eligible to approve for the team of the record.

## What
In a standing agreement, a provider supports a consumer on fixed terms. ownercat reports an agreement if its approver
(`by`) may not approve for the team in `party`. These people may not approve:

- a bot
- a person who is not active on the day of the check
- a person who is not a member of the team in `party`

Details:

- ownercat checks only the newest agreement of each provider and consumer.
- Other rules report an undefined person ([unknown-reference]) and a person of the consumer's team ([self-approval]).
- ownercat checks the record of a single change only in the change that adds the record (`ownercat check --base`),
  because people change teams later.
- With `--base`, the members at the merge base may approve. A member whom the change adds may approve only if the team
  is new.

## Why
The consumer's team relies on the approval. If the approver has left or was never a member of the provider's team, this
team may not know the agreement, and may not keep the terms in an incident.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment}
```
```yaml title=catalog/signoffs/payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:48b4c4dc542e6ca455accdc7f125b4afea023db3434d6da2438ba039a158140c
by: chidi
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Example that passes
```yaml title=catalog/signoffs/payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:48b4c4dc542e6ca455accdc7f125b4afea023db3434d6da2438ba039a158140c
by: bruna
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person, SignOff, Team
from ownercat.rules import Context
from ownercat.rules.signoff._standing import (
    format_approvers,
    format_record,
    format_renewal,
    get_approver_place,
    get_trusted_catalog,
    list_agreements,
)
from ownercat.signoff.agreements import Why, find_ineligible_person
from ownercat.text import shown

RULE = Rule("SGN005", "ineligible-approver", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each agreement with an ineligible approver, and each record of a change that this change adds."""
    for record, bond in context.once(list_agreements):
        yield from _check_record(context, record, format_renewal(context, bond), bond.carried)
    for record in context.sound(SignOff) if context.base else ():
        if record.standing is None and context.base and context.base.catalog.get(record.kind, record.key) is None:
            yield from _check_record(context, record, _format_help(context, record))


def _check_record(context: Context, record: SignOff, help: str, carried: Team | None = None) -> Iterator[Finding]:
    catalog = get_trusted_catalog(context, record)
    mismatch, team = find_ineligible_person(catalog, record, context.as_of, carried), catalog.team(record.team)
    if mismatch is None or team is None or mismatch[1] == "consumer":
        return
    person, why = mismatch
    place, reason, location = _explain(team, person, why)
    name = shown(person.name)
    message = f"{format_record(record)} has an ineligible approver for team {shown(team.name)}: {name} {reason}"
    related = (Related(place, location),)
    yield Finding(get_approver_place(record), message, help, related, record.subject, person.name)


def _explain(team: Team, person: Person, why: Why) -> tuple[Place, str, str]:
    """Return the location that makes a person ineligible, the reason, and the name of that location."""
    name = shown(person.name)
    if why == "bot":
        return person.at.at("bot"), "is a bot", f"`bot` of person {name}"
    if why == "stranger":
        return team.named, "is not a member", f"team {shown(team.name)}"
    if not person.active:
        return person.at.at("active"), "is not active", f"`active` of person {name}"
    return person.at.at("leavesOn"), f"left on {person.leaves_on}", f"`leavesOn` of person {name}"


def _format_help(context: Context, record: SignOff) -> str:
    team = get_trusted_catalog(context, record).team(record.team)
    approvers = format_approvers(context, team) if team else "a member of the team"
    service = shown(record.service.name) if record.service else "SERVICE"
    return f"ask {approvers} to run `ownercat signoff approve {service} --team {shown(team.name) if team else 'TEAM'}`"
