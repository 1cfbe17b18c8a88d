"""Layers over each other: the usual case in one pass says what the general one says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ownercat.oncall.intervals import Track, combine_all
from ownercat.oncall.layers import _chain_slots, choose_holder, lay_over
from ownercat.oncall.timelines import Holder

END = 24
NOBODY = [Holder(None, "window", 0), Holder(None, "none", 0), Holder(None, "before", 0)]


def track(slots: list[tuple[int, str | None]], layer: int) -> Track[Holder]:
    """Names one after the other, each for some hours; equal neighbours become one."""
    edges, labels, at = [0], [], 0
    for hours, name in [*slots, (END, None)]:
        holder = Holder(name, "turn", layer) if name else NOBODY[0]._replace(number=layer)
        if labels and labels[-1] == holder:
            edges.pop()
            labels.pop()
        at = min(at + hours, END)
        edges.append(at)
        labels.append(holder)
        if at == END:
            break
    return Track(tuple(edges), tuple(labels))


LAYERS = st.lists(
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["ana", "bo", None])), max_size=6), min_size=2, max_size=4
)


@given(LAYERS)
def test_one_pass_or_many(drawn: list[list[tuple[int, str | None]]]) -> None:
    tracks = [track(slots, number) for number, slots in enumerate(drawn)]
    assert lay_over(tracks) == combine_all(tracks, choose_holder)


def test_slots_that_overlap_at_their_ends_take_one_pass() -> None:
    tracks = [track([(9, "ana"), (11, None), (4, "ana")], 0), track([(8, None), (8, "bo")], 1)]
    third = track([(15, None), (6, "cy")], 2)
    found = _chain_slots([*tracks, third])
    assert found == combine_all([*tracks, third], choose_holder)
    assert found is not None
    assert [(at, holder.person) for at, holder in zip(found.edges, found.labels, strict=False)] == [
        (0, "ana"), (8, "bo"), (15, "cy"), (21, "ana"),
    ]  # fmt: skip


def test_a_hole_needs_its_reason() -> None:
    assert _chain_slots([track([(9, "ana")], 0), track([(10, None), (14, "bo")], 1)]) is None
