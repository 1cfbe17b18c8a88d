"""Decide whether a rule runs, and with which severity."""

from collections.abc import Iterable, Mapping
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
    """The selection of the command line; each word is a code, a name, a prefix of a code (``OWN``) or ``ALL``."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = {}


def find_severity(rule: Rule, policy: RulesPolicy, options: Selection, timeless: bool = False) -> Severity | None:
    """Return the severity of a rule; ``None`` if it does not run.

    The command line has precedence over the policy. A longer word has precedence over a shorter one. At the same
    length, ignore has precedence over select.
    """
    if timeless and rule.dated:
        return None
    select, ignore = options.select or policy.select, options.ignore or ()
    kept = max((_get_weight(rule, word) for word in select), default=-1)
    dropped = max((_get_weight(rule, word) for word in ignore), default=-1)
    dropped_by_policy = -1 if options.select else max((_get_weight(rule, word) for word in policy.ignore), default=-1)
    if select and kept < 0:
        return None
    if max(dropped, dropped_by_policy) > -1 and max(dropped, dropped_by_policy) >= kept:
        return None
    for levels in (options.severity, {w: LEVELS.get(level) for w, level in policy.severity.items()}):
        for word in (rule.name, rule.code):
            if word in levels:
                return levels[word]
    return rule.severity


def can_be_set_aside(rule: Rule) -> bool:
    """Return whether a rule exception by path can silence a rule; a protected rule always runs."""
    return not rule.protected


def _get_weight(rule: Rule, word: str) -> int:
    """Return how exactly a word names a rule: -1 not at all, 0 ``ALL``, else the number of matching characters."""
    if word == ALL:
        return 0
    if word in (rule.code, rule.name):
        return 100
    return len(word) if word and rule.code.startswith(word) else -1


def parse_severities(words: Iterable[str]) -> dict[str, Severity | None]:
    """Parse the ``RULE=LEVEL`` words of the command line."""
    levels = {}
    for word in words:
        rule, equals, level = word.partition("=")
        if not equals or level not in LEVELS:
            raise UsageError(f"--severity {shown(word)} is not RULE=LEVEL", f"levels are {', '.join(LEVELS)}")
        levels[rule] = LEVELS[level]
    return levels


def check_words(words: Iterable[str], rules: Iterable[Rule]) -> None:
    """Refuse words that do not name a rule."""
    known = list(rules)
    for word in words:
        if not any(_get_weight(rule, word) >= 0 for rule in known):
            names = [r.name for r in known] + [r.code for r in known]
            otherwise = "name one at a time" if "," in word else "see ownercat rules"
            raise UsageError(f"there is no rule {shown(word)}", near_or_containing(word, names, otherwise))
