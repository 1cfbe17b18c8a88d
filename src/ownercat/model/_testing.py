"""The catalog's own tests."""

from dataclasses import dataclass
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import Duration, Entity, Ref


class ExpectedPage(NamedTuple):
    """The exact targets of a page some time after its start.

    ``place`` is the location of the key, ``written`` its text.
    """

    seconds: int
    written: str
    refs: tuple[Ref, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation(Entity):
    """The expected result of a page that starts at an instant. ``starts``: as written, with its UTC offset.

    ``severity``: ``""`` = that of the symptom, else the worst of the service's symptoms.
    """

    service: Ref | None = None
    severity: str = ""
    symptom: str = ""
    starts: str = ""
    policy: Ref | None = None
    pages: tuple[ExpectedPage, ...] = ()
    human_within: Duration | None = None
    reaches: tuple[Ref, ...] = ()
