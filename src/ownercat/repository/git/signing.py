"""Signatures of commits (verified by git) and detached signatures (created and verified by ssh-keygen).

Both use only the given allowed and revoked keys, never the configuration of the repository or the user. Times are UTC,
so that a day in the allowed signers file begins at the same time on every machine.
"""

import base64
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ownercat.errors import IncompleteError
from ownercat.repository.git import WHOLE, GitError, build_environment, expect_form, read_setting, run_git, run_program
from ownercat.text import shown

PROGRAM = "ssh-keygen"
MISSING = "ssh-keygen is not installed, so ownercat cannot verify signatures"
_NOT_RUN = "/dev/null"  # not a program: OpenPGP and X.509 signatures count as not verified
_PATIENCE = 300.0  # seconds: a key can ask for a passphrase or a touch
UNKNOWN = "the key is not in the allowed signers file of the base branch, or is not valid at that time"
_RESULTS = {
    "N": "the commit is not signed",
    "U": UNKNOWN,
    "B": "the signature does not match the commit, or its key is revoked",
    "E": "the signature cannot be verified",
}


_ARMOUR = frozenset({"SSH", "SIGNATURE-----"})


class Keys(NamedTuple):
    """The contents of the allowed signers file and of the file of revoked keys (``b""``: no file)."""

    signers: bytes
    revoked: bytes = b""


class Signed(NamedTuple):
    """The principal of a signature in the allowed signers file; ``problem``: why it is not valid, ``""`` if it is."""

    principal: str
    problem: str = ""


def is_available() -> bool:
    """Return whether ssh-keygen is installed. Without it, git reports valid signatures as bad."""
    return shutil.which(PROGRAM) is not None


def verify_commits(root: Path, commits: Sequence[str], keys: Keys) -> dict[str, Signed]:
    """Return the signature result of each commit (ids), at the time that the commit states."""
    if not commits:
        return {}
    if not is_available():
        return dict.fromkeys(commits, Signed("", MISSING))
    with _write_key_files(keys) as (signers, revoked):
        config = [
            f"gpg.ssh.allowedSignersFile={signers}", f"gpg.ssh.program={PROGRAM}", "gpg.minTrustLevel=undefined",
            *(f"{key}={_NOT_RUN}" for key in ("gpg.program", "gpg.openpgp.program", "gpg.x509.program")),
            # with an empty file, git refuses every key
            f"gpg.ssh.revocationFile={revoked if keys.revoked else ''}",
            "core.commitGraph=false", "log.showSignature=false",
        ]  # fmt: skip
        form = ("--no-walk=unsorted", "--no-color", "--format=tformat:%H%x00%G?%x00%GS", "--stdin")
        stdin = "".join(f"{commit}\n" for commit in commits).encode("ascii")
        try:
            output = run_git(root, "log", *form, stdin=stdin, config=config).decode("utf-8", "replace")
        except GitError as error:
            raise IncompleteError(f"cannot verify the signatures of the change: {error}", WHOLE) from None
    with expect_form("log"):
        rows = (row.split("\0") for row in output.split("\n") if row)
        found = {commit: _parse_signature_status(result, principal) for commit, result, principal in rows}
        return {commit: found[commit] for commit in commits}


def _parse_signature_status(result: str, principal: str) -> Signed:
    """Return the result of one commit: only G is valid. U is a key that is not listed, X and Y are expired."""
    if result == "G" and principal:
        return Signed(principal)
    return Signed("", _RESULTS.get(result, "the key has expired or is revoked"))


def verify_signature(data: bytes, signature: str, namespace: str, keys: Keys, at: datetime) -> Signed:
    """Return who made a detached signature over ``data``, as of a time; several principals are on separate lines."""
    if not is_available():
        return Signed("", MISSING)
    with _write_key_files(keys, signature) as (signers, revoked, written):
        time = f"-Overify-time={at.astimezone(UTC):%Y%m%d%H%M%S}"
        revocation = ("-r", revoked) if keys.revoked else ()
        principals = _find_principals(signature, keys.signers)
        if principals and _is_by(principals[0], (namespace, written, signers, time), revocation, data):
            return Signed("\n".join(principals))
        # finds the key of a certificate, which has no line, and the reason why a listed key is not valid
        found = _run_ssh_keygen("-Y", "find-principals", "-s", written, "-f", signers, time)
        principals = found.decode("utf-8", "replace").splitlines() if found is not None else []
        if not principals:
            return Signed("", UNKNOWN)
        if not _is_by(principals[0], (namespace, written, signers, time), revocation, data):
            return Signed(
                "", f"the signature does not match this document or the namespace {namespace}, or its key is revoked"
            )
    return Signed("\n".join(principals))


