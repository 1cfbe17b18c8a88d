"""Expectations as every format shows them: what was asked, what became of each part, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Expectation, Policy
from ownercat.oncall.expectations import ExpectationCheck, ExpectationResult, State, evaluate_expectation
from ownercat.text import shown


class Result(NamedTuple):
    """One expectation. ``note``: why nothing could be judged."""

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

    @property
    def page(self) -> str:
        """The page in words: ``a sev1 page of frontend (pages-broken) at 2027-03-14T01:55-05:00``."""
        symptom = f" ({self.symptom})" if self.symptom else ""
        severity = f"a {self.severity} page" if self.severity else "a page"
        return f"{severity} of {self.service}{symptom} at {self.at}"


def results(catalog: Catalog, policy: Policy, chosen: Iterable[Expectation]) -> list[Result]:
    """Judge some expectations."""
    return [_result(evaluate_expectation(catalog, policy, expectation)) for expectation in chosen]


def _result(found: ExpectationResult) -> Result:
    expectation = found.expectation
    return Result(
        shown(expectation.name),
        shown(expectation.title),
        found.state,
        shown(expectation.service.name) if expectation.service else "",
        shown(found.severity),
        shown(expectation.symptom),
        shown(expectation.starts),
        shown(found.escalation.name) if found.escalation else "",
        found.why,
        found.parts,
        expectation.named,
    )


def summary(found: Sequence[Result]) -> Mapping[str, int]:
    """How many there are of each state."""
    counts = Counter(result.state for result in found)
    return {state: counts[state] for state in ("passed", "failed", "notJudged")}
