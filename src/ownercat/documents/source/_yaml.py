"""libyaml's event parser, or PyYAML's own where libyaml is missing: slower, the same events."""

from __future__ import annotations

from typing import Any, Protocol

import yaml

_PARSER: Any = vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else yaml.SafeLoader


class EventParser(Protocol):
    """Gives one event after another, ``None`` at the end."""

    def get_event(self) -> Any:
        """The next event."""


def parse(text: str) -> EventParser:
    """A parser over a text."""
    parser: EventParser = _PARSER(text)
    return parser
