"""The form of GitLab's catalog: every field of its vintages since 2019, and what is wrong with a value.

GitLab changed the format often, so it is read with tolerance: an empty value is the same as none, an unknown key is an
extension unless it is surely a slip, and a field is asked for only where every vintage has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from ownercat.diagnostics import Pointer
from ownercat.documents.dialects._slips import typo
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.documents.schema.wording import flow, found_type
from ownercat.text import clean, shown

_QUOTED = 60  # a longer value is not repeated in a cure

TEXT, LINK, CHANNEL, LOGIN, SCOPED = "text", "link", "channel", "login", "scoped label"
SCALAR, WHOLE, FLAG = "scalar", "whole number", "flag"


class Many(NamedTuple):
    """A list of entries of one form; ``lone``: one entry may stand alone, ``least``: how many there have to be."""

    item: Form
    lone: bool = False
    least: int = 0


Form: TypeAlias = "str | Many | Mapping[str, Form]"

SERVICE: Mapping[str, Form] = {
    "name": TEXT,
    "friendly_name": TEXT,
    "tier": TEXT,
    "label": TEXT,
    "owner": TEXT,
    "team": TEXT,
    "teams": Many(TEXT),
    "infra_owner": TEXT,
    "business": {
        "requirement": TEXT,
        "customers": Many(TEXT),
        "business_value": TEXT,
        "SLA": {"overall_sla_weighting": WHOLE, "availability": SCALAR, "response_time": SCALAR},
    },
    "technical": {
        "project": Many(LINK),
        "slx": TEXT,
        "documents": {
            "design": LINK,
            "architecture": LINK,
            "readiness_review": LINK,
            "sre_guide": LINK,
            "developer_guide": LINK,
            "service": Many(LINK),
            "security": LINK,
        },
        "dependencies": Many({"service": TEXT, "type": TEXT}),
        "components": Many(TEXT),
        "sub_components": Many(TEXT),
        "configurations": Many({"name": TEXT, "config_name": TEXT, "location": TEXT}),
        "chef_roles": Many(TEXT),
        "scalability": {"bound": TEXT, "scalable": TEXT, "note": TEXT},
        "security": {"security_reviewed": TEXT, "data_classification": TEXT, "security_incidents": Many(TEXT)},
        "logging": Many({"name": TEXT, "permalink": LINK}, least=1),
    },
    "infrastructure": {"provider": TEXT, "architecture": TEXT, "provisioning": TEXT, "accesses": Many({})},
    "operations": {"maintenance": LINK, "runbooks": Many(LINK), "playbooks": Many(LINK), "error_budget": LINK},
    "observability": {
        "monitors": {
            "primary_grafana_dashboard": LINK,
            "grafana_folder": TEXT,
            "sentry_slug": TEXT,
            "gitlab_dashboard": LINK,
        },
        "alerts": Many({"alert_link": LINK}),
        "primary_grafana_dashboard": LINK,
        "grafana_folder": TEXT,
    },
}
TEAM: Mapping[str, Form] = {
    "name": TEXT,
    "url": LINK,
    "label": SCOPED,
    "manager": LOGIN,
    "manager_slug": LOGIN,
    "product_stage_group": TEXT,
    "slack_channel": TEXT,
    "slack_alerts_channel": CHANNEL,
    "slack_error_budget_channel": Many(TEXT, lone=True),
    "send_slo_alerts_to_team_slack_channel": FLAG,
    "send_error_budget_weekly_to_slack": FLAG,
    "assign_capacity_planning_issues": FLAG,
    "alerts": Many(TEXT),
    "ignored_components": Many(TEXT),
    "issue_tracker": LINK,
    "engagement_policy": LINK,
    "oncall_schedule": LINK,
}

# What a text must not begin with: GitLab's own check refuses these.
_MARKS = MappingProxyType({CHANNEL: "#", LOGIN: "@", SCOPED: "~"})
_WANTED: Mapping[str, str] = MappingProxyType(
    {WHOLE: "a whole number", FLAG: "true or false", SCALAR: "text or a number"}
)
_FITS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
        FLAG: lambda value: isinstance(value, bool),
        SCALAR: lambda value: isinstance(value, str | int | float) and not isinstance(value, bool),
    }
)


class GitlabFieldError(NamedTuple):
    """What is wrong at a place in an entry: the end of the sentence that begins with the place, and the cure."""

    code: str
    at: Pointer
    said: str
    help: str
    note: bool = False


def mistakes(form: Form, value: Any, at: Pointer = ()) -> Iterator[GitlabFieldError]:
    """Everything that is wrong with a value, in the order of the file."""
    if value is None:
        return
    if isinstance(form, str):
        yield from _scalar(form, value, at)
    elif isinstance(form, Many):
        yield from _list(form, value, at)
    elif not isinstance(value, dict):
        yield GitlabFieldError(
            "SCH005", at, f"must be a mapping; found {found_type(value)}", _as_mapping(form, value, at)
        )
    else:
        for key, below in value.items():
            if key in form:
                yield from mistakes(form[key], below, (*at, key))
            elif meant := slip(key, form, value):
                yield GitlabFieldError("SCH004", (*at, key), "", f"did you mean {meant}?")


def slip(key: Any, form: Mapping[str, Form], value: Mapping[Any, Any]) -> str:
    """The absent field that a key is surely a slip of."""
    return typo(key, (known for known in form if known not in value)) if isinstance(key, str) else ""


def _list(form: Many, value: Any, at: Pointer) -> Iterator[GitlabFieldError]:
    if form.lone and isinstance(value, str):
        yield from mistakes(form.item, value, at)
    elif not isinstance(value, list):
        said = f"must be {'text or ' * form.lone}a list; found {found_type(value)}"
        help = "write a list, one entry on each line"
        if isinstance(value, str) and 0 < len(value) <= _QUOTED and isinstance(form.item, str):
            help = f"write it as a list: `{clean(flow([value]))}`"
        yield GitlabFieldError("SCH005", at, said, help)
    elif len(value) < form.least:
        yield GitlabFieldError("SCH007", at, "is an empty list", "add an entry, or remove the line")
    else:
        for number, item in enumerate(value):
            yield from mistakes(form.item, item, (*at, number))


def _scalar(form: str, value: Any, at: Pointer) -> Iterator[GitlabFieldError]:
    fits, mark = _FITS.get(form), _MARKS.get(form, "")
    if fits is not None:
        if not fits(value):
            help = f"write {_WANTED[form]}{', unquoted' * isinstance(value, str)}"
            yield GitlabFieldError("SCH005", at, f"must be {_WANTED[form]}; found {found_type(value)}", help)
    elif not isinstance(value, str):
        yield GitlabFieldError("SCH005", at, f"must be text; found {found_type(value)}", _as_text(value))
    elif form == LINK:
        yield from _link(value, at)
    elif mark and value.startswith(mark):
        said = f"begins with {mark}: `{shown(value, _QUOTED)}`"
        yield GitlabFieldError("SCH007", at, said, f"write it without {mark}")


def _link(value: str, at: Pointer) -> Iterator[GitlabFieldError]:
    if is_placeholder(value, "url"):
        said = f"is a placeholder: `{shown(value, _QUOTED)}`"
        yield GitlabFieldError("SCH010", at, said, "give the URL, or remove the line")
    elif value.strip() and not is_link(value):
        help = "keep the text in a document, and write its URL here"
        yield GitlabFieldError("SCH007", at, "is prose where a link belongs, and is not read", help, note=True)


def is_link(value: object) -> bool:
    """Whether a value can be followed: a URL, or a path at some base URL. Prose and placeholders cannot."""
    return isinstance(value, str) and len(value.split()) == 1 and not is_placeholder(value, "url")


def _as_text(value: Any) -> str:
    if isinstance(value, list | dict):
        return "write one value"
    return f'quote it: `"{shown(value, _QUOTED)}"`'


def _as_mapping(form: Mapping[str, Form], value: Any, at: Pointer) -> str:
    """``- redis`` for ``- service: redis`` is the usual way to get here."""
    key = next(iter(form), "")
    if key and isinstance(value, str) and 0 < len(value) <= _QUOTED and isinstance(at[-1], int):
        return f"write `{key}: {clean(flow(value))}`"
    return f"write its fields below it, such as `{key}:`" if key else "write its fields below it"