def _is_by(principal: str, call: tuple[str, str, str, str], revocation: tuple[str, ...], data: bytes) -> bool:
    namespace, written, signers, time = call
    named = ("-Y", "verify", "-n", namespace, "-I", principal, "-s", written, "-f", signers, time)
    return _run_ssh_keygen(*named, *revocation, stdin=data) is not None


def _find_principals(signature: str, signers: bytes) -> list[str]:
    """Return the principals of the key that a signature names; ``verify_signature`` then verifies it with that key.

    This saves one call of ssh-keygen. The format is that of OpenSSH's PROTOCOL.sshsig: a magic word, the version, then
    the length of the public key and the key.
    """
    armour = "".join(line for line in signature.split() if not line.startswith("-") and line not in _ARMOUR)
    try:
        blob = base64.b64decode(armour, validate=True)
    except ValueError:
        return []
    length = int.from_bytes(blob[10:14], "big")
    key = base64.b64encode(blob[14 : 14 + length])
    for line in signers.split(b"\n") if blob.startswith(b"SSHSIG") and key else ():
        if key in line.split(b" "):
            return line.split(b" ")[0].decode("ascii", "replace").strip('"').split(",")
    return []


def find_usual_key(root: Path) -> str:
    """Return the configured signing key, else the default key of the user; ``""`` if there is none.

    A program that the configuration names to find a key (``gpg.ssh.defaultKeyCommand``) is not run.
    """
    named = read_setting(root, "user.signingkey", "path") if read_setting(root, "gpg.format") == "ssh" else ""
    if named:
        return named
    usual = (Path.home() / ".ssh" / name for name in ("id_ed25519", "id_ecdsa", "id_rsa"))
    return next((str(path) for path in usual if path.is_file()), "")


def sign_bytes(data: bytes, key: str | Path, namespace: str) -> str:
    """Return a detached signature; raise ``GitError`` if signing fails.

    ``key``: a private key file, a public key file, or ``key::`` and the public key itself; an agent has the private key
    of a public one.
    """
    named = str(key)
    literal = named.removeprefix("key::") if named.startswith(("key::", "ssh-", "sk-", "ecdsa-")) else ""
    with tempfile.TemporaryDirectory(prefix="ownercat-") as folder:
        path = Path(folder) / "key.pub"
        if literal:
            path.write_text(f"{literal}\n", encoding="utf-8")
        command = [PROGRAM, "-q", "-Y", "sign", "-f", str(path) if literal else named, "-n", namespace]
        done = run_program(command, "ssh-keygen", build_environment(), data, _PATIENCE)
    if done.returncode != 0 or not done.stdout:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(shown(lines[-1] if lines else "ssh-keygen failed"))
    return done.stdout.decode("ascii", "replace")


def _run_ssh_keygen(*arguments: str, stdin: bytes = b"") -> bytes | None:
    """Return the output of ssh-keygen; ``None`` if it fails or times out."""
    try:
        done = run_program([PROGRAM, *arguments], "ssh-keygen", build_environment(), stdin)
    except GitError:
        return None
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _write_key_files(keys: Keys, signature: str = "") -> Iterator[tuple[str, ...]]:
    """Yield temporary files with the keys (and a signature) that only this user can write; remove them afterwards."""
    with tempfile.TemporaryDirectory(prefix="ownercat-") as folder:
        contents = {"signers": keys.signers, "revoked": keys.revoked}
        if signature:
            contents["signature"] = signature.encode("utf-8", "replace")
        for name, data in contents.items():
            (Path(folder) / name).write_bytes(data)
        yield tuple(str(Path(folder) / name) for name in contents)
