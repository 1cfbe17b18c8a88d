"""The policy of the organization."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import EMPTY, Duration, Entity, Ref


class SeverityLevel(NamedTuple):
    """One incident severity, in rank order."""

    id: str
    title: str
    major: bool
    page: str
    postmortem_within: Duration | None = None


class ServiceTierPolicy(NamedTuple):
    """The requirements for services of a tier."""

    title: str
    requires: frozenset[str]
    escalation_tiers: int
    drill_every: Duration | None = None


class Channel(NamedTuple):
    """A notification channel.

    ``provider`` is a failure domain, ``wakes`` whether the channel wakes a sleeping person.
    """

    id: str
    medium: str
    provider: str
    wakes: bool


class SignoffPolicy(NamedTuple):
    """The rules of sign-off: which dependencies need a standing agreement (``modes``, ``tiers`` of the consumer), and
    which evidence counts.
    """

    modes: frozenset[str] = frozenset()
    tiers: frozenset[int] = frozenset()
    min_evidence: str = "E1"
    distinct_humans: int = 2
    max_age: Duration | None = None
    signers: str = ""
    enabled: bool = True  # False: the policy has no `signoff:` section, so no change and no dependency needs approval


class BreakGlassPolicy(NamedTuple):
    """The rules of emergencies: who may declare one, for how long, when approvals are due, and how many per quarter."""

    roster: tuple[Ref, ...] = ()
    max_hours: int = 24
    retro_days: int = 5
    budget_per_quarter: int = 3


class PublishPolicy(NamedTuple):
    """What a published site and an index of the catalog contain about people.

    ``fields``: ``handles`` (the name of the document), ``names`` (also title and description) or ``contacts``
    (everything). ``people``: whether each person has a page.
    """

    fields: str = "handles"
    people: bool = False


class Suppression(NamedTuple):
    """A comment or a rule exception that silences the findings of one rule.

    ``rule``: as written. ``place``: the comment or the exception. ``line``: the line that a comment is about (0 for an
    exception), and ``target``: the key on that line. ``names``: its key path with names instead of numbers.
    ``entity``: what an exception is about (``service:checkout``). ``problem``: why the text has no effect.
    """

    rule: str
    place: Place
    reason: str = ""
    until: date | None = None
    line: int = 0
    target: Place | None = None
    names: tuple[str, ...] = ()
    entity: str = ""
    problem: str = ""

    @property
    def noun(self) -> str:
        """Return the name of its form in messages."""
        return "suppression" if self.line else "exception"

    def is_effective(self, day: date | None) -> bool:
        """Return whether it silences findings on a day; ``None``: on any day."""
        return bool(self.reason) and not self.problem and not self.is_expired(day)

    def is_expired(self, day: date | None) -> bool:
        """Return whether its last day is over."""
        return day is not None and self.until is not None and self.until < day


class RulesPolicy(NamedTuple):
    """Which rules run, with which severity and options.

    ``overrides`` are rule exceptions by path, ``exceptions`` those by entity.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = EMPTY
    options: Mapping[str, Mapping[str, Any]] = EMPTY
    overrides: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()  # (path patterns, rules ignored there)
    exceptions: tuple[Suppression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Entity):
    """The policy of the organization, resolved over the built-in defaults (see ``policy.py``)."""

    severities: tuple[SeverityLevel, ...] = ()
    severity_aliases: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    tiers: Mapping[int, ServiceTierPolicy] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=lambda: EMPTY)
    required_info: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: EMPTY)
    governance_team: Ref | None = None
    governance_quorum: int = 2
    signoff: SignoffPolicy = field(default_factory=SignoffPolicy)
    break_glass: BreakGlassPolicy = field(default_factory=BreakGlassPolicy)
    attestation_every: Duration | None = None  # the greatest age of the newest attestation of a service
    snapshot_ages: Mapping[str, Duration] = field(default_factory=lambda: EMPTY)  # the greatest age, by source
    publish: PublishPolicy = field(default_factory=PublishPolicy)
    rules: RulesPolicy = field(default_factory=RulesPolicy)
    data: Mapping[str, Any] = field(default_factory=lambda: EMPTY)  # the complete data: defaults and document merged

    def severity_id(self, word: str) -> str:
        """Return the canonical severity of an ID or alias; the word itself if it is unknown."""
        return str(self.severity_aliases.get(word, word))

    def find_severity(self, word: str) -> str | None:
        """Return the severity of an ID or alias that a person typed, without regard to case; ``None`` if unknown."""
        known = {level.id: level.id for level in self.severities}
        words = {each.casefold(): self.severity_id(each) for each in (*self.severity_aliases, *known)}
        return known.get(self.severity_id(word)) or known.get(words.get(word.casefold(), ""))

    def worst(self, words: Iterable[str]) -> str:
        """Return the worst of some severities (IDs or aliases) by rank; of none, the worst of the policy."""
        known = [level.id for level in self.severities]
        declared = {self.severity_id(word) for word in words if word}
        ranked = [level for level in known if level in declared]
        return (ranked or sorted(declared) or known or ["sev1"])[0]

    @property
    def major(self) -> frozenset[str]:
        """Return the IDs of the severities that wake people at any hour."""
        return frozenset(s.id for s in self.severities if s.major)
