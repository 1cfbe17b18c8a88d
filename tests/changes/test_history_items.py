"""The history of a service in one long file: items that no edit touches are not read, and the answer is the same."""

import random
from collections.abc import Iterator

import pytest

from ownercat.changes import history
from ownercat.documents.scope import Scope
from ownercat.repository import git
from tests.changes.test_history import about, all_changes
from tests.repositories import Repository

FILE = "services/service-catalog.yml"
GITLAB = Scope("catalog", ("gitlab",))
TEAMS = ("tides", "gauges", "locks")
NAMES = ("quay", "tide_table", "weir", "sluice", "ferry")
# Forms of one entry that a cut by text could take for something else.
FORMS = (
    "",
    "    business:\n      requirement: |\n        The quay\n        - name: weir\n",
    "    business:\n      requirement: 'quay: not\n        closed'\n",
    "    business: {requirement: &word Ships, business_value: *word}\n",
    "    # - name: quay\n",
    '    observability: {monitors: {grafana_folder: "qu\\x61y"}}\n',
    "    teams: [tides, gauges]\n",
    "    infra_owner: locks\n",
)


class Company:
    """Entries of a catalog that change at random, as the text of one file."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.teams = list(TEAMS)
        self.names = list(NAMES)
        self.entries = {name: self.build(name) for name in self.names}

    def build(self, name: str) -> str:
        rng = self.rng
        needs = "".join(f"        - service: {other}\n" for other in rng.sample(self.names, rng.randrange(3)))
        technical = f"    technical:\n      dependencies:\n{needs}" if needs else ""
        owner = rng.choice([*self.teams, "dredgers", "tides"])
        return f"    friendly_name: The {name}\n    tier: sv\n    owner: {owner}\n    label: {name}\n{rng.choice(FORMS)}{technical}"

    def edit(self) -> None:
        """Change one thing."""
        rng = self.rng
        name = rng.choice(self.names)
        at = self.names.index(name)
        match rng.randrange(8):
            case 0 if len(self.names) > 3:
                self.names.remove(name)
            case 1:
                other = name.replace("_", "-") if "_" in name else f"{name}_x"
                self.names[at] = other
                self.entries[other] = self.entries[name].replace(name, other)
            case 2:
                new = f"pier-{rng.randrange(50)}"
                if new not in self.names:
                    self.names.insert(rng.randrange(len(self.names)), new)
                    self.entries[new] = self.build(new)
            case 3:
                rng.shuffle(self.names)
            case 4:
                self.teams = rng.sample(TEAMS, rng.randrange(1, 4))
            case _:
                self.entries[name] = self.build(name)

    def render(self) -> str:
        """The file; now and then with a second entry of one name."""
        entries = [f"  - name: {name}\n{self.entries[name]}" for name in self.names]
        if self.rng.random() < 0.1:
            entries.append(self.rng.choice(entries))
        teams = "teams:\n" + "".join(f"  - name: {team}\n    slack_channel: {team}\n" for team in self.teams)
        return f"{teams}# the services\nservices:\n{''.join(entries)}"


def tell(repository: Repository, word: str) -> Iterator[tuple[str, str, object]]:
    head = git.resolve_revision(repository.root, "HEAD")
    found = history.build_log(repository.root, head, GITLAB, word)
    assert found is not None and found.cut is None
    yield from (
        (entry.arrival.subject, entry.service, entry.changes) for entry in found.entries if entry.arrival.parent
    )


@pytest.mark.parametrize("seed", range(12))
def test_items_tell_what_whole_files_do(repository: Repository, seed: int) -> None:
    company = Company(seed)
    for number in range(30):
        for _ in range(min(number, 1 + number % 4 // 3)):
            company.edit()
        repository.write({FILE: company.render()})
        repository.git("add", "-A")
        repository.commit(f"Commit {number}", "--allow-empty")
    head = git.resolve_revision(repository.root, "HEAD")
    told = all_changes(repository.root, head, GITLAB)
    for word in company.names:
        assert list(tell(repository, word)) == list(about(told, word)), word
