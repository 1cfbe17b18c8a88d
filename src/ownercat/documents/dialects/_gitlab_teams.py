"""Entries of ``teams`` → teams, and the schedules they point at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ownercat.documents.dialects._gitlab_form import is_link
from ownercat.documents.dialects._gitlab_shape import GitlabEntry, below, safe
from ownercat.model import EMPTY, Link, Ref, Rotation, Team
from ownercat.text import shown

# The channels of a stage group are in GitLab's list of stages, so only other teams are asked how to be reached.
SAYS = frozenset({"contacts"})
_STAGE_GROUP = "product_stage_group"

_LINKS: Mapping[str, str] = MappingProxyType({"url": "handbook", "engagement_policy": "engagement policy"})
_LABELS = (_STAGE_GROUP, "label")
_PROVIDERS: Mapping[str, str] = MappingProxyType(
    {"pagerduty.com": "pagerduty", "opsgenie.com": "opsgenie", "incident.io": "incident.io", "grafana.net": "grafana"}
)


def team(draft: GitlabEntry) -> Team:
    """One entry as a team. Nobody is said to be in it; only its manager has a name."""
    data, place = draft.data, draft.place
    return Team(
        kind="Team",
        name=shown(draft.name),
        key=draft.name,
        at=place,
        named=place.at("name"),
        labels={key: shown(data[key]) for key in _LABELS if isinstance(data.get(key), str) and data[key]},
        links=tuple(_links(draft)),
        sound=draft.sound,
        dialect="gitlab",
        says=SAYS if not data.get(_STAGE_GROUP) else frozenset(),
        members_known=False,
        lead=_lead(draft),
        contacts=_contacts(data),
    )


def _lead(draft: GitlabEntry) -> Ref | None:
    """The manager. Not among ``refs``: a user name of GitLab, or of its handbook, need not be in the catalog."""
    for key in ("manager", "manager_slug"):
        name = draft.data.get(key)
        if isinstance(name, str) and name:
            return Ref(("Person",), safe(name), draft.place.at(key), "lead", "Person", shown(name))
    return None


def _contacts(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Slack channels, written with the mark that the file leaves out; where alerts go is a way to reach a team, too."""
    talk, alerts = (_channel(data.get(key)) for key in ("slack_channel", "slack_alerts_channel"))
    tracker = data.get("issue_tracker")
    ways = {
        "chat": talk or alerts,
        "alerts": alerts if talk and alerts != talk else "",
        "tickets": tracker if is_link(tracker) else "",
    }
    return {way: address for way, address in ways.items() if address} or EMPTY


def _channel(name: Any) -> str:
    bare = name.strip().lstrip("#") if isinstance(name, str) else ""
    return f"#{bare}" if bare else ""


def _links(draft: GitlabEntry) -> Iterator[Link]:
    for key, kind in _LINKS.items():
        url = below(draft.data, key)
        if is_link(url):
            yield Link(kind, "", url, draft.place.at(key))


def rotation(draft: GitlabEntry) -> Rotation | None:
    """The schedule that a team points at, under the team's name: who is on call is known elsewhere."""
    url = draft.data.get("oncall_schedule")
    if not is_link(url):
        return None
    place = draft.place.at("oncall_schedule")
    return Rotation(
        kind="Rotation",
        name=shown(draft.name),
        key=draft.name,
        at=draft.place,
        named=place,
        sound=draft.sound,
        dialect="gitlab",
        says=frozenset(),
        team=Ref(("Team",), draft.name, place, "team", "Team", shown(draft.name)),
        external=_schedule(str(url)),
    )


def _schedule(url: str) -> Mapping[str, str]:
    """Where the schedule is kept; PagerDuty's own id of it stands behind the ``#``."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # a bracket or a port that no URL has
        return {"provider": "", "id": "", "url": url}
    provider = next((known for end, known in _PROVIDERS.items() if host == end or host.endswith(f".{end}")), "")
    return {"provider": provider, "id": parts.fragment if provider else "", "url": url}
