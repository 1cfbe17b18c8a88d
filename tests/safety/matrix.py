"""Five hundred hostile files, every command in every format, and what reads the output next."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree

import click
import html5lib
import icalendar
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ownercat.cli import cli
from ownercat.views import exports, reporters
from tests.safety.hostile import CONTENTS, NAMES, STRINGS, quoted
from tests.safety.runner import hidden
from tests.safety.world import parsed

DOT = shutil.which("dot")


class HostileFile(NamedTuple):
    """A file, by the bytes of its path, and the service that the commands ask about."""

    path: bytes
    data: bytes
    subject: str


# --- files ------------------------------------------------------------------------------------------------------------

_HEAD = "apiVersion: ownercat/v1\nkind: {kind}\nname: {name}\n"
_PLACES: Mapping[str, str] = {  # a text at each place where ownercat reads one; @ stands for the text in quotes
    "catalog/runbook.md": "---\n"
    + _HEAD.format(kind="Runbook", name="book")
    + "service: good\ntitle: @\nsymptoms: [@]\nsteps: [{id: @, kind: diagnose, text: @, command: @}]\n---\n# #\n[#](#)\n```\n#\n```\n",
    "catalog/info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: one\n  title: @\n"
    "  description: @\n  annotations: {@: @}\nspec: {type: @, lifecycle: @, owner: @, dependsOn: [@]}\n",
    "service-catalog.yml": "services:\n  - name: one\n    friendly_name: @\n    tier: @\n    team: @\n    technical:\n"
    "      dependencies: [{service: @}]\nteams:\n  - {name: @, slack_channel: @}\n",
    "CODEOWNERS": "* #\n/# @acme/web\n/src/ @acme/#\n",
    "pyproject.toml": "[tool.ownercat]\ncatalog = @\n",
    "ownercat.toml": "dialects = [@]\n",
    "catalog/on-call.yaml": _HEAD.format(kind="Rotation", name="turn")
    + "title: @\nteam: storefront\nlayers: [{name: @, timeZone: @, members: [ana, @], handover: @}]\n---\n"
    + _HEAD.format(kind="Incident", name="night")
    + "title: @\nseverity: @\nservices: [good, @]\ntimeline: [{at: 2026-10-01T02:00:00Z, what: @}]\n---\n"
    + _HEAD.format(kind="Journey", name="buy")
    + "title: @\nservices: [good]\nobjectives: [{name: @, ref: @}]\n",
    "catalog/signoffs/yes.yaml": _HEAD.format(kind="SignOff", name="yes")
    + "service: good\nteam: storefront\nby: @\nat: @\ndecision: @\nchange: {base: @, terms: @}\nreason: @\nsignature: @\n",
}


@cache
def build_files() -> Mapping[str, HostileFile]:
    """Return all hostile files by name."""
    found = {
        slug: HostileFile(b"catalog/victim.yaml", data, "one" if slug.startswith("text ") else _find_subject(data))
        for slug, data in CONTENTS.items()
    }
    service = _HEAD.format(kind="Service", name="one") + "owner: ghost\nownr: x\n"
    for number, name in enumerate(NAMES):
        found[f"name {number}"] = HostileFile(b"catalog/" + name, service.encode(), "one")
    for path, text in _PLACES.items():
        for slug, string in STRINGS.items():
            filled = (
                text.replace("#", string).replace("@acme", "\0").replace("@", quoted(string)).replace("\0", "@acme")
            )
            found[f"{path} {slug}"] = HostileFile(path.encode(), filled.encode("utf-8", "surrogatepass"), "good")
    return found


def _find_subject(data: bytes) -> str:
    return "victim" if b"name: victim" in data else "good"


# --- commands ---------------------------------------------------------------------------------------------------------

_BASE = ("--base", "HEAD~1")
_ARGUMENTS: Mapping[str, tuple[tuple[str, ...], ...]] = {  # {} stands for the service
    "check": (("-v",), ("-v", "--statistics"), _BASE, ("--diff",), ("--rev", ":")),
    "who": (("{}",), ("{}", "-v"), ("storefront",)),
    "escalate": (("{}", "--worst"), ("{}", "--no-answer", "-v")),
    "impact": (("{}", "-v"), ("{}", "good")),
    "promises": (("{}",),),
    "log": (("{}", "-v"),),
    "runbook": (("{}", "-v"),),
    "diff": (("HEAD~1..HEAD", "-v"),),
    "graph": ((), ("--all",), ("--teams",), ("{}", "--direction", "both")),
    "oncall": ((), ("--load",), ("compare", "storefront-primary", "catalog/victim.yaml")),
    "score": (("-v",), _BASE),
    "match": (("pagerduty",),),
    "verify": ((),),
    "metrics": (("-v",),),
    "report": ((),),
    "export": (
        *((name, "-q") for name in exports.list_formats()),
        *((name, "--check", "catalog/victim.yaml") for name in exports.list_formats()),
    ),
    "test": ((),),
    "policy": ((),),
    "config": ((),),
    "rules": ((),),
    "schema": (("service",),),
    "explain": (("OWN001",),),
    "help": (("who",),),
    "comment": (_BASE,),
    "codeowners check": ((), ("--style", "gitlab")),
    "codeowners generate": (("--stdout",),),
    "signoff plan": (_BASE,),
    "signoff check": (_BASE,),
    "signoff audit": ((),),
    "snapshot wrap": (("pagerduty", "catalog/victim.yaml"),),
    "drill": (("{}", "--dry-run"),),
    "new": (("service", "x", "--team", "storefront", "--dry-run"), ("sla", "--service", "{}", "--dry-run")),
    "rename": (("service", "{}", "renamed", "--dry-run"),),
    "init": (("--dry-run",),),
}
WRITERS = {  # they write where they are asked to, or talk to an editor: other tests run them
    "baseline create", "baseline prune", "baseline update", "cache clean", "signoff approve", "confirm", "lsp",
}  # fmt: skip


def list_commands(group: click.Command = cli, above: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its name."""
    if not isinstance(group, click.Group):
        yield " ".join(above), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from list_commands(command, (*above, name))


