"""Is this rule on, and how loud? One pure decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from ownercat.diagnostics import Rule, Severity
from ownercat.errors import UsageError
from ownercat.model import RulesPolicy
from ownercat.suggest import near_or_containing
from ownercat.text import shown

ALL = "ALL"
LEVELS: Mapping[str, Severity | None] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "off": None,
}


class Selection(NamedTuple):
    """What the command line asked for; each word is a code, a name, a code's prefix (``OWN``) or ``ALL``."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = {}


class Why(Enum):
    """The reason behind a decision, for ``ownercat rules -v`` and for tests."""

    DEFAULT = "on by default"
    SELECTED = "selected"
    NOT_SELECTED = "not selected"
    IGNORED = "ignored"
    SEVERITY = "severity changed"
    TIMELESS = "off under --timeless"


class RuleDecision(NamedTuple):
    """The severity a rule runs at (``None`` = it does not run), and why."""

    severity: Severity | None
    why: Why


def decide(rule: Rule, policy: RulesPolicy, asked: Selection, timeless: bool = False) -> RuleDecision:
    """Command line over policy; a longer word beats a shorter one, ignore beats select at the same length."""
    if timeless and rule.dated:
        return RuleDecision(None, Why.TIMELESS)
    select, ignore = asked.select or policy.select, asked.ignore or ()
    kept = max((_weight(rule, word) for word in select), default=-1)
    dropped = max((_weight(rule, word) for word in ignore), default=-1)
    dropped_by_policy = -1 if asked.select else max((_weight(rule, word) for word in policy.ignore), default=-1)
    if select and kept < 0:
        return RuleDecision(None, Why.NOT_SELECTED)
    if max(dropped, dropped_by_policy) > -1 and max(dropped, dropped_by_policy) >= kept:
        return RuleDecision(None, Why.IGNORED)
    for levels in (asked.severity, {w: LEVELS.get(level) for w, level in policy.severity.items()}):
        for word in (rule.name, rule.code):
            if word in levels:
                return RuleDecision(levels[word], Why.SEVERITY)
    return RuleDecision(rule.severity, Why.SELECTED if select else Why.DEFAULT)


def can_be_set_aside(rule: Rule) -> bool:
    """Whether an override by path may silence a rule: never what teams agree on, nor what loosens the check itself."""
    return not rule.protected


def _weight(rule: Rule, word: str) -> int:
    """How exactly a word names a rule: -1 not at all, 0 ``ALL``, else the number of characters that match."""
    if word == ALL:
        return 0
    if word in (rule.code, rule.name):
        return 100
    return len(word) if word and rule.code.startswith(word) else -1


def parse_severities(words: Iterable[str]) -> dict[str, Severity | None]:
    """``RULE=LEVEL`` from the command line."""
    levels = {}
    for word in words:
        rule, equals, level = word.partition("=")
        if not equals or level not in LEVELS:
            raise UsageError(f"--severity {shown(word)} is not RULE=LEVEL", f"levels are {', '.join(LEVELS)}")
        levels[rule] = LEVELS[level]
    return levels


def verify(words: Iterable[str], rules: Iterable[Rule]) -> None:
    """Refuse words that name no rule."""
    known = list(rules)
    for word in words:
        if not any(_weight(rule, word) >= 0 for rule in known):
            names = [r.name for r in known] + [r.code for r in known]
            otherwise = "name one at a time" if "," in word else "see ownercat rules"
            raise UsageError(f"there is no rule {shown(word)}", near_or_containing(word, names, otherwise))
