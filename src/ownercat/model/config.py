"""Where the catalog is and how to show results: flags > --config > OWNERCAT_* > the file found upward.

What the organisation decided about rules lives in the catalog's Policy instead, under review like everything else.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ownercat.errors import UsageError
from ownercat.suggest import did_you_mean
from ownercat.text import listed, shown

FILES = ("ownercat.toml", ".ownercat.toml", "pyproject.toml")
MAX_BYTES = 1024 * 1024
_NO_FILE = ("default", "--", "OWNERCAT_")
TRUSTED = ("--catalog", "OWNERCAT_CATALOG")  # said by the person who runs it, not by a file


class Value(NamedTuple):
    """One setting and where it comes from (``default``, ``ownercat.toml``, ``OWNERCAT_CATALOG``, ``--catalog``)."""

    value: Any
    origin: str


class Key(NamedTuple):
    """A setting that may be configured: what it is, its default, and how its value is checked."""

    default: Any
    form: str
    accepts: Callable[[Any], bool]
    about: str


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(v) for v in value)


KEYS: Mapping[str, Key] = {
    "catalog": Key("catalog", "the path of a folder", _is_text, "the folder that holds the catalog"),
    "dialects": Key((), "a list of dialect names", _is_texts, "foreign catalog formats to read as well"),
    "format": Key("text", "the name of a format", _is_text, "the output format of check"),
    "color": Key("auto", "auto, always or never", lambda v: v in ("auto", "always", "never"), "when to use colour"),
}


class Settings(NamedTuple):
    """Every setting with its origin. ``folder`` is what a relative ``catalog`` is relative to."""

    values: Mapping[str, Value]
    folder: Path

    def get(self, key: str) -> Any:
        """The value of a setting by name."""
        return self.values[key].value

    @property
    def from_file(self) -> bool:
        """Whether a file says anything."""
        return any(not value.origin.startswith(_NO_FILE) for value in self.values.values())


class ConfigReader(NamedTuple):
    """Where configuration files are read, and what messages add to a file's name.

    ``read`` takes a path and whether a link may be followed; it gives bytes, and fails like ``open``.
    """

    read: Callable[[Path, bool], bytes]
    where: str = ""


def read(path: Path, required: bool = False, shelf: ConfigReader | None = None) -> dict[str, Any] | None:
    """The ownercat table of a TOML file; ``None`` where there is none. All faults are told at once."""
    shelf = shelf or DISK
    name = f"{shown(path)}{shelf.where}"
    try:
        data = shelf.read(path, required)
    except OSError as error:
        if not required and isinstance(error, FileNotFoundError | NotADirectoryError):
            return None
        if error.errno == errno.ELOOP and path.name == "pyproject.toml":
            return None  # whatever it leads to, it is none of ours
        raise UsageError(f"the configuration {name} cannot be read: {_reason(error)}") from None
    if path.name == "pyproject.toml" and b"ownercat" not in data:
        return None
    return _table(path, name, data)


def _bytes(path: Path, follow: bool) -> bytes:
    """A regular file's bytes; a link is followed only when the person who runs it named the file."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        return file.read(MAX_BYTES + 1)


DISK = ConfigReader(_bytes)


def _reason(error: OSError) -> str:
    return "it is a link, and links are not followed" if error.errno == errno.ELOOP else shown(error.strerror)


def _table(path: Path, name: str, data: bytes) -> dict[str, Any] | None:
    import tomllib  # noqa: PLC0415  # most folders have no configuration file

    try:
        table: Any = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise UsageError(f"the configuration {name} is not TOML: {shown(error)}") from None
    if path.name == "pyproject.toml":
        tool = table.get("tool")
        own = tool.get("ownercat") if isinstance(tool, dict) else None
        if own is None:
            return None
        table = own
    if not isinstance(table, dict):
        raise UsageError(f"[tool.ownercat] in {name} is not a table")
    _judge(name, table)
    return table


def _judge(name: str, table: Mapping[str, Any]) -> None:
    faults = []
    for key, value in table.items():
        known = KEYS.get(key)
        if known is None:
            hint = did_you_mean(key, KEYS, f"the keys are {listed(KEYS)}")
            faults.append(f"unknown key {shown(key)}: {hint}")
        elif not known.accepts(value):
            faults.append(f"{key} is {shown(value) or 'empty'}, but it must be {known.form}")
    if faults:
        raise UsageError(f"the configuration {name} is wrong: {'; '.join(faults)}", "see ownercat config")


def find(start: Path, root: Path | None, shelf: ConfigReader | None = None) -> tuple[Path, dict[str, Any]] | None:
    """The nearest configuration at or above ``start``, no higher than ``root`` (without one: only ``start``)."""
    for folder in (start, *start.parents):
        for name in FILES:
            table = read(folder / name, shelf=shelf)
            if table is not None:
                return folder / name, table
        if root is None or folder == root or not start.is_relative_to(root):
            return None
    return None


def resolve(
    flags: Mapping[str, Any],
    environ: Mapping[str, str],
    cwd: Path,
    root: Path | None,
    explicit: str | None = None,
    shelf: ConfigReader | None = None,
) -> Settings:
    """Every setting in force: ``flags`` hold what was given on the command line (``None`` = not given)."""
    explicit_from = "--config" if explicit else "OWNERCAT_CONFIG"
    explicit = explicit or environ.get("OWNERCAT_CONFIG") or None
    values = {name: Value(key.default, "default") for name, key in KEYS.items()}
    folder = root or cwd
    if explicit:
        path = cwd / explicit
        table = read(path, required=True, shelf=shelf)
        if table is None:
            raise UsageError(f"the configuration {shown(explicit)} given by {explicit_from} has no [tool.ownercat]")
        folder = path.parent
        values.update(_environment(environ))
        values.update({k: Value(v, str(explicit)) for k, v in table.items()})
    else:
        found = find(cwd, root, shelf)
        if found:
            folder = found[0].parent
            values.update({k: Value(v, found[0].name) for k, v in found[1].items()})
        values.update(_environment(environ))
    given = {k: Value(v, f"--{k.rstrip('s') if k == 'dialects' else k}") for k, v in flags.items() if v}
    values.update(given)
    if values["catalog"].origin in TRUSTED:
        folder = cwd
    return Settings(values, folder)


def _environment(environ: Mapping[str, str]) -> dict[str, Value]:
    found = {}
    for key in KEYS:
        name = f"OWNERCAT_{key.upper()}"
        raw = environ.get(name)
        if raw:
            value = [part.strip() for part in raw.split(",")] if key == "dialects" else raw
            if not KEYS[key].accepts(value):
                raise UsageError(f"{name} is {shown(raw)}, but it must be {KEYS[key].form}")
            found[key] = Value(value, name)
    return found
