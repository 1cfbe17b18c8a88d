"""Incidents and drills of the native format."""

from collections.abc import Mapping

from ownercat.documents.dialects._fields import Fields
from ownercat.documents.dialects._native_meta import ESCALATION, HOLDERS, PERSON, SERVICE, meta
from ownercat.model import Action, Drill, Incident, Postmortem, RecordedPage, Ref, TimelineEvent

_DOERS = ("Person", "Team")


def incident(fields: Fields, name: str, sound: bool) -> Incident:
    """Build an incident."""
    return Incident(
        **meta(fields, "Incident", name, sound),
        services=fields.references("services", SERVICE, "service"),
        severity=fields.text("severity"),
        symptom=fields.text("symptom"),
        started_at=fields.instant("startedAt"),
        detected_at=fields.instant("detectedAt"),
        triggered_at=fields.instant("triggeredAt"),
        acknowledged_at=fields.instant("acknowledgedAt"),
        contained_at=fields.instant("containedAt"),
        restored_at=fields.instant("restoredAt"),
        resolved_at=fields.instant("resolvedAt"),
        roles=_map_roles(fields),
        paged=tuple(RecordedPage(item.text("tier"), item.instant("at"), item.place) for item in fields.each("paged")),
        customer_impact=fields.text("customerImpact"),
        workaround=fields.text("workaround"),
        contributing_factors=fields.texts("contributingFactors"),
        escalation_delays=fields.text("escalationDelays"),
        automation_opportunities=fields.texts("automationOpportunities"),
        near_miss=fields.flag("nearMiss"),
        timeline=tuple(
            TimelineEvent(item.instant("at"), item.text("step"), item.text("note"), item.place)
            for item in fields.each("timeline")
        ),
        postmortem=_build_postmortem(fields.below("postmortem")),
        actions=_list_actions(fields),
        refs=tuple(fields.refs),
    )


def _map_roles(fields: Fields) -> Mapping[str, Ref]:
    written = fields.table("roles").items()
    return {role: fields.noted(who, HOLDERS, "holder of a role", "roles", role) for role, who in written if who}


def _build_postmortem(item: Fields | None) -> Postmortem | None:
    if item is None:
        return None
    return Postmortem(
        item.text("status"),
        item.ref("owner", _DOERS, "owner of the postmortem"),
        item.date("heldOn"),
        item.text("url"),
        item.place,
    )


def _list_actions(fields: Fields) -> tuple[Action, ...]:
    return tuple(
        Action(
            item.text("id"),
            item.text("what"),
            item.text("kind"),
            item.ref("owner", _DOERS, "owner of an action"),
            item.date("due"),
            item.text("priority"),
            item.text("status", "open"),
            item.date("doneOn"),
            item.text("ticket"),
            item.place,
        )
        for item in fields.each("actions")
    )


def drill(fields: Fields, name: str, sound: bool) -> Drill:
    """Build a drill."""
    return Drill(
        **meta(fields, "Drill", name, sound),
        held_on=fields.date("heldOn"),
        type=fields.text("type"),
        scenario=fields.text("scenario"),
        services=fields.references("services", SERVICE, "service"),
        runbooks=fields.references("runbooks", ("Runbook",), "runbook"),
        escalations=fields.references("escalations", ESCALATION, "escalation"),
        channels=fields.channels("channels"),
        people=fields.references("people", PERSON, "participant"),
        result=fields.text("result"),
        findings=fields.text("findings"),
        actions=_list_actions(fields),
        refs=tuple(fields.refs),
    )
