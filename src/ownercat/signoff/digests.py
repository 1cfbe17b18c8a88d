"""Digests of terms: SHA-256 over the canonical JSON of the approved values alone (docs/sign-off.md)."""

from collections.abc import Mapping
from typing import Any

from ownercat.changes.values import Json
from ownercat.model import parse_duration
from ownercat.signoff.canonical import encode_canonical

__all__ = [
    "DURATIONS",
    "VERSION",
    "compute_change_digest",
    "compute_content_digest",
    "compute_standing_digest",
    "encode_canonical",
    "normalize_value",
    "normalize_values",
]

VERSION = 1  # the version of the digest input
# the duration fields, by the last part of their names; a test compares them with the schemas
DURATIONS = frozenset(
    {
        "ack", "ackTimeout", "after", "drillEvery", "every", "firstWithin", "hold", "humanWithin", "maxAge",
        "postmortemWithin", "resolve", "respond", "restore", "reviewEvery", "scopeWithin", "timebox", "tolerates",
        "updateEvery", "wait", "window",
    }
)  # fmt: skip


def compute_change_digest(
    catalog_name: str,
    service: str,
    party_team: str,
    role: str,
    change_kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> str:
    """Return the digest of what one team approves in a change: ``sha256:`` and 64 hex digits.

    ``service`` is ``""`` for a change that is not about a service. ``before`` and ``after`` have only the approved
    fields, normalized or as people write them. Raises ``ValueError`` as ``encode_canonical`` does.
    """
    return _compute_digest(
        {
            "version": VERSION,
            "catalog": catalog_name,
            "service": service,
            "party": party_team,
            "role": role,
            "change": change_kind,
            "from": normalize_values(before),
            "to": normalize_values(after),
        }
    )


def compute_standing_digest(
    catalog_name: str, provider: str, consumer: str, party_team: str, role: str, terms: Mapping[str, Any]
) -> str:
    """Return the digest of a standing agreement on ``terms`` (see ``standing.build_terms``)."""
    return _compute_digest(
        {
            "version": VERSION,
            "catalog": catalog_name,
            "provider": provider,
            "consumer": consumer,
            "party": party_team,
            "role": role,
            "terms": normalize_values(terms),
        }
    )


def compute_content_digest(catalog_name: str, service: str, team: str, content: Mapping[str, Any]) -> str:
    """Return the digest of what the owners of a service confirm. ``content``: owner, pages, promises, dependencies."""
    return _compute_digest(
        {"version": VERSION, "catalog": catalog_name, "service": service, "team": team, **normalize_values(content)}
    )


def normalize_values(values: Mapping[str, Any]) -> dict[str, Json]:
    """Return the values by field in normal form, so that two spellings are equal; leave out values that are not set."""
    return {field: normalize_value(field, value) for field, value in values.items() if value is not None}


def normalize_value(field: str, value: Any) -> Json:
    """Return a value in normal form: durations in seconds, also in lists and mappings (there by their own keys)."""
    if isinstance(value, str):
        length = parse_duration(value) if field.rpartition(".")[2] in DURATIONS else None
        return value if length is None else length.seconds
    if isinstance(value, Mapping):
        return {key: normalize_value(key, item) if isinstance(key, str) else item for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalize_value(field, item) for item in value]
    found: Json = value
    return found


def _compute_digest(data: Mapping[str, Any]) -> str:
    import hashlib  # noqa: PLC0415  # a catalog without agreements needs none, and hashlib loads OpenSSL

    return f"sha256:{hashlib.sha256(encode_canonical(data)).hexdigest()}"
