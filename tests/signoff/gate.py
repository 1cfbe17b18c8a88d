"""The company in a real repository with real keys, a branch that somebody proposes, and the gate at its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ownercat.cli import main
from ownercat.repository.git import signing
from ownercat.signoff.digests import encode_canonical
from ownercat.signoff.records import NAMESPACE
from tests.repositories import Repository
from tests.signoff.company import GOVERNED, PEOPLE
from tests.signoff.evidence.keys import Keyring

EVERYBODY = tuple(name for members in PEOPLE.values() for name in members)
BEGUN, PROPOSED, REVIEWED, JUDGED = (f"2026-10-0{day}T12:00:00Z" for day in (1, 2, 3, 4))


class Outcome(NamedTuple):
    """What the gate said."""

    code: int
    found: Mapping[str, Any]
    err: str = ""

    @property
    def states(self) -> list[str]:
        """Each agreement as ``sla-loosened payments: pending``."""
        return [f"{one['change']} {one['team']}: {one['state']}" for one in self.found["agreements"]]

    def of(self, change: str, team: str) -> Mapping[str, Any]:
        """One agreement."""
        (found,) = (one for one in self.found["agreements"] if (one["change"], one["team"]) == (change, team))
        return found


class Company:
    """The repository: ``main`` holds the company, ``change`` is checked out."""

    def __init__(self, repository: Repository, keys: Path) -> None:
        self.repository = repository
        self.keys = Keyring(keys)
        self.as_("ana", PROPOSED)

    def begin(self) -> None:
        """Commit the company, and check the change out."""
        self.as_("gus", BEGUN)
        signers = "".join(self.keys.line(f"{name}@shop.example", name) for name in EVERYBODY)
        self.put({**GOVERNED, "allowed_signers": signers})
        self.save("the company")
        self.git("checkout", "-q", "-b", "change")

    def git(self, *arguments: str) -> str:
        return self.repository.git(*arguments).strip()

    def as_(self, name: str, at: str = "", committer: str = "") -> None:
        """Who commits from now on, and when."""
        for role, who in {"AUTHOR": name, "COMMITTER": committer or name}.items():
            email = who if "@" in who else f"{who}@shop.example"
            self.repository.env |= {f"GIT_{role}_NAME": who, f"GIT_{role}_EMAIL": email}
            if at:
                self.repository.env[f"GIT_{role}_DATE"] = at

    def put(self, files: Mapping[str, str]) -> None:
        """Write files of the catalog; ``None`` takes one away."""
        self.repository.write({f"catalog/{path}": text for path, text in files.items()})

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file of the catalog; one that is not there fails."""
        file = self.repository.root / "catalog" / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old} is not in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def save(self, message: str = "a change", *arguments: str) -> str:
        """Commit everything; the id of the commit."""
        self.git("add", "-A")
        done = self.repository.commit(message, *arguments)
        assert done.returncode == 0, done.stderr
        return self.head

    def on_main(self, *edits: tuple[str, str, str]) -> None:
        """Commit edits on main, and begin the change anew from there."""
        self.git("checkout", "-q", "main")
        self.as_("gus", BEGUN)
        for one in edits:
            self.edit(*one)
        self.save("on main")
        self.git("checkout", "-q", "-B", "change")
        self.as_("ana", PROPOSED)

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def slower(self) -> str:
        """What ana wants: the promise of payment is looser."""
        self.edit("sla.yaml", "restore: 30m", "restore: 50m")
        return self.save("slower")


class Gate(Company):
    """The gate at the end of the branch, and what people put before it."""

    def __init__(self, repository: Repository, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(repository, keys)
        self.capsys = capsys

    def approve(
        self, key: str, team: str, digest: str, service: str = "payment", who: str = "", at: str = REVIEWED
    ) -> str:
        """An empty commit with the trailer, signed with a key, in somebody's name."""
        self.as_(who or key, at)
        self.keys.sign_with(self.repository, key)
        return self.save(f"agreed\n\nOwnercat-Approve: {team} {service} {digest}", "--allow-empty", "-S")

    def record(self, key: str, agreement: Mapping[str, Any], namespace: str = NAMESPACE, **more: Any) -> str:
        """A record about an agreement that is asked for, signed with a key, as text. ``more``: ``None`` leaves out."""
        which = {"sla": agreement["what"]} if agreement["change"].startswith("sla-") else {}
        given = {
            "apiVersion": "ownercat/v1", "kind": "SignOff", "name": f"agreed-{agreement['team']}-{key}",
            "service": agreement["service"], "change": agreement["change"],
            "party": {"team": agreement["team"], "role": agreement["role"]}, "decision": "approve",
            "from": {**which, **{one["field"]: one["before"] for one in agreement["fields"]}},
            "to": {**which, **{one["field"]: one["after"] for one in agreement["fields"]}},
            "terms": agreement["terms"], "by": key, "at": REVIEWED, **more,
        }  # fmt: skip
        data = {name: value for name, value in given.items() if value is not None}
        return json.dumps(
            {**data, "signature": signing.sign_bytes(encode_canonical(data), str(self.keys.key(key)), namespace)}
        )

    def emergency(
        self, covers: list[str], first: str = "gus", second: str = "hal", keys: tuple[str, ...] = (), **more: Any
    ) -> str:
        """A BreakGlass document with both signatures (or those of other ``keys``), as text."""
        data = {
            "apiVersion": "ownercat/v1", "kind": "BreakGlass", "name": "outage", "incident": "INC-4711",
            "reason": "The provider is down and stays down for hours.", "services": ["payment"], "invokedBy": first,
            "second": second, "covers": covers, "at": "2026-10-04T02:00:00Z", "expires": "2026-10-05T02:00:00Z",
            "retroDue": "2026-10-09", **more,
        }  # fmt: skip
        signatures = {
            field: signing.sign_bytes(encode_canonical(data), str(self.keys.key(name)), NAMESPACE)
            for field, name in zip(("signature", "secondSignature"), keys or (first, second), strict=True)
        }
        return json.dumps({**data, **signatures})

    # the gate

    def check(
        self, *reviews: Mapping[str, Any], author: str = "ana", raw: str = "", arguments: tuple[str, ...] = ()
    ) -> Outcome:
        """Judge the change. ``reviews``: as ``review`` makes them; ``raw``: the text of the file instead."""
        file = self.repository.root.parent / "reviews.json"
        file.write_text(raw or json.dumps({
            "number": 1, "author": {"login": f"{author}-gh"}, "baseRefName": "main", "headRefOid": self.head,
            "commits": [], "reviews": list(reviews),
        }), encoding="utf-8")  # fmt: skip
        code = main(
            [
                "signoff",
                "check",
                "--base",
                "main",
                "--reviews",
                str(file),
                "--at",
                JUDGED,
                "--format",
                "json",
                *arguments,
            ]
        )
        out, err = self.capsys.readouterr()
        return Outcome(code, json.loads(out) if out else {}, err)


def review(name: str, oid: str, state: str = "APPROVED", at: str = REVIEWED, **more: Any) -> dict[str, Any]:
    """A review as gh tells it."""
    return {"author": {"login": f"{name}-gh"}, "state": state, "submittedAt": at, "commit": {"oid": oid}, **more}
