"""The windows next to a coverage gap: which end to move, and to what time."""

from collections.abc import Sequence

from ownercat.model import Layer, Rotation
from ownercat.oncall.clock import DAY, HOUR, MINUTE, parse_clock
from ownercat.oncall.paths import format_layer
from ownercat.oncall.recurrence import Gap
from ownercat.oncall.wording import format_local

_LONGEST = 4 * HOUR  # a longer gap needs another layer rather than a longer window


def format_window_edges(rotation: Rotation, gap: Gap, alike: Sequence[Gap]) -> str:
    """Return the fix for a gap between two windows: the new `to` of the first or `from` of the second one.

    Return "" if no window begins or ends at the gap, or if the gap is long. The new time closes all gaps of ``alike``
    between the same layers.
    """
    between = _get_layers(gap)
    gaps = [each for each in (gap, *alike) if _get_layers(each) == between]
    length = max(each.end - each.start for each in gaps)
    fixes = [
        fix
        for number, key in zip(between, ("to", "from"), strict=True)
        if number is not None and (fix := _format_edge(rotation, number, key, gaps))
    ]
    return ", or ".join(fixes) if length <= _LONGEST else ""


def _get_layers(gap: Gap) -> tuple[int | None, int | None]:
    """Return the layers of the turns directly before and after a gap."""
    before, after = (each.number if each and each.why == "turn" else None for each in (gap.before, gap.after))
    return before, after


def _format_edge(rotation: Rotation, number: int, key: str, gaps: Sequence[Gap]) -> str:
    """``in layer london, set `to: "17:00"` (now "16:00")``; "" if the gaps do not all begin or end at one window."""
    layer = rotation.layers[number]
    clocks = {_get_clock(layer, gap.start if key == "to" else gap.end) for gap in gaps}
    written = {window.end if key == "to" else window.start for window in layer.windows if not window.always}
    [now, *others] = sorted(clocks)
    if others or _format(now) not in written:
        return ""
    length = max(gap.end - gap.start for gap in gaps)
    new = _format((now + length if key == "to" else now - length) % DAY)
    return f'in {format_layer(rotation, number)}, set `{key}: "{new}"` (now "{_format(now)}")'


def _get_clock(layer: Layer, instant: int) -> int:
    """Return the local time of day."""
    return parse_clock(format_local(instant, layer.time_zone)[-5:]) or 0


def _format(clock: int) -> str:
    return f"{clock // HOUR:02}:{clock % HOUR // MINUTE:02}"
