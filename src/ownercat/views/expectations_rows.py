"""Results of expectations: as values for all formats, and as a page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Basis, Place
from ownercat.model import Catalog, Expectation, Policy
from ownercat.oncall.expectations import ExpectationCheck, ExpectationResult, State, evaluate_expectation
from ownercat.text import shown
from ownercat.views.rows import Line, Sheet, Table, TableRow

_SIGNS = {"passed": "met", "failed": "missing", "notJudged": "unknown"}
_WORDS = {"passed": "passed", "failed": "failed", "notJudged": "not checked"}


class Result(NamedTuple):
    """The result of one expectation. ``note``: why nothing could be checked."""

    name: str
    title: str
    state: State
    service: str
    severity: str
    symptom: str
    at: str
    policy: str
    note: str
    parts: tuple[ExpectationCheck, ...]
    place: Place
    basis: Basis

    @property
    def page(self) -> str:
        """``sev1 page for frontend (pages-broken) at 2027-03-14T01:55-05:00``."""
        symptom = f" ({self.symptom})" if self.symptom else ""
        severity = f"{self.severity} page" if self.severity else "page"
        return f"{severity} for {self.service}{symptom} at {self.at}"


def run_expectations(catalog: Catalog, policy: Policy, chosen: Iterable[Expectation]) -> list[Result]:
    """Run some expectations."""
    return [_build_result(evaluate_expectation(catalog, policy, expectation)) for expectation in chosen]


def _build_result(outcome: ExpectationResult) -> Result:
    expectation = outcome.expectation
    return Result(
        shown(expectation.name),
        shown(expectation.title),
        outcome.state,
        shown(expectation.service.name) if expectation.service else "",
        shown(outcome.severity),
        shown(expectation.symptom),
        shown(expectation.starts),
        shown(outcome.escalation.name) if outcome.escalation else "",
        outcome.why,
        outcome.parts,
        expectation.named,
        outcome.basis,
    )


def count_states(results: Sequence[Result]) -> Mapping[str, int]:
    """Count the results by state; ``assumed``: those of ``notJudged`` that depend on another system."""
    counts = Counter(result.state for result in results)
    assumed = sum(1 for result in results if result.basis == "assumed")
    return {**{state: counts[state] for state in ("passed", "failed", "notJudged")}, "assumed": assumed}


def build_sheet(results: Sequence[Result], verbose: bool, quiet: bool) -> Sheet:
    """Build the page. ``verbose``: passed parts, too; ``quiet``: only results that did not pass."""
    rows = tuple(_build_row(result, verbose) for result in results if not (quiet and result.state == "passed"))
    return Sheet((), tables=(Table(rows),) if rows else (), notes=(Line(_format_counts(count_states(results))),))


def _format_counts(counts: Mapping[str, int]) -> str:
    """``1 passed, 2 not checked (1 assumed)``."""
    parts = [f"{counts[state]} {word}" for state, word in _WORDS.items() if counts[state] or state == "passed"]
    return ", ".join(parts) + (f" ({counts['assumed']} assumed)" if counts["assumed"] else "")


def _build_row(result: Result, verbose: bool) -> TableRow:
    return TableRow((result.name, result.page), tuple(_list_lines(result, verbose)), _SIGNS[result.state])


def _list_lines(result: Result, verbose: bool) -> Iterator[Line]:
    if result.note:
        yield Line(f"not checked: {result.note}")
    for part in result.parts:
        if part.state != "passed":
            yield Line(format_part(part), part.place, needs_place=True)
        elif verbose:
            yield Line(f"{part.what}: {part.expected}", part.place)


def format_part(part: ExpectationCheck) -> str:
    """Return what one part of an expectation expects, and the result or why it is not checked."""
    if part.state == "notJudged":
        return f"{part.what}: expected {part.expected}, not checked: {part.basis}, because {part.because}"
    return f"{part.what}: expected {part.expected}, found {part.found}"
