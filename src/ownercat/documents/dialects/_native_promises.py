"""SLAs, journeys and runbooks of the native format."""

from ownercat.documents.dialects._fields import Fields, hours
from ownercat.documents.dialects._native_meta import JOURNEY, SERVICE, TEAM, meta
from ownercat.model import (
    SLA,
    Automation,
    Checkpoint,
    Cover,
    Journey,
    JourneyStep,
    Objective,
    Runbook,
    RunbookStep,
    SlaTarget,
)

_PLAIN = ("errorBudget", "releaseCalendar", "milestones")


def sla(fields: Fields, name: str, sound: bool) -> SLA:
    """Build an SLA."""
    return SLA(
        **meta(fields, "SLA", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        consumer=fields.ref("consumer", ("Service", "Team"), "consumer"),
        journey=fields.ref("journey", JOURNEY, "journey"),
        external=fields.flag("external"),
        outcome=fields.text("outcome"),
        impact=fields.text("impact"),
        hours=hours(fields, "hours"),
        targets=tuple(_build_target(severity, item) for severity, item in fields.pairs("targets")),
        objectives=_list_objectives(fields),
        status=fields.text("status", "published"),
        approvers=fields.references("approvers", TEAM, "approver"),
        approved_on=fields.date("approvedOn"),
        revisit_on=fields.date("revisitOn"),
        review_every=fields.duration("reviewEvery"),
        dashboards=fields.texts("dashboards"),
        extra={key: fields.data[key] for key in _PLAIN if key in fields.data},
        refs=tuple(fields.refs),
    )


def _build_target(severity: str, item: Fields) -> SlaTarget:
    return SlaTarget(
        severity,
        item.duration("ack"),
        item.duration("respond"),
        item.duration("updateEvery"),
        item.duration("restore"),
        item.duration("resolve"),
        item.number("impact"),
        item.place,
    )


def _list_objectives(fields: Fields) -> tuple[Objective, ...]:
    return tuple(_build_objective(item) for item in fields.each("objectives"))


def _build_objective(item: Fields) -> Objective:
    sli = item.below("sli")
    return Objective(
        item.text("name"),
        sli.text("type") if sli else "",
        item.number("target"),
        item.duration("window"),
        item.flag("calendar"),
        item.text("basis", "inclusive"),
        _format_threshold(sli) if sli else "",
        sli.number("percentile") if sli else None,
        item.text("ref"),
        item.place,
        *([sli.text(key) for key in ("description", "good", "total")] if sli else ()),
    )


def _format_threshold(sli: Fields) -> str:
    number = sli.number("threshold")
    return sli.text("threshold") if number is None else f"{number:g}"


def journey(fields: Fields, name: str, sound: bool) -> Journey:
    """Build a journey."""
    steps = ((item, item.ref("service", SERVICE, "step")) for item in fields.each("steps"))
    return Journey(
        **meta(fields, "Journey", name, sound),
        outcome=fields.text("outcome"),
        owner=fields.ref("owner", TEAM, "owner"),
        impact=fields.text("impact"),
        steps=tuple(JourneyStep(target, item.text("mode", "hard"), item.place) for item, target in steps if target),
        objectives=_list_objectives(fields),
        refs=tuple(fields.refs),
    )


def runbook(fields: Fields, name: str, sound: bool) -> Runbook:
    """Build a runbook."""
    automation = fields.below("automation")
    return Runbook(
        **meta(fields, "Runbook", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        owner=fields.ref("owner", TEAM, "owner"),
        covers=tuple(
            Cover(item.text("symptom"), item.text("severity"), item.texts("alerts"), item.place)
            for item in fields.each("covers")
        ),
        steps=tuple(_build_step(item) for item in fields.each("steps")),
        automation=Automation(automation.date("verifiedOn"), automation.duration("every"), automation.place)
        if automation
        else None,
        refs=tuple(fields.refs),
    )


def _build_step(item: Fields) -> RunbookStep:
    check = item.below("checkpoint")
    return RunbookStep(
        item.text("id"),
        item.text("kind"),
        item.text("do"),
        item.text("run"),
        item.duration("timebox"),
        item.text("mode", "manual"),
        item.text("needs"),
        Checkpoint(check.text("ask"), check.text("pass"), check.text("fail")) if check else None,
        item.flag("parallel"),
        item.place,
    )
