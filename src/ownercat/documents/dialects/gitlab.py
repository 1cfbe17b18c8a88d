"""GitLab's service catalog: ``service-catalog.yml`` and ``teams.yml``, one file with everything in 2020, two since.

The format names owners, teams, dependencies and links. It has no people but managers, no criticality, no escalation
and no promises, so rules about those stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Fault
from ownercat.documents.dialects import Dialect
from ownercat.documents.dialects._gitlab_services import service
from ownercat.documents.dialects._gitlab_shape import GitlabEntry, examine, tiers
from ownercat.documents.dialects._gitlab_teams import rotation, team
from ownercat.documents.source import Document
from ownercat.model import Entity

DIALECT = Dialect("gitlab", "GitLab service-catalog.yml and teams.yml", b"name")

FILES = ("service-catalog.yml", "service-catalog.yaml", "teams.yml", "teams.yaml")
_CLAIM = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?(?:services|teams|tiers)[\"']?[ \t]*:", re.MULTILINE)
_OTHERS = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?apiVersion[\"']?[ \t]*:", re.MULTILINE)


def claims(path: str, data: bytes) -> bool:
    """Whether a file has one of the two names, one of the lists, and no apiVersion, which other formats have."""
    named = path.rpartition("/")[2] in FILES
    return named and _CLAIM.search(data) is not None and _OTHERS.search(data) is None


def read(documents: Sequence[Document], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    """The services, teams and schedules of all documents, and what is wrong with them."""
    known = tiers(documents)
    scheduled: set[str] = set()
    for document in documents:
        for item in examine(document, known):
            if isinstance(item, Fault):
                yield item
            elif item.section == "services":
                yield service(item)
            elif item.section == "teams":
                yield team(item)
                yield from _schedule(item, scheduled)


def _schedule(draft: GitlabEntry, scheduled: set[str]) -> Iterator[Entity]:
    """The schedule of a team; a team that is there twice is one mistake, and no second one about its schedule."""
    found = rotation(draft) if draft.name not in scheduled else None
    if found is not None:
        scheduled.add(draft.name)
        yield found
