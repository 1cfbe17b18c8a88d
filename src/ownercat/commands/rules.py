"""``ownercat rules``: every rule there is."""

from __future__ import annotations

import click

from ownercat import rules
from ownercat.commands import _output
from ownercat.text import as_json
from ownercat.views import rules as _rules
from ownercat.views.table import table, width


@click.command("rules", epilog="Example: ownercat rules | grep escalation")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def COMMAND(form: str) -> None:  # noqa: N802  # the one named constant of a command
    """List the rules: code, name, default severity, and what each reports.

    A dated rule reminds of time passing and is off under --timeless; an optional one is off unless the policy asks
    for it.
    """
    found = list(rules.registry().values())
    if form == "json":
        described = ",\n  ".join(as_json(_rules.described(r)) for r in found)
        _output.write(f'{{"version": 1,\n "rules": [\n  {described}]}}\n')
        return
    rows = [
        [r.rule.code, r.rule.name, r.rule.severity.word, ", ".join(_rules.flags(r)), _rules.summary(r.page)]
        for r in found
    ]
    _output.write(table(rows, width()) if rows else "")
