"""Convert entries of ``services`` to services, with their teams, dependencies and links."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ownercat.diagnostics import Key
from ownercat.documents.dialects._gitlab_form import is_link
from ownercat.documents.dialects._gitlab_shape import GitlabEntry, below, entries_of, safe
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.model import EMPTY, Dependency, Link, Ref, Service
from ownercat.text import shown

# The topics that the format has: owner, code and runbooks. It has no criticality (its tier is a layer), lifecycle,
# dependency modes, escalation, roles or SLA targets (its SLA is a weight and free text). A description is not required:
# GitLab removed it from the format in 2023.
SAYS = frozenset({"owner", "code", "runbook"})
_OWNER = "owner"

# The key paths of links, and their types. An SRE guide has the same content as a runbook.
_LINKS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("operations", "runbooks"): "runbook",
        ("operations", "playbooks"): "runbook",
        ("technical", "documents", "sre_guide"): "runbook",
        ("technical", "documents", "design"): "design",
        ("technical", "documents", "architecture"): "architecture",
        ("technical", "documents", "readiness_review"): "readiness review",
        ("technical", "documents", "developer_guide"): "developer guide",
        ("technical", "documents", "service"): "documentation",
        ("technical", "documents", "security"): "security",
        ("technical", "logging"): "logs",
        ("observability", "monitors", "primary_grafana_dashboard"): "dashboard",
        ("observability", "primary_grafana_dashboard"): "dashboard",
        ("observability", "monitors", "gitlab_dashboard"): "dashboard",
        ("observability", "monitors", "sentry_slug"): "errors",
        ("observability", "alerts"): "alerts",
        ("operations", "maintenance"): "maintenance",
        ("operations", "error_budget"): "error budget",
        ("technical", "project"): "code",
    }
)
_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tier": ("tier",),
        "label": ("label",),
        "overall_sla_weighting": ("business", "SLA", "overall_sla_weighting"),
        "availability": ("business", "SLA", "availability"),
        "response_time": ("business", "SLA", "response_time"),
        "data_classification": ("technical", "security", "data_classification"),
    }
)


def service(draft: GitlabEntry) -> Service:
    """Build a service from one entry."""
    data, place = draft.data, draft.place
    owner, infrastructure, others = _resolve_teams(draft)
    dependencies = tuple(_list_dependencies(draft))
    stated = dict.fromkeys([owner, *others, infrastructure, *(d.service for d in dependencies)])
    provider = below(data, "infrastructure", "provider")
    return Service(
        kind="Service",
        name=shown(draft.name),
        key=draft.name,
        at=place,
        named=draft.named,
        title=_convert_to_text(data.get("friendly_name")),
        description=_join_lines(below(data, "business", "requirement")),
        labels=_build_labels(data),
        links=tuple(_list_links(draft)),
        refs=tuple(ref for ref in stated if ref is not None),
        sound=draft.sound,
        dialect="gitlab",
        says=SAYS,
        owner=owner,
        repository=next(filter(is_link, entries_of(below(data, "technical", "project"))), ""),
        roles={"infrastructure": infrastructure} if infrastructure else EMPTY,
        hosting={"provider": provider} if isinstance(provider, str) else EMPTY,
        depends_on=dependencies,
    )


def _convert_to_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _join_lines(value: Any) -> str:
    """Return a text of several lines as one line."""
    return " ".join(value.split()) if isinstance(value, str) and not is_placeholder(value) else ""


def _resolve_teams(draft: GitlabEntry) -> tuple[Ref | None, Ref | None, list[Ref]]:
    """Return the owner, the infrastructure owner, and the other teams.

    ``owner`` exists since 2023. Before that, a service had ``teams`` (earlier, one ``team``), of which the first is the
    owner, and ``infra_owner``. If a service has only ``infra_owner``, that team is the owner.
    """
    listed = [(("teams", i), name) for i, name in enumerate(entries_of(draft.data.get("teams")))]
    written = [(("owner",), draft.data.get("owner")), (("team",), draft.data.get("team")), *listed]
    teams = [(at, name) for at, name in written if isinstance(name, str) and name]
    owner, others = None, []
    if teams:
        owner = _build_ref(draft, "Team", teams[0][1], _OWNER, *teams[0][0])
        others = [_build_ref(draft, "Team", name, "team", *at) for at, name in teams[1:] if safe(name) != owner.name]
    name = draft.data.get("infra_owner")
    if not isinstance(name, str) or not name:
        return owner, None, others
    infrastructure = _build_ref(draft, "Team", name, "infrastructure owner" if owner else _OWNER, "infra_owner")
    return owner or infrastructure, infrastructure, others


def _build_ref(draft: GitlabEntry, kind: str, written: str, what: str, *at: Key) -> Ref:
    return Ref((kind,), safe(written), draft.place.at(*at), what, kind, shown(written))


def _list_dependencies(draft: GitlabEntry) -> Iterator[Dependency]:
    """Yield the dependencies of a service, each once. Entries without a name are incomplete and are skipped."""
    seen: set[str] = set()
    for number, entry in enumerate(entries_of(below(draft.data, "technical", "dependencies"))):
        written = below(entry, "service")
        if isinstance(written, str) and written and written not in seen:
            seen.add(written)
            ref = _build_ref(draft, "Service", written, "dependency", "technical", "dependencies", number, "service")
            yield Dependency(ref, "hard", "", None, "", 1, "active", "", ref.place)


def _build_labels(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the stated values that have no field of their own. A single team without `owner` is the owner."""
    values = {key: below(data, *path) for key, path in _LABELS.items()}
    labels = {
        key: shown(value)
        for key, value in values.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    }
    teams = [shown(name) for name in entries_of(data.get("teams")) if isinstance(name, str) and name]
    beside = any(isinstance(data.get(key), str) and data[key] for key in ("owner", "team"))
    return {**labels, "teams": ", ".join(teams)} if len(teams) > (not beside) else labels


def _list_links(draft: GitlabEntry) -> Iterator[Link]:
    for path, kind in _LINKS.items():
        value = below(draft.data, *path)
        if isinstance(value, list):
            for number, item in enumerate(value):
                url = item if isinstance(item, str) else below(item, "permalink") or below(item, "alert_link")
                if is_link(url):
                    yield Link(
                        kind,
                        _convert_to_text(below(item, "name")) or _build_title(kind, url),
                        url,
                        draft.place.at(*path, number),
                    )
        elif is_link(value):
            yield Link(kind, _build_title(kind, value), value, draft.place.at(*path))


def _build_title(kind: str, url: str) -> str:
    """Return the file name of a runbook, or the folder name for ``README.md``."""
    words = url.partition("#")[0].removesuffix("/README.md").rstrip("/").split("/")
    return words[-1].removesuffix(".md") if kind == "runbook" else ""
