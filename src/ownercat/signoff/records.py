"""The bytes that the signature of a record covers, and the digest of its readable values."""

from ownercat.model import BreakGlass, Ref, SignOff
from ownercat.signoff.digests import compute_change_digest, compute_standing_digest, encode_canonical

NAMESPACE = "ownercat-signoff"
_SIGNATURES = frozenset({"signature", "secondSignature"})


def build_signed_bytes(record: SignOff | BreakGlass) -> bytes:
    """Return what a detached signature covers: the canonical form of the document without its signatures.

    Raises ``ValueError`` if the document has a value without a canonical form: nobody can have signed it.
    """
    return encode_canonical({key: value for key, value in record.written.items() if key not in _SIGNATURES})


def compute_stated_digest(record: SignOff, catalog_name: str) -> str:
    """Return the digest of the readable values of a record; ``""`` if a value has no canonical form.

    The digest uses the names in the record, so it stays the same after a rename.
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
