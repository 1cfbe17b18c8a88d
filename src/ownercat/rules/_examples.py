"""The examples of a rule page as complete catalogs.

A page shows only what matters. The rest comes from three places, in this order:

- The passing example contains the files of the failing example. A file that both show has the text of the passing one.
  With ``as=changed``, it shows only the top-level keys that differ; all others keep their values.
- Files under ``before/`` are the base of a change. The head contains each of them that the example does not replace.
- A name that an example uses and does not define is taken from the example company (``rules/company/*.yaml``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files as package_files
from typing import NamedTuple

FAILS, PASSES = "Example that fails", "Example that passes"
BEFORE = "before/"
COMPANY = "catalog/company"
_BLOCK = re.compile(r"^```\w* title=(\S+)(?: as=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_NAME_LINE = re.compile(r"^\s*name: *([\w.-]+)\s*$", re.MULTILINE)
_KEY = re.compile(r"^(?=\w+:)", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEPARATOR = "---\n"


class ExampleFile(NamedTuple):
    """One file of an example. ``form``: "" = UTF-8 text, ``symlink``, ``removed``, ``changed`` (keys) or a codec."""

    path: str
    text: str
    form: str = ""


class Example(NamedTuple):
    """Both sides of an example; ``before`` is empty if the rule compares nothing."""

    before: tuple[ExampleFile, ...]
    after: tuple[ExampleFile, ...]


def parse_sections(page: str) -> dict[str, str]:
    """Return the sections of a page by title; the summary has the title ``""``."""
    parts = _SECTION.split(page)
    return {"": parts[0].strip(), **{t.strip(): b.strip() for t, b in zip(parts[1::2], parts[2::2], strict=True)}}


def parse_files(section: str) -> tuple[ExampleFile, ...]:
    """Return the files that a section shows."""
    return tuple(ExampleFile(path, text, form) for path, form, text in _BLOCK.findall(section + "\n"))


def build_example(page: str, title: str) -> Example:
    """Return the complete catalog of an example, with the files that the page does not show."""
    sections = parse_sections(page)
    shown = parse_files(sections[title])
    failing = parse_files(sections[FAILS]) if title == PASSES else ()
    before = _replace(_select(failing, before=True), _select(shown, before=True))
    # A page about a change shows each head against the same base, so its failing head is not a part of the passing one.
    after = _replace(before or _select(failing, before=False), _select(shown, before=False))
    company = _find_company_files([*before, *after])
    return Example((*before, *company) if before else (), (*after, *company))


def render_whole_page(page: str) -> str:
    """Return a page whose examples show every file."""
    whole = page
    for title in (FAILS, PASSES):
        section = parse_sections(page)[title]
        if not parse_files(section):
            continue
        prose = _BLOCK.sub("", section + "\n").strip()
        blocks = "\n".join(_render_blocks(build_example(page, title)))
        whole = whole.replace(section, f"{prose}\n\n{blocks}" if prose else blocks, 1)
    return whole


def _render_blocks(example: Example) -> Iterator[str]:
    sides = [*((BEFORE, file) for file in example.before), *(("", file) for file in example.after)]
    for prefix, (path, text, form) in sides:
        stored = f" as={form}" if form else ""
        yield f"```yaml title={prefix}{path}{stored}\n{text}```"


def _select(files: Iterable[ExampleFile], before: bool) -> tuple[ExampleFile, ...]:
    """Return the files of one side, with paths as they are in the catalog."""
    found = (file for file in files if file.path.startswith(BEFORE) is before)
    return tuple(file._replace(path=file.path.removeprefix(BEFORE)) for file in found)


def _replace(files: Iterable[ExampleFile], others: Iterable[ExampleFile]) -> tuple[ExampleFile, ...]:
    """Return the files with others added or put in their place; ``as=removed`` takes a file away."""
    by_path = {file.path: file for file in files}
    for file in others:
        by_path[file.path] = _change_keys(by_path[file.path], file.text) if file.form == "changed" else file
    return tuple(file for file in by_path.values() if file.form != "removed")


def _change_keys(file: ExampleFile, text: str) -> ExampleFile:
    """Return a file of one document with the top-level keys of a text added or put in their place."""
    blocks = {block.partition(":")[0]: block for block in (*_KEY.split(file.text), *_KEY.split(text))}
    return file._replace(text="".join(blocks.values()))


def _find_company_files(files: Iterable[ExampleFile]) -> tuple[ExampleFile, ...]:
    """Return the documents of the company whose names the files use and do not define, file by file."""
    text = "\n".join(file.text for file in files)
    defined = set(_NAME_LINE.findall(text))
    names = _close(set(_WORD.findall(text)) - defined, defined)
    found: dict[str, list[str]] = {}
    for name, (path, document) in _read_company().items():
        if name in names:
            found.setdefault(path, []).append(document)
    return tuple(ExampleFile(path, _SEPARATOR.join(documents)) for path, documents in found.items())


def _close(words: set[str], defined: set[str]) -> set[str]:
    """Return the names of company documents that words name, and those that these documents name in turn."""
    company = _read_company()
    names: set[str] = set()
    queue = sorted(words & company.keys())
    while queue:
        name = queue.pop()
        names.add(name)
        queue.extend((set(_WORD.findall(company[name][1])) & company.keys()) - names - defined - set(queue))
    return names


@cache
def _read_company() -> Mapping[str, tuple[str, str]]:
    """Return path and text of each document of the company by its name; no two documents share a name."""
    found = {}
    for file in sorted(package_files("ownercat.rules").joinpath("company").iterdir(), key=lambda f: f.name):
        for document in file.read_text(encoding="utf-8").split(_SEPARATOR):
            (name,) = _NAME_LINE.findall(document)[:1]
            found[name] = (f"{COMPANY}/{file.name}", document)
    return found
