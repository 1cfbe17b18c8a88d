"""``ownercat explain``: the page of one rule."""

from __future__ import annotations

import click

from ownercat.commands import _output
from ownercat.commands._options import color_option
from ownercat.rules import Registered
from ownercat.rules._examples import render_whole_page
from ownercat.text import as_json
from ownercat.views import rules
from ownercat.views.terminal import measure_screen, painter, use_color

WIDEST = 100  # longer lines of prose are hard to read


@click.command("explain", epilog="Example: ownercat explain orphaned-service")
@click.argument("rule", metavar="RULE", shell_complete=rules.complete)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--whole", is_flag=True, help="Show every file of the examples, with those of the example company.")
@color_option
def COMMAND(rule: str, form: str, whole: bool, color: str | None) -> None:  # noqa: N802  # the one named constant of a command
    """Explain a rule, with failing and passing examples.

    RULE is a code or a name. The examples show only the files that matter. --whole prints every file.
    """
    found = rules.find(rule)
    page = (render_whole_page(found.page) if whole else found.page).strip()
    if form == "json":
        _output.write(as_json({"version": 1, **rules.described(found), "page": page}))
    elif use_color(color or "auto"):
        from ownercat.views import rule_page  # noqa: PLC0415  # it loads rich

        width = min(measure_screen(), WIDEST)
        _output.write(f"{_headline(found, color=True)}\n\n{rule_page.rendered(page, width)}")
    else:
        _output.write(f"{_headline(found, color=False)}\n\n{page}\n")


def _headline(found: Registered, color: bool) -> str:
    paint = painter(color)
    rule = found.rule
    name = paint(f"{rule.name} ({rule.code})", "strong")
    return " · ".join([name, paint(rule.severity.word, rule.severity.word), found.family, *rules.flags(found)])
