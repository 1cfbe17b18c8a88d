"""PagerDuty: services and escalation policies as JSON for Terraform. Schedules and people are looked up, never written.

The form is https://developer.hashicorp.com/terraform/language/syntax/json with the provider PagerDuty/pagerduty.
"""

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple
from zlib import crc32

from ownercat.model import Catalog, Escalation, EscalationLevel, Person, Rotation, Service
from ownercat.text import format_json
from ownercat.views.exports import (
    Exported,
    ExportFormat,
    Items,
    UnreadableExport,
    describe_loss,
    list_kind_losses,
    read_json,
)

_POLICY, _SERVICE = "resource pagerduty_escalation_policy", "resource pagerduty_service"
_USER, _SCHEDULE = "data pagerduty_user", "data pagerduty_schedule"
_OURS = (_USER, _SCHEDULE, _POLICY, _SERVICE)
_DEFAULT_WAIT = 30  # minutes, the default of PagerDuty
_LABEL = re.compile(r"[^A-Za-z0-9_-]")


class _PagedTarget(NamedTuple):
    """What a rule notifies: the ID in PagerDuty as text of Terraform, and the look-up that it needs."""

    id: str
    type: str
    look_up: tuple[str, dict[str, Any]] | None


class _Drafts(NamedTuple):
    """The items so far, and the names of what is left out, by reason."""

    items: dict[str, Any]
    lost: dict[str, list[str]]

    def lose(self, reason: str, *names: str) -> None:
        """Add names to what is left out for a reason."""
        self.lost.setdefault(reason, []).extend(names)


def _build(catalog: Catalog, files: Mapping[str, bytes]) -> Exported:
    """Return the resources and the look-ups that they need. ``files`` are not used."""
    drafts = _Drafts({}, {})
    policies = {each.key for each in catalog.of(Escalation) if _add_policy(catalog, each, drafts)}
    for service in catalog.of(Service):
        _add_service(catalog, service, policies, drafts)
    order = sorted(drafts.items.items(), key=lambda item: _OURS.index(item[0].rpartition(" ")[0]))
    losses = [line for reason, names in drafts.lost.items() for line in describe_loss(reason, names)]
    losses += list_kind_losses(catalog, ("Service", "Component", "Resource", "API", "Escalation", "Rotation", "Person"))
    return Exported(dict(order), tuple(losses))


def _format_label(key: str) -> str:
    """Return a name that Terraform accepts; two keys never have the same one."""
    label = _LABEL.sub("_", key if re.match(r"[A-Za-z_]", key) else f"_{key}")
    return label if label == key else f"{label}-{crc32(key.encode('utf-8', 'surrogatepass')):08x}"


