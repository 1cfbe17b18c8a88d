"""The identity of a finding, independent of lines: it survives moved files, reordered keys and other edits."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Finding, Rule, Severity, name_path_items

Documents = Mapping[tuple[str, int], Any]
Identity = tuple[str, ...]


class RuleFinding(NamedTuple):
    """A finding with its rule and its effective severity.

    ``identity``: set if the finding was moved to another location afterwards.
    """

    rule: Rule
    severity: Severity
    finding: Finding
    identity: Identity = ()


def get_identity(item: RuleFinding, documents: Documents) -> Identity:
    """Return code, entity, key path by names, and value: the same for one finding in any file."""
    if item.identity:
        return item.identity
    finding = item.finding
    place = finding.place
    if finding.missing is not None:  # the same for each reference
        return (item.rule.code, *finding.missing)
    data = documents.get((place.path, place.document))
    subject = finding.subject or _find_subject(data)
    # a location without an entity is identified by its path
    where = (*subject,) if subject else ("", place.path)
    return (item.rule.code, *where, *name_path_items(place.pointer, data), place.on, finding.value)


def build_fingerprint(identity_parts: Identity, number: int = 1) -> str:
    """Return the fingerprint of an identity for users; ``number`` distinguishes equal identities.

    The fingerprint is the start of a SHA-256 digest, so that baselines contain no values of the catalog.
    """
    print_ = _hash("\x1f".join(identity_parts))
    return print_ if number == 1 else _hash(f"{print_}:{number}")


def _find_subject(data: Any) -> tuple[str, str] | None:
    if isinstance(data, dict):
        kind, name = data.get("kind"), data.get("name")
        if isinstance(kind, str) and isinstance(name, str):
            return kind, name
    return None


def _hash(text: str) -> str:
    import hashlib  # noqa: PLC0415  # a clean run needs none, and hashlib loads OpenSSL

    digest: str = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:32]
