"""Changes as Markdown, for a pull request or a chat. Text of the catalog stays text there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.values import Change
from ownercat.changes.words import format_details, is_whole, join_details
from ownercat.views.changes_rows import Between, ranked, seen_from, subject, summary
from ownercat.views.markup import markdown

_MOST = 50  # changes of one thing


def render(between: Between, changes: Sequence[Change]) -> str:
    """Bold headings and lists: what every forge and chat shows alike."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: not change.service):
        found.setdefault(subject(change), []).append(change)
    parts = [markdown(summary(between, changes), 1_000)]
    parts += ["\n".join([f"**{markdown(title)}**", "", *items(these)]) for title, these in found.items()]
    return "\n\n".join(parts) + "\n"


def items(changes: Sequence[Change], of: str = "") -> Iterator[str]:
    """A list item for each change, its values below it; ``of``: the service that they are all told for."""
    shown = ranked(changes)[: _MOST if len(changes) <= _MOST else _MOST - 1]
    for each in shown:
        change, what = seen_from(each, of)
        head, details = format_details(change)
        texts = [markdown(text) for text, _ in details]
        if is_whole(change) or len(texts) < 2:
            yield f"- {what}: {join_details(markdown(head), texts)}"
        else:
            yield f"- {what}{': ' * bool(head)}{markdown(head)}"
            yield from (f"  - {text}" for text in texts)
    if len(shown) < len(changes):
        yield f"- and {len(changes) - len(shown)} more"
