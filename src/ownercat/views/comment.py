"""The comment on a pull request, as Markdown: what changes, what breaks and who must approve.

In each part, the text of files is escaped, so that no name can end the marker, mention a person or hide a part.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, zip_longest

from ownercat.diagnostics import Report, Severity
from ownercat.text import plural
from ownercat.views.markup import code
from ownercat.views.signoff_rows import SignoffReport

MARKER = "<!-- ownercat -->"  # the first line: a job finds the comment that it updates by this line
LONGEST = 65_536  # GitHub refuses a longer comment
_ROOM = 20_000  # bytes of each of the three parts; the rest is for the lines around them
_MOST_REVIEWERS = 15  # GitHub requests no more
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def render_comment(head: str, parts: Mapping[str, str]) -> str:
    """Return the marker, a headline, and each part with its title, cut to what a code host accepts."""
    sections = [f"#### {title}\n\n{_cut(text)}" for title, text in parts.items() if text]
    return "\n".join([MARKER, f"### ownercat: {head}\n", *sections])


def summarize(changes: int, report: Report, approvals: SignoffReport | None) -> str:
    """``2 changes in meaning, 1 error, 3 approvals missing``; ``approvals``: ``None`` if they are unknown."""
    said = [plural(changes, "change") + " in meaning"] if changes else []
    said += [
        plural(report.counts[severity], severity.word)
        for severity in (Severity.ERROR, Severity.WARNING)
        if report.counts.get(severity)
    ]
    missing = len(approvals.agreements) - approvals.met if approvals else 0
    if approvals is None or approvals.unjudged:
        said.append("approvals unknown")
    elif approvals.agreements:
        said.append(f"{plural(missing, 'approval')} missing" if missing else "all approvals given")
    return ", ".join(said) or "nothing to report"


def list_reviewers(report: SignoffReport) -> list[str]:
    """Return the accounts of people who can give the missing approvals: first one of each team, then the next one."""
    teams = [[who.login for who in row.able if _LOGIN.fullmatch(who.login)] for row in report.agreements if not row.met]
    turns: Iterable[Sequence[str | None]] = zip_longest(*teams)
    return list(islice(dict.fromkeys(login for login in chain.from_iterable(turns) if login), _MOST_REVIEWERS))


def format_reviewers(logins: Sequence[str]) -> str:
    """Return the line that proposes reviewers, without mentioning them."""
    return f"\nReviewers to request: {', '.join(map(code, logins))}\n" if logins else ""


def _cut(text: str) -> str:
    """Return the whole items at the beginning of a part that fit, and how many lines are left out."""
    lines = text.splitlines(keepends=True)
    used = end = 0
    for number, line in enumerate(lines):
        if not line.startswith(" "):  # a line that begins with a blank belongs to the item above it
            end = number
        used += len(line.encode("utf-8", "replace"))
        if used > _ROOM:
            return "".join([*lines[:end], f"\n{plural(len(lines) - end, 'more line')} not shown\n"])
    return text
