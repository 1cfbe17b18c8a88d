"""Write the generated pages of this folder: rules, commands, man pages, formats, schemas. All comes from the code.

``python docs/build.py`` writes them; ``--check`` writes nothing and exits 1 when a page is not what the code says.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from ownercat import linter, rules
from ownercat.changes import directions
from ownercat.changes.kinds import KINDS
from ownercat.cli import cli
from ownercat.diagnostics import Report
from ownercat.documents import loader, schema
from ownercat.documents.schema import bundle
from ownercat.linter.selection import Selection
from ownercat.repository.trees import Memory
from ownercat.rules import Registered
from ownercat.rules._examples import COMPANY, FAILS, PASSES, build_example
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Generated from the code: edit the code, then run docs/build.py. -->\n"
WIDTH = 100  # of help texts and of the example output
SAMPLE_RULE = "OWN001"  # its failing example is what the formats show
_BLOCK = re.compile(r"^```(\w+) title=(\S+?)(?: as=(\S+))?\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)
_FORMS = {  # what a page says above a block of an example
    None: "`{path}`:",
    "changed": "These keys of `{path}` differ:",
    "removed": "`{path}` is removed.",
    "latin-1": "`{path}`, stored as Latin-1:",
    "symlink": "`{path}`, a symbolic link to a file with this text:",
}
_REFERENCE = re.compile(r"(?<!\])\[([a-z0-9]+(?:-[a-z0-9]+)*)\](?![(\[:])")


def pages() -> dict[str, str]:
    """Every generated page by its path below this folder."""
    found = {f"rules/{r.rule.name}.md": rule_page(r) for r in rules.registry().values()}
    found["rules.md"] = rules_index(list(rules.registry().values()))
    found["company.md"] = company_page()
    found["commands.md"] = commands_page()
    found["formats.md"] = formats_page()
    found["schemas.md"] = schemas_page()
    found["changes.md"] = changes_page()
    return {path: f"{NOTE}\n{text.rstrip()}\n" for path, text in found.items()} | dict(man_pages())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def fenced(text: str, language: str = "text") -> str:
    """A code block."""
    return f"```{language}\n{text.rstrip()}\n```\n"


# rules


def rule_page(found: Registered) -> str:
    """A rule's docstring under its name; ``[other-rule]`` becomes a link."""
    rule = found.rule
    page = found.page.strip()
    known = {r.rule.name for r in rules.registry().values()}
    links = sorted(set(_REFERENCE.findall(page)) & known)
    head = f"# {rule.name} ({rule.code})\n\n{when(found)} Family: [{found.family}](../rules.md#{found.family}).\n"
    page = re.sub(r"\n{3,}", "\n\n", _BLOCK.sub(example_block, page)).strip()
    return "\n".join([head, page, "", company_note(found.page), *(f"[{name}]: {name}.md" for name in links)])


def example_block(found: re.Match[str]) -> str:
    """A block of an example under the name of its file, in Markdown that every renderer shows."""
    language, path, form, text = found.groups()
    said = _FORMS[form].format(path=path)
    return f"\n{said}\n\n" + (f"```{language}\n{text}```\n\n" if text else "")


def company_note(page: str) -> str:
    """Where the names of an example come from that it does not define."""
    paths = {file.path for title in (FAILS, PASSES) for file in build_example(page, title).after}
    note = "Names that an example does not define belong to the [example company](../company.md).\n"
    return note if any(path.startswith(COMPANY) for path in paths) else ""


def company_page() -> str:
    """The files of the example company."""
    folder = Path(rules.__file__).parent / "company"
    parts = [
        "# The example company\n\nThe examples of the [rules](rules.md) show only what matters. "
        "They use the people, teams and services of this company.\n"
        "`ownercat explain RULE --whole` prints every file of an example.\n",
        *(f"## {file.name}\n\n{fenced(file.read_text(encoding='utf-8'), 'yaml')}" for file in sorted(folder.iterdir())),
    ]
    return "\n".join(parts)


