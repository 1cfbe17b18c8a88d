"""The location of the catalog and the form of the output: options, then OWNERCAT_* variables, then a TOML file.

The file is the one of ``--config``, or the nearest one in the folder and its parents. Decisions about rules are in the
Policy document of the catalog instead, so that they are reviewed.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ownercat.errors import UsageError
from ownercat.suggest import format_suggestion
from ownercat.text import listed, matches_pattern, shown

if TYPE_CHECKING:
    from ownercat.model._snapshots import OtherName

FILES = ("ownercat.toml", ".ownercat.toml", "pyproject.toml")
MAX_BYTES = 64 * 1024
MOST_READ = 1024 * 1024  # a pyproject.toml may have much that belongs to other tools
MAX_NESTING = 16  # tables within tables; the time that tomllib takes for dotted keys is quadratic in their number
# Text that is no key: strings and comments. An end is optional, so that an unclosed string costs no second look.
_QUOTED = re.compile(
    r'''"""(?:[^\\"]|\\.|"(?!""))*+(?:""")?|"(?:[^"\\\n]|\\.)*+"?|#[^\n]*'''
    r"""|'''(?:[^']|'(?!''))*+(?:''')?|'[^'\n]*+'?""",
    re.DOTALL,
)
_DEEP_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*\.[ \t]*[\w-]++){{{MAX_NESTING}}}")
_CONDITIONS = ("kinds", "namespaces", "names")  # of an entry of elsewhere
_NO_FILE = ("default", "--", "OWNERCAT_")
TRUSTED = ("--catalog", "OWNERCAT_CATALOG")  # set by the person who runs ownercat, not by a file


class Value(NamedTuple):
    """One setting with its source (``default``, ``ownercat.toml``, ``OWNERCAT_CATALOG``, ``--catalog``)."""

    value: Any
    origin: str


class Key(NamedTuple):
    """A configuration key: its default, the form of its value, and its description."""

    default: Any
    form: str
    accepts: Callable[[Any], bool]
    about: str


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_path(value: Any) -> bool:
    return _is_text(value) and "\0" not in value


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(v) for v in value)


def _is_elsewhere(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_elsewhere_entry, value))


def _is_elsewhere_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not _is_text(entry.get("reason")) or len(entry) == 1:
        return False
    return all(key == "reason" or (key in _CONDITIONS and _is_texts(value) and value) for key, value in entry.items())


def _is_snapshots(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"folder", "names"}:
        return False
    names = value.get("names", [])
    return _is_path(value.get("folder", ".")) and isinstance(names, list) and all(map(_is_other_name, names))


def _is_other_name(entry: Any) -> bool:
    return (
        isinstance(entry, dict) and entry.keys() == {"source", "name", "service"} and all(map(_is_text, entry.values()))
    )


KEYS: Mapping[str, Key] = {
    "catalog": Key("catalog", "the path of a folder", _is_path, "the folder of the catalog"),
    "dialects": Key((), "a list of dialect names", _is_texts, "additional catalog formats to read"),
    "elsewhere": Key(
        (),
        "a list of tables with `reason`, and `kinds`, `namespaces` or `names` as lists",
        _is_elsewhere,
        "what the repository keeps elsewhere",
    ),
    "snapshots": Key(
        {},
        "a table with `folder`, a path, and `names`, a list of tables with `source`, `name` and `service`",
        _is_snapshots,
        "the snapshots of other systems",
    ),
    "baseline": Key("ownercat.baseline", "the path of a file", _is_path, "the file of known findings"),
    "format": Key("text", "the name of a format", _is_text, "the output format of check"),
    "color": Key("auto", "auto, always or never", lambda v: v in ("auto", "always", "never"), "when to use color"),
}


class Elsewhere(NamedTuple):
    """An entry of ``elsewhere``: entities that the repository keeps elsewhere. Empty conditions match everything."""

    kinds: frozenset[str]
    namespaces: frozenset[str]
    names: tuple[str, ...]
    reason: str

    def matches(self, kinds: Iterable[str], key: str) -> bool:
        """Return whether a reference with one of the kinds and a key (``name`` or ``namespace/name``) matches."""
        namespace, _, name = key.rpartition("/")
        return (
            (not self.kinds or not self.kinds.isdisjoint(kinds))
            and (not self.namespaces or (namespace or "default") in self.namespaces)
            and (not self.names or any(matches_pattern(name, pattern) for pattern in self.names))
        )


class Settings(NamedTuple):
    """Every setting with its source. A relative ``catalog`` is relative to ``folder``."""

    values: Mapping[str, Value]
    folder: Path

    def get(self, key: str) -> Any:
        """Return the value of a setting."""
        return self.values[key].value

    @property
    def from_file(self) -> bool:
        """Return whether a file sets a value."""
        return any(not value.origin.startswith(_NO_FILE) for value in self.values.values())


def parse_elsewhere(settings: Settings) -> tuple[Elsewhere, ...]:
    """Return the entries of ``elsewhere``; kinds of foreign formats become kinds of the model."""
    from ownercat.model._values import FOREIGN_KINDS  # noqa: PLC0415  # the configuration alone needs no entity

    return tuple(
        Elsewhere(
            frozenset(FOREIGN_KINDS.get(kind, kind) for kind in entry.get("kinds", ())),
            frozenset(name.lower() for name in entry.get("namespaces", ())),
            tuple(entry.get("names", ())),
            entry["reason"],
        )
        for entry in settings.get("elsewhere")
    )


