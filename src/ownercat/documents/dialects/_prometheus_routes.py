"""The routes and receivers of Alertmanager.

The forms follow https://prometheus.io/docs/alerting/latest/configuration/: ``match`` and ``match_re`` until version
0.22, and ``matchers`` since then.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.diagnostics import Place
from ownercat.model import AlertReceiver, AlertRoute, LabelMatcher

_UNREAD = LabelMatcher("", "", "")
_MATCHER = re.compile(r"\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*(.*?)\s*", re.DOTALL)
_PART = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*")+', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", '"': '"', "\\": "\\"}
_LONGEST = 1_000  # characters of matchers; the time grows with the square of it
_ADDRESSES = ("channel", "to", "room", "chat_id")  # the keys that say whom an integration writes to


def read_route(data: Mapping[str, Any], at: Place, receiver: str = "") -> AlertRoute:
    """Read a route; ``receiver``: of its parent."""
    own = data.get("receiver")
    receiver = own if isinstance(own, str) and own else receiver
    routes = data.get("routes")
    below = tuple(
        read_route(route, at.at("routes", number), receiver)
        for number, route in enumerate(routes if isinstance(routes, list) else ())
        if isinstance(route, dict)
    )
    return AlertRoute(receiver, tuple(_list_matchers(data)), data.get("continue") is True, below, at)


def _list_matchers(data: Mapping[str, Any]) -> Iterator[LabelMatcher]:
    for key, operator in (("match", "="), ("match_re", "=~")):
        table = data.get(key)
        for label, value in table.items() if isinstance(table, dict) else ():
            plain = isinstance(label, str) and isinstance(value, str)
            yield LabelMatcher(label, operator, value) if plain else _UNREAD
    written = data.get("matchers")
    for text in written if isinstance(written, list) else () if written is None else (None,):
        yield from _parse_matchers(text) if isinstance(text, str) else (_UNREAD,)


def _parse_matchers(text: str) -> Iterator[LabelMatcher]:
    """Parse ``{a="b", c=~"d|e"}``, with or without braces and quotes."""
    if len(text) > _LONGEST:
        yield _UNREAD
        return
    text = text.strip()
    text = text[1:] if text.startswith("{") else text
    text = text[:-1] if text.endswith("}") else text
    for part in _PART.findall(text):
        yield _parse_matcher(part) if part.strip() else _UNREAD


def _parse_matcher(text: str) -> LabelMatcher:
    found = _MATCHER.fullmatch(text)
    if found is None:
        return _UNREAD
    label, operator, value = found.groups()
    if value.startswith('"'):
        value = value[1:-1] if len(value) > 1 and value.endswith('"') else '"'
    if '"' in _ESCAPE.sub("", value):
        return _UNREAD
    value = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[0]), value)
    return LabelMatcher(label, operator, value)


def read_receivers(data: Mapping[str, Any]) -> dict[str, AlertReceiver]:
    """Return the receivers of a configuration by name."""
    found = {}
    receivers = data["receivers"]
    for item in receivers if isinstance(receivers, list) else ():
        if isinstance(item, dict) and isinstance(name := item.get("name"), str):
            configs = [each for value in item.values() if isinstance(value, list) for each in value]
            texts = [each.get(key) for each in configs if isinstance(each, dict) for key in _ADDRESSES]
            found[name] = AlertReceiver(name, frozenset(text for text in texts if isinstance(text, str) and text))
    return found
