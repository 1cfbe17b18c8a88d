"""One report made by hand, with every shape a finding can have, and hostile text for every place it can stand in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ownercat.diagnostics import Diagnostic, EntityId, Position, Report, ResolvedRelated, Severity, Span

OWNERSHIP = "catalog/services/checkout/ownership.yaml"
TEAM = "catalog/teams/storefront.yaml"
SLA = "catalog/services/checkout/sla.yaml"

LINES: Mapping[str, tuple[str, ...]] = {
    OWNERSHIP: (*["#"] * 11, "owner: storefront", "description: |", "  two", "  lines"),
    TEAM: (
        *["#"] * 4,
        "members: [ana]",
        *["#"] * 25,
        "  - {name: on-call, purpose: respond, notify: [rotation:storefront-primary], via: [push, phone], wait: 12m,",
        "    inform: [severity, service, timeline, affectedServices, workarounds, runbook]}",
        "\tlead: '決済チーム' # 👍 \u202edeppils\u202c, lead: ana, lead: bo",
        "end: stop",
    ),
    SLA: (*["#"] * 8, "  sev1: {ack: 10m, updateEvery: 20m, restore: 1h, impact: 0.3}"),
}


def span(line: int, start: int, end: int, last: int = 0) -> Span:
    return Span(Position(line, start), Position(last or line, end))


def other(path: str, where: Span, message: str) -> ResolvedRelated:
    return ResolvedRelated(path, where, message)


def diagnostic(path: str, where: Span, message: str, **more: Any) -> Diagnostic:
    given: dict[str, Any] = {
        "code": "OWN001",
        "name": "orphaned-service",
        "severity": Severity.ERROR,
        "help": "",
        "pointer": "/owner",
        "subject": EntityId("Service", "checkout"),
        "related": (),
        "fingerprint": "5f1c",
        "url": "https://ownercat.example/rules/orphaned-service",
        **more,
    }
    return Diagnostic(path=path, span=where, message=message, **given)


ORPHANED = diagnostic(
    OWNERSHIP,
    span(12, 8, 18),
    "service checkout has no active owner: the last active member of team storefront left",
    help="add an active member to storefront, or give checkout to another team",
    related=(other(TEAM, span(5, 11, 14), "left on 2026-10-31"),),
)
LONE_LINE = diagnostic(
    OWNERSHIP,
    span(13, 14, 1, last=16),
    "the description goes over several lines",
    code="XXX001",
    name="long-value",
    severity=Severity.INFO,
    subject=None,
)
SECOND_CHANCE = diagnostic(
    TEAM,
    span(31, 102, 105),
    "a sev1 page for checkout reaches only one person before the promised 10m",
    code="ESC102",
    name="no-second-chance",
    severity=Severity.WARNING,
    help="lower the wait of tier on-call to less than 10m, or promise 15m",
    pointer="/tiers/0/wait",
    related=(
        other(TEAM, span(31, 102, 105), "on-call at 0m, second at 12m > ack 10m"),
        other(SLA, span(9, 10, 13), "promised here"),
    ),
)
WIDE = diagnostic(
    TEAM,
    span(33, 42, 46),
    "key lead is given three times",
    code="SYN002",
    name="duplicate-key",
    help="keep one of them",
    subject=None,
    related=(other(TEAM, span(33, 31, 35), "and here"), other(TEAM, span(33, 2, 6), "first here")),
)
AT_THE_END = diagnostic(
    TEAM,
    span(34, 10, 10),
    "the file ends too early",
    code="SYN001",
    name="invalid-yaml",
    help="finish it",
    subject=None,
)
UNREAD = diagnostic(
    "catalog/zz.yaml",
    span(1, 1, 1),
    "the file is a symbolic link, and links are never followed",
    code="SYN011",
    name="not-a-regular-file",
    help="put the file itself here",
    subject=None,
    related=(other("catalog/zz.yaml", span(1, 1, 1), "leads out of the repository"),),
)
ALL = (ORPHANED, LONE_LINE, SECOND_CHANCE, WIDE, AT_THE_END, UNREAD)


def report(*diagnostics: Diagnostic, lines: Mapping[str, tuple[str, ...]] = LINES, **more: Any) -> Report:
    """A report about these findings; counts are theirs unless given."""
    counts = {severity: sum(d.severity is severity for d in diagnostics) for severity in Severity}
    given: dict[str, Any] = {
        "files": 61,
        "documents": 70,
        "services": 20,
        "suppressed": 0,
        "complete": True,
        "hidden": 0,
        "counts": counts,
        **more,
    }
    return Report(diagnostics=diagnostics, lines=lambda path: lines.get(path, ()), **given)


def full() -> Report:
    """Everything at once."""
    return report(*ALL, hidden=250, suppressed=3, complete=False)


HOSTILE = [
    "::error::x",
    "  ::set-output name=a::b",
    "\u00a0::warning::x",
    "a ::error::x " * 12,
    "##[error]x",
    "###[error]x",
    "##vso[task.complete]x",
    "##teamcity[message]",
    "section_start:1560896352:x\r\x1b[0K",
    "\x1b[31mred\x1b]0;title\x07\x9b1m",
    "\u202eevil\u2066\u200f",
    "a\u2028b\u2029c\x85d\x0be\x0cf\rg\nh",
    "zero\u200bwidth\ufeff\u2060\u00ad",
    "tag\U000e0041\U000e0042 filler\u3164\u115f\u2800 joiner\u034f selector\U000e0100\ufe01",
    "lone \ud800 surrogate \udcff",
    "\x00\x7f\x80",
    "日本語" * 80,
    "e\u0301" * 200,
    "Z" + "\u0301\u0316" * 300,
    "👩\u200d💻 ❤\ufe0f 🇪🇸 1\ufe0f\u20e3",
    "x" * 1000,
    "[/red] [link=https://evil.example]x[/link] :smile:",
    "<script>alert(1)</script> %0A::error::",
    "\t\ttabs\t",
    "",
    " ",
]


def planted(text: str) -> Report:
    """A report that carries a text in every place where a file can put one (a path or message is never empty)."""
    text = text or "x"
    words = diagnostic(
        text, span(1, 2, 4), text, help=text, related=(other(text, span(1, 1, 2), text),), pointer=f"/{text}"
    )
    inside = diagnostic(
        "a", span(1, len(text) // 2 + 1, len(text) + 1), "a source line", related=(other("a", span(1, 1, 2), text),)
    )
    end = diagnostic("b", span(1, len(text) + 1, 1, last=3), "its end", subject=EntityId(text, text))
    return report(words, inside, end, lines={"a": (text,), "b": (f"name: {text}",), text: (text,)})


def assert_safe(output: str) -> None:
    """No character that a terminal acts on, no line that a CI system obeys, whatever was planted."""
    for line in output.split("\n"):
        for char in line:
            assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}, ascii(line)
        # our own marker of a further place is `::: `; a runner reads a command called ":" in it, which none knows
        start = line.lstrip()
        assert not start.startswith("::") or start.startswith("::: "), line
        assert not {"##[", "##vso[", "##teamcity[", "section_start:", "section_end:"} & set(_parts(line)), line


def _parts(line: str) -> list[str]:
    return [word for word in ("##[", "##vso[", "##teamcity[", "section_start:", "section_end:") if word in line]