def _add_policy(catalog: Catalog, policy: Escalation, drafts: _Drafts) -> bool:
    """Add an escalation policy; return whether it has a level that notifies somebody."""
    rules = []
    for level in policy.tiers:
        targets = list(_list_targets(catalog, policy, level, drafts))
        wait = level.wait or (policy.repeat.every if policy.repeat and level is policy.tiers[-1] else None)
        if wait is None and targets:
            drafts.lose(f"policies with a level without `wait`, which gets {_DEFAULT_WAIT} minutes", policy.name)
        minutes = max(1, -(-wait.seconds // 60)) if wait else _DEFAULT_WAIT
        if targets:
            rules.append(
                {
                    "escalation_delay_in_minutes": minutes,
                    "target": [{"type": each.type, "id": each.id} for each in targets],
                }
            )
            drafts.items.update(each.look_up for each in targets if each.look_up)
        else:
            drafts.lose(
                "policies with a level that is left out, because PagerDuty knows none of its targets", policy.name
            )
    if not rules:
        drafts.lose("policies left out, because they have no level left", policy.name)
        return False
    drafts.lose(
        "policies without their channels, urgency, attempts, hold, failsafe and next policy, which have no place",
        policy.name,
    )
    loops = {"num_loops": policy.repeat.times} if policy.repeat else {}
    drafts.items[f"{_POLICY} {_format_label(policy.key)}"] = {
        "name": _escape(policy.title or policy.name),
        "rule": rules,
    } | loops
    return True


def _list_targets(
    catalog: Catalog, policy: Escalation, level: EscalationLevel, drafts: _Drafts
) -> Iterator[_PagedTarget]:
    for ref in level.notify:
        entity = catalog.find(ref)
        target = _find_target(entity) if isinstance(entity, Person | Rotation) else None
        if target is None:
            drafts.lose("targets left out, because PagerDuty cannot notify them", f"{policy.name} ({ref.written})")
            continue
        if target.look_up:
            key = "email address" if isinstance(entity, Person) else "name"
            drafts.lose(f"assumed to exist in PagerDuty, because Terraform looks them up by {key}", ref.written)
        yield target


def _find_target(entity: Person | Rotation) -> _PagedTarget | None:
    """Return the target for a person or a schedule: by ID if the catalog has it, else a look-up by email or name."""
    is_person = isinstance(entity, Person)
    if isinstance(entity, Person) and not entity.active:
        return None
    type = "user_reference" if is_person else "schedule_reference"
    id = entity.handles.get("pagerduty", "")
    if isinstance(entity, Rotation) and entity.external is not None:
        is_here = entity.external.get("provider", "").strip().lower() == "pagerduty"
        id = (entity.external.get("id", "") or id) if is_here else ""
        if not id:
            return None
    if id:
        return _PagedTarget(_escape(id), type, None)
    value = entity.email if isinstance(entity, Person) else entity.title or entity.name
    kind = _USER if is_person else _SCHEDULE
    label = _format_label(entity.key)
    found = {"email" if is_person else "name": _escape(value)}
    return _PagedTarget(f"${{data.{kind[5:]}.{label}.id}}", type, (f"{kind} {label}", found)) if value else None


def _add_service(catalog: Catalog, service: Service, policies: Set[str], drafts: _Drafts) -> None:
    found = [policy for route in service.routes if (policy := catalog.escalation(route.policy))]
    if not found or found[0].key not in policies:
        drafts.lose("services left out, because they have no escalation policy here", service.name)
        return
    if len(found) > 1:
        drafts.lose("services with several routes, of which PagerDuty gets only the first one", service.name)
    policy = found[0]
    values = {"name": _escape(service.title or service.name), "description": _escape(service.description.strip())}
    values["escalation_policy"] = f"${{pagerduty_escalation_policy.{_format_label(policy.key)}.id}}"
    values |= {"acknowledgement_timeout": str(policy.ack_timeout.seconds)} if policy.ack_timeout else {}
    drafts.items[f"{_SERVICE} {_format_label(service.key)}"] = {key: value for key, value in values.items() if value}


def _escape(text: str) -> str:
    """Return a text for a template of Terraform, which would run ``${…}`` and ``%{…}``."""
    return text.replace("${", "$${").replace("%{", "%%{")


def _arrange(items: Items) -> list[Any]:
    found: dict[str, Any] = {"terraform": {"required_providers": {"pagerduty": {"source": "PagerDuty/pagerduty"}}}}
    for id, value in items.items():
        block, type, label = id.split(" ")
        found.setdefault(block, {}).setdefault(type, {})[label] = value
    return [found]


def _write(documents: list[Any]) -> str:
    rows = (f"{format_json(key)}: {_render_block(value)}" for each in documents for key, value in each.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _render_block(value: Mapping[str, Any], depth: int = 2) -> str:
    """Render a resource per line, so that a change is readable in a diff."""
    if not depth:
        return format_json(value)
    space = "  " * (3 - depth)
    rows = ",\n".join(f"{space}{format_json(key)}: {_render_block(item, depth - 1)}" for key, item in value.items())
    return f"{{\n{rows}\n{space[2:]}}}"


def _read(data: bytes) -> list[Any]:
    return [read_json(data)] if data.strip() else []


def _identify(documents: list[Any]) -> Items:
    """Return the resources and look-ups of the types that we write; others are your own."""
    found: dict[str, Any] = {}
    for document in documents:
        if not isinstance(document, Mapping):
            raise UnreadableExport("it is not JSON for Terraform")
        for id in _OURS:
            block, type = id.split(" ")
            types = document.get(block)
            labels = types.get(type) if isinstance(types, Mapping) else None
            for label, value in labels.items() if isinstance(labels, Mapping) else ():
                found[f"{id} {label}"] = value
    return found


EXPORT = ExportFormat(
    "pagerduty", "Terraform JSON for services and escalation policies", _build, _arrange, _write, _read, _identify
)
