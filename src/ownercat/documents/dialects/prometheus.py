"""Prometheus: rule files, ``PrometheusRule`` objects of Kubernetes, and the configuration of Alertmanager.

The forms follow the public documentation of Prometheus (recording and alerting rules), of its operator, and of
Alertmanager. A value that is not as documented is absent; `promtool` and `amtool` check the files.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownercat.diagnostics import Fault, Place
from ownercat.documents.dialects import Dialect
from ownercat.documents.dialects._prometheus_routes import read_receivers, read_route
from ownercat.documents.source import Document
from ownercat.model import TEMPLATE, AlertFile, AlertReceiver, AlertRoute, AlertRule, Entity

DIALECT = Dialect(
    "prometheus", "rule files of Prometheus and routes of Alertmanager", b":", placeholders=False, names_services=False
)
_TOP = r"^(?:\xef\xbb\xbf)?[\"']?%s[\"']?[ \t]*:"
_GROUPS = re.compile((_TOP % "groups").encode(), re.MULTILINE)
_RULE = re.compile(rb"^[ \t]*(?:-[ \t]+)?[\"']?(?:alert|record)[\"']?[ \t]*:", re.MULTILINE)
_OBJECT = re.compile(rb"^[ \t]*kind[ \t]*:[ \t]*[\"']?PrometheusRule\b", re.MULTILINE)
_ROUTE = re.compile((_TOP % "route").encode(), re.MULTILINE)
_RECEIVERS = re.compile((_TOP % "receivers").encode(), re.MULTILINE)
_LONGEST_URL = 1_000  # characters; the time grows with the square of it
# what Helm and Jinja have, and a text of Prometheus does not
_FILLED = re.compile(
    rb"^[ \t]*\{\{|\{\{-?[ \t]*(?:include|toYaml|define|\.(?:Values|Release|Chart)\b)|\{%", re.MULTILINE
)


def claims(path: str, data: bytes) -> bool:
    """Return whether a file has groups with rules, a ``PrometheusRule``, or a route with receivers at its top."""
    if b"PrometheusRule" in data and _OBJECT.search(data):
        return True
    if b"groups" in data and _GROUPS.search(data) and _RULE.search(data):
        return True
    return b"receivers" in data and _RECEIVERS.search(data) is not None and _ROUTE.search(data) is not None


def templated(data: bytes) -> bool:
    """Return whether a file that is not YAML is a template of Helm or Jinja."""
    return _FILLED.search(data) is not None


def read(documents: Sequence[Document], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    """Yield the alerts and routes of each document; ``paths`` are the files of the tree."""
    for document in documents:
        data = document.data
        if not isinstance(data, dict):
            continue
        at = Place(document.path, document.index)
        alerts: tuple[AlertRule, ...] = ()
        root: AlertRoute | None = None
        receivers: dict[str, AlertReceiver] = {}
        spec = data.get("spec")
        if data.get("kind") == "PrometheusRule" and isinstance(spec, dict):
            alerts = tuple(_list_alerts(spec, at.at("spec"), paths))
        elif "groups" in data:
            alerts = tuple(_list_alerts(data, at, paths))
        elif isinstance(data.get("route"), dict) and "receivers" in data:
            root, receivers = read_route(data["route"], at.at("route")), read_receivers(data)
        if alerts or root is not None:
            yield AlertFile(
                kind="AlertFile", name=document.path, key=f"{document.path}#{document.index}", at=at, named=at,
                dialect=DIALECT.name, says=frozenset(), alerts=alerts, root=root, receivers=receivers,
            )  # fmt: skip


def _list_alerts(data: Mapping[str, Any], at: Place, paths: frozenset[str]) -> Iterator[AlertRule]:
    for number, group in _list_mappings(data.get("groups")):
        shared = _get_texts(group, "labels")
        for index, rule in _list_mappings(group.get("rules")):
            name, notes = rule.get("alert"), _get_texts(rule, "annotations")
            if isinstance(name, str) and name:
                expr, url = rule.get("expr"), notes.get("runbook_url", "").strip()
                yield AlertRule(
                    name, {**shared, **_get_texts(rule, "labels")}, expr if isinstance(expr, str) else "", url,
                    _find_path(url, paths), at.at("groups", number, "rules", index),
                )  # fmt: skip


def _find_path(url: str, paths: frozenset[str]) -> str:
    """Return the file of the repository at the end of a URL; "" without one."""
    bare = url.partition("#")[0].partition("?")[0].strip("/")
    parts = bare.split("/") if bare and len(bare) <= _LONGEST_URL else []
    return next((path for start in range(len(parts)) if (path := "/".join(parts[start:])) in paths), "")


def _list_mappings(value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield number, item


def _get_texts(data: Mapping[str, Any], key: str) -> dict[str, str]:
    """Return a table of texts. Prometheus reads other values as text too; for some, their text is not kept here."""
    value = data.get(key)
    if not isinstance(value, dict):
        return {}
    numbers = {k: str(v) if v.__class__ is int else TEMPLATE for k, v in value.items() if isinstance(v, int | float)}
    return {**numbers, **{k: v for k, v in value.items() if isinstance(v, str)}}
