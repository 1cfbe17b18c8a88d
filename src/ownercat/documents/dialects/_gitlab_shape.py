"""GitLab's catalog files taken apart: three lists, the entries in them, and what is wrong with those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Place
from ownercat.documents.dialects._gitlab_form import SERVICE, TEAM, TEXT, Form, GitlabFieldError, mistakes, slip
from ownercat.documents.schema import naming
from ownercat.documents.schema.wording import found, found_type
from ownercat.documents.source import Document
from ownercat.suggest import finder
from ownercat.text import clean, listed, shown

# Where no file has a list of tiers. What kind of tier a service belongs to, not how much depends on it.
TIERS = ("sv", "lb", "stor", "db", "inf")

_MOST = 100  # mistakes in one entry
_NOUNS: Mapping[str, str] = MappingProxyType({"services": "service", "teams": "team", "tiers": "tier"})
_FORMS: Mapping[str, Mapping[str, Form]] = MappingProxyType(
    {"services": SERVICE, "teams": TEAM, "tiers": {"name": TEXT}}
)
# What every vintage has, and GitLab's own check demands. An owner is a rule's business.
_REQUIRED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "services": {
            "name": "add `name:`",
            "friendly_name": "add `friendly_name:` with the name that people use",
            "tier": "add `tier:` with one of {tiers}",
            "label": "add `label:` with the label of its issues",
        },
        "teams": {"name": "add `name:`"},
        "tiers": {"name": "add `name:`"},
    }
)


class Tiers(NamedTuple):
    """The tiers that a service may have: their names, those in words, and the one that was meant."""

    names: frozenset[str]
    words: str
    meant: Callable[[str], str]


class GitlabEntry(NamedTuple):
    """An entry on its way to an entity; ``name`` is what look-ups use, and has no invisible character."""

    section: str
    name: str
    data: Mapping[str, Any]
    place: Place
    sound: bool

    @property
    def label(self) -> str:
        """How messages name it: ``service api``."""
        return _label(self.section, self.name)


def safe(written: str) -> str:
    """A name as it is looked up: printable, and otherwise exactly as written."""
    return clean(written)


def below(data: Any, *keys: str) -> Any:
    """The value at a key path; ``None`` when something on the way is missing or no mapping."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def tiers(documents: Iterable[Document]) -> Tiers:
    """The tiers of all lists of tiers."""
    entries = (entry for document in documents for entry in entries_of(below(document.data, "tiers")))
    names = (below(entry, "name") for entry in entries)
    known = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name)) or TIERS
    return Tiers(frozenset(known), listed((shown(name) for name in known), "or"), finder(known))


def entries_of(value: Any) -> list[Any]:
    """The entries of a list; of anything else, none."""
    return value if isinstance(value, list) else []


def examine(document: Document, known: Tiers) -> Iterator[GitlabEntry | Fault]:
    """The entries of a document with what is wrong about each."""
    data = document.data
    if data is None or (isinstance(data, dict) and "apiVersion" in data):
        return  # nothing, or a document of another format
    if not isinstance(data, dict) or not any(section in data for section in _FORMS):
        yield from _elses(document)
        return
    for key, value in data.items():
        if key in _FORMS:
            yield from _section(document.place.at(key), value, known)
        elif meant := slip(key, _FORMS, data):
            yield _misnamed(document.place, key, meant)


def _elses(document: Document) -> Iterator[Fault]:
    """A document without any of the lists: one of them misspelt, or none of GitLab's catalog."""
    data, what = document.data, ""
    if isinstance(data, dict):
        slips = [(key, meant) for key in data if (meant := slip(key, _FORMS, data))]
        yield from (_misnamed(document.place, *found) for found in slips)
        if slips:
            return
    else:
        what = f": it holds {found(data)}"
    message = f"this document is no part of a GitLab service catalog{what}"
    yield Fault("SCH001", Finding(document.place, message, "begin it with `services:`, `teams:` or `tiers:`"))


