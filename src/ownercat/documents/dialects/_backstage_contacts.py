"""Read contacts and links from Backstage annotations: chat, pager, repository, runbooks, dashboards."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ownercat.documents.dialects._backstage_shape import BackstageEnvelope, entries, is_template, mapping, text
from ownercat.model import Link

# The documented annotations of paging plug-ins. Anyone with an integration key or a routing key can page people, so
# output never contains the key.
_PAGERS: Mapping[str, str] = MappingProxyType(
    {
        "pagerduty.com/service-id": "PagerDuty service {}",
        "opsgenie.com/team": "Opsgenie team {}",
        "opsgenie.com/component-selector": "Opsgenie {}",
        "splunk.com/on-call-team": "Splunk On-Call team {}",
        "firehydrant.com/service-name": "FireHydrant service {}",
        "pagerduty.com/integration-key": "PagerDuty, by integration key",
        "splunk.com/on-call-routing-key": "Splunk On-Call, by routing key",
        "ilert.com/integration-key": "ilert, by integration key",
    }
)
_SLUGS: Mapping[str, str] = MappingProxyType(
    {
        "github.com/project-slug": "https://github.com/",
        "gitlab.com/project-slug": "https://gitlab.com/",
    }
)
_GRAFANA = re.compile(r"grafana.*on-?call", re.IGNORECASE)
_SLUG = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_INSIDE_REPOSITORY = re.compile(r"/(?:-/)?(?:tree|blob|edit|src)/")
_LINK_TYPES: Mapping[str, str] = MappingProxyType(
    {"runbook": "runbook", "playbook": "runbook", "run book": "runbook", "dashboard": "dashboard"}
)


def notes_of(draft: BackstageEnvelope) -> Mapping[str, str]:
    """Return the annotations that are text and not templates."""
    values = mapping(draft.metadata.get("annotations"))
    return {k: v for k, v in values.items() if isinstance(k, str) and isinstance(v, str) and v and not is_template(v)}


def contacts(draft: BackstageEnvelope, notes: Mapping[str, str]) -> Mapping[str, str]:
    """Return the contacts of the entity: chat, email, pager."""
    ways = {
        "chat": next((v for k, v in notes.items() if _is_chat(k, v)), ""),
        "email": text(mapping(draft.spec.get("profile")).get("email")),
        "pager": next((form.format(notes[key]) for key, form in _PAGERS.items() if key in notes), _find_grafana(notes)),
    }
    return {way: value for way, value in ways.items() if value}


def _find_grafana(notes: Mapping[str, str]) -> str:
    """Return the name of a service or team in Grafana OnCall. There is no standard annotation."""
    words = (v for k, v in notes.items() if _GRAFANA.match(k) and "://" not in v)
    return next((f"Grafana OnCall, {word}" for word in words), "")


def _is_chat(key: str, value: str) -> bool:
    """Return whether an annotation is a Slack channel. There is no standard; ``slack.com/channel`` is common."""
    folded = key.lower()
    return "slack" in folded and "channel" in folded and "hooks.slack.com" not in value


def repository(notes: Mapping[str, str]) -> str:
    """Return the URL of the code; ``""`` if no annotation has it."""
    for key, host in _SLUGS.items():
        if key in notes and _SLUG.fullmatch(notes[key]):
            return host + notes[key]
    kind, _, url = notes.get("backstage.io/source-location", "").partition(":")
    if kind != "url" or not url.startswith(("https://", "http://")) or url.split() != [url]:
        return ""
    return _INSIDE_REPOSITORY.split(url, maxsplit=1)[0].rstrip("/")


def links(draft: BackstageEnvelope) -> Iterator[Link]:
    """Yield the links; links to runbooks and dashboards have that type."""
    written = draft.metadata.get("links")
    for i, link in enumerate(written if isinstance(written, list) else ()):
        url = text(mapping(link).get("url"))
        if url:
            title = text(link.get("title"))
            yield Link(_get_link_type(link, title), title, url, draft.place.at("metadata", "links", i))
    for key in ("target", "targets") if draft.kind == "Location" else ():
        for at, target in entries(draft.spec.get(key)):
            if isinstance(target, str) and "://" in target:
                yield Link("location", "", target, draft.place.at("spec", key, *at))


def _get_link_type(link: Mapping[str, Any], title: str) -> str:
    written = text(link.get("type"))
    for label in (written, title, text(link.get("icon"))):
        folded = label.lower()
        for word, known in _LINK_TYPES.items():
            if word in folded:
                return known
    return written