def when(found: Registered) -> str:
    """Severity, and when the rule is off."""
    rule = found.rule
    dated = " Reminds of time passing, so it is off under `--timeless`." * rule.dated
    optional = " Off unless the policy asks for it." * rule.optional
    return f"Default severity: {rule.severity.word}.{dated}{optional}"


def rules_index(found: list[Registered]) -> str:
    """All rules by family."""
    parts = [
        "# Rules\n\nOne code, one name, one default severity; code and name both work wherever a rule is named.\n"
        "D = dated: reminds of time passing, off under `--timeless`. O = optional: off unless the policy asks for it.\n"
    ]
    for family, group in groupby(sorted(found, key=lambda r: (r.family, r.rule.code)), key=lambda r: r.family):
        rows = [
            [
                r.rule.code,
                f"[{r.rule.name}](rules/{r.rule.name}.md)",
                r.rule.severity.word,
                "D" * r.rule.dated + "O" * r.rule.optional,
                " ".join(r.page.strip().partition("\n\n")[0].split()),
            ]
            for r in group
        ]
        parts.append(f"## {family}\n\n{table(['Code', 'Name', 'Severity', '', 'Reports'], rows)}")
    return "\n".join(parts)


# commands


def commands_page() -> str:
    """The help text of every command."""
    root = click.Context(cli, info_name="ownercat", **{**cli.context_settings, "terminal_width": WIDTH})
    parts = [f"# Commands\n\n{fenced(cli.get_help(root))}"]
    parts += commands_of(cli, root, 2)
    return "\n".join(parts)


def commands_of(group: click.Group, above: click.Context, level: int) -> Iterator[str]:
    """The help text of every command of a group, and of the groups in it."""
    for name in group.list_commands(above):
        command = group.get_command(above, name) or group
        context = click.Context(command, info_name=name, parent=above, terminal_width=WIDTH)
        title = context.command_path.removeprefix("ownercat ")
        yield f"{'#' * level} {title}\n\n{fenced(command.get_help(context))}"
        if isinstance(command, click.Group):
            yield from commands_of(command, context, level + 1)


# man pages


def man_pages() -> Iterator[tuple[str, str]]:
    """A man page for the command line and for each command, by path."""
    root = click.Context(cli, info_name="ownercat", **cli.context_settings)
    for context in (root, *contexts_of(cli, root)):
        name = context.command_path.replace(" ", "-")
        yield f"man/{name}.1", man_page(context, name)


def contexts_of(group: click.Group, above: click.Context) -> Iterator[click.Context]:
    """Every command of a group with its place on the command line, and those of the groups in it."""
    for name in group.list_commands(above):
        command = group.get_command(above, name) or group
        context = click.Context(command, info_name=name, parent=above)
        yield context
        if isinstance(command, click.Group):
            yield from contexts_of(command, context)


def man_page(context: click.Context, name: str) -> str:
    """The help of a command as a man page, in the macros that every ``man`` reads."""
    command = context.command
    summary, *text = [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]
    codes = [part.removeprefix("Exit code: ") for part in text if part.startswith("Exit code: ")]
    options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    records = [record for option in options if (record := option.get_help_record(context))]
    above = context.parent.command_path.replace(" ", "-") if context.parent else ""
    parts = {
        "NAME": [f"{name} \\- {roff(summary.removesuffix('.'))}"],
        "SYNOPSIS": [f".B {roff(context.command_path)}", roff(" ".join(command.collect_usage_pieces(context)))],
        "DESCRIPTION": man_paragraphs([summary, *(part for part in text if not part.startswith("Exit code: "))]),
        "OPTIONS": [line for what, meaning in records for line in (".TP", f".B {roff(what)}", roff(meaning))],
        "COMMANDS": list(man_commands(command, context)) if isinstance(command, click.Group) else [],
        "EXIT STATUS": man_paragraphs(codes),
        "EXAMPLE": man_paragraphs([(command.epilog or "").removeprefix("Example: ")]),
        "SEE ALSO": [f".BR {roff(above)} (1)"] if above else [],
    }
    body = [line for title, lines in parts.items() if any(lines) for line in (f".SH {title}", *lines)]
    return "\n".join(
        [
            '.\\" Generated from the code: edit the code, then run docs/build.py.',
            f".TH {name.upper()} 1",
            ".nh",
            ".ad l",
            *body,
            "",
        ]
    )


