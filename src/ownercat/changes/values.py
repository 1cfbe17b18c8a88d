"""The result of a comparison: changes of meaning, each with its changed values."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ownercat.diagnostics import EntityId, Place
from ownercat.model import EMPTY, Catalog, Policy, Suppression

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Direction = Literal["looser", "tighter", "other"]


class Side(NamedTuple):
    """One of the two compared snapshots.

    ``controls``: the control files by path (signers, baseline, configuration), as bytes. They are not documents of the
    catalog. ``suppressions``: the comments that silence findings.
    """

    catalog: Catalog
    policy: Policy
    controls: Mapping[str, bytes] = EMPTY
    suppressions: tuple[Suppression, ...] = ()


class FieldChange(NamedTuple):
    """One changed value: its name (``sev1.restore``), and the value before and after.

    ``before`` and ``after`` are normalized (durations in seconds, percentages as numbers, references as resolved names,
    ``None`` = not stated), so that two spellings of one value are equal. Digests use these values.

    ``said_before`` and ``said_after`` are the values as text for people (``1h``); ``""`` = not stated.
    """

    name: str
    before: Json
    after: Json
    said_before: str
    said_after: str
    direction: Direction = "other"
    place_before: Place | None = None
    place_after: Place | None = None


class Change(NamedTuple):
    """One change of meaning.

    ``kind``: for example ``sla-loosened`` or ``owner-changed``; ``docs/changes.md`` lists all. ``entity``: the changed
    entity, by its name after the change, or before it if it was removed. ``service``: the name of its service,
    likewise; ``""`` for teams, people and the policy.

    ``other``: the name of the other entity: the provider of a dependency, the SLA, the member. ``place``: the location
    in the head if it exists there, else in the base (``gone``).
    """

    kind: str
    entity: EntityId
    service: str
    fields: tuple[FieldChange, ...]
    place: Place
    other: str = ""
    gone: bool = False
