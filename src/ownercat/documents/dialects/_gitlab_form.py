"""The fields of the GitLab catalog in all versions since 2019, and the faults of their values.

GitLab changed the format often, so this reader is tolerant: an empty value is the same as none, an unknown key is an
extension unless it is a typing error, and only fields that all versions have are required.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from ownercat.diagnostics import Pointer
from ownercat.documents import codes
from ownercat.documents.dialects._slips import typo
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.documents.schema.wording import flow, found_type
from ownercat.text import clean, shown

_QUOTED = 60  # a fix does not repeat a longer value

TEXT, LINK, CHANNEL, LOGIN, SCOPED = "text", "link", "channel", "login", "scoped label"
SCALAR, WHOLE, FLAG = "scalar", "whole number", "flag"


class Many(NamedTuple):
    """A list of entries of one form; ``lone``: allows one entry without a list; ``least``: minimum length."""

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

# A text must not start with these characters: the GitLab check rejects them.
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
    """A fault at a key path of an entry: the end of the message after the key path, and the fix."""

    code: str
    at: Pointer
    problem: str
    help: str
    note: bool = False
    meant: str = ""


def mistakes(form: Form, value: Any, at: Pointer = ()) -> Iterator[GitlabFieldError]:
    """Yield the faults of a value, in file order."""
    if value is None:
        return
    if isinstance(form, str):
        yield from _check_scalar(form, value, at)
    elif isinstance(form, Many):
        yield from _check_list(form, value, at)
    elif not isinstance(value, dict):
        yield GitlabFieldError(
            codes.WRONG_TYPE, at, f"must be a mapping; found {found_type(value)}", _format_mapping_help(form, value, at)
        )
    else:
        for key, below in value.items():
            if key in form:
                yield from mistakes(form[key], below, (*at, key))
            elif meant := slip(key, form, value):
                yield GitlabFieldError(codes.UNKNOWN_FIELD, (*at, key), "", f"did you mean {meant}?", meant=meant)


def slip(key: Any, form: Mapping[str, Form], value: Mapping[Any, Any]) -> str:
    """Return the absent field for a key with a typing error."""
    return typo(key, (known for known in form if known not in value)) if isinstance(key, str) else ""


def _check_list(form: Many, value: Any, at: Pointer) -> Iterator[GitlabFieldError]:
    if form.lone and isinstance(value, str):
        yield from mistakes(form.item, value, at)
    elif not isinstance(value, list):
        problem = f"must be {'text or ' * form.lone}a list; found {found_type(value)}"
        help = "write a list, with one entry per line"
        if isinstance(value, str) and 0 < len(value) <= _QUOTED and isinstance(form.item, str):
            help = f"write a list: `{clean(flow([value]))}`"
        yield GitlabFieldError(codes.WRONG_TYPE, at, problem, help)
    elif len(value) < form.least:
        yield GitlabFieldError(codes.MALFORMED_VALUE, at, "is an empty list", "add an entry, or remove the line")
    else:
        for number, item in enumerate(value):
            yield from mistakes(form.item, item, (*at, number))


def _check_scalar(form: str, value: Any, at: Pointer) -> Iterator[GitlabFieldError]:
    fits, mark = _FITS.get(form), _MARKS.get(form, "")
    if fits is not None:
        if not fits(value):
            help = f"write {_WANTED[form]}{', unquoted' * isinstance(value, str)}"
            yield GitlabFieldError(codes.WRONG_TYPE, at, f"must be {_WANTED[form]}; found {found_type(value)}", help)
    elif not isinstance(value, str):
        yield GitlabFieldError(
            codes.WRONG_TYPE, at, f"must be text; found {found_type(value)}", _format_text_help(value)
        )
    elif form == LINK:
        yield from _check_link(value, at)
    elif mark and value.startswith(mark):
        problem = f"must not start with {mark}; found `{shown(value, _QUOTED)}`"
        yield GitlabFieldError(codes.MALFORMED_VALUE, at, problem, f"write it without {mark}")


def _check_link(value: str, at: Pointer) -> Iterator[GitlabFieldError]:
    if is_placeholder(value, "url"):
        problem = f"is a placeholder: `{shown(value, _QUOTED)}`"
        yield GitlabFieldError(codes.PLACEHOLDER_VALUE, at, problem, "write the URL, or remove the line")
    elif value.strip() and not is_link(value):
        help = "move the text to a document, and write the URL of the document here"
        yield GitlabFieldError(
            codes.MALFORMED_VALUE, at, "is text instead of a link: ownercat ignores it", help, note=True
        )


def is_link(value: object) -> bool:
    """Return whether a value is a link: a URL or a path. Prose and placeholders are not links."""
    return isinstance(value, str) and len(value.split()) == 1 and not is_placeholder(value, "url")


def _format_text_help(value: Any) -> str:
    if isinstance(value, list | dict):
        return "write one value"
    return f'quote it: `"{shown(value, _QUOTED)}"`'


def _format_mapping_help(form: Mapping[str, Form], value: Any, at: Pointer) -> str:
    """Return the fix for a value instead of a mapping; a common case is ``- redis`` for ``- service: redis``."""
    key = next(iter(form), "")
    if key and isinstance(value, str) and 0 < len(value) <= _QUOTED and isinstance(at[-1], int):
        return f"write `{key}: {clean(flow(value))}`"
    return f"write a mapping with keys such as `{key}:`" if key else "write a mapping"
