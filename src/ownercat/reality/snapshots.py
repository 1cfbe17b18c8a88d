"""Read and write snapshot files: the answers of another system, with the time at which they were fetched.

A snapshot that is incomplete or not what it claims to be is a fault (REA001). Nothing is derived from it, so that what
it lacks is never taken for absent.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding, Place, Position, Span
from ownercat.documents import secrets
from ownercat.documents.codes import INVALID_SNAPSHOT
from ownercat.errors import UsageError
from ownercat.model import ExternalSnapshot, Observations, OtherName, Policy
from ownercat.oncall.clock import DAY, HOUR
from ownercat.reality.data import get_text, parse_instant
from ownercat.reality.sources import SnapshotSource, list_sources, load_source
from ownercat.text import listed, plural, shown

FORM = "snapshot/v1"
MOST_BYTES = 64 * 1024 * 1024
_MOST_VALUES = 5_000_000
_DEEPEST = 64
_MOST_DAYS = {True: 7, False: 30}  # by whether the source has on-call data
_FIRST = Position(1, 1)
_WRAP = "fetch the answer again, and wrap it: `ownercat snapshot wrap SOURCE FILE --output {path}`"


class InvalidAnswer(Exception):
    """The text of a file is not the JSON of an answer. ``at``: the position, if it is known."""

    def __init__(self, reason: str, at: Position = _FIRST) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def parse_answer(data: bytes) -> Any:
    """Return the value of a JSON text; raise ``InvalidAnswer`` if it is none, or has too many values."""
    if len(data) > MOST_BYTES:
        raise InvalidAnswer(f"it is larger than {MOST_BYTES // 1024**2} MiB")
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"<":
        raise InvalidAnswer("it is an HTML or XML page, not JSON: the request may have led to a login page")
    if data.count(b",") > _MOST_VALUES:
        raise InvalidAnswer(f"it has more than {_MOST_VALUES:,} values")
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        reason = "it is empty" if not text else "it is not valid JSON, or it is cut off"
        raise InvalidAnswer(reason, Position(error.lineno, error.colno)) from None
    except RecursionError:
        raise InvalidAnswer(f"it has more than {_DEEPEST} levels of nesting") from None
    except ValueError:  # not UTF-8, NaN, or a number with too many digits
        raise InvalidAnswer("it is not valid JSON") from None
    if not _is_shallow(value):
        raise InvalidAnswer(f"it has more than {_DEEPEST} levels of nesting")
    return value


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _is_shallow(value: Any) -> bool:
    level = [value] if value.__class__ in (dict, list) else []
    for _ in range(_DEEPEST):
        items = (item for each in level for item in (each.values() if isinstance(each, dict) else each))
        level = [item for item in items if item.__class__ in (dict, list)] if level else []
    return not level


def read_snapshots(
    files: Mapping[str, bytes], policy: Policy, at: int, latest: int, names: tuple[OtherName, ...] = ()
) -> Observations:
    """Read snapshot files. ``at``: the instant at which ages are measured; no snapshot is newer than ``latest``.

    Both are UTC seconds.
    """
    usable: list[ExternalSnapshot] = []
    stale: list[ExternalSnapshot] = []
    faults: list[Fault] = []
    accounts: dict[str, ExternalSnapshot] = {}
    for path, data in files.items():
        found = _read_snapshot(path, data, latest)
        if isinstance(found, ExternalSnapshot) and found.account:
            first = accounts.setdefault(found.source, found)
            if first.account != found.account:
                reason = (
                    f"its account is {shown(found.account)}, but {shown(first.path)} has account {shown(first.account)}"
                )
                found = _build_fault(path, reason, help="keep the snapshots of one account for each source")
        if secrets.suspicious(data):
            faults += _list_secrets(path, data)
        if isinstance(found, Fault):
            faults.append(found)
        elif at - found.fetched_at > get_most_age(found.source, policy):
            stale.append(found)
        else:
            usable.append(found)
    return Observations(at, tuple(usable), tuple(stale), tuple(faults), names)


def _list_secrets(path: str, data: bytes) -> list[Fault]:
    """Return a finding about the first secret of a snapshot. The secret itself is not shown."""
    found = secrets.find_in_text(data.decode("utf-8", "replace"))
    if found is None:
        return []
    message = f"snapshot {shown(path)} contains a secret: {found.what}"
    help = "revoke the secret if the file is in the repository; then fetch and wrap the answer again with --redact"
    return [Fault(secrets.CODE, Finding(Place(path, span=Span(found.at, found.at)), message, help))]


def get_most_age(source: str, policy: Policy) -> int:
    """Return the greatest age of a usable snapshot, in seconds: of the policy, else 7 or 30 days."""
    stated = policy.snapshot_ages.get(source)
    return stated.seconds if stated else _MOST_DAYS[load_source(source).read_oncall is not None] * DAY


def _read_snapshot(path: str, data: bytes, latest: int) -> ExternalSnapshot | Fault:
    try:
        value = parse_answer(data)
        return _check_snapshot(path, value, latest)
    except InvalidAnswer as error:
        return _build_fault(path, error.reason, error.at)


def _build_fault(path: str, reason: str, at: Position = _FIRST, help: str = "") -> Fault:
    message = f"snapshot {shown(path)} is ignored: {reason}"
    place = Place(path, span=Span(at, at))
    return Fault(INVALID_SNAPSHOT, Finding(place, message, help or _WRAP.format(path=shown(path))))


def _check_snapshot(path: str, value: Any, latest: int) -> ExternalSnapshot:
    if not isinstance(value, dict) or value.get("ownercat") != FORM:
        raise InvalidAnswer(f'it does not begin with `"ownercat": "{FORM}"`')
    name = get_text(value, "source")
    if name not in list_sources():
        raise InvalidAnswer(
            f"its source is {shown(name) or 'empty'}, but it must be one of {listed(list_sources(), 'or')}"
        )
    fetched = parse_instant(value.get("fetchedAt"))
    if fetched is None:
        raise InvalidAnswer("its `fetchedAt` is not a time with a UTC offset, such as 2026-11-30T02:00:00Z")
    if fetched > latest:
        raise InvalidAnswer(f"it was fetched in the future: `fetchedAt` is {shown(value['fetchedAt'])}")
    pages = value.get("data")
    call = find_call(load_source(name), pages if isinstance(pages, list) else [])
    start, end = _read_window(value.get("window"))
    return ExternalSnapshot(
        path, name, call, fetched, start, end, get_text(value, "account"), tuple(pages or ()), get_text(value, "about")
    )


def _read_window(window: Any) -> tuple[int | None, int | None]:
    if window is None:
        return None, None
    start, end = (parse_instant(window.get(key)) if isinstance(window, dict) else None for key in ("from", "to"))
    if start is None or end is None or end <= start:
        raise InvalidAnswer("its `window` has no valid `from` and `to`")
    return start, end


def find_call(source: SnapshotSource, pages: Sequence[Any]) -> str:
    """Return the call that all pages answer; raise ``InvalidAnswer`` if they are not the whole answer to one call."""
    if not pages:
        raise InvalidAnswer("it has no page in `data`")
    if None in pages:
        raise InvalidAnswer(f"page {pages.index(None) + 1} is `null`: the request had no answer")
    calls = {number: source.find_call(page) for number, page in enumerate(pages, start=1)}
    foreign = next((number for number, call in calls.items() if not call), 0)
    if foreign:
        keys = pages[foreign - 1] if isinstance(pages[foreign - 1], dict) else {}
        has = f"; it has {listed((shown(key) for key in keys), most=4)}" if keys else ""
        raise InvalidAnswer(f"page {foreign} is not an answer of {source.title} that ownercat reads{has}")
    if len(set(calls.values())) > 1:
        raise InvalidAnswer(f"it mixes the answers of several calls: {listed(sorted(set(calls.values())))}")
    reason = source.explain_incomplete(calls[1], pages)
    if reason:
        raise InvalidAnswer(f"it is incomplete: {reason}")
    return calls[1]


class WrapOptions(NamedTuple):
    """How to wrap answers: the source, when they were fetched, the interval that was asked for, the account, and
    whether to remove what ownercat does not use. ``about``: the team or group of the answer."""

    source: str
    fetched_at: str
    window: tuple[str, str] | None
    account: str
    redact: bool
    about: str = ""


def wrap_answers(files: Iterable[tuple[str, bytes]], options: WrapOptions) -> str:
    """Return the text of a snapshot of some answers, in their order; refuse an incomplete set of pages."""
    pages: list[Any] = []
    for path, data in files:
        try:
            page = parse_answer(data)
        except InvalidAnswer as error:
            raise UsageError(f"{shown(path)} is no answer: line {error.at.line}: {error.reason}", _REFETCH) from None
        pages += page if _is_slurped(page) else [page]
    source = load_source(options.source)
    try:
        call = find_call(source, pages)
    except InvalidAnswer as error:
        raise UsageError(f"the snapshot is not written: {error.reason}", _REFETCH) from None
    kept = [_redact(page, source.kept[call]) for page in pages] if options.redact else pages
    head: dict[str, Any] = {"ownercat": FORM, "source": options.source, "call": call, "fetchedAt": options.fetched_at}
    if options.window:
        head["window"] = dict(zip(("from", "to"), options.window, strict=True))
    if options.account:
        head["account"] = options.account
    if options.about:
        head["about"] = options.about
    if options.redact:
        head["redacted"] = True
    return json.dumps({**head, "data": kept}, indent=1, ensure_ascii=False) + "\n"


_REFETCH = "fetch all pages again, and name their files in order"


def _is_slurped(page: Any) -> bool:
    """Return whether a file has a list of pages, as `jq --slurp` and `gh api --paginate --slurp` write it."""
    return isinstance(page, list) and bool(page) and all(isinstance(each, list) or _has_list(each) for each in page)


def _has_list(page: Any) -> bool:
    return isinstance(page, dict) and ("more" in page or "schedule" in page)


def _redact(value: Any, kept: frozenset[str]) -> Any:
    """Return a value without the keys that ownercat does not read, at any depth."""
    if isinstance(value, dict):
        return {key: _redact(item, kept) for key, item in value.items() if key in kept}
    return [_redact(item, kept) for item in value] if isinstance(value, list) else value


def format_age(snapshot: ExternalSnapshot, at: int) -> str:
    """Return the age of a snapshot: ``3 hours``, ``12 days``."""
    seconds = max(at - snapshot.fetched_at, 0)
    return plural(seconds // DAY, "day") if seconds >= DAY else plural(seconds // HOUR, "hour")
