"""``test``: the catalog's own tests, as people, programs and CI systems read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from junitparser import Error, Failure, JUnitXml

from tests.commands.conftest import Run, Runner
from tests.rules.governance.test_failed_expectation import REST, expectation
from tests.test_sample import SAMPLE

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "test.schema.json"
CATALOG = {f"catalog/{number}.yaml": text for number, text in enumerate(REST)}


def named(name: str, expect: str, more: str = "severity: sev1") -> str:
    return expectation(expect, more).replace("name: night", f"name: {name}")


HOLDS = named("day", "policy: urgent, pages: {t+0: [rotation:shop-primary]}")
FAILS = named("night", "pages: {t+0: [rotation:shop-primary], t+7m: [bo]}, humanWithin: 5m, reaches: [escalation:calm]")
LOST = named("lost", "pages: {t+0: [bo]}").replace("service: checkout", "service: chekout")

TEXT = """\
 ✓ day     sev1 page for checkout at 2027-03-28T02:30+01:00
 ✗ night   sev1 page for checkout at 2027-03-28T02:30+01:00
     pages at t+7m: expected bo, found nobody (pages at t+0, t+5m, t+20m and
       t+25m)  catalog/tests/2.yaml:7

1 passed, 1 failed
"""


@pytest.fixture
def tests(run: Runner) -> Any:
    def runner(documents: list[str], *arguments: str, files: dict[str, str] | None = None) -> Run:
        written = {f"catalog/tests/{number}.yaml": text for number, text in enumerate(documents, 1)}
        return run("test", *arguments, files={**CATALOG, **written, **(files or {})})

    return runner


def test_all_pass(tests: Any) -> None:
    assert tests([HOLDS]) == Run(0, " ✓ day   sev1 page for checkout at 2027-03-28T02:30+01:00\n\n1 passed\n", "")


def test_one_fails(tests: Any) -> None:
    assert tests([HOLDS, FAILS]) == Run(1, TEXT, "")


def test_every_part_on_request_and_nothing_of_what_passes(tests: Any) -> None:
    done = tests([HOLDS, FAILS], "-v")
    lines = [line.split("  ")[0] for line in map(str.strip, done.out.split("\n"))]
    assert lines[1:3] == ["policy: urgent", "pages at t+0: rotation:shop-primary"]
    assert lines[-5:-3] == ["humanWithin: 5m", "reaches: escalation:calm"]
    assert done.out.count(" catalog/tests/") == 6
    quiet = tests([HOLDS, FAILS], "-q")
    assert quiet.out == TEXT.partition("\n")[2]
    assert tests([HOLDS, FAILS], "day", "-q").out == "1 passed\n"


def test_colour_is_for_the_signs(tests: Any) -> None:
    done = tests([HOLDS, FAILS], "--color", "always")
    assert done.out.startswith(" \x1b[1;32m✓\x1b[0m day")
    assert "\x1b[1;31m✗\x1b[0m night" in done.out


@pytest.mark.parametrize(
    ("names", "out"),
    [
        (["day"], "1 passed\n"),
        (["catalog/tests/1.yaml"], "1 passed\n"),
        (["day", "catalog/tests"], "1 passed, 1 failed\n"),
        (["catalog"], "1 passed, 1 failed\n"),
        (["."], "1 passed, 1 failed\n"),
    ],
)
def test_names_and_paths_choose(tests: Any, names: list[str], out: str) -> None:
    assert tests([HOLDS, FAILS], *names).out.endswith(out)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["nigth"], "no expectation has the name or path nigth\nhelp: did you mean night?\n"),
        (["catalog/0.yaml"], "no expectation has the name or path catalog/0.yaml\n"),
        (["../outside"], "../outside lies outside "),
    ],
)
def test_a_name_that_is_none_is_refused(tests: Any, names: list[str], says: str) -> None:
    done = tests([HOLDS, FAILS], *names)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"ownercat: {says}")


def test_nothing_to_test(tests: Any) -> None:
    done = tests([])
    assert done == Run(
        2,
        "",
        "ownercat: the catalog has no Expectation\nhelp: to write an Expectation, see ownercat schema expectation\n",
    )


def test_what_cannot_be_judged_is_no_pass(tests: Any) -> None:
    done = tests([HOLDS, LOST])
    assert done.code == 3
    assert done.out == (
        " ✓ day    sev1 page for checkout at 2027-03-28T02:30+01:00\n"
        " ? lost   sev1 page for chekout at 2027-03-28T02:30+01:00\n"
        "     not checked: service chekout is undefined or has errors\n\n"
        "1 passed, 1 not checked\n"
    )


def test_a_rotation_that_cannot_be_read_is_no_failure(tests: Any) -> None:
    broken = {"catalog/2.yaml": REST[2].replace("every: 1w", "every: week")}
    done = tests([named("night", "pages: {t+5m: [ana]}")], files=broken)
    assert done.code == 3
    assert "\n     pages at t+5m: expected ana, not checked: unknown, because a part of the" in done.out


@pytest.mark.parametrize("broken", ["kind: Expectation\nname: [\n", f"{FAILS}retries: 3\n"])
def test_an_expectation_that_cannot_be_read_is_no_pass(tests: Any, broken: str) -> None:
    done = tests([HOLDS], files={"catalog/tests/zz.yaml": broken})
    assert done.code == 3
    assert "✓ day" in done.out
    assert done.err.startswith("ownercat: an Expectation in ")
    assert tests([], files={"catalog/tests/1.yaml": broken}).code == 3


def test_a_file_that_is_not_read_may_have_an_expectation(tests: Any, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "link.yaml").symlink_to("nowhere")
    done = tests([HOLDS])
    assert (done.code, done.err) == (
        3, "ownercat: an Expectation in catalog/link.yaml cannot be read; see ownercat check\n"
    )  # fmt: skip


def test_a_broken_neighbour_does_not_stop_the_others(tests: Any) -> None:
    done = tests([HOLDS, FAILS], files={"catalog/zz.yaml": "kind: Service\nname: [\n"})
    assert (done.code, done.out) == (1, TEXT)


def test_the_json_fits_its_schema(tests: Any) -> None:
    done = tests([HOLDS, FAILS, LOST], "--format", "json")
    assert done.code == 3
    found = json.loads(done.out)
    Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(found)
    assert found["summary"] == {"passed": 1, "failed": 1, "notJudged": 1, "assumed": 0}
    night = found["tests"][1]
    assert (night["name"], night["state"], night["policy"]) == ("night", "failed", "urgent")
    assert night["parts"][1] == {
        "what": "pages at t+7m", "state": "failed", "expected": "bo",
        "found": "nobody (pages at t+0, t+5m, t+20m and t+25m)",
        "source": {"path": "catalog/tests/2.yaml", "line": 7}, "basis": "proved", "because": "",
    }  # fmt: skip


def test_junit_is_read_by_a_parser(tests: Any, tmp_path: Path) -> None:
    done = tests([HOLDS, FAILS, LOST], "--format", "junit")
    (tmp_path / "report.xml").write_text(done.out, encoding="utf-8")
    report = JUnitXml.fromfile(str(tmp_path / "report.xml"))
    assert (report.tests, report.failures, report.errors) == (3, 1, 1)
    cases = {case.name: case for suite in report for case in suite}
    assert (cases["day"].classname, cases["day"].result) == ("checkout", [])
    [failure] = cases["night"].result
    assert isinstance(failure, Failure)
    assert failure.message == "pages at t+7m: expected bo, found nobody (pages at t+0, t+5m, t+20m and t+25m)"
    assert failure.text.startswith("sev1 page for checkout at 2027-03-28T02:30+01:00\n")
    assert failure.text.endswith("(catalog/tests/2.yaml:7)")
    [error] = cases["lost"].result
    assert isinstance(error, Error)
    assert error.message == "not checked: service chekout is undefined or has errors"


HOSTILE = '"]]><failure/>&lt;\\u0000\\u001b[31m\\uffff\\n::error::'


def test_hostile_text_stays_text_in_every_format(tests: Any, tmp_path: Path) -> None:
    document = named("night", f'reaches: ["{HOSTILE[1:]}"]').replace("severity: sev1", f'symptom: "{HOSTILE[1:]}"')
    for form in ("text", "json", "junit"):
        done = tests([document], "--format", form)
        assert done.code == 3
        assert not {"\0", "\x1b", "\uffff"} & set(done.out)
        assert not [line for line in done.out.split("\n") if line.startswith("::")]
    (tmp_path / "report.xml").write_text(done.out, encoding="utf-8")
    assert JUnitXml.fromfile(str(tmp_path / "report.xml")).tests == 1


def test_the_sample_passes(run: Runner) -> None:
    done = run("test", files=SAMPLE)
    assert (done.code, done.out.rpartition("\n\n")[2]) == (0, "2 passed\n")
