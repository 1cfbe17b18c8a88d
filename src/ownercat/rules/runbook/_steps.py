"""Runbooks with steps that rules can check, and facts about them that several rules need."""

from collections.abc import Iterator

from ownercat.diagnostics import Place
from ownercat.model import Runbook, RunbookStep
from ownercat.oncall.stages import UNDEFINED, list_stages
from ownercat.rules import Context
from ownercat.text import shown

_READS = ("service", "covers", "steps")
_MARKDOWN = ".md"
WAYS_BACK = ("rollback", "flag", "failover")


def list_runbooks(context: Context) -> Iterator[Runbook]:
    """Yield the runbooks that state their steps. A Markdown file without `steps` has them in its text."""
    for runbook in context.sound(Runbook, about="steps", reads=_READS):
        if runbook.steps or not runbook.at.path.endswith(_MARKDOWN):
            yield runbook


def locate_steps(runbook: Runbook) -> Place:
    """Return the location of the key `steps`, or of the name without steps."""
    return runbook.at.key("steps") if runbook.steps else runbook.named


def has_verification(runbook: Runbook) -> bool:
    """Return whether a step verifies; a checkpoint that names a missing step may have named that step."""
    if any(step.kind == "verify" for step in runbook.steps):
        return True
    return any(way.target == UNDEFINED for stage in list_stages(runbook.steps) for way in stage.ways)


def format_step(step: RunbookStep) -> str:
    """Return a step as messages name it: `step back`, or `step 2` without an id."""
    return f"step {shown(step.id) if step.id else int(step.place.pointer[-1]) + 1}"
