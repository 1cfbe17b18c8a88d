"""``ownercat explain``: Explain a rule, with failing and passing examples."""

import re

import click
from click.shell_completion import CompletionItem

from ownercat.commands import _output
from ownercat.commands._options import color_option, format_option
from ownercat.commands.rules import describe_rule, get_summary, list_flags, render_table
from ownercat.errors import UsageError
from ownercat.rules import Registered, registry
from ownercat.rules._examples import render_whole_page
from ownercat.suggest import near_or_containing
from ownercat.text import format_json, shown
from ownercat.views.terminal import measure_width, painter, use_color

WIDEST = 100  # longer lines of prose are hard to read


def _find_rule(word: str) -> Registered | None:
    """Return the rule with that code or name, in any case."""
    found = registry().get(word.upper())
    return found or next((r for r in registry().values() if r.rule.name == word.lower()), None)


def _search_rules(word: str) -> list[Registered]:
    """Return the rules that have a word, or its plural, in their family, name or summary; refuse a word without."""
    whole = re.compile(rf"(?<![^\W_]){re.escape(word)}s?(?![^\W_])", re.IGNORECASE)
    known = registry()
    found = [r for r in known.values() if whole.search(f"{r.family} {r.rule.name} {get_summary(r.page)}")]
    if not found or not word.strip():
        names = [*(r.rule.name for r in known.values()), *known]
        raise UsageError(
            f"there is no rule {shown(word)}", near_or_containing(word, names, "ownercat rules lists them")
        )
    return found


def complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names and codes that begin as typed, with what each rule reports."""
    return [
        CompletionItem(word, help=get_summary(registered.page))
        for registered in registry().values()
        for word in (registered.rule.name, registered.rule.code)
        if word.startswith(incomplete)
    ]


@click.command("explain", epilog="Example: ownercat explain orphaned-service")
@click.argument("rule", metavar="RULE|WORD", shell_complete=complete_rule)
@format_option("text", "json")
@click.option("--whole", is_flag=True, help="Show every file of the examples and of the example company.")
@color_option
def COMMAND(rule: str, form: str, whole: bool, color: str | None) -> None:  # noqa: N802  # the one named constant of a command
    """Explain a rule, with failing and passing examples.

    RULE is a code or a name. The examples show only the files that matter. --whole prints every file.

    WORD is any other word: list the rules about this word (text only).
    """
    found = _find_rule(rule)
    if found is None:
        matches = _search_rules(rule)
        if form == "json":
            raise UsageError(
                f"there is no rule {shown(rule)}", f"ownercat explain {shown(rule)} lists the rules about it"
            )
        _output.write_page(render_table(matches))
        return
    page = (render_whole_page(found.page) if whole else found.page).strip()
    if form == "json":
        _output.write(format_json({"version": 1, **describe_rule(found), "page": page}))
    elif use_color(color or "auto"):
        from ownercat.views import rule_page  # noqa: PLC0415  # it loads rich

        width = min(measure_width(), WIDEST)
        _output.write_page(f"{_headline(found, color=True)}\n\n{rule_page.rendered(page, width)}")
    else:
        _output.write_page(f"{_headline(found, color=False)}\n\n{page}\n")


def _headline(found: Registered, color: bool) -> str:
    paint = painter(color)
    rule = found.rule
    name = paint(f"{rule.name} ({rule.code})", "strong")
    return " · ".join([name, paint(rule.severity.word, rule.severity.word), found.family, *list_flags(found)])
