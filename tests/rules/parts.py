"""Documents that tests of rules are built from, and findings as a few lines that can be compared whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ownercat.diagnostics import Diagnostic, Severity, Span
from tests.catalogs import TODAY, check

HEADER = "apiVersion: ownercat/v1\nkind: {kind}\nname: {name}\n"


def doc(kind: str, name: str, *lines: str) -> str:
    """One document; its own lines begin at line 4."""
    return HEADER.format(kind=kind, name=name) + "".join(f"{line}\n" for line in lines)


def service(name: str, *lines: str, owner: str = "storefront", tier: int = 4) -> str:
    """A service, clean but for what ``lines`` (from line 7) do to it."""
    return doc("Service", name, "description: Something that runs.", f"tier: {tier}", f"owner: {owner}", *lines)


def team(name: str, *lines: str, members: str = "[ana, bo]") -> str:
    """A team that can be reached; its members stand on line 4."""
    return doc("Team", name, f"members: {members}", f'contacts: {{chat: "#{name}"}}', *lines)


def person(name: str, *lines: str) -> str:
    """A person with an email address and an account on GitHub; ``lines`` begin at line 6."""
    return doc("Person", name, f"email: {name}@shop.example", f"logins: {{github: {name}-gh}}", *lines)


def several(*documents: str) -> str:
    """Documents of one file."""
    return "---\n".join(documents)


PEOPLE = several(doc("Person", "ana"), doc("Person", "bo"))
COMPANY = {"people.yaml": PEOPLE, "storefront.yaml": team("storefront")}


def told(code: str, files: Mapping[str, str], as_of: date | None = TODAY, dialects: tuple[str, ...] = ()) -> list[str]:
    """Every finding of a rule, and whatever else is a warning or worse, with help and related places."""
    report = check({f"catalog/{path}": text for path, text in files.items()}, as_of, dialects)
    return lines_of(d for d in report.diagnostics if d.code == code or d.severity > Severity.INFO)


def lines_of(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Findings with help and related places."""
    return [line for diagnostic in diagnostics for line in _lines(diagnostic)]


def _lines(found: Diagnostic) -> Iterator[str]:
    yield f"{_at(found.path, found.span)} {found.severity.word}[{found.name}] {found.message}"
    yield f"  help: {found.help}"
    yield from (f"  {_at(related.path, related.span)} {related.message}" for related in found.related)


def _at(path: str, span: Span) -> str:
    return f"{path.removeprefix('catalog/')}:{span.start.line}:{span.start.column}"
