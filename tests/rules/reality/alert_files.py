"""Rule files of Prometheus, and the findings of the rules about alerts."""

from __future__ import annotations

from ownercat.documents.loader import load_catalog
from ownercat.documents.scope import Scope
from ownercat.linter import LintOptions, lint
from ownercat.model.config import Elsewhere
from ownercat.repository.trees import Memory
from tests.catalogs import TODAY
from tests.rules.reality.answers import COMPANY, service

CODES = ("REA201", "REA202", "REA203", "REA204", "REA205", "REA206", "REA207")


def told(files: dict[str, str], *codes: str, elsewhere: tuple[Elsewhere, ...] = ()) -> list[str]:
    """The findings of the rules about alerts, with their help."""
    found = load_catalog(Memory({**COMPANY, **files}), Scope("catalog", ("prometheus",), elsewhere))
    report = lint(found, LintOptions(as_of=TODAY))
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code in (codes or CODES)
    ]


def alert(name: str = "Slow", labels: str = "service: till", expr: str = "up == 0", url: str = "") -> str:
    """One alert of a group; its labels are in its third line."""
    notes = f"        annotations: {{runbook_url: '{url}'}}\n" if url else ""
    return f"      - alert: {name}\n        expr: {expr}\n        labels: {{{labels}}}\n{notes}"


def rules(*alerts: str, labels: str = "") -> dict[str, str]:
    """A rule file; the first alert is in line 4."""
    shared = f"    labels: {{{labels}}}\n" if labels else ""
    return {"ops/rules.yaml": f"groups:\n  - name: shop\n{shared}    rules:\n" + "".join(alerts)}


TILL = {"catalog/till.yaml": service("till")}
SLOW = "symptoms: [{id: slow, title: Slow, severity: sev3, alerts: [Slow]}]"


def kept(kind: str) -> tuple[Elsewhere, ...]:
    """The configuration says that documents of a kind are elsewhere."""
    return (Elsewhere(frozenset({kind}), frozenset(), (), "another repository"),)
