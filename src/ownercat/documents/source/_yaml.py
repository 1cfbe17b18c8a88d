"""The event parser of libyaml, or of PyYAML if libyaml is missing (slower, same events)."""

from typing import Any, Protocol

import yaml

_PARSER: Any = vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else yaml.SafeLoader


class EventParser(Protocol):
    """A source of events."""

    def get_event(self) -> Any:
        """Return the next event, or ``None`` at the end."""


def parse(text: str) -> EventParser:
    """Return a parser for a text."""
    parser: EventParser = _PARSER(text)
    return parser
