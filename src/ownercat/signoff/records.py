"""A record as its signature and its digest see it."""

from __future__ import annotations

from ownercat.model import BreakGlass, Ref, SignOff
from ownercat.signoff.digests import compute_change_digest, compute_standing_digest, encode_canonical

NAMESPACE = "ownercat-signoff"
_SIGNATURES = frozenset({"signature", "secondSignature"})


def build_signed_bytes(record: SignOff | BreakGlass) -> bytes:
    """What a detached signature is over: the canonical form of the whole document without its signatures.

    ``ValueError`` where the document holds what has no canonical form: it cannot have been signed.
    """
    return encode_canonical({key: value for key, value in record.written.items() if key not in _SIGNATURES})


def compute_stated_digest(record: SignOff, catalog_name: str) -> str:
    """The digest of what a record says in readable words; ``""`` where they have no canonical form.

    By the names that the record was written with: it holds after a rename.
    """
    team, role = _get_ref_name(record.team), record.role
    try:
        if record.standing is not None:
            provider, consumer = _get_ref_name(record.standing.provider), _get_ref_name(record.standing.consumer)
            return compute_standing_digest(catalog_name, provider, consumer, team, role, record.agreed)
        return compute_change_digest(
            catalog_name, _get_ref_name(record.service), team, role, record.change, record.before, record.after
        )
    except ValueError:
        return ""


def _get_ref_name(ref: Ref | None) -> str:
    return ref.name if ref else ""