def parse_other_names(settings: Settings) -> "tuple[OtherName, ...]":
    """Return the names of services in other systems."""
    from ownercat.model._snapshots import OtherName  # noqa: PLC0415  # most commands read no snapshot

    return tuple(
        OtherName(entry["source"], entry["name"], entry["service"])
        for entry in settings.get("snapshots").get("names", ())
    )


class ConfigReader(NamedTuple):
    """A source of configuration files; ``where`` is what messages add to the name of a file.

    ``read`` takes a path and whether to follow a link. It returns bytes and raises the same errors as ``open``.
    """

    read: Callable[[Path, bool], bytes]
    where: str = ""


def read(path: Path, required: bool = False, shelf: ConfigReader | None = None) -> dict[str, Any] | None:
    """Return the ownercat table of a TOML file; ``None`` if it has none. Report all errors together."""
    shelf = shelf or DISK
    name = f"{shown(path)}{shelf.where}"
    try:
        data = shelf.read(path, required)
    except OSError as error:
        if not required and isinstance(error, FileNotFoundError | NotADirectoryError):
            return None
        if error.errno == errno.ELOOP and path.name == "pyproject.toml":
            return None  # a pyproject.toml behind a link is not our configuration
        raise UsageError(f"cannot read the configuration {name}: {_format_reason(error)}") from None
    if path.name == "pyproject.toml" and b"ownercat" not in data and len(data) <= MOST_READ:
        return None
    return _parse_table(path, name, data)


def _read_bytes(path: Path, follow: bool) -> bytes:
    """Return the bytes of a regular file; follow a link only if the person who runs ownercat named the file."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(MOST_READ + 1)


DISK = ConfigReader(_read_bytes)


def _format_reason(error: OSError) -> str:
    return "ownercat does not follow symbolic links" if error.errno == errno.ELOOP else shown(error.strerror)


def _parse_table(path: Path, name: str, data: bytes) -> dict[str, Any] | None:
    import tomllib  # noqa: PLC0415  # most folders have no configuration file

    _refuse_large(name, data)
    try:
        table: Any = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        known = isinstance(error, tomllib.TOMLDecodeError | UnicodeDecodeError)
        reason = shown(error) if known else "a number has too many digits"
        raise UsageError(f"the configuration {name} is not valid TOML: {reason}") from None
    if path.name == "pyproject.toml":
        tool = table.get("tool")
        own = tool.get("ownercat") if isinstance(tool, dict) else None
        if own is None:
            return None
        table = own
    if not isinstance(table, dict):
        raise UsageError(f"[tool.ownercat] in {name} is not a table")
    _check_keys(name, table)
    return table


def _refuse_large(name: str, data: bytes) -> None:
    """Refuse a file before it is parsed if parsing could take long: too many bytes, or too much nesting."""
    if len(data) > MAX_BYTES:
        raise UsageError(f"the configuration {name} is larger than {MAX_BYTES // 1024} KiB", "make the file smaller")
    text = _QUOTED.sub("x", data.decode("utf-8", "replace"))
    if _DEEP_KEY.search(text) or _measure_depth(text) > MAX_NESTING:
        message = f"the configuration {name} has more than {MAX_NESTING} levels of nesting"
        raise UsageError(message, "use fewer levels")


def _measure_depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    return deepest


def _check_keys(name: str, table: Mapping[str, Any]) -> None:
    faults = []
    for key, value in table.items():
        known = KEYS.get(key)
        if known is None:
            hint = format_suggestion(key, KEYS, f"the valid keys are {listed(KEYS)}")
            faults.append(f"unknown key {shown(key)}: {hint}")
        elif not known.accepts(value):
            faults.append(f"{key} is {shown(value) or 'empty'}, but it must be {known.form}")
    if faults:
        raise UsageError(f"the configuration {name} is not valid: {'; '.join(faults)}", "correct the file")


def find(start: Path, root: Path | None, shelf: ConfigReader | None = None) -> tuple[Path, dict[str, Any]] | None:
    """Return the nearest configuration at or above ``start``, up to ``root`` (without a root: only in ``start``)."""
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
    """Return every effective setting; ``flags`` has the command-line options (``None`` = not given)."""
    explicit_from = "--config" if explicit else "OWNERCAT_CONFIG"
    explicit = explicit or environ.get("OWNERCAT_CONFIG") or None
    values = {name: Value(key.default, "default") for name, key in KEYS.items()}
    folder = root or cwd
    if explicit:
        path = cwd / explicit
        table = read(path, required=True, shelf=shelf)
        if table is None:
            raise UsageError(f"the configuration {shown(explicit)} of {explicit_from} has no [tool.ownercat] table")
        folder = path.parent
        values.update(_read_environment(environ))
        values.update({k: Value(v, str(explicit)) for k, v in table.items()})
    else:
        nearest = find(cwd, root, shelf)
        if nearest:
            folder = nearest[0].parent
            values.update({k: Value(v, nearest[0].name) for k, v in nearest[1].items()})
        values.update(_read_environment(environ))
    options = {k: Value(v, f"--{k.rstrip('s') if k == 'dialects' else k}") for k, v in flags.items() if v}
    values.update(options)
    if values["catalog"].origin in TRUSTED:
        folder = cwd
    return Settings(values, folder)


def _read_environment(environ: Mapping[str, str]) -> dict[str, Value]:
    values = {}
    for key in KEYS:
        name = f"OWNERCAT_{key.upper()}"
        raw = environ.get(name)
        if raw and key not in ("elsewhere", "snapshots"):  # tables do not fit into a variable
            value = [part.strip() for part in raw.split(",")] if key == "dialects" else raw
            if not KEYS[key].accepts(value):
                raise UsageError(f"{name} is {shown(raw)}, but it must be {KEYS[key].form}")
            values[key] = Value(value, name)
    return values
