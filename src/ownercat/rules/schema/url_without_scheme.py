"""A link has a host and no valid scheme.

## What
ownercat reports a link if it starts with a host such as `www.shop.example`, or with a misspelled `https://`. ownercat
checks `links`, `dashboards`, `telemetry.dashboard` and `contacts.statusPage`.

- A link can be a path of this repository, such as `docs/checkout.md`.
- Other schemes such as `slack://` are not reported.

## Why
Without a scheme, a browser or a chat program reads the link as a path, and the page does not open during an incident.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
links:
  - {type: dashboard, title: Orders, url: "htps://grafana.shop.example/d/1"}
  - {type: design, title: Design, url: www.shop.example/design}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
links:
  - {type: dashboard, title: Orders, url: "https://grafana.shop.example/d/1"}
  - {type: design, title: Design, url: "https://www.shop.example/design"}
```
"""

import re
from collections.abc import Iterator

from ownercat.diagnostics import Finding, Fix, Place, Rule, Severity
from ownercat.model import SLA, Entity, Service, Team
from ownercat.rules import Context
from ownercat.suggest import find_nearest
from ownercat.text import shown

RULE = Rule("SCH011", "url-without-scheme", Severity.WARNING)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST = 500  # longer links are not checked, so that the help has the whole link
_SCHEMES = ("https", "http")
_SCHEME = re.compile(r"(?P<word>[A-Za-z]{2,8})(?P<mark>:/{0,2}|//|;//)(?=[\w\[])")
_HOST = re.compile(r"(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?P<port>:[0-9]{2,5})?(?P<path>[/?#].*)?")
# the last part of a host of two parts; a folder can have a dot as well
_DOMAINS = _set("com org net io dev app cloud example internal local eu co de uk fr es it nl at ch us")
_FILES = _set("md html htm yaml yml json txt pdf png svg rst adoc csv xml toml tf py go js ts sh")


def check(context: Context) -> Iterator[Finding]:
    """Report each link that starts with a host or with a misspelled scheme."""
    for entity in context.catalog.entities.values():
        for text, place in _list_links(entity):
            right = correct(text) if len(text) <= _LONGEST else ""
            if right:
                message = f"{shown(entity.label)} has a link without a valid scheme: {shown(text)}"
                fixes = (Fix(place, right),) if entity.dialect == "native" else ()
                help = f"write `{shown(right, _LONGEST)}`"
                yield Finding(place, message, help, (), entity.subject, text, fixes=fixes)


def _list_links(entity: Entity) -> Iterator[tuple[str, Place]]:
    yield from ((link.url, link.place.at("url")) for link in entity.links)
    if entity.dialect != "native":
        return  # the keys below have other names there
    if isinstance(entity, SLA):
        yield from ((text, entity.at.at("dashboards", number)) for number, text in enumerate(entity.dashboards))
    if isinstance(entity, Service | Team) and "statusPage" in entity.contacts:
        yield entity.contacts["statusPage"], entity.at.at("contacts", "statusPage")
    if isinstance(entity, Service) and "dashboard" in entity.telemetry:
        yield entity.telemetry["dashboard"], entity.at.at("telemetry", "dashboard")


def correct(text: str) -> str:
    """Return the link with its probable scheme, or ``""`` if the link has a scheme or may be a path."""
    scheme = _SCHEME.match(text)
    if scheme is not None:
        word, rest = scheme["word"].lower(), text[scheme.end() :]
        if word in _SCHEMES:
            return "" if scheme["mark"] == "://" else f"{word}://{rest}"
        near = find_nearest(word, _SCHEMES) if "/" in scheme["mark"] else []
        if near:
            return f"{near[0]}://{rest}"
    host = _HOST.fullmatch(text)
    return f"https://{text}" if host is not None and _is_host(host["host"], host["port"], host["path"] or "") else ""


def _is_host(host: str, port: str | None, path: str) -> bool:
    """Return whether the first part of a link is a host, and not a file or a folder of the repository."""
    parts = host.lower().split(".")
    last = parts[-1]
    if port:
        return len(parts) > 1 or last == "localhost"
    if not last.isalpha() or last in _FILES:
        return False
    return len(parts) > 2 or (len(parts) == 2 and last in _DOMAINS and path.startswith("/"))