def list_formats(command: click.Command) -> tuple[str, ...]:
    """Return the formats of a command; ("",) if it has only one."""
    for option in command.params:
        if option.name in {"form", "formats"}:
            choice = option.type
            if isinstance(choice, click.Choice):
                return tuple(map(str, choice.choices))
            return tuple(reporters.names())
    return ("",)


@cache
def build_runs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every command with its arguments, in every format, with the name of the format."""
    return tuple(
        (form, (*name.split(), *(("--format", form) if form else ()), *arguments))
        for name, command in list_commands()
        if name not in WRITERS
        for form in list_formats(command)
        for arguments in _ARGUMENTS[name]
        if "--diff" not in arguments or form == "text"  # a diff has one form
    )


# --- readers ----------------------------------------------------------------------------------------------------------

_SAFE_LINK = re.compile(r"(https?://|mailto:|#|(?![a-z][a-z0-9+.-]*:))", re.IGNORECASE)
_OWN_HTML = re.compile(r"<!-- ownercat[^>]*-->|</?details>|</?summary>|<br ?/?>|</?sub>|</?b>", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w`/@])@org/team|(?<!\w)#1(?!\w)")


def read_output(form: str, text: str) -> None:
    """Read an output as its reader does, and fail if a hostile text is more than a text in it."""
    if form in {"json", "sarif", "gitlab", "rdjson"}:
        parsed(text)
    elif form == "markdown":
        _read_markdown(text)
    elif form == "html":
        _read_html(text)
    elif form in {"junit", "graphml"}:
        ElementTree.fromstring(text)
    elif form == "ics":
        assert not [each.errors for each in icalendar.Calendar.from_ical(text).walk() if each.errors]
    elif form == "dot" and DOT:
        done = subprocess.run([DOT, "-Tcanon"], input=text.encode(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert not hidden(text.replace("\r\n", "\n") if form == "ics" else text)


def _read_markdown(text: str) -> None:
    for token in _list_tokens(MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)):
        assert token.type != "image", token
        if token.type in {"html_inline", "html_block"}:
            assert not _OWN_HTML.sub("", token.content).strip(), token.content
        if token.type == "link_open":
            assert _SAFE_LINK.match(str(token.attrGet("href"))), token
        if token.type == "text":
            assert not _MENTION.search(token.content), token.content


def _list_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _read_html(text: str) -> None:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    for each in root.iter():
        assert each.tag != "img" or each.get("src", "").startswith("data:image/svg+xml;base64,"), "an image of others"
        assert each.tag not in {"iframe", "object", "embed", "base", "form", "script"}, each.tag
        for name, value in each.attrib.items():
            assert not str(name).startswith("on"), (each.tag, name)
            assert name != "href" or _SAFE_LINK.match(value), value
