"""The catalog as frozen values. An entity has its source location (document, key path), but no line numbers.

A module of kinds is loaded when one of its names is asked for: most commands need few kinds, and a frozen class costs
half a millisecond.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ownercat.model._agreements import RECORDS, Attestation, BreakGlass, Proof, SignOff, StandingScope
    from ownercat.model._alerting import (
        TEMPLATE,
        AlertFile,
        AlertOwner,
        AlertReceiver,
        AlertRoute,
        AlertRule,
        LabelMatcher,
        list_alert_owners,
    )
    from ownercat.model._catalog import ANY_WORD, Catalog, Twice, build_catalog
    from ownercat.model._governing import (
        BreakGlassPolicy,
        Channel,
        Policy,
        PublishPolicy,
        RulesPolicy,
        ServiceTierPolicy,
        SeverityLevel,
        SignoffPolicy,
        Suppression,
    )
    from ownercat.model._learning import Action, Drill, Incident, Postmortem, RecordedPage, TimelineEvent
    from ownercat.model._paging import (
        Attempts,
        Escalation,
        EscalationLevel,
        Expectation,
        ExpectedPage,
        Failsafe,
        Repeat,
    )
    from ownercat.model._people import (
        Away,
        Layer,
        Notify,
        ObservedSchedule,
        ObservedShift,
        Override,
        Person,
        Rotation,
        Team,
        Turn,
    )
    from ownercat.model._services import (
        SLA,
        Automation,
        Checkpoint,
        Cover,
        Dependency,
        Interface,
        Journey,
        JourneyStep,
        Objective,
        ReferencedObjective,
        Route,
        Runbook,
        RunbookStep,
        Service,
        SlaTarget,
        Symptom,
        normalize_path,
    )
    from ownercat.model._snapshots import ExternalSnapshot, Observations, OtherName
    from ownercat.model._values import (
        ALWAYS,
        EMPTY,
        FOREIGN_KINDS,
        PREFIXES,
        Alias,
        Duration,
        Entity,
        Hours,
        Link,
        Ref,
        ReviewSchedule,
        parse_day,
        parse_duration,
        parse_ref,
    )

_NAMES = {
    "_agreements": "RECORDS Attestation BreakGlass Proof SignOff StandingScope",
    "_alerting": "TEMPLATE AlertFile AlertOwner AlertReceiver AlertRoute AlertRule LabelMatcher list_alert_owners",
    "_catalog": "ANY_WORD Catalog Twice build_catalog",
    "_governing": (
        "BreakGlassPolicy Channel Policy PublishPolicy RulesPolicy ServiceTierPolicy SeverityLevel SignoffPolicy "
        "Suppression"
    ),
    "_learning": "Action Drill Incident Postmortem RecordedPage TimelineEvent",
    "_paging": "Attempts Escalation EscalationLevel Expectation ExpectedPage Failsafe Repeat",
    "_people": "Away Layer Notify ObservedSchedule ObservedShift Override Person Rotation Team Turn",
    "_services": (
        "SLA Automation Checkpoint Cover Dependency Interface Journey JourneyStep Objective "
        "ReferencedObjective Route Runbook RunbookStep Service SlaTarget Symptom normalize_path"
    ),
    "_snapshots": "ExternalSnapshot Observations OtherName",
    "_values": (
        "ALWAYS EMPTY FOREIGN_KINDS PREFIXES Alias Duration Entity Hours Link Ref ReviewSchedule "
        "parse_day parse_duration parse_ref"
    ),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

if not TYPE_CHECKING:  # a misspelled name must stay an error of the type checker

    def __getattr__(name: str) -> Any:
        """Return a name of a module that is not loaded yet."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__} has no attribute {name}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value
