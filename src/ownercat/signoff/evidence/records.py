"""The signatures of SignOff and BreakGlass documents."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time

from ownercat.model import BreakGlass, Catalog, Proof, Ref, SignOff
from ownercat.repository.git import signing
from ownercat.repository.git.signing import Keys
from ownercat.signoff.identities import People
from ownercat.signoff.records import NAMESPACE, build_signed_bytes
from ownercat.signoff.values import Emergency, Evidence, EvidenceLevel, Identity
from ownercat.text import shown

NO_SIGNERS = "no allowed signers file exists"
UNSIGNED = "the record has no signature"
_SPENT = "the record is already on the base branch: merge the base branch, then approve the remaining changes"
_DECISIONS = frozenset({"approve", "reject"})


def verify_records(
    catalog: Catalog, keys: Keys, people: People, only: Collection[str] | None = None
) -> dict[str, Proof]:
    """Return the signature result of each signed SignOff record by name, as of the time in the record.

    So an agreement stays valid after its key expires. The file of revoked keys protects against a stolen key.
    """
    return {
        record.name: verify_signature(record, record.signature, keys, people)
        for record in catalog.of(SignOff)
        if record.signature and (only is None or record.name in only)
    }


def verify_signature(record: SignOff | BreakGlass, signature: str, keys: Keys, people: People) -> Proof:
    """Return what a signature proves about a record."""
    at = record.given if isinstance(record, SignOff) else record.invoked
    if not signature:
        return Proof(problem=UNSIGNED)
    if not keys.signers:
        return Proof(problem=NO_SIGNERS)
    if at is None:
        return Proof(problem="the record has no valid `at`")
    try:
        data = build_signed_bytes(record)
    except ValueError:
        return Proof(problem="the record has values without a canonical form, so its signature cannot be valid")
    found = signing.verify_signature(data, signature, NAMESPACE, keys, at)
    if found.problem:
        return Proof(problem=found.problem)
    principals = found.principal.split("\n")
    known = [name for name in principals if people.find_signer(name) is not None]
    return Proof(principal=(known or principals)[0])


def list_record_evidence(
    before: Catalog, after: Catalog, base: Catalog, keys: Keys, people: People
) -> tuple[Evidence, ...]:
    """Return the evidence of the records that a change adds. ``keys``: the keys that are valid now.

    A record that the base branch already has (and an old branch does not) belongs to another change, possibly reverted.
    """
    added = [record for record in after.of(SignOff) if before.get(record.kind, record.key) is None]
    proofs = verify_records(after, keys, people, {record.name for record in added})
    found = []
    for record in added:
        evidence = _build_evidence(record, after, proofs.get(record.name, Proof(problem=UNSIGNED)), people)
        spent = not evidence.problem and base.get(record.kind, record.key) is not None
        found.append(evidence._replace(problem=_SPENT, problem_state="stale") if spent else evidence)
    return tuple(found)


def _build_evidence(record: SignOff, after: Catalog, proof: Proof, people: People) -> Evidence:
    by = Identity("person", record.by.name if record.by else "")
    problem = proof.problem or _find_schema_problem(record) or _find_signer_problem(by, proof, people)
    service = record.standing.provider if record.standing else record.service
    return Evidence(
        level=EvidenceLevel.CLAIM if proof.problem else EvidenceLevel.RECORD,
        identity=by,
        decision="reject" if record.decision == "reject" else "approve",
        team=_get_key(after.team(record.team), record.team),
        service=_get_key(after.service(service), service),
        digest=record.terms,
        shown=record.at.path,
        at=record.given,
        expires=datetime.combine(record.expires, time.max, UTC) if record.expires else None,
        problem=problem,
        place=record.at,
    )


def _find_schema_problem(record: SignOff) -> str:
    fits = record.sound and record.decision in _DECISIONS
    return "" if fits else "the record has schema errors: run ownercat check"


def _find_signer_problem(by: Identity, proof: Proof, people: People) -> str:
    signer, meant = people.find_signer(proof.principal), people.find(by)
    if signer is not None and meant is not None and signer.key == meant.key:
        return ""
    return f"the record is for {shown(by.value)}, but {shown(proof.principal)} signed it"


def _get_key(found: object, ref: Ref | None) -> str:
    key = getattr(found, "key", None)
    return key if isinstance(key, str) else ref.name if ref else ""


def list_emergencies(
    before: Catalog, after: Catalog, base: Catalog, keys: Keys, people: People
) -> tuple[Emergency, ...]:
    """Return the emergencies that a change declares, without those that the base branch already has."""
    return tuple(
        Emergency(record, frozenset(_list_signers(record, keys, people)))
        for record in after.of(BreakGlass)
        if before.get(record.kind, record.key) is None and base.get(record.kind, record.key) is None
    )


def _list_signers(record: BreakGlass, keys: Keys, people: People) -> Iterator[str]:
    for signature in (record.signature, record.second_signature):
        proof = verify_signature(record, signature, keys, people)
        person = people.find_signer(proof.principal) if not proof.problem else None
        if person is not None:
            yield person.key
