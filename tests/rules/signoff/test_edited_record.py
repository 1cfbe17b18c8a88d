"""SGN009 edited-record."""

from __future__ import annotations

from collections.abc import Mapping

from ownercat.diagnostics import Severity
from tests.catalogs import compare
from tests.rules.parts import lines_of, told
from tests.rules.signoff.two_teams import AGREED, NAME, change, emergency, record

BEFORE = {**AGREED, "change.yaml": change(), "emergency.yaml": emergency()}


def told_of_change(after: Mapping[str, str], before: Mapping[str, str] = BEFORE) -> list[str]:
    old, new = ({f"catalog/{path}": text for path, text in files.items()} for files in (before, after))
    return lines_of(d for d in compare(old, new).diagnostics if d.severity > Severity.INFO)


def without(path: str) -> dict[str, str]:
    return {name: text for name, text in BEFORE.items() if name != path}


def test_reported_where_the_edit_is() -> None:
    assert told_of_change({**BEFORE, "record.yaml": record(by="bruna")}) == [
        f"record.yaml:9:5 error[edited-record] the change edits record {NAME}: `by`",
        "  help: restore catalog/record.yaml, and write a new record instead",
    ]


def test_reported_when_a_key_is_taken_away() -> None:
    found = told_of_change({**BEFORE, "emergency.yaml": emergency().replace("services: [payment]\n", "")})
    assert found == [
        "emergency.yaml:3:7 error[edited-record] the change edits record 2026-10-02-down-1: `services`",
        "  help: restore catalog/emergency.yaml, and write a new record instead",
    ]


def test_reported_when_a_record_is_gone() -> None:
    said, help, *missing = told_of_change(without("record.yaml"))
    assert said == f"record.yaml:3:7 error[edited-record] the change removes record {NAME}"
    assert help == "  help: restore catalog/record.yaml; a SignOff record may be removed after it has expired"
    assert "warning[missing-signoff]" in missing[0] and len(missing) == 3
    assert told_of_change(without("emergency.yaml")) == [
        "emergency.yaml:3:7 error[edited-record] the change removes record 2026-10-02-down-1",
        "  help: restore catalog/emergency.yaml",
    ]


def test_silent_about_a_record_that_moved_or_was_added() -> None:
    assert (
        told_of_change(
            {**without("record.yaml"), "new/place.yaml": f"# moved\n{record()}", "more.yaml": change(name="more")}
        )
        == []
    )


def test_silent_about_an_agreement_that_has_ended() -> None:
    old = {**BEFORE, "old.yaml": record("expires: 2026-11-21", name="old", at="2026-01-01T00:00:00Z")}
    assert told_of_change(BEFORE, old) == []


def test_nothing_is_edited_where_nothing_is_compared() -> None:
    assert told("SGN009", {**BEFORE, "record.yaml": record(by="bruna")}) == []
