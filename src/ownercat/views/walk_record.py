"""The record of a walk: a fragment of an Incident document with the timeline."""

from datetime import datetime

from ownercat.oncall.walking import RunbookWalk
from ownercat.text import format_json

_LONGEST_NAME = 63


def render(walk: RunbookWalk) -> str:
    """Return the fragment as YAML. Each text is quoted as in JSON, which YAML reads alike."""
    started = datetime.fromisoformat(walk.started)
    suffix = started.strftime("-%Y%m%d-%H%M")
    lines = [
        "# Written by `ownercat runbook --walk`. Add the instants that the walk does not know: startedAt, detectedAt,",
        "# triggeredAt, acknowledgedAt, restoredAt and resolvedAt.",
        "apiVersion: ownercat/v1",
        "kind: Incident",
        f"name: {format_json(walk.service[: _LONGEST_NAME - len(suffix)] + suffix)}",
        f"services: [{format_json(walk.service)}]",
        f"severity: {format_json(walk.severity)}",
        *([f"symptom: {format_json(walk.symptom)}"] if walk.symptom else []),
        "timeline:" if walk.timeline else "timeline: []",
    ]
    for event in walk.timeline:
        values = {"at": event.at, "step": event.step, "note": event.note}
        lines.append(f"  - {{{', '.join(f'{key}: {format_json(value)}' for key, value in values.items())}}}")
    return "".join(f"{line}\n" for line in lines)
