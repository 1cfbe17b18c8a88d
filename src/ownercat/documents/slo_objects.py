"""Service level objectives in the documents of other tools: OpenSLO v1, Sloth and Pyrra. Pure.

The forms follow the public specifications: OpenSLO v1 (`spec.objectives[].target` is a share, `targetPercent` a
percentage), Sloth (`PrometheusServiceLevel`, or a plain document with `version: prometheus/v1`; `objective` is a
percentage, and the period is an option of the program) and Pyrra (`spec.target` is a percentage as text).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Key
from ownercat.model import Duration, parse_duration
from ownercat.text import shown

_CALENDAR = MappingProxyType({"1w": "1w", "1M": "30d", "1Q": "90d", "1Y": "365d"})
_VARIABLE = ("M", "Q", "Y")  # their length is left to the tool


class SloObject(NamedTuple):
    """An objective of another tool. ``names``: what a `ref` can name it by, the best first; ``target`` in percent.

    ``window``: ``None`` if the document states none. ``problem``: why the values are unknown, or "". ``document`` and
    ``pointer``: the location of the target.
    """

    kind: str
    names: tuple[str, ...]
    target: float | None
    window: Duration | None
    calendar: bool
    document: int
    pointer: tuple[Key, ...]
    problem: str = ""


class _Values(NamedTuple):
    """What one objective states: the percentage, and the window as text."""

    target: object
    is_share: bool = False
    window: object = None
    calendar: bool = False
    problem: str = ""


def list_slo_objects(documents: Iterable[tuple[int, Any]]) -> Iterator[SloObject]:
    """Yield the objectives of some documents with their numbers; a document can be a list of objects."""
    for number, data in documents:
        several = isinstance(data, list)
        for index, item in enumerate(data if several else [data]):
            if isinstance(item, Mapping):
                yield from _list_of(item, number, (index,) if several else ())


def _list_of(item: Mapping[str, Any], document: int, at: tuple[Key, ...]) -> Iterator[SloObject]:
    version, kind = _text(item.get("apiVersion")), _text(item.get("kind"))
    spec, name = _mapping(item.get("spec")), _text(_mapping(item.get("metadata")).get("name"))
    if version.startswith(("openslo/", "openslo.com/")) and kind == "SLO":
        yield from _list_openslo(version, spec, name, document, at)
    elif version.startswith("sloth.slok.dev/") and kind == "PrometheusServiceLevel":
        yield from _list_sloth(spec, name, document, (*at, "spec"))
    elif _text(item.get("version")) == "prometheus/v1":
        yield from _list_sloth(item, "", document, at)
    elif version.startswith("pyrra.dev/") and kind == "ServiceLevelObjective":
        values = _Values(spec.get("target"), window=spec.get("window"))
        yield _build(kind, (name,), values, document, (*at, "spec", "target"))


def _list_openslo(
    version: str, spec: Mapping[str, Any], name: str, document: int, at: tuple[Key, ...]
) -> Iterator[SloObject]:
    window = _read_time_window(spec.get("timeWindow"))
    if version != "openslo/v1":
        window = window._replace(problem=f"apiVersion {shown(version)} is not openslo/v1")
    objectives = _list_mappings(spec.get("objectives"))
    for number, objective in objectives:
        title = _text(objective.get("displayName"))
        names = [name] if len(objectives) == 1 else []
        names += [f"{name}/{title}", title] if title else []
        key = "targetPercent" if "targetPercent" in objective else "target"
        values = window._replace(target=objective.get(key), is_share=key == "target")
        if "target" in objective and key != "target":
            values = values._replace(problem="both `target` and `targetPercent` are set")
        yield _build("SLO", tuple(names), values, document, (*at, "spec", "objectives", number, key))


def _read_time_window(value: object) -> _Values:
    windows = _list_mappings(value)
    if not windows:
        return _Values(None)
    window = windows[0][1]
    rolling = window.get("isRolling", "calendar" not in window)
    problem = "`timeWindow` has more than one item" if len(windows) > 1 else ""
    return _Values(None, window=window.get("duration"), calendar=rolling is not True, problem=problem)


def _list_sloth(spec: Mapping[str, Any], name: str, document: int, at: tuple[Key, ...]) -> Iterator[SloObject]:
    slos = _list_mappings(spec.get("slos"))
    for number, slo in slos:
        names = (_text(slo.get("name")), *([name] if len(slos) == 1 else []))
        yield _build("Sloth SLO", names, _Values(slo.get("objective")), document, (*at, "slos", number, "objective"))


def _build(kind: str, names: Iterable[str], values: _Values, document: int, pointer: tuple[Key, ...]) -> SloObject:
    target, problem = _read_target(values)
    window, fault = _read_window(values.window, values.calendar)
    names = tuple(each for each in names if each)
    return SloObject(
        kind, names, target, window, values.calendar and window is not None, document, pointer,
        values.problem or problem or fault,
    )  # fmt: skip


def _read_target(values: _Values) -> tuple[float | None, str]:
    """Return a target in percent, or why it is not one. A percentage of 1 or less is a fraction by mistake (SLA001)."""
    if values.target is None:
        return None, "it has no target"
    try:
        number = Decimal(str(values.target)) if not isinstance(values.target, bool) else Decimal(-1)
        percent = number * 100 if values.is_share else number
        valid = 1 < percent < 100
    except InvalidOperation:  # a text, or not a number
        valid = False
    if not valid:
        form = "share above 0 and below 1" if values.is_share else "percentage above 0 and below 100"
        return None, f"its target {shown(values.target, 40)} is not a {form}"
    return float(percent), ""


def _read_window(value: object, calendar: bool) -> tuple[Duration | None, str]:
    """Return a window, or why it is not one."""
    if value is None:
        return None, ""
    text = _text(value)
    if calendar:
        text = _CALENDAR.get(text, "")
    window = parse_duration(text.replace("y", "d")) if text else None
    if window is not None and text.endswith("y"):
        window = Duration(window.seconds * 365, f"{window.seconds // 86_400 * 365}d")
    if window is not None and window.seconds:
        return window, ""
    if calendar:
        return None, f"its calendar window {shown(value, 40)} is not `1w`, `1M`, `1Q` or `1Y`"
    why = "has no fixed length" if _text(value).endswith(_VARIABLE) else "is not a duration such as 28d"
    return None, f"its window {shown(value, 40)} {why}"


def _list_mappings(value: object) -> list[tuple[int, Mapping[str, Any]]]:
    items = value if isinstance(value, list) else []
    return [(number, item) for number, item in enumerate(items) if isinstance(item, Mapping)]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else MappingProxyType({})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
