"""REA407: a hard dependency of a tier 1 service that no window of 90 days shows."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, calls, service, snapshot


def told(files: dict[str, str], code: str = "REA407") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


FILES = {
    "catalog/a.yaml": service("till", "dependsOn:", "  - {service: stock, mode: hard}", tier=1),
    "catalog/b.yaml": service("stock"),
}
OTHERS = (("web", "till", 1), ("web", "stock", 1))
MONTHS = [("2026-08-01", "2026-09-15"), ("2026-09-15", "2026-10-20"), ("2026-10-20", "2026-11-22")]


def pages(windows: list[tuple[str, str]], *seen: tuple[str, str, int]) -> dict[str, str]:
    """A snapshot for each window; ``seen`` is in the first one."""
    found = {}
    for number, (start, end) in enumerate(windows):
        window = {"from": f"{start}T00:00:00Z", "to": f"{end}T00:00:00Z"}
        more = seen if number == 0 else ()
        found[f"{FOLDER}{number}.json"] = snapshot(
            calls(*OTHERS, *more), source="jaeger", fetched=f"{end}T00:00:00Z", window=window
        )
    return found


def test_windows_that_cover_90_days() -> None:
    assert told({**FILES, **pages(MONTHS)}) == [
        "catalog/a.yaml:8:5 warning service till depends on stock (hard), but no window of the last 90 days shows a call"
        " | remove the dependency if till no longer calls stock"
    ]


def test_a_call_in_an_old_window_counts() -> None:
    assert told({**FILES, **pages(MONTHS, ("till", "stock", 1))}) == []


def test_windows_with_a_gap_prove_nothing() -> None:
    assert told({**FILES, **pages([MONTHS[0], MONTHS[2]])}) == []


def test_a_lower_tier_and_another_mode_are_silent() -> None:
    assert (
        told({**FILES, "catalog/a.yaml": FILES["catalog/a.yaml"].replace("tier: 1", "tier: 2"), **pages(MONTHS)}) == []
    )
    soft = FILES["catalog/a.yaml"].replace("mode: hard", "mode: soft, degrade: The amount is hidden.")
    assert told({**FILES, "catalog/a.yaml": soft, **pages(MONTHS)}) == []
