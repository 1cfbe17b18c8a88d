"""Read the three lists of GitLab catalog files, their entries, and the faults of the entries."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Fix, Key, Place
from ownercat.documents import codes
from ownercat.documents.dialects._gitlab_form import SERVICE, TEAM, TEXT, Form, GitlabFieldError, mistakes, slip
from ownercat.documents.schema import naming
from ownercat.documents.schema.wording import found, found_type
from ownercat.documents.source import Document
from ownercat.suggest import build_finder, question
from ownercat.text import clean, listed, shown

# The tiers if no file has a list of tiers. A tier is a layer here, not a criticality.
TIERS = ("sv", "lb", "stor", "db", "inf")

_MOST = 100  # maximum number of faults of one entry
_NOUNS: Mapping[str, str] = MappingProxyType({"services": "service", "teams": "team", "tiers": "tier"})
_FORMS: Mapping[str, Mapping[str, Form]] = MappingProxyType(
    {"services": SERVICE, "teams": TEAM, "tiers": {"name": TEXT}}
)
# The fields that the GitLab check requires. A rule checks the owner. The entries of 2020 had no friendly name.
_FRIENDLY = "friendly_name"
_REQUIRED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "services": {
            "name": "add `name:`",
            _FRIENDLY: "add `friendly_name:` with the display name",
            "tier": "add `tier:` with one of {tiers}",
            "label": "add `label:` with the label of the issues of the service",
        },
        "teams": {"name": "add `name:`"},
        "tiers": {"name": "add `name:`"},
    }
)


class Tiers(NamedTuple):
    """The tiers that a service may have: their names, the names as text, and a function for suggestions."""

    names: frozenset[str]
    words: str
    meant: Callable[[str], list[str]]


class GitlabEntry(NamedTuple):
    """An entry before it becomes an entity; ``name`` is the key for lookups and has no invisible character.

    ``named``: the location of the name, which is the key of the entry in a mapping of entries.
    """

    section: str
    name: str
    data: Mapping[str, Any]
    place: Place
    named: Place
    sound: bool

    @property
    def label(self) -> str:
        """Return the label for messages: ``service api``."""
        return _format_label(self.section, self.name)


def safe(written: str) -> str:
    """Return a name for lookups: printable, otherwise exactly as in the file."""
    return clean(written)


def below(data: Any, *keys: str) -> Any:
    """Return the value at a key path; ``None`` if a part is missing or not a mapping."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def tiers(documents: Iterable[Document]) -> Tiers:
    """Return the tiers of all lists of tiers."""
    lists = [below(document.data, "tiers") for document in documents]
    keys = (key for value in lists if isinstance(value, dict) for key in value)
    names = chain(keys, (below(entry, "name") for value in lists for entry in entries_of(value)))
    known = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name)) or TIERS
    return Tiers(frozenset(known), listed((shown(name) for name in known), "or"), build_finder(known))


def entries_of(value: Any) -> list[Any]:
    """Return the entries of a list; ``[]`` for any other value."""
    return value if isinstance(value, list) else []


def examine(document: Document, known: Tiers) -> Iterator[GitlabEntry | Fault]:
    """Yield the entries of a document and their faults."""
    data = document.data
    if data is None or (isinstance(data, dict) and "apiVersion" in data):
        return  # empty, or a document of another format
    if not isinstance(data, dict) or not any(section in data for section in _FORMS):
        yield from _report_unknown_document(document)
        return
    for key, value in data.items():
        if key in _FORMS:
            yield from _read_list(document.place.at(key), value, known)
        elif meant := slip(key, _FORMS, data):
            yield _build_misspelled_list(document.place, key, meant)


def _report_unknown_document(document: Document) -> Iterator[Fault]:
    """Yield the faults of a document without any of the lists: a misspelled list, or not a GitLab catalog."""
    data, what = document.data, ""
    if isinstance(data, dict):
        slips = [(key, meant) for key in data if (meant := slip(key, _FORMS, data))]
        yield from (_build_misspelled_list(document.place, *pair) for pair in slips)
        if slips:
            return
    else:
        what = f": it is {found(data)}"
    message = f"this document is not part of a GitLab service catalog{what}"
    fix = "start the document with `services:`, `teams:` or `tiers:`"
    yield Fault(codes.UNKNOWN_DOCUMENT, Finding(document.place, message, fix))


def _build_misspelled_list(place: Place, key: str, meant: str) -> Fault:
    at, message = place.key(key), f"this document has an unknown key instead of `{meant}`: `{shown(key)}`"
    return Fault(
        codes.UNKNOWN_FIELD, Finding(at, message, f"did you mean {meant}?", value=key, fixes=(Fix(at, meant),))
    )


