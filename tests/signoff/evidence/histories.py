"""A small shop with people, keys and teams in a real repository, and changes made by somebody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ownercat.documents.scope import Scope
from ownercat.repository import git
from ownercat.repository.trees import GitTree, WorkTree
from ownercat.signoff.evidence import Comparison, SnapshotReader
from ownercat.signoff.evidence.comparing import find_merge_base
from ownercat.signoff.evidence.reading import Where
from ownercat.signoff.values import Identity
from tests.repositories import Repository
from tests.rules.parts import doc, service, several, team
from tests.signoff.evidence.keys import Keyring

SCOPE = Scope("catalog")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
WHO = {name: (name.title(), f"{name}@shop.example") for name in ("ana", "bo", "chidi", "dana", "mallory")}
PEOPLE = several(
    *(
        doc("Person", name, f"email: {name}@shop.example", f"logins: {{github: {name}-gh, gitlab: {name}-gl}}")
        for name in ("ana", "bo", "chidi", "dana")
    )
)
FILES = {
    "catalog/people.yaml": PEOPLE,
    "catalog/storefront.yaml": team("storefront", members="[ana, bo]"),
    "catalog/payments.yaml": team("payments", members="[chidi, dana]"),
    "catalog/payment.yaml": service("payment", owner="payments"),
    "catalog/checkout.yaml": service("checkout"),
}


class Shop:
    """The repository, who commits in it, and the keys."""

    def __init__(self, repository: Repository, keys: Path) -> None:
        self.repository = repository
        self.keys = Keyring(keys)
        self.root = repository.root
        self.as_("ana", at="2026-10-01T12:00:00Z")

    def open(self) -> None:
        """Commit the shop, then the keys of its people."""
        self.save(FILES, "the shop")
        self.signers(*(self.keys.line(f"{name}@shop.example", name) for name in ("ana", "bo", "chidi", "dana")))

    def signers(self, *lines: str) -> str:
        """Write the file of allowed signers, and commit it."""
        return self.save({"catalog/allowed_signers": "# who may sign\n" + "".join(lines)}, "signers")

    def as_(self, author: str, committer: str = "", at: str = "") -> None:
        """Who commits from now on, and when."""
        for role, name in {"AUTHOR": author, "COMMITTER": committer or author}.items():
            called, email = WHO.get(name, (name, name))
            self.repository.env |= {f"GIT_{role}_NAME": called, f"GIT_{role}_EMAIL": email}
            if at:
                self.repository.env[f"GIT_{role}_DATE"] = at

    def save(self, files: dict[str, str], message: str, *arguments: str) -> str:
        """Commit files; the id of the commit."""
        self.repository.write(files)
        self.repository.git("add", "-A")
        done = self.repository.commit(message, *arguments)
        assert done.returncode == 0, done.stderr
        return self.head

    def approve(self, message: str, key: str) -> str:
        """An empty commit, signed with a key."""
        self.keys.sign_with(self.repository, key)
        return self.save({}, message, "--allow-empty", "-S")

    @property
    def head(self) -> str:
        """The id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD")

    def git(self, *arguments: str) -> str:
        """Run git."""
        return self.repository.git(*arguments).strip()

    def compared(self, head: str = "HEAD", base: str = "main") -> Comparison:
        """The comparison of a head with main."""
        return open_comparison(self.root, base, head, SCOPE)


def person(name: str) -> Identity:
    """A person, by name."""
    return Identity("person", name)


def email(address: str) -> Identity:
    """Somebody of whom only an address is known."""
    return Identity("email", address)


def open_comparison(root: Path, base: str, head: str | None, scope: Scope | Where, folder: str = "") -> Comparison:
    """Open a change as ``signoff check`` does. ``head``: a revision, ``:`` the index, ``None`` the working tree."""
    tip = git.resolve_base_revision(root, base)
    commit = git.resolve_base_revision(root, "HEAD" if head in (None, git.INDEX) else head or "")
    begins = find_merge_base(root, tip, commit)
    reader = SnapshotReader(root, (lambda _: scope) if isinstance(scope, Scope) else scope, folder)
    if head is None:
        after = reader.read_tree(WorkTree(root))
    else:
        after = reader.read_tree(GitTree(root)) if head == git.INDEX else reader.read_commit(commit)
    return Comparison(reader, reader.read_commit(tip), reader.read_commit(begins), after, commit)
