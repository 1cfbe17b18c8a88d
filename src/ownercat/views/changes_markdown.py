"""Changes of `diff` and `log` as Markdown, for a pull request or a chat. Text of the catalog is escaped."""

from collections.abc import Iterator, Sequence

from ownercat.changes.history import Log, LogEntry
from ownercat.changes.values import Change
from ownercat.changes.words import format_details, is_whole, join_details
from ownercat.views.changes_rows import (
    SnapshotPair,
    group_by_subject,
    sort_by_importance,
    summarize_diff,
    summarize_log,
    view_from,
)
from ownercat.views.markup import code, markdown

_MOST = 50  # changes of one entity


def render_diff(pair: SnapshotPair, changes: Sequence[Change], complete: bool = True) -> str:
    """Render a bold heading and a list for each entity, which every code host and chat shows alike."""
    parts = [markdown(summarize_diff(pair, changes, complete), 1_000)]
    for title, group in group_by_subject(changes).items():
        parts.append("\n".join([f"**{markdown(title)}**", "", *_list_items(group)]))
    return "\n\n".join(parts) + "\n"


def render_log(log: Log) -> str:
    """Render a bold heading and a list for each commit."""
    return "\n\n".join([markdown(summarize_log(log), 1_000), *map(_render_entry, log.entries)]) + "\n"


def _render_entry(entry: LogEntry) -> str:
    arrival = entry.arrival
    author, subject = markdown(arrival.author.name), markdown(arrival.subject)
    head = f"{arrival.arrived[:10]} {code(arrival.id[:12])} {author}: {subject}"
    return "\n".join([f"**{head}**" if "`" not in head else head, "", *_list_items(entry.changes, entry.service)])


def _list_items(changes: Sequence[Change], service: str = "") -> Iterator[str]:
    """List an item for each change, with its values below it; ``service``: whose point of view labels the changes."""
    shown = sort_by_importance(changes)[: _MOST if len(changes) <= _MOST else _MOST - 1]
    for each in shown:
        change, title = view_from(each, service)
        head, details = format_details(change)
        texts = [markdown(text) for text, _ in details]
        if is_whole(change) or len(texts) < 2:
            yield f"- {title}: {join_details(markdown(head), texts)}"
        else:
            yield f"- {title}{': ' * bool(head)}{markdown(head)}"
            yield from (f"  - {text}" for text in texts)
    if len(shown) < len(changes):
        yield f"- and {len(changes) - len(shown)} more"