def man_commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """The commands of a group, each with its own page."""
    for name in group.list_commands(context):
        command = group.get_command(context, name) or group
        page = f"{context.command_path} {name}".replace(" ", "-")
        yield from (".TP", f".BR {roff(page)} (1)", roff(command.get_short_help_str(200)))


def man_paragraphs(texts: Iterable[str]) -> list[str]:
    """Texts in paragraphs."""
    return [line for text in texts for line in (".PP", roff(text))][1:]


ROFF = str.maketrans({"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"})


def roff(text: str) -> str:
    """A text on one line in which nothing is a request or an escape of roff."""
    escaped = " ".join(text.split()).translate(ROFF)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


# formats


def formats_page() -> str:
    """Every reporter with its output for one small catalog."""
    report = sample()
    loaded = [reporters.load(name) for name in reporters.names()]
    rows = [[f"`{r.reporter.name}`", r.reporter.title, "programs" if r.reporter.machine else "people"] for r in loaded]
    parts = [
        "# Output formats of `check`\n\nChosen with `--format NAME`; several may be written in one run, "
        "each with its `--output FILE`.\n",
        table(["Format", "What it is", "Made for"], rows),
    ]
    for found in loaded:
        text = found.render(report, ReportDisplay(width=WIDTH))
        parts.append(f"## {found.reporter.name}\n\n{fenced(text)}")
    return "\n".join(parts)


def sample() -> Report:
    """The result of checking the failing example of one rule."""
    example = build_example(rules.registry()[SAMPLE_RULE].page, FAILS)
    found = loader.load_catalog(Memory({file.path: file.text for file in example.after}), loader.Scope("catalog"))
    return linter.lint(found, linter.LintOptions(Selection(select=(SAMPLE_RULE,))))


# schemas


def schemas_page() -> str:
    """The fields of every kind."""
    found = {kind: bundle.bundled(kind) for kind in schema.kinds()}
    shared = set.intersection(*(set(one["properties"]) for one in found.values()))
    every = only(next(iter(found.values())), shared)
    every["properties"]["kind"] = {
        "enum": schema.kinds(),
        "description": "The kind of entity that the document describes.",
    }
    parts = [
        "# Fields of the catalog format\n\nAn editor can show these descriptions while you type:\n\n"
        "1. Run `ownercat schema ownercat > ownercat.schema.json`. This file does not need other files.\n"
        "2. Start each YAML file with `# yaml-language-server: $schema=…/ownercat.schema.json`. In a file with\n"
        "   several documents, add this line after each `---`.\n\n"
        "Fields in **bold** are required. `[]` means each item of a list; `*` means a key that you choose.\n"
        "The examples form one catalog; `ownercat schema KIND --example` prints them.\n",
        f"## Forms\n\n{table(['Form', 'Description'], [[word, text] for text, word in forms().items()])}",
        f"## Every document\n\n{fields(every)}",
    ]
    for kind, one in found.items():
        own = only(one, set(one["properties"]) - shared)
        example = fenced(schema.example(kind), "yaml")
        parts.append(f"## {kind}\n\n{one['description']}\n\n{fields(own)}\n{example}")
    return "\n".join(parts)


@cache
def forms() -> dict[str, str]:
    """The shared forms of values: what each looks like, and the word for it."""
    shared = json.loads(schema.text("common"))["definitions"]
    words = {name: re.sub(r"([A-Z])", r" \1", name).lower() for name in shared}
    return {part["x-form"]: words[name] for name, part in shared.items() if "x-form" in part}


