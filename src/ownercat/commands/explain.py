"""``ownercat explain``: the page of one rule."""

from __future__ import annotations

import click

from ownercat import plugins
from ownercat.commands import _output, _rules
from ownercat.commands._catalog import color_option, use_color
from ownercat.rules import Registered
from ownercat.terminal import painter
from ownercat.text import as_json

WIDEST = 100  # longer lines of prose are hard to read


@click.command("explain", epilog="Example: ownercat explain orphaned-service")
@click.argument("rule", metavar="RULE", shell_complete=_rules.complete)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@color_option
def COMMAND(rule: str, form: str, color: str | None) -> None:  # noqa: N802  # the one named constant of a command
    """Explain a rule: what it reports, why, and examples that fail and pass.

    RULE is a code or a name.
    """
    found = _rules.find(rule)
    if form == "json":
        _output.write(as_json({"version": 1, **_rules.described(found), "page": found.page.strip()}))
    elif use_color(color or "auto"):
        markdown = plugins.load("ownercat.commands._markdown")
        width = min(_output.screen(), WIDEST)
        _output.write(f"{_headline(found, color=True)}\n\n{markdown.rendered(found.page, width)}")
    else:
        _output.write(f"{_headline(found, color=False)}\n\n{found.page.strip()}\n")


def _headline(found: Registered, color: bool) -> str:
    paint = painter(color)
    rule = found.rule
    name = paint(f"{rule.name} ({rule.code})", "strong")
    return " · ".join([name, paint(rule.severity.word, rule.severity.word), found.family, *_rules.flags(found)])
