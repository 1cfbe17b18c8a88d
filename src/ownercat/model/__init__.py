"""The catalog as frozen values. An entity has its source location (document, key path), but no line numbers."""

from ownercat.model._agreements import RECORDS, BreakGlass, Proof, SignOff, StandingScope
from ownercat.model._catalog import ANY_WORD, Catalog, Twice, build_catalog
from ownercat.model._governing import (
    BreakGlassPolicy,
    Channel,
    Policy,
    RulesPolicy,
    ServiceTierPolicy,
    SeverityLevel,
    SignoffPolicy,
    Suppression,
)
from ownercat.model._learning import Action, Drill, Incident, Postmortem, RecordedPage, TimelineEvent
from ownercat.model._paging import Attempts, Escalation, EscalationLevel, Expectation, ExpectedPage, Failsafe, Repeat
from ownercat.model._people import Away, Layer, Notify, Override, Person, Rotation, Team, Turn
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