def _read_list(place: Place, value: Any, known: Tiers) -> Iterator[GitlabEntry | Fault]:
    section = str(place.pointer[-1])
    keyed = isinstance(value, dict) and all(isinstance(entry, dict) for entry in value.values())
    if not keyed and not isinstance(value, list):
        message = f"`{section}` must be a list; found {found_type(value)}"
        help = f"write each {_NOUNS[section]} as an entry that starts with `- name: …`"
        yield Fault(codes.WRONG_TYPE, Finding(place, message, help, value=section))
    elif not value:
        what = "mapping" if keyed else "list"
        yield Fault(
            codes.MALFORMED_VALUE, Finding(place, f"`{section}` is an empty {what}", "add an entry, or remove the key")
        )
    else:
        required = _list_required(section, value.values() if keyed else value, keyed)
        for key, entry in value.items() if keyed else enumerate(value):
            yield from _read_entry(section, place, key, entry, known, required)


def _list_required(section: str, entries: Iterable[Any], keyed: bool) -> Mapping[str, str]:
    """Return the required fields; a friendly name is required if at least half of the named entries have one."""
    required = _REQUIRED[section]
    named = [entry for entry in entries if isinstance(entry, dict) and (keyed or entry.get("name"))]
    if 2 * sum(_FRIENDLY in entry for entry in named) >= len(named):
        return required
    return {key: cure for key, cure in required.items() if key != _FRIENDLY}


def _read_entry(
    section: str, around: Place, key: Key, data: Any, known: Tiers, required: Mapping[str, str]
) -> Iterator[GitlabEntry | Fault]:
    """Yield an entry and its faults. The key of an entry in a mapping is its name, unless it has another one."""
    place = around.at(key)
    named = place.at("name")
    if isinstance(key, str) and data.get("name") is None:
        data, named = {**data, "name": key}, around.key(key)
    written = below(data, "name")
    name = safe(written) if isinstance(written, str) else ""
    subject = EntityId(_NOUNS[section].capitalize(), shown(name)) if name else None
    label = _format_label(section, name)
    wrong = list(islice(_check_entry(section, data, known, required), _MOST))
    yield from (_build_fault(mistake, label, place, data, subject) for mistake in wrong)
    if name:
        sound = all(one.note or one.code == codes.PLACEHOLDER_VALUE for one in wrong)
        yield GitlabEntry(section, name, data, place, named, sound)


def _check_entry(section: str, data: Any, known: Tiers, required: Mapping[str, str]) -> Iterator[GitlabFieldError]:
    form = _FORMS[section]
    if not isinstance(data, dict):
        help = f"start the entry with `- name: {shown(data, 60) if isinstance(data, str) else '…'}`"
        yield GitlabFieldError(codes.WRONG_TYPE, (), f"must be a mapping; found {found_type(data)}", help)
        return
    slips = {slip(key, form, data) for key in data if key not in form}
    for key, cure in required.items():
        if data.get(key) is None and key not in slips:
            yield GitlabFieldError(codes.MISSING_FIELD, (), f"has no `{key}`", cure.replace("{tiers}", known.words))
        elif data.get(key) == "":
            yield GitlabFieldError(codes.MALFORMED_VALUE, (key,), "is empty", cure.replace("{tiers}", known.words))
        if key == "name" and not (isinstance(data.get(key), str) and data[key]):
            break  # report other missing fields only if the entry has a name
    yield from mistakes(form, data)
    tier = data.get("tier") if section == "services" else None
    if isinstance(tier, str) and tier and tier not in known.names:
        yield _build_tier_mistake(tier, known)


def _build_tier_mistake(tier: str, known: Tiers) -> GitlabFieldError:
    help = question(map(shown, known.meant(tier)), "write a tier of the list, or add this tier to the list of tiers")
    return GitlabFieldError(codes.VALUE_NOT_ALLOWED, ("tier",), f"must be {known.words}; found {found(tier)}", help)


def _format_label(section: str, name: str) -> str:
    noun = _NOUNS[section]
    return f"{noun} {shown(name)}" if name else f"this {noun}"


def _build_fault(mistake: GitlabFieldError, label: str, place: Place, data: Any, subject: EntityId | None) -> Fault:
    code, at, problem, help, note, meant = mistake
    where, there = f"`{naming.path(at, data)}` of {label}", place.at(*at)
    if code == codes.UNKNOWN_FIELD:
        there, problem = place.key(*at), f"has an unknown key: `{shown(at[-1])}`"
        where = _format_container(at, label, data)
    elif not at:
        where = label
        there = naming.lacking(place, (), data) if isinstance(data, dict) else place
    value = "/".join(map(str, at)) or problem
    fixes = (Fix(there, meant),) if meant else ()
    return Fault(code, Finding(there, f"{where} {problem}", help, subject=subject, value=value, note=note, fixes=fixes))


def _format_container(at: tuple[Any, ...], label: str, data: Any) -> str:
    return f"`{naming.path(at[:-1], data)}` of {label}" if len(at) > 1 else label
