"""What paging products accept, as data. They move: a limit that is out of date is left out by the option of ESC004."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

READ = "August 2026"  # when the validators of the products' own Terraform providers and APIs were read

_MINUTE, _DAY = 60, 86_400


class Limit(NamedTuple):
    """The least and the most that a setting may be: seconds for ``wait`` and ``every``, else a number.

    ``step``: it has to be a multiple of that.
    """

    setting: str
    least: int
    most: int | None = None
    step: int = 1


LIMITS: Mapping[str, tuple[Limit, ...]] = MappingProxyType(
    {
        "pagerduty": (Limit("wait", _MINUTE, None, _MINUTE), Limit("repeat", 0, 9)),
        "opsgenie": (Limit("repeat", 0, 20),),
        "goalert": (Limit("wait", _MINUTE, 9_000 * _MINUTE, _MINUTE), Limit("repeat", 0, 5)),
        "grafana": (Limit("wait", _MINUTE, _DAY), Limit("repeat", 0, 5)),
        "incidentio": (Limit("attempts", 2, 10), Limit("every", _MINUTE, None, _MINUTE)),
    }
)
