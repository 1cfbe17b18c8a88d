"""Rule files of Prometheus, and the findings of the rules about alerts."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, service

CODES = ("REA201", "REA202", "REA203", "REA204", "REA205", "REA206", "REA207")


def told(files: dict[str, str], *codes: str) -> list[str]:
    """The findings of the rules about alerts, with their help."""
    report = check({**COMPANY, **files}, dialects=("prometheus",))
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
