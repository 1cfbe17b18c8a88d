"""The limits of paging products. Products change: the option of ESC004 removes a limit that is out of date."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

READ = "August 2026"  # source: the validators of the products' Terraform providers and APIs, read in this month

_MINUTE, _DAY = 60, 86_400


class Limit(NamedTuple):
    """The smallest and largest value of a setting: seconds for ``wait`` and ``every``, else a number.

    ``step``: the value must be a multiple of it.
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
