"""Records are never edited: how a change alters existing records."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Finding
from ownercat.model import RECORDS, Attestation, BreakGlass, Catalog, Duration, SignOff
from ownercat.signoff.agreements import find_end_date
from ownercat.signoff.canonical import encode_canonical
from ownercat.text import listed, shown

Record = SignOff | BreakGlass | Attestation


class Altered(NamedTuple):
    """An edited or removed record. ``now``: ``None`` = removed. ``keys``: the top-level keys that differ."""

    record: Record
    now: Record | None
    keys: tuple[str, ...] = ()


def list_altered_records(
    before: Catalog, after: Catalog, on: date | None, max_age: Duration | None = None
) -> Iterator[Altered]:
    """Yield every record that was edited or removed; a moved or reformatted record is the same.

    A change may remove an attestation, and an agreement that has expired on a day (``None``: no agreement). A record
    that may be in a file that cannot be read does not count as removed.
    """
    for kind in RECORDS:
        for record in before.of(kind):
            now = after.get(record.kind, record.key)
            if now is None:
                if not _may_be_removed(record, on, max_age) and record.name not in after.uncertain:
                    yield Altered(record, None)
            elif isinstance(now, RECORDS) and (keys := _list_differing_keys(record, now)):
                yield Altered(record, now, keys)


def _may_be_removed(record: Record, on: date | None, max_age: Duration | None) -> bool:
    if isinstance(record, Attestation):
        return True
    last = find_end_date(record, max_age) if isinstance(record, SignOff) else None
    return last is not None and on is not None and last < on


def _list_differing_keys(record: Record, now: Record) -> tuple[str, ...]:
    old, new = record.written, now.written
    return tuple(sorted(key for key in old.keys() | new.keys() if _encode(old.get(key)) != _encode(new.get(key))))


def _encode(value: object) -> object:
    try:
        return encode_canonical(value)
    except ValueError:  # the value has no canonical form
        return repr(value)


def build_finding(found: Altered) -> Finding:
    """Return the finding about an edited or removed record, for `check` and for `signoff check`."""
    record, now = found.record, found.now
    name, help = shown(record.name), f"restore {shown(record.at.path)}"
    if now is None:
        exception = "; a SignOff record may be removed after it has expired" if isinstance(record, SignOff) else ""
        message = f"the change removes record {name}"
        return Finding(record.named, message, f"{help}{exception}", subject=record.subject)
    keys = listed(f"`{shown(key)}`" for key in found.keys)
    message = f"the change edits record {name}: {keys}"
    place = now.at.at(found.keys[0]) if found.keys[0] in now.written else now.named
    return Finding(
        place, message, f"{help}, and write a new record instead", subject=record.subject, value=",".join(found.keys)
    )
