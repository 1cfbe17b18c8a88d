"""ownercat cannot verify the record of an approval.

## What
A record of an approval must prove who approved. ownercat reports a record in these cases:

- The record has no signature. A record of a single change needs a signature only if it gives an outstanding approval of
  an emergency.
- The signature is not valid for the key, the namespace or the content.
- A person other than `by` signed the record. The principal in the allowed signers file (the list of trusted keys) is
  the email address or the name of the person.
- The readable values of the record do not match its digest.

ownercat checks the newest standing agreement of each provider and consumer, and the records of changes. Only
`ownercat signoff audit` checks the signatures themselves, because this is slow.

## Why
Anybody can write a record with another person's name, and the review that proves the approval is not in the repository.
A signature proves the approval at any time, offline, and after a squash or rebase.

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
by: joao
at: 2026-10-02T09:14:00Z
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
by: joao
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import BreakGlass, Proof, SignOff
from ownercat.rules import Context
from ownercat.rules.signoff._standing import collect_edited, compare_agreements, format_command, list_agreements
from ownercat.signoff.agreements import AgreementComparison, StandingAgreement, list_misquoted_terms
from ownercat.signoff.identities import People
from ownercat.signoff.records import compute_stated_digest
from ownercat.text import shown

RULE = Rule("SGN006", "unverifiable-signoff", Severity.WARNING, protected=True)
_RESTORE = "restore the committed version of the record, or ask the team to approve again in a new record"


def check(context: Context) -> Iterator[Finding]:
    """Report each record that cannot be verified."""
    edited = context.once(collect_edited)
    for record in context.sound(SignOff):
        if record.name in edited:
            continue
        proof = (context.proofs or {}).get(record.name)
        if record.signature and proof is not None:
            yield from _check_signature(context, record, proof)
        if record.standing is None and context.policy_is_whole:
            yield from _check_digest(record, context.policy.name)
    yield from _check_late_approvals(context)
    for agreement in context.once(list_agreements):
        if not agreement.record.signature and agreement.record.name not in edited:
            yield _build_unsigned_finding(agreement)
    for each in context.once(compare_agreements) if context.policy_is_whole else ():
        yield from _check_readable_values(each)


def _check_signature(context: Context, record: SignOff, proof: Proof) -> Iterator[Finding]:
    place, name = record.at.at("signature"), shown(record.name)
    if proof.problem:
        message = f"record {name} has an invalid signature: {shown(proof.problem, 200)}"
        help = f"check that {shown(context.policy.signoff.signers)} has the key with its email address; or {_RESTORE}"
        yield Finding(place, message, help, subject=record.subject)
        return
    person = context.catalog.person(record.by)
    if person is None or context.once(_build_people_index).find_signer(proof.principal) is person:
        return
    approver, email = shown(person.name), shown(person.email) if person.email else "no email address"
    message = f"record {name} has the signature of another person: `by` is {approver} ({email}),"
    message += f" but {shown(proof.principal)} signed it"
    related = (Related(person.named, f"person {approver}"),)
    yield Finding(place, message, _RESTORE, related, record.subject, proof.principal)


def _build_people_index(context: Context) -> People:
    return People(context.catalog)


def _check_digest(record: SignOff, catalog: str) -> Iterator[Finding]:
    if compute_stated_digest(record, catalog) != record.terms:
        message = f"record {shown(record.name)} has a wrong digest: `terms` does not match the change in the record"
        yield Finding(record.at.at("terms"), message, _RESTORE, subject=record.subject, value=record.terms)


def _check_late_approvals(context: Context) -> Iterator[Finding]:
    """Report each unsigned record that gives an outstanding approval of an emergency."""
    emergencies = {digest: each for each in context.sound(BreakGlass) for digest in each.covers}
    for record in context.sound(SignOff) if emergencies else ():
        if record.standing is None and not record.signature and record.terms in emergencies:
            emergency = shown(emergencies[record.terms].name)
            message = f"record {shown(record.name)} approves emergency {emergency} without a signature:"
            message += f" ownercat cannot attribute it to {_get_approver(record)}"
            help = f"ask {_get_approver(record)} to approve again in a new record, signed with an SSH key from the "
            help += "allowed signers file"
            yield Finding(record.named, message, help, subject=record.subject)


def _build_unsigned_finding(agreement: StandingAgreement) -> Finding:
    record, bond = agreement
    approver = _get_approver(record)
    message = f"record {shown(record.name)} has no signature: ownercat cannot attribute it to {approver}"
    help = (
        f"remove the record, and ask {approver} to run {format_command(bond)} with an SSH key from the allowed signers"
    )
    help += " file"
    return Finding(record.named, message, help, subject=record.subject)


def _get_approver(record: SignOff) -> str:
    return shown(record.by.name) if record.by else "its approver"


def _check_readable_values(agreement: AgreementComparison) -> Iterator[Finding]:
    """Report each readable value that differs from the approved one."""
    record = agreement.agreement.record
    for term in list_misquoted_terms(agreement):
        value = f"is {shown(term.today)}" if term.today else "is not stated"
        approved = f"{shown(term.agreed)} was approved" if term.agreed else "no value was approved"
        message = f"record {shown(record.name)} shows a wrong value: {shown(term.field)} {value}, but {approved}"
        place = record.at.at("agreed", term.field) if term.field in record.agreed else record.at.at("agreed")
        yield Finding(place, message, _RESTORE, subject=record.subject, value=term.field)
