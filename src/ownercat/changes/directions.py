"""The direction of a changed value: looser or tighter. ``docs/changes.md`` is generated from this table.

A value that cannot be compared counts as looser, because nobody can prove the opposite. A removed value counts as
looser, and a new one as tighter, unless its scale states otherwise.
"""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.changes.values import Direction, Json

Judge = Callable[[Any, Any], Direction]
_TURNED: Mapping[Direction, Direction] = {"looser": "tighter", "tighter": "looser", "other": "other"}


class Scale(NamedTuple):
    """How two values compare, as text and in code.

    ``gone``: the direction of a removed value. ``new``: that of a new value; ``None`` = the opposite of ``gone``.
    """

    words: str
    judge: Judge
    gone: Direction = "looser"
    new: Direction | None = None


class DirectionRule(NamedTuple):
    """The fields of a topic that match ``pattern``, and their scale."""

    pattern: str
    scale: Scale


def get_direction(topic: str, name: str, before: Json, after: Json) -> Direction:
    """Return the direction of a changed value; a value without a row cannot be compared."""
    scale = next((row.scale for row in TABLE[topic] if fnmatchcase(name, row.pattern)), INCOMPARABLE)
    if after is None:
        return scale.gone
    if before is None:
        return scale.new or _TURNED[scale.gone]
    return scale.judge(before, after)


# scales


def _numbers(more: Direction) -> Judge:
    def judge(before: Any, after: Any) -> Direction:
        if not _is_number(before) or not _is_number(after):
            return "looser"
        return more if after > before else _TURNED[more]

    return judge


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sets(more: Direction) -> Judge:
    """Compare sets; if neither contains the other, an item was removed, so the change is looser."""

    def judge(before: Any, after: Any) -> Direction:
        if not isinstance(before, list) or not isinstance(after, list):
            return "looser"
        if all(item in after for item in before):
            return more
        return _TURNED[more] if all(item in before for item in after) else "looser"

    return judge


def _ranks(*words: Json) -> Judge:
    """Compare words that are given from the loosest to the tightest."""

    def judge(before: Any, after: Any) -> Direction:
        if before not in words or after not in words:
            return "looser"
        return "tighter" if words.index(after) > words.index(before) else "looser"

    return judge


def _hours(before: Any, after: Any) -> Direction:
    if ALWAYS in (before, after):
        return "tighter" if after == ALWAYS else "looser"
    if not isinstance(before, dict) or not isinstance(after, dict):
        return "looser"
    inside = all(_within(span, after.get(zone, [])) for zone, spans in before.items() for span in spans)
    return "tighter" if inside else "looser"


