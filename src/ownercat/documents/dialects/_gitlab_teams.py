"""Convert entries of ``teams`` to teams, with their external schedules."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ownercat.documents.dialects._gitlab_form import is_link
from ownercat.documents.dialects._gitlab_shape import GitlabEntry, below, safe
from ownercat.model import EMPTY, Link, Ref, Rotation, Team
from ownercat.text import shown

# The channels of a stage group are in the GitLab list of stages, so only other teams must have contacts.
SAYS = frozenset({"contacts"})
_STAGE_GROUP = "product_stage_group"

_LINKS: Mapping[str, str] = MappingProxyType({"url": "handbook", "engagement_policy": "engagement policy"})
_LABELS = (_STAGE_GROUP, "label")
_PROVIDERS: Mapping[str, str] = MappingProxyType(
    {"pagerduty.com": "pagerduty", "opsgenie.com": "opsgenie", "incident.io": "incident.io", "grafana.net": "grafana"}
)


def team(draft: GitlabEntry) -> Team:
    """Build a team from one entry. The format has no members, only a manager."""
    data, place = draft.data, draft.place
    return Team(
        kind="Team",
        name=shown(draft.name),
        key=draft.name,
        at=place,
        named=draft.named,
        labels={key: shown(data[key]) for key in _LABELS if isinstance(data.get(key), str) and data[key]},
        links=tuple(_list_links(draft)),
        sound=draft.sound,
        dialect="gitlab",
        says=SAYS if not data.get(_STAGE_GROUP) else frozenset(),
        members_known=False,
        lead=_get_lead(draft),
        contacts=_build_contacts(data),
    )


def _get_lead(draft: GitlabEntry) -> Ref | None:
    """Return the manager. It is not one of the ``refs``: a GitLab user does not have to be in the catalog."""
    for key in ("manager", "manager_slug"):
        name = draft.data.get(key)
        if isinstance(name, str) and name:
            return Ref(("Person",), safe(name), draft.place.at(key), "lead", "Person", shown(name))
    return None


def _build_contacts(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the contacts: Slack channels with ``#``, which the file omits, and the issue tracker."""
    talk, alerts = (_format_channel(data.get(key)) for key in ("slack_channel", "slack_alerts_channel"))
    tracker = data.get("issue_tracker")
    ways = {
        "chat": talk or alerts,
        "alerts": alerts if talk and alerts != talk else "",
        "tickets": tracker if is_link(tracker) else "",
    }
    return {way: address for way, address in ways.items() if address} or EMPTY


def _format_channel(name: Any) -> str:
    bare = name.strip().lstrip("#") if isinstance(name, str) else ""
    return f"#{bare}" if bare else ""


def _list_links(draft: GitlabEntry) -> Iterator[Link]:
    for key, kind in _LINKS.items():
        url = below(draft.data, key)
        if is_link(url):
            yield Link(kind, "", url, draft.place.at(key))


def rotation(draft: GitlabEntry) -> Rotation | None:
    """Build a rotation with an external schedule, with the name of the team; ``None`` without a schedule."""
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
        external=_build_external(str(url)),
    )


def _build_external(url: str) -> Mapping[str, str]:
    """Return the location of the schedule; its PagerDuty id follows the ``#``."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # an invalid bracket or port
        return {"provider": "", "id": "", "url": url}
    provider = next((known for end, known in _PROVIDERS.items() if host == end or host.endswith(f".{end}")), "")
    return {"provider": provider, "id": parts.fragment if provider else "", "url": url}
