"""``ownercat rules``: List all rules with code, name and default severity."""

from collections.abc import Iterable
from typing import Any

import click

from ownercat import rules
from ownercat.commands import _output
from ownercat.commands._options import format_option
from ownercat.rules import Registered
from ownercat.text import format_json
from ownercat.views.table import format_table
from ownercat.views.terminal import measure_width


@click.command("rules", epilog="Example: ownercat rules | grep escalation")
@format_option("text", "json")
def COMMAND(form: str) -> None:  # noqa: N802  # the one named constant of a command
    """List all rules with code, name and default severity.

    A dated rule depends on the date and is off with --timeless. An optional rule is off unless the policy enables
    it.
    """
    found = list(rules.registry().values())
    if form == "json":
        described = ",\n  ".join(format_json(describe_rule(r)) for r in found)
        _output.write(f'{{"version": 1,\n "rules": [\n  {described}]}}\n')
        return
    _output.write_page(render_table(found))


def render_table(found: Iterable[Registered]) -> str:
    """One row for each rule."""
    rows = [
        [r.rule.code, r.rule.name, r.rule.severity.word, ", ".join(list_flags(r)), get_summary(r.page)] for r in found
    ]
    return format_table(rows, measure_width(whole_rows=True)) if rows else ""


def get_summary(page: str) -> str:
    """The first paragraph of a rule's page, on one line."""
    return " ".join(page.strip().partition("\n\n")[0].split())


def list_flags(registered: Registered) -> list[str]:
    """When the rule is off, in words."""
    rule = registered.rule
    return ["dated"] * rule.dated + ["optional"] * rule.optional


def describe_rule(registered: Registered) -> dict[str, Any]:
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
        "summary": get_summary(registered.page),
    }
