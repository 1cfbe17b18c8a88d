"""The page of `runbook`: each step with its timebox, command, checkpoint and the people who may authorize it."""

from collections.abc import Iterator

from ownercat.answers.runbooks import Authorizer, OtherRunbook, RunbookPage, StepAnswer
from ownercat.text import clean, escape_command, shown
from ownercat.views.rows import LONG, Line, Row, Sheet, flat, mention, name
from ownercat.views.terminal import wrap

_MOST_LINES = 2_000  # of the text of a Markdown runbook


def build_sheet(page: RunbookPage) -> Sheet:
    """Build the page of a runbook."""
    rows = [Row(format_label(step), tuple(list_lines(step))) for step in page.steps]
    if page.others:
        rows += [*([Row("", ())] if rows else []), Row("other", tuple(map(_format_other, page.others)))]
    size = max((12, *(len(row.label) + 2 for row in rows)))
    about = (Line(shown(flat(page.description), LONG)),) if page.description else ()
    return Sheet(tuple(_list_head(page)), page.place, about, tuple(rows), min(size, 24))


def _list_head(page: RunbookPage) -> Iterator[str]:
    yield f"runbook {name(page.runbook.name)}"
    if page.runbook.title:
        yield name(page.runbook.title)
    yield f"service {name(page.service.name)}"
    if page.symptom:
        yield f"{name(page.symptom)} ({name(page.severity)})" if page.severity else name(page.symptom)


def _format_other(other: OtherRunbook) -> Line:
    text = f"{name(other.symptom)}: {mention(other.runbook)}" if other.symptom else mention(other.runbook)
    return Line(f"{text}  {shown(other.url, LONG)}" if other.url else text, other.runbook.place)


def format_label(step: StepAnswer) -> str:
    """Return the number and the id of a step: ``2 back``."""
    return f"{step.number} {shown(step.id, 18)}".rstrip()


def list_lines(step: StepAnswer) -> Iterator[Line]:
    """Yield what to do in a step, its command, who may authorize it, and where its answers lead."""
    yield Line(format_kind(step), step.place)
    if step.do:
        yield Line(shown(flat(step.do), LONG))
    for line in step.run.splitlines():
        if line.strip():
            yield Line(f"$ {shown(line, LONG)}", style="command")
    if step.needs:
        yield Line(format_authority(step))
    if step.ask:
        yield Line(
            f"{shown(flat(step.ask), LONG)} yes: {_format_target(step.on_pass)}, no: {_format_target(step.on_fail)}"
        )


def format_kind(step: StepAnswer) -> str:
    """Return the kind and the timebox of a step: ``rollback, at most 5m, with the previous step``."""
    parts = [name(step.kind or "step"), f"at most {name(step.timebox)}" if step.timebox else "no timebox"]
    parts += ["automatic"] * (step.mode == "auto") + ["at the same time as the previous step"] * step.parallel
    return ", ".join(parts)


def format_authority(step: StepAnswer) -> str:
    """Return the authority that a step needs, and the people who have it now."""
    people = ", ".join(map(_format_person, step.authorized)) or "the service names nobody"
    return f"needs {name(step.needs)}: {people}"


def _format_person(authorizer: Authorizer) -> str:
    through = f" ({mention(authorizer.through)})" if authorizer.through else ""
    return f"{mention(authorizer.who)}{through}"


def _format_target(id: str) -> str:
    return name(id) if id else "the next step"


def format_text(text: str, width: int) -> str:
    """Return the text of a Markdown runbook for a terminal: wrapped, except for commands in fences."""
    lines: list[str] = []
    is_fence = False
    source = text.split("\n")
    for line in source[:_MOST_LINES]:
        if line.lstrip().startswith(("```", "~~~")):
            is_fence = not is_fence
        safe = escape_command(clean(line.rstrip().expandtabs(4)))
        lines += [safe] if is_fence or not safe else wrap(safe, width, " " * (len(safe) - len(safe.lstrip())))
    left_out = [f"… {len(source) - _MOST_LINES} more lines"] if len(source) > _MOST_LINES else []
    return "".join(f"{line}\n" for line in (*lines, *left_out))
