"""Nobody can tell whether an agreement was given as it stands.

## What

One of these, for the newest standing agreement of two services and for records of changes:

- It has no signature; of a record of a change only where it gives what an emergency owes.
- Its signature does not hold, for the key, the namespace or the content (`ownercat signoff audit` looks at signatures;
  a plain check has no time for it).
- It is signed by somebody else than `by`; the principal of the signers file is the e-mail address, or the person's
  name.
- The values that it shows to readers are not those that its digest holds.

## Why

P39: a record in a file is a claim that anybody can write, and the pull request that proved it is elsewhere. A
signature over the whole record can be checked for ever, offline, after any squash or rebase.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: joao
at: 2026-10-02T09:14:00Z
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: joao
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import BreakGlass, Proof, SignOff
from ownercat.rules import Context
from ownercat.rules.signoff._standing import command, compared, counting
from ownercat.signoff.agreements import AgreementComparison, StandingAgreement, misquoted
from ownercat.signoff.identities import People
from ownercat.signoff.records import stated_digest
from ownercat.text import shown

RULE = Rule("SGN006", "unverifiable-signoff", Severity.WARNING, protected=True)
_AGAIN = "a record is never edited: bring back what was committed, or have the team agree anew"


def check(context: Context) -> Iterator[Finding]:
    """Every record of which nobody can tell that it was given as it stands."""
    for record in context.sound(SignOff):
        proof = (context.proofs or {}).get(record.name)
        if record.signature and proof is not None:
            yield from _forged(context, record, proof)
        if record.standing is None and context.policy_is_whole:
            yield from _contradicting(record, context.policy.name)
    yield from _paying(context)
    yield from (_unsigned(found) for found in context.once(counting) if not found.record.signature)
    for each in context.once(compared) if context.policy_is_whole else ():
        yield from _misquoted(each)


def _forged(context: Context, record: SignOff, proof: Proof) -> Iterator[Finding]:
    place, label = record.at.at("signature"), shown(record.label)
    if proof.problem:
        message = f"the signature of {label} is not believed: {shown(proof.problem, 200)}"
        help = f"see that {shown(context.policy.signoff.signers)} names the key and its e-mail address; {_AGAIN}"
        yield Finding(place, message, help, subject=record.subject)
        return
    person = context.catalog.person(record.by)
    if person is None or context.once(_people).signer(proof.principal) is person:
        return
    known = f"whose e-mail address is {shown(person.email)}" if person.email else "who has no e-mail address here"
    message = f"{label} says it is by {shown(person.name)}, {known}, but {shown(proof.principal)} signed it"
    related = (Related(person.named, f"person {shown(person.name)}"),)
    yield Finding(place, message, _AGAIN, related, record.subject, proof.principal)


def _people(context: Context) -> People:
    return People(context.catalog)


def _contradicting(record: SignOff, catalog: str) -> Iterator[Finding]:
    if stated_digest(record, catalog) != record.terms:
        message = f"the digest of {shown(record.label)} is not that of the change that it describes"
        yield Finding(record.at.at("terms"), message, _AGAIN, subject=record.subject, value=record.terms)


def _paying(context: Context) -> Iterator[Finding]:
    owed = {digest: each for each in context.sound(BreakGlass) for digest in each.covers}
    for record in context.sound(SignOff) if owed else ():
        if record.standing is None and not record.signature and record.terms in owed:
            who = shown(record.by.name) if record.by else "its approver"
            what = f"gives what {shown(owed[record.terms].label)} owes"
            message = f"{shown(record.label)} {what} and bears no signature, so nobody can tell that {who} gave it"
            help = f"{who} gives it again in a new record, with an SSH key that the signers file knows"
            yield Finding(record.named, message, help, subject=record.subject)


def _unsigned(agreement: StandingAgreement) -> Finding:
    record, bond = agreement
    who = shown(record.by.name) if record.by else "its approver"
    message = f"{shown(record.label)} bears no signature, so nobody can tell that {who} gave it"
    help = f"{who} signs with an SSH key that the signers file knows: {command(bond)}"
    return Finding(record.named, message, help, subject=record.subject)


def _misquoted(found: AgreementComparison) -> Iterator[Finding]:
    record = found.agreement.record
    for term in misquoted(found):
        shows, agreed = shown(term.today or "no value"), shown(term.agreed or "no value")
        message = f"{shown(record.label)} shows {shows} for {shown(term.field)} to its readers, but {agreed} is agreed"
        place = record.at.at("agreed", term.field) if term.field in record.agreed else record.at.at("agreed")
        yield Finding(place, message, _AGAIN, subject=record.subject, value=term.field)
