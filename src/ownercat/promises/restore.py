"""The order of restoration: along a hard dependency, the provider is back before its consumer has to be."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Dependency
from ownercat.promises.objectives import PromisedRestore


class LateRestore(NamedTuple):
    """A severity for which a provider restores later than its consumer promises."""

    severity: str
    consumer: PromisedRestore
    provider: PromisedRestore


def list_late(
    dependency: Dependency, consumer: Mapping[str, PromisedRestore], provider: Mapping[str, PromisedRestore]
) -> Iterator[LateRestore]:
    """Yield the severities with restore(provider) > restore(consumer).

    None if the consumer states what still works (``degrade``), or tolerates at least the difference (``tolerates``).
    """
    for severity in consumer.keys() & provider.keys() if not dependency.degrade.strip() else ():
        ours, theirs = consumer[severity], provider[severity]
        tolerated = dependency.tolerates.seconds if dependency.tolerates else 0
        if theirs.restore.seconds - ours.restore.seconds > tolerated:
            yield LateRestore(severity, ours, theirs)