def _within(span: list[int], spans: list[list[int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _never(before: Any, after: Any) -> Direction:
    """Return no direction: the comparer of the topic knows more than the two values, and sets it."""
    return "other"


def _threshold(before: Any, after: Any) -> Direction:
    """Compare ``[kind, number]``: a lower latency or a higher throughput is tighter; other kinds do not compare."""
    if before[0] != after[0] or not _is_number(before[1]) or not _is_number(after[1]):
        return "looser"
    tighter = {"latency": after[1] < before[1], "freshness": after[1] < before[1], "throughput": after[1] > before[1]}
    return "tighter" if tighter.get(after[0]) else "looser"


ALWAYS = "24x7"
_LEVELS = ("off", "info", "warning", "error")
INCOMPARABLE = Scale("any change or new value is looser", lambda before, after: "looser", "looser", "looser")
REWORDED = Scale("any change or removal is looser", lambda before, after: "looser")
FREE = Scale("no direction", lambda before, after: "other", "other")
SHORTER = Scale("longer is looser", _numbers("looser"))
HIGHER = Scale("lower is looser", _numbers("tighter"))
PERCENTILE = Scale("a lower or new value is looser", _numbers("tighter"), "looser", "looser")
ALL_OF = Scale("fewer items are looser", _sets("tighter"))
NONE_OF = Scale("more items are looser", _sets("looser"), "tighter")
HOURS = Scale("hours that do not contain all previous hours are looser", _hours)
THRESHOLD = Scale(
    "latency and freshness: higher is looser; throughput: lower is looser; any other change is looser",
    _threshold, "looser", "looser",
)  # fmt: skip
ADDED = Scale("an added line is looser", lambda before, after: "looser", "tighter")
LEVELS = Scale("a less severe or new value is looser", _ranks(*_LEVELS), "looser", "looser")
CLOSED = Scale("a list that allows more, or a removed list, is looser", _sets("looser"))
MODES = ("cached", "async", "soft", "hard")

# The titles of the topics in the docs; the other topics have no direction.
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "sla": "Terms of an SLA (`<severity>.<target>`, `<objective>.<field>`)",
        "journey": "Shared objectives of a journey",
        "dependency": "Dependencies (tighter: the dependency is stronger)",
        "tier": "Tier",
        "interface": "Interfaces",
        "runbook": "Runbooks",
        "escalation": "Pages (`<severity>.tier<n>.<field>`; `tier<n>` is level n of the escalation policy)",
        "policy": "The policy",
        "signers": "The allowed signers file, line by line",
        "revoked": "The file of revoked keys, line by line",
        "baseline": "The baseline, line by line",
        "configuration": "The configuration",
        "person": "People",
        "symptom": "Symptoms of a service",
        "comms": "Updates for the people affected (`comms`)",
        "expectation": "Expectations",
    }
)

TABLE: Mapping[str, tuple[DirectionRule, ...]] = MappingProxyType(
    {
        "sla": (
            DirectionRule("*.ack", SHORTER),
            DirectionRule("*.respond", SHORTER),
            DirectionRule("*.updateEvery", SHORTER),
            DirectionRule("*.restore", SHORTER),
            DirectionRule("*.resolve", SHORTER),
            DirectionRule("*.target", HIGHER),
            DirectionRule("*.percentile", PERCENTILE),
            DirectionRule("*.threshold", THRESHOLD),
            DirectionRule(
                "*.basis",
                Scale(
                    "excluding failures of dependencies is looser: inclusive → intrinsic",
                    _ranks("intrinsic", "inclusive"),
                ),
            ),
            DirectionRule("*.impact", INCOMPARABLE),
            DirectionRule("*.window", INCOMPARABLE),
            DirectionRule("*.calendar", INCOMPARABLE),
            DirectionRule("*.type", INCOMPARABLE),
            DirectionRule("*.ref", INCOMPARABLE),
            DirectionRule("*.description", INCOMPARABLE),
            DirectionRule("*.good", INCOMPARABLE),
            DirectionRule("*.total", INCOMPARABLE),
            DirectionRule("hours", HOURS),
            DirectionRule("outcome", REWORDED),
            DirectionRule("errorBudget.except", NONE_OF),
            DirectionRule("errorBudget.*", REWORDED),
            DirectionRule("approvers", ALL_OF),
            DirectionRule("status", Scale("no longer `published` is looser", _ranks("retired", "draft", "published"))),
            DirectionRule("impact", FREE),
            DirectionRule("approvedOn", FREE),
            DirectionRule("revisitOn", FREE),
            DirectionRule("reviewEvery", FREE),
            DirectionRule("dashboards", FREE),
            DirectionRule("releaseCalendar", FREE),
            DirectionRule("milestones", FREE),
        ),
        "tier": (DirectionRule("tier", Scale("a higher number is less critical: looser", _numbers("looser"))),),
        "dependency": (
            DirectionRule("mode", Scale("tighter in this order: cached, async, soft, hard", _ranks(*MODES), "looser")),
            DirectionRule("tolerates", Scale("shorter or removed is tighter", _numbers("looser"), "tighter")),
            DirectionRule(
                "group",
                Scale("any change or removal is tighter; a new group is looser", lambda b, a: "tighter", "tighter"),
            ),
            DirectionRule("need", Scale("higher is tighter", _numbers("tighter"), "looser")),
            DirectionRule(
                "degrade", Scale("removed is tighter; another text has no direction", lambda b, a: "other", "tighter")
            ),
            DirectionRule("interface", FREE),
            DirectionRule("service", FREE),
            DirectionRule("status", FREE),
        ),
        "escalation": (
            DirectionRule("*.wait", SHORTER),
            DirectionRule("*.hold", Scale("longer is looser, removed is tighter", _numbers("looser"), "tighter")),
            DirectionRule("*.ackTimeout", SHORTER),
            DirectionRule("*.via", ALL_OF),
            DirectionRule("*.urgency", Scale("low → high is tighter", _ranks("low", "high"))),
            DirectionRule("*", FREE),
        ),
        "policy": (
            DirectionRule("title", FREE),
            DirectionRule("description", FREE),
            DirectionRule("labels*", FREE),
            DirectionRule("links*", FREE),
            DirectionRule("review*", FREE),
            DirectionRule("severities.*.title", FREE),
            DirectionRule("severities.*.description", FREE),
            DirectionRule("severities.*.major", Scale("true → false is looser", _ranks(False, True))),
            DirectionRule("severities.*.page", Scale("24x7 → hours is looser", _ranks("hours", "24x7"))),
            DirectionRule("severities.*.postmortemWithin", SHORTER),
            DirectionRule("tiers.*.title", FREE),
            DirectionRule("tiers.*.requires", ALL_OF),
            DirectionRule("tiers.*.escalationTiers", HIGHER),
            DirectionRule("tiers.*.drillEvery", SHORTER),
            DirectionRule("tiers.*.reviewEvery", SHORTER),
            DirectionRule(
                "channels.*", Scale("any change or removal is looser", lambda b, a: "looser", "looser", "other")
            ),
            DirectionRule("requiredInfo", ALL_OF),
            DirectionRule("authorities", CLOSED),
            DirectionRule("vocabulary.*", CLOSED),
            DirectionRule("governance.quorum", HIGHER),
            DirectionRule("governance.represents", ALL_OF),
            DirectionRule("governance.reviewEvery", SHORTER),
            DirectionRule("signoff.enabled", Scale("removing the section `signoff` is looser", _ranks(False, True))),
            DirectionRule("signoff.requireFor.*", ALL_OF),
            DirectionRule(
                "signoff.minEvidence", Scale("a lower evidence level is looser", _ranks("E0", "E1", "E2", "E3"))
            ),
            DirectionRule("signoff.distinctHumans", HIGHER),
            DirectionRule("signoff.maxAge", SHORTER),
            DirectionRule("breakGlass.roster", NONE_OF),
            DirectionRule("breakGlass.*", Scale("higher is looser", _numbers("looser"))),
            DirectionRule(
                "publish.fields",
                Scale("tighter in this order: contacts, names, handles", _ranks("contacts", "names", "handles")),
            ),
            DirectionRule("publish.people", Scale("false → true is looser", _ranks(True, False))),
            DirectionRule("rules.ignore", NONE_OF),
            DirectionRule("rules.overrides", NONE_OF),
            DirectionRule("rules.severity.*", LEVELS),
            DirectionRule("rules.*", INCOMPARABLE),
        ),
        "signers": (DirectionRule("*", ADDED),),
        "revoked": (DirectionRule("*", Scale("a removed line is looser", lambda b, a: "looser")),),
        "baseline": (DirectionRule("*", ADDED),),
        "configuration": (
            DirectionRule("format", FREE),
            DirectionRule("color", FREE),
            DirectionRule("*", INCOMPARABLE),
        ),
        "person": (
            DirectionRule("identity.*", INCOMPARABLE),
            DirectionRule("contacts", Scale("a waking channel less is looser", _never, "other")),
            DirectionRule("notify.*", Scale("a channel that is later or gone is looser", _never, "other")),
            DirectionRule("*", FREE),
        ),
        "journey": (
            DirectionRule("owner", FREE),
            DirectionRule("outcome", FREE),
            DirectionRule("impact", FREE),
            DirectionRule("steps", FREE),
            DirectionRule("*.target", HIGHER),
            DirectionRule("*.percentile", PERCENTILE),
            DirectionRule("*.threshold", THRESHOLD),
        ),
        "interface": (DirectionRule("*", REWORDED),),
        "runbook": (
            DirectionRule(
                "covers.*", Scale("removed is looser, unless another entry contains it", _never, new="tighter")
            ),
            DirectionRule("*", FREE),
        ),
        "symptom": (
            DirectionRule(
                "*.severity",
                Scale("less severe is looser, in the order of the policy", _never, "other", "tighter"),
            ),
            DirectionRule(
                "*.alerts",
                Scale(
                    "an alert that no symptom has as severely as before, or that another service keeps, is looser",
                    _never,
                    "other",
                    "tighter",
                ),
            ),
            DirectionRule("*", FREE),
        ),
        "comms": (
            DirectionRule("comms.*Within", SHORTER),
            DirectionRule("comms.*every", SHORTER),
            DirectionRule("comms*", Scale("removed is looser", lambda before, after: "other")),
        ),
        "alias": (DirectionRule("*", FREE),),
        "expectation": (
            DirectionRule("humanWithin", SHORTER),
            DirectionRule("pages.*", REWORDED),
            DirectionRule("reaches", ALL_OF),
            DirectionRule("*", INCOMPARABLE),
        ),
        "owner": (DirectionRule("owner", Scale("removed is looser", lambda b, a: "other")),),
        "free": (DirectionRule("*", FREE),),
    }
)
