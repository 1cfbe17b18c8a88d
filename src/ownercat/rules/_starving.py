"""Find the members of rotations who are never on call.

ROT105 reports them. Rules about one person in two places skip these rotations, so that one fault is one finding.
"""

from collections.abc import Mapping

from ownercat.oncall.starved import Starved, list_starved
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_known, is_told, judged


def starving(context: Context) -> Mapping[str, tuple[Starved, ...]]:
    """Return the members of each rotation who never get a turn, by rotation key.

    People whom REF001 or ROT001 report are left out.
    """
    result = {}
    for rotation in judged(context):
        members = (
            each
            for each in list_starved(days(context), rotation)
            if is_known(context, each.person) and not is_told(context, rotation, each.person)
        )
        if never_on_call := tuple(members):
            result[rotation.key] = never_on_call
    return result
