"""Rendering of records as YAML: keys in reading order, with text that parses to exactly the given values."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ownercat.documents import source, text_edits
from ownercat.errors import UsageError
from ownercat.signoff.digests import normalize_value
from ownercat.signoff.values import RequiredApproval
from ownercat.text import shown

_LONGEST = 63  # characters of a name
_FLOW = frozenset({"party", "standing"})  # short mappings, written on one line


class ApprovalInput(NamedTuple):
    """A decision: by whom, which, when, and its end date (``None``: valid as long as the terms)."""

    by: str
    decision: str
    at: datetime
    expires: date | None = None


def build_change_record(required: RequiredApproval, approval: ApprovalInput) -> dict[str, Any]:
    """Return the unsigned record with which a team approves or rejects one change."""
    change, party = required.change, required.party
    texts = {field.name: (field.said_before, field.said_after) for field in change.fields}
    before = {
        name: _choose_readable_value(name, value, texts.get(name, ("", ""))[0])
        for name, value in required.before.items()
    }
    after = {
        name: _choose_readable_value(name, value, texts.get(name, ("", ""))[1])
        for name, value in required.after.items()
    }
    return {
        **_build_record_header(approval, (required.service, change.kind, party.team), required.digest),
        **({"service": change.service} if change.service else {}),
        "change": change.kind,
        "party": {"team": party.team, "role": party.role},
        "decision": approval.decision,
        **({"from": before} if before else {}),
        **({"to": after} if after else {}),
        **_build_record_footer(approval, required.digest),
    }


def build_standing_record(
    provider: str, consumer: str, team: str, role: str, terms: Mapping[str, Any], digest: str, approval: ApprovalInput
) -> dict[str, Any]:
    """Return the unsigned record of a standing agreement on the current terms."""
    return {
        **_build_record_header(approval, (provider, "carries", consumer), digest),
        "standing": {"provider": provider, "consumer": consumer},
        "party": {"team": team, "role": role},
        "decision": approval.decision,
        "agreed": dict(terms),
        **_build_record_footer(approval, digest),
    }


def build_attestation(service: str, team: str, content: str, approval: ApprovalInput) -> dict[str, Any]:
    """Return the unsigned record with which a team confirms a service."""
    footer = _build_record_footer(approval, content)
    return {
        **_build_record_header(approval, (service,), content),
        "kind": "Attestation",
        "service": service,
        "team": team,
        "content": content,
        "by": footer["by"],
        "at": footer["at"],
    }


def _build_record_header(approval: ApprovalInput, about: tuple[str, ...], digest: str) -> dict[str, Any]:
    """Return the first keys of a record; its name ends in a hash of approver, decision and terms."""
    words = "-".join((f"{approval.at.astimezone(UTC):%Y-%m-%d}", *about))
    mark = hashlib.sha256(f"{digest} {approval.by} {approval.decision}".encode()).hexdigest()[:8]
    name = f"{words[: _LONGEST - len(mark) - 1].rstrip('-')}-{mark}".lower()
    return {"apiVersion": "ownercat/v1", "kind": "SignOff", "name": name}


def _build_record_footer(approval: ApprovalInput, digest: str) -> dict[str, Any]:
    expires = {"expires": approval.expires.isoformat()} if approval.expires is not None else {}
    return {"terms": digest, "by": approval.by, "at": f"{approval.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", **expires}


def _choose_readable_value(name: str, value: Any, text: str) -> Any:
    """Return the value as people write it if that is equivalent, else in normal form."""
    return text if text and normalize_value(name, text) == value else value


def render_record(data: Mapping[str, Any]) -> str:
    """Return a record as YAML; raise ``UsageError`` if its YAML text does not parse to the same values everywhere."""
    written = "".join(f"{line}\n" for line in _render_yaml_lines(data))
    reading = source.read("record.yaml", written.encode("utf-8", "replace"))
    if (
        reading.faults
        or len(reading.documents) != 1
        or not text_edits.is_same(reading.documents[0].data, _convert_to_plain(data))
    ):
        raise UsageError(
            f"cannot write record {shown(data.get('name'))}: its YAML text does not keep its values",
            "run ownercat signoff plan to see the values",
        )
    return written


def _render_yaml_lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if key == "signature":
            yield "signature: |"
            yield from (f"  {line}" for line in value.splitlines())
        elif isinstance(value, Mapping) and key not in _FLOW:
            yield f"{key}:"
            yield from (f"  {text_edits.render_scalar(name)}: {_render_value(item)}" for name, item in value.items())
        else:
            yield f"{key}: {_render_value(value)}"


def _render_value(value: Any) -> str:
    if isinstance(value, str):
        return text_edits.render_scalar(value)
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{text_edits.render_scalar(key)}: {_render_value(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_render_value, value)) + "]"
    if isinstance(value, float):  # some YAML parsers read 1e-07 as text
        return format(Decimal(repr(value)), "f") + (".0" if value.is_integer() and "e" in repr(value) else "")
    return json.dumps(value)


def _convert_to_plain(value: Any) -> Any:
    """Return the data as the parser returns it: dicts and lists."""
    if isinstance(value, Mapping):
        return {key: _convert_to_plain(item) for key, item in value.items()}
    return [_convert_to_plain(item) for item in value] if isinstance(value, list | tuple) else value