def _misnamed(place: Place, key: str, meant: str) -> Fault:
    message = f"unknown key `{shown(key)}` where `{meant}` is missing"
    return Fault("SCH004", Finding(place.key(key), message, f"did you mean {meant}?", value=key))


def _section(place: Place, value: Any, known: Tiers) -> Iterator[GitlabEntry | Fault]:
    section = str(place.pointer[-1])
    if not isinstance(value, list):
        message = f"`{section}` must be a list; found {found_type(value)}"
        help = f"write each {_NOUNS[section]} as an entry that begins with `- name: …`"
        yield Fault("SCH005", Finding(place, message, help, value=section))
    elif not value:
        yield Fault("SCH007", Finding(place, f"`{section}` is an empty list", "add an entry, or remove the key"))
    else:
        for number, entry in enumerate(value):
            yield from _entry(section, place.at(number), entry, known)


def _entry(section: str, place: Place, data: Any, known: Tiers) -> Iterator[GitlabEntry | Fault]:
    written = below(data, "name")
    name = safe(written) if isinstance(written, str) else ""
    subject = EntityId(_NOUNS[section].capitalize(), shown(name)) if name else None
    label = _label(section, name)
    wrong = list(islice(_judge(section, data, known), _MOST))
    yield from (_fault(mistake, label, place, data, subject) for mistake in wrong)
    if name:
        yield GitlabEntry(section, name, data, place, all(one.note or one.code == "SCH010" for one in wrong))


def _judge(section: str, data: Any, known: Tiers) -> Iterator[GitlabFieldError]:
    form, required = _FORMS[section], _REQUIRED[section]
    if not isinstance(data, dict):
        help = f"begin the entry with `- name: {shown(data, 60) if isinstance(data, str) else '…'}`"
        yield GitlabFieldError("SCH005", (), f"must be a mapping; found {found_type(data)}", help)
        return
    slips = {slip(key, form, data) for key in data if key not in form}
    for key, cure in required.items():
        if data.get(key) is None and key not in slips:
            yield GitlabFieldError("SCH003", (), f"has no `{key}`", cure.replace("{tiers}", known.words))
        elif data.get(key) == "":
            yield GitlabFieldError("SCH007", (key,), "is empty", cure.replace("{tiers}", known.words))
        if key == "name" and not (isinstance(data.get(key), str) and data[key]):
            break  # what else it lacks is to be seen when it has a name
    yield from mistakes(form, data)
    tier = data.get("tier") if section == "services" else None
    if isinstance(tier, str) and tier and tier not in known.names:
        yield _tier(tier, known)


def _tier(tier: str, known: Tiers) -> GitlabFieldError:
    near = known.meant(tier)
    help = f"did you mean {shown(near)}?" if near else "write one of them, or add it to the list of tiers"
    return GitlabFieldError("SCH006", ("tier",), f"must be {known.words}; found {found(tier)}", help)


def _label(section: str, name: str) -> str:
    noun = _NOUNS[section]
    return f"{noun} {shown(name)}" if name else f"this {noun}"


def _fault(mistake: GitlabFieldError, label: str, place: Place, data: Any, subject: EntityId | None) -> Fault:
    code, at, said, help, note = mistake
    where, there = f"`{naming.path(at, data)}` of {label}", place.at(*at)
    if code == "SCH004":
        there, said = place.key(*at), f"unknown key `{shown(at[-1])}` in {_around(at, label, data)}"
        where = ""
    elif not at:
        where = label
        there = naming.lacking(place, (), data) if isinstance(data, dict) else place
    value = "/".join(map(str, at)) or said
    return Fault(code, Finding(there, f"{where} {said}".strip(), help, subject=subject, value=value, note=note))


def _around(at: tuple[Any, ...], label: str, data: Any) -> str:
    return f"`{naming.path(at[:-1], data)}` of {label}" if len(at) > 1 else label
