"""Digests die with every agreed value and with nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.documents.schema import bundle
from ownercat.signoff.digests import (
    DURATIONS,
    compute_change_digest,
    compute_standing_digest,
    normalize_value,
    normalize_values,
)

LOOSER = ("shop", "payment", "storefront", "consumer", "sla-loosened", {"sev1.restore": "30m"}, {"sev1.restore": "50m"})
TERMS = {"mode": "hard", "hours": "24x7", "sev1.restore": "30m", "availability.target": 99.95}
STANDING = ("shop", "payment", "checkout", "payments", "provider", TERMS)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from([0.5, 99.9]),
    st.sampled_from(["a", "b", "30m", "1800s"]),
)
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from(["wait", "team"]), SCALARS, max_size=2)
)
FIELDS = st.dictionaries(
    st.sampled_from(["sev1.restore", "sev1.ack", "availability.target", "owner", "tiers"]), VALUES, max_size=3
)
NAMES = st.sampled_from(["payment", "checkout", "shop"])
ARGUMENTS = st.tuples(
    NAMES,
    NAMES | st.just(""),
    NAMES,
    st.sampled_from(["consumer", "provider", "owner"]),
    st.sampled_from(["sla-loosened", "owner-changed"]),
    FIELDS,
    FIELDS,
)


def test_the_form_is_a_digest_as_the_schema_has_it() -> None:
    pattern = bundle.bundled("SignOff")["properties"]["terms"]["pattern"]
    assert re.match(pattern, compute_change_digest(*LOOSER))
    assert re.match(pattern, compute_standing_digest(*STANDING))


@pytest.mark.parametrize("place", range(len(LOOSER)))
def test_a_change_digest_dies_with_every_part(place: int) -> None:
    changed: list[Any] = [*LOOSER]
    changed[place] = {"sev1.restore": "1h"} if place > 4 else "other"
    assert compute_change_digest(*changed) != compute_change_digest(*LOOSER)


@pytest.mark.parametrize("place", range(5))
def test_a_standing_digest_dies_with_every_name(place: int) -> None:
    changed: list[Any] = [*STANDING]
    changed[place] = "other"
    assert compute_standing_digest(*changed) != compute_standing_digest(*STANDING)


@pytest.mark.parametrize("field", TERMS)
def test_a_standing_digest_dies_with_every_term(field: str) -> None:
    other: dict[str, Any] = {
        "mode": "soft",
        "hours": "mon-fri 09:00-17:00 UTC",
        "sev1.restore": "29m",
        "availability.target": 99.94,
    }
    assert compute_standing_digest(*STANDING[:5], {**TERMS, field: other[field]}) != compute_standing_digest(*STANDING)
    less = {key: value for key, value in TERMS.items() if key != field}
    assert compute_standing_digest(*STANDING[:5], less) != compute_standing_digest(*STANDING)


def test_from_and_to_are_not_exchangeable() -> None:
    assert compute_change_digest(*LOOSER[:5], LOOSER[6], LOOSER[5]) != compute_change_digest(*LOOSER)


def test_a_change_is_never_a_standing_agreement() -> None:
    assert compute_change_digest(*LOOSER[:5], {}, {}) != compute_standing_digest(
        "shop", "payment", "checkout", "storefront", "consumer", {}
    )


@given(ARGUMENTS, ARGUMENTS)
def test_two_digests_are_equal_exactly_where_all_that_is_agreed_is(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    def plain(arguments: tuple[Any, ...]) -> str:
        return json.dumps([*arguments[:5], *(normalize_values(values) for values in arguments[5:])], sort_keys=True)

    assert (compute_change_digest(*one) == compute_change_digest(*two)) == (plain(one) == plain(two))


@given(st.integers(1, 99), st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_a_length_of_time_is_the_same_in_every_unit(count: int, unit: str, other: str) -> None:
    seconds = count * UNITS[unit]
    if seconds % UNITS[other] == 0 and seconds // UNITS[other] < 100_000:
        again = f"{seconds // UNITS[other]}{other}"
        for spelling in (again, seconds, float(seconds)):
            assert compute_change_digest(*LOOSER[:6], {"sev1.restore": spelling}) == compute_change_digest(
                *LOOSER[:6], {"sev1.restore": f"{count}{unit}"}
            )


def test_the_order_of_keys_and_what_is_not_stated_say_nothing() -> None:
    backwards = {key: TERMS[key] for key in reversed(TERMS)} | {"sev2.ack": None}
    assert compute_standing_digest(*STANDING[:5], backwards) == compute_standing_digest(*STANDING)
    assert compute_standing_digest(*STANDING[:5], {**TERMS, "availability.target": 99.950}) == compute_standing_digest(
        *STANDING
    )


def test_only_a_field_that_holds_a_length_of_time_is_read_as_one() -> None:
    # a team may be called 5m, and then it is not the team 300s
    assert normalize_value("owner", "5m") == "5m"
    assert normalize_value("sev1.ack", "5m") == 300
    assert normalize_value("tiers", [{"team": "5m", "wait": "5m"}]) == [{"team": "5m", "wait": 300}]
    assert normalize_value("sev1.ack", "soon") == "soon"


def lengths(schema: Any, key: str = "") -> Iterator[tuple[str, bool]]:
    """Every key of a schema, and whether it holds a length of time."""
    if isinstance(schema, dict):
        below = schema.get("properties")
        for name, part in below.items() if isinstance(below, dict) else ():
            if part.get("type") == "object":  # as maxAge of snapshots: its own keys hold the lengths
                continue
            yield name, str(part.get("pattern", "")).endswith("[smhdw]$")
        for part in schema.values():
            yield from lengths(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from lengths(part)


def test_the_fields_that_hold_a_length_of_time_are_those_of_the_schemas() -> None:
    found = {pair for kind in bundle.kinds() for pair in lengths(bundle.bundled(kind))}
    assert {name for name, is_length in found if is_length} == DURATIONS
    assert not {name for name, is_length in found if not is_length} & DURATIONS
