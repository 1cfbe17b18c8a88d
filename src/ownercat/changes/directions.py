"""Which way a value moved. One table; the page ``docs/sign-off.md`` shows it, so it cannot say anything else.

A value that cannot be compared has become looser: nobody can prove that it has not. A value that is gone was a promise
that is gone, so it is looser as well; a new one is tighter. Where it is the other way round, the scale says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.changes.values import Direction, Json

Judge = Callable[[Any, Any], Direction]
_TURNED: Mapping[Direction, Direction] = {"looser": "tighter", "tighter": "looser", "other": "other"}


class Scale(NamedTuple):
    """How two values compare, in words and in code.

    ``gone``: the direction when the value is no longer stated; ``new``: when it was not, else the other way round.
    """

    words: str
    judge: Judge
    gone: Direction = "looser"
    new: Direction | None = None


class DirectionRule(NamedTuple):
    """The fields of a topic that fit ``pattern``, and their scale."""

    pattern: str
    scale: Scale


def direction(topic: str, name: str, before: Json, after: Json) -> Direction:
    """Which way one value of a topic moved; what no row speaks about cannot be compared."""
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
    """Neither holds the other: something was taken away, whatever came for it."""

    def judge(before: Any, after: Any) -> Direction:
        if not isinstance(before, list) or not isinstance(after, list):
            return "looser"
        if all(item in after for item in before):
            return more
        return _TURNED[more] if all(item in before for item in after) else "looser"

    return judge


def _ranks(*words: Json) -> Judge:
    """Words from the loosest to the tightest."""

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


def _threshold(before: Any, after: Any) -> Direction:
    """``[kind, number]``: of a latency less is tighter, of a throughput more; other kinds do not compare."""
    if before[0] != after[0] or not _is_number(before[1]) or not _is_number(after[1]):
        return "looser"
    tighter = {"latency": after[1] < before[1], "freshness": after[1] < before[1], "throughput": after[1] > before[1]}
    return "tighter" if tighter.get(after[0]) else "looser"


ALWAYS = "24x7"
_LEVELS = ("off", "info", "warning", "error")
INCOMPARABLE = Scale("any change is looser, a new one too", lambda before, after: "looser", "looser", "looser")
REWORDED = Scale("reworded or gone is looser", lambda before, after: "looser")
FREE = Scale("neither", lambda before, after: "other", "other")
SHORTER = Scale("longer is looser", _numbers("looser"))
HIGHER = Scale("lower is looser", _numbers("tighter"))
PERCENTILE = Scale("lower is looser, one that was not stated too", _numbers("tighter"), "looser", "looser")
ALL_OF = Scale("fewer is looser", _sets("tighter"))
NONE_OF = Scale("more is looser", _sets("looser"), "tighter")
HOURS = Scale("hours that no longer hold all of the old ones are looser", _hours)
THRESHOLD = Scale(
    "of a latency or freshness higher is looser, of a throughput lower is; any other change is looser",
    _threshold, "looser", "looser",
)  # fmt: skip
ADDED = Scale("an added line is looser", lambda before, after: "looser", "tighter")
LEVELS = Scale("a quieter level is looser, and one that was not stated", _ranks(*_LEVELS), "looser", "looser")
CLOSED = Scale("a list that allows more, or none, is looser", _sets("looser"))
MODES = ("cached", "async", "soft", "hard")

# What the values of a topic belong to, for the docs; the others have no direction at all.
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "sla": "Terms of an SLA (`<severity>.<target>`, `<objective>.<field>`)",
        "journey": "Shared objectives of a journey",
        "dependency": "Dependencies (tighter: it leans harder on the other one)",
        "tier": "Tier",
        "interface": "Interfaces",
        "runbook": "Runbooks",
        "escalation": "Pages (`<severity>.tier<n>.<field>`)",
        "policy": "The policy",
        "signers": "The signers file, line by line",
        "revoked": "The file of revoked keys, line by line",
        "baseline": "Known findings, line by line",
        "configuration": "The configuration",
        "person": "People",
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
                Scale("no longer counting failures of dependencies is looser", _ranks("intrinsic", "inclusive")),
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
            DirectionRule("status", Scale("no longer published is looser", _ranks("retired", "draft", "published"))),
            DirectionRule("impact", FREE),
            DirectionRule("approvedOn", FREE),
            DirectionRule("revisitOn", FREE),
            DirectionRule("reviewEvery", FREE),
            DirectionRule("dashboards", FREE),
            DirectionRule("releaseCalendar", FREE),
            DirectionRule("milestones", FREE),
        ),
        "tier": (DirectionRule("tier", Scale("a higher number is a lower tier: looser", _numbers("looser"))),),
        "dependency": (
            DirectionRule("mode", Scale("from cached over async and soft to hard: tighter", _ranks(*MODES), "looser")),
            DirectionRule("tolerates", Scale("shorter is tighter: it needs it sooner", _numbers("looser"), "tighter")),
            DirectionRule("group", Scale("leaving or changing a group is tighter", lambda b, a: "tighter", "tighter")),
            DirectionRule("need", Scale("more is tighter", _numbers("tighter"), "looser")),
            DirectionRule("degrade", Scale("reworded: neither; gone: tighter", lambda b, a: "other", "tighter")),
            DirectionRule("interface", FREE),
            DirectionRule("service", FREE),
            DirectionRule("status", FREE),
        ),
        "escalation": (
            DirectionRule("*.wait", SHORTER),
            DirectionRule("*.hold", Scale("longer is looser, none is tighter", _numbers("looser"), "tighter")),
            DirectionRule("*.ackTimeout", SHORTER),
            DirectionRule("*.via", ALL_OF),
            DirectionRule("*.urgency", Scale("from low to high: tighter", _ranks("low", "high"))),
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
            DirectionRule("severities.*.major", Scale("no longer major is looser", _ranks(False, True))),
            DirectionRule("severities.*.page", Scale("from 24x7 to hours: looser", _ranks("hours", "24x7"))),
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
            DirectionRule("signoff.requireFor.*", ALL_OF),
            DirectionRule("signoff.minEvidence", Scale("a lower level is looser", _ranks("E0", "E1", "E2", "E3"))),
            DirectionRule("signoff.distinctHumans", HIGHER),
            DirectionRule("signoff.maxAge", SHORTER),
            DirectionRule("breakGlass.roster", NONE_OF),
            DirectionRule("breakGlass.*", Scale("more is looser", _numbers("looser"))),
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
        "runbook": (DirectionRule("covers.*", REWORDED), DirectionRule("*", FREE)),
        "owner": (DirectionRule("owner", Scale("none is looser", lambda b, a: "other")),),
        "free": (DirectionRule("*", FREE),),
    }
)
