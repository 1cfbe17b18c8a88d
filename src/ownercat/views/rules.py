"""What ``explain`` and ``rules`` share: finding a rule, and describing one."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from ownercat import rules
from ownercat.errors import UsageError
from ownercat.rules import Registered
from ownercat.suggest import did_you_mean
from ownercat.text import shown


def find(word: str) -> Registered:
    """The rule with that code or name, in any case; refuses a word that names none."""
    known = rules.registry()
    names = {r.rule.name: r for r in known.values()}
    found = known.get(word.upper()) or names.get(word.lower())
    if found is None:
        hint = did_you_mean(word, [*names, *known], "ownercat rules lists them")
        raise UsageError(f"there is no rule {shown(word)}", hint)
    return found


def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names and codes that begin as typed, with what they report."""
    return [
        CompletionItem(word, help=summary(registered.page))
        for registered in rules.registry().values()
        for word in (registered.rule.name, registered.rule.code)
        if word.startswith(incomplete)
    ]


def summary(page: str) -> str:
    """The first paragraph of a rule's page, on one line."""
    return " ".join(page.strip().partition("\n\n")[0].split())


def flags(registered: Registered) -> list[str]:
    """When the rule is off, in words."""
    rule = registered.rule
    return ["dated"] * rule.dated + ["optional"] * rule.optional


def described(registered: Registered) -> dict[str, Any]:
    """A rule as JSON has it, without its page."""
    rule = registered.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "family": registered.family,
        "severity": rule.severity.word,
        "dated": rule.dated,
        "optional": rule.optional,
        "options": dict(rule.options),
        "summary": summary(registered.page),
    }
