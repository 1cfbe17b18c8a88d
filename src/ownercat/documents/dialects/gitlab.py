"""The GitLab service catalog: ``service-catalog.yml`` and ``teams.yml`` (one file in 2020, two files since then).

The format has owners, teams, dependencies and links. It has no people except managers, no service tiers, no escalation
policies and no SLAs, so ownercat skips rules about them.
"""

import re
from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Fault
from ownercat.documents.dialects import Dialect
from ownercat.documents.dialects._gitlab_services import service
from ownercat.documents.dialects._gitlab_shape import GitlabEntry, examine, tiers
from ownercat.documents.dialects._gitlab_teams import rotation, team
from ownercat.documents.source import Document
from ownercat.model import Entity

FILES = ("service-catalog.yml", "service-catalog.yaml", "teams.yml", "teams.yaml")
DIALECT = Dialect(
    "gitlab",
    "GitLab service-catalog.yml and teams.yml",
    b"name",
    files=FILES,
    lists=("services", "teams", "tiers"),
)
_CLAIM = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?(?:services|teams|tiers)[\"']?[ \t]*:", re.MULTILINE)
_OTHERS = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?apiVersion[\"']?[ \t]*:", re.MULTILINE)


def claims(path: str, data: bytes) -> bool:
    """Return whether a file has one of the names, one of the lists, and no apiVersion (other formats have one)."""
    named = path.rpartition("/")[2] in FILES
    return named and _CLAIM.search(data) is not None and (b"apiVersion" not in data or _OTHERS.search(data) is None)


def read(documents: Sequence[Document], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    """Yield the services, teams, schedules and faults of all documents."""
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
                yield from _build_schedule(item, scheduled)


def _build_schedule(draft: GitlabEntry, scheduled: set[str]) -> Iterator[Entity]:
    """Yield the schedule of a team, once per name: a duplicate team must not cause a second finding."""
    schedule = rotation(draft) if draft.name not in scheduled else None
    if schedule is not None:
        scheduled.add(draft.name)
        yield schedule