def only(one: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """A schema with some of its properties."""
    return {**one, "properties": {name: part for name, part in one["properties"].items() if name in names}}


def fields(one: Mapping[str, Any]) -> str:
    """A row for each field, nested ones too."""
    rows = []
    for path, part, required in walk(one, ""):
        name = f"**`{path}`**" if required else f"`{path}`"
        rows.append([name, form(part), default(part), part.get("description", "")])
    return table(["Field", "Form", "Default", "Meaning"], rows)


def walk(one: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Every field below a schema: its path, its schema, whether it is required."""
    required = one.get("required", [])
    for name, part in one.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, part, name in required
        yield from walk(part, here)
    if isinstance(one.get("items"), Mapping):
        yield from walk(one["items"], f"{path}[]")
    if isinstance(one.get("additionalProperties"), Mapping):
        yield from walk(one["additionalProperties"], f"{path}.*")
    for branch in (*one.get("oneOf", ()), *one.get("anyOf", ())):
        yield from walk(branch, path)


def form(part: Mapping[str, Any]) -> str:
    """What a value looks like, in words."""
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if "const" in part:
        return f"`{part['const']}`"
    branches = [*part.get("oneOf", ()), *part.get("anyOf", ())]
    if branches:
        return " or ".join(branch.get("title") or form(branch) for branch in branches)
    if part.get("type") == "array":
        return f"list: {form(part.get('items', {}))}"
    written = part.get("x-form", "")
    return forms().get(written) or written or plain(part)


def plain(part: Mapping[str, Any]) -> str:
    """A type without a form of its own, with its limits."""
    kind = part.get("type", "anything")
    word = {"object": "mapping", "string": "text", "boolean": "true or false"}.get(str(kind), str(kind))
    low = part.get("minimum", part.get("exclusiveMinimum"))
    high = part.get("maximum", part.get("exclusiveMaximum"))
    limits = [f"from {low}"] * (low is not None) + [f"to {high}"] * (high is not None)
    return " ".join([word, *limits])


def default(part: Mapping[str, Any]) -> str:
    """The default, as YAML would write it."""
    if "default" not in part:
        return ""
    value = part["default"]
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


# changes


def changes_page() -> str:
    """Every kind of change, and which way each value can move."""
    parts = [
        "# Kinds of change and their direction\n\n"
        "`ownercat diff`, `ownercat log` and `ownercat signoff` use the same changes. They compare meaning, not text.\n"
        "[sign-off.md](sign-off.md) lists the approving teams of each kind of change.\n",
        "## Kinds\n",
        table(["Kind", "Reported when"], [[f"`{name}`", kind.means] for name, kind in KINDS.items()]),
        "## Directions\n\n"
        f"The first row that matches a field applies. For a field without a row, {directions.INCOMPARABLE.words}.\n"
        "A removed value is looser and a new value is tighter, unless the row states otherwise.\n"
        "If an objective or a severity was added or removed as a whole, all its fields have the same direction.\n",
    ]
    for topic, title in directions.TITLES.items():
        rows = [[f"`{row.pattern}`", row.scale.words] for row in directions.TABLE[topic]]
        parts.append(f"### {title}\n\n{table(['Field', 'Direction'], rows)}")
    return "\n".join(parts)


# writing


def stale(wanted: Mapping[str, str]) -> list[str]:
    """Pages that are not what the code says: changed, missing, or of a rule that is gone."""
    there = {path.relative_to(HERE).as_posix() for form in ("rules/*.md", "man/*.1") for path in HERE.glob(form)}
    different = [path for path, text in wanted.items() if not is_written(HERE / path, text)]
    return sorted({*different, *(there - set(wanted))})


def is_written(path: Path, text: str) -> bool:
    """Whether the file holds exactly that."""
    return path.is_file() and path.read_text(encoding="utf-8") == text


def write(wanted: Mapping[str, str]) -> None:
    """Bring every page up to date."""
    for path in stale(wanted):
        target = HERE / path
        if path in wanted:
            target.parent.mkdir(exist_ok=True)
            target.write_text(wanted[path], encoding="utf-8")
        else:
            target.unlink()


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is not what the code says.")
def main(check: bool) -> None:
    """Write the generated pages of docs/."""
    wanted = pages()
    for path in stale(wanted):
        click.echo(f"docs/{path}")
    if not check:
        write(wanted)
    elif stale(wanted):
        click.echo("these pages are not what the code says: run python docs/build.py", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
