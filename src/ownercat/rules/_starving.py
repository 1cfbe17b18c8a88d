"""Who is in a rotation and never on call: what ROT105 reports, and what those leave to it who see one person twice."""

from __future__ import annotations

from collections.abc import Mapping

from ownercat.oncall.starved import Starved, starved
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_known, is_told, judged


def starving(context: Context) -> Mapping[str, tuple[Starved, ...]]:
    """The members of each rotation who never come, by its key; those of whom other rules speak are left out."""
    found = {}
    for rotation in judged(context):
        never = (
            each
            for each in starved(days(context), rotation)
            if is_known(context, each.person) and not is_told(context, rotation, each.person)
        )
        if these := tuple(never):
            found[rotation.key] = these
    return found
