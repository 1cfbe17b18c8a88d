"""Separate the known findings of the baseline from the findings to report."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.linter._fingerprints import Documents, Identity, RuleFinding, build_fingerprint, get_identity
from ownercat.model.baseline import Baseline, BaselineEntry, EntryKey
from ownercat.text import clean


class SplitFindings(NamedTuple):
    """The findings to report, and the known ones; both keep their order."""

    reported: list[RuleFinding]
    known: list[RuleFinding]


def split_known(
    raised: Sequence[RuleFinding], documents: Documents, baseline: Baseline | None, worse: Collection[Identity] = ()
) -> SplitFindings:
    """Separate the findings of a baseline. ``worse``: the findings that a change makes worse: they are reported.

    Of several findings with one identity, as many are known as the baseline has.
    """
    if baseline is None or not baseline.entries:
        return SplitFindings(list(raised), [])
    split = SplitFindings([], [])
    codes = {code for _, code, _ in baseline.entries}
    counts = Counter(get_identity(item, documents) for item in raised if item.rule.code in codes)
    left = {
        each: sum(key in baseline.entries for key in _build_keys(each, number))
        for each, number in counts.items()
        if each not in worse
    }
    for item in raised:
        identity = get_identity(item, documents)
        is_known = can_be_known(item) and left.get(identity, 0) > 0
        if is_known:
            left[identity] -= 1
        (split.known if is_known else split.reported).append(item)
    return split


def can_be_known(item: RuleFinding) -> bool:
    """Return whether a baseline can have a finding: what teams approved is always reported, and so is a doubt."""
    return not item.rule.protected and item.finding.cause is None


def list_prunable(
    raised: Iterable[RuleFinding], documents: Documents, baseline: Baseline, runs: Callable[[str], bool]
) -> list[BaselineEntry]:
    """Return the entries that match no finding; ``runs``: whether the rule with a code ran."""
    counts = Counter(get_identity(item, documents) for item in raised if not item.rule.protected)
    found = {key for identity, number in counts.items() for key in _build_keys(identity, number)}
    return [entry for key, entry in baseline.entries.items() if key not in found and runs(entry.rule)]


def build_entries(
    raised: Iterable[RuleFinding], documents: Documents, safe: Callable[[str], str]
) -> Iterator[BaselineEntry]:
    """Yield an entry for each finding that a baseline can have; ``safe`` hides secrets in texts."""
    number = Counter[Identity]()
    for item in filter(can_be_known, raised):
        identity = get_identity(item, documents)
        number[identity] += 1
        key = _build_key(identity, number[identity])
        yield BaselineEntry(*key[:2], safe(key[2]), clean(safe(item.finding.message)))


def _build_keys(identity: Identity, number: int) -> Iterator[EntryKey]:
    return (_build_key(identity, count + 1) for count in range(number))


def _build_key(identity: Identity, number: int) -> EntryKey:
    code, kind, name, *_ = identity
    entity = f"{kind.lower()}:{name}" if kind else name
    return build_fingerprint(identity, number), code, clean(entity)
