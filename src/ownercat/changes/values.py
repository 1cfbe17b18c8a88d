"""What a comparison of two catalogs gives: changes of meaning, each with the values that moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ownercat.diagnostics import EntityId, Place
from ownercat.model import EMPTY, Catalog, Policy

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Direction = Literal["looser", "tighter", "other"]


class Side(NamedTuple):
    """One of the two states that are compared.

    ``controls``: what judges a change and is no document of the catalog, by path (signers, baseline,
    configuration), as bytes.
    """

    catalog: Catalog
    policy: Policy
    controls: Mapping[str, bytes] = EMPTY


class FieldChange(NamedTuple):
    """One value that moved: its name (``sev1.restore``), and how it was and is.

    ``before`` and ``after`` are normalised (durations in seconds, percentages as numbers, references as resolved
    names, ``None`` = not stated), so that two spellings of one value are equal: they go into digests.
    ``said_before`` and ``said_after`` are the values as people write them (``1h``), ``""`` = not stated.
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

    ``kind``: ``sla-loosened``, ``owner-changed`` … (the table of docs/sign-off.md, and kinds that need nobody).
    ``entity``: what changed, by its name after the change, or before it where it is gone.
    ``service``: the name of the service that it is about, likewise; ``""`` for teams, people and the policy.
    ``other``: who or what is on the other end, by name: the provider of a dependency, the SLA's name, the member.
    ``place``: the head's side where it has one, else the base's (``gone`` says which).
    """

    kind: str
    entity: EntityId
    service: str
    fields: tuple[FieldChange, ...]
    place: Place
    other: str = ""
    gone: bool = False
