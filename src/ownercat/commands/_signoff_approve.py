"""``ownercat signoff approve``: Approve or reject a change to a service for a team."""

import os
import shlex
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import color_option, comparison_options, complete_names
from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git
from ownercat.repository.files import create_file
from ownercat.repository.git import signing
from ownercat.sessions.drafts import (
    ApprovalRequest,
    Drafts,
    SigningContext,
    draft_change_records,
    draft_standing_record,
)
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff.digests import encode_canonical
from ownercat.signoff.evidence import writing
from ownercat.signoff.records import NAMESPACE
from ownercat.signoff.values import Identity
from ownercat.text import shown

WRITTEN, NOTHING = 0, 1
FOLDER = "signoffs"


class ApproveOptions(NamedTuple):
    """Who approves, for how long and with which key."""

    where: CatalogOptions
    consumer: str | None
    reject: bool
    key: str | None
    name: str | None
    expires: str | None
    base: str | None
    claim: bool


@click.command("approve", epilog="Example: ownercat signoff approve payment --team storefront")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@click.option(
    "--team", required=True, metavar="TEAM", shell_complete=complete_names("Team"), help="The team that approves."
)
@click.option(
    "--standing",
    "consumer",
    metavar="CONSUMER",
    help="Instead of a change, agree to support the service CONSUMER on the current terms.",
)
@click.option("--reject", is_flag=True, help="Reject the change. A rejection blocks the change.")
@click.option(
    "--key", metavar="FILE", help="The SSH key to sign with.  [default: user.signingkey, or ~/.ssh/id_ed25519]"
)
@click.option(
    "--as",
    "name",
    metavar="PERSON",
    help="The person who approves.  [default: the person with the email address in git's user.email]",
)
@click.option("--expires", metavar="DATE", help="The last day on which the approval is valid, for example 2026-12-31.")
@click.option(
    "--claim", is_flag=True, help="Without a key, write an unsigned record (E0). It does not count as an approval."
)
@comparison_options
@click.option("--base", metavar="REV", help="The base branch or commit.  [default: main, or master]")
@color_option
def COMMAND(service: str, team: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Approve or reject a change to a service for a team.

    Writes one record per required approval into the folder signoffs/ of the catalog and signs it with your SSH key.
    The change is the working tree compared with the base branch, as `ownercat signoff plan` shows it.

    Exit code: 0 written, 1 nothing to approve, 2 usage error, 3 some input cannot be read.
    """
    options = ApproveOptions(**values)
    at = datetime.now(UTC).replace(microsecond=0)
    expires = _expiry(options.expires, at.date())
    request = ApprovalRequest(
        options.where, service, team, at, expires, options.consumer, options.reject, options.name, options.base
    )
    drafts = draft_change_records(request) if options.consumer is None else draft_standing_record(request)
    if not drafts.records:
        _output.warn(drafts.nothing)
        if drafts.help:
            _output.hint(drafts.help)
        return NOTHING
    delivery = RecordDelivery(options.key, options.claim, FOLDER, NAMESPACE)
    return deliver_records(drafts, delivery, f"{team} {'refuses' if options.reject else 'agrees'}: {service}")


def _expiry(given: str | None, today: date) -> date | None:
    if given is None:
        return None
    try:
        expires = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--expires {shown(given)} is not a date", "use YYYY-MM-DD, for example 2026-09-01") from None
    if expires < today:
        raise UsageError(f"--expires {expires} is in the past", "give a later day, or omit --expires")
    return expires


class RecordDelivery(NamedTuple):
    """How to sign and where to write records: the key, whether an unsigned record is accepted, folder and namespace."""

    key: str | None
    claim: bool
    folder: str
    namespace: str


def deliver_records(drafts: Drafts, delivery: RecordDelivery, subject: str) -> int:
    """Sign and write the records, and print what is next. ``subject``: of the commit."""
    scene = drafts.context
    key = delivery.key or signing.find_usual_key(scene.root)
    if not key and not delivery.claim:
        raise UsageError(
            "no SSH key found: ownercat wrote nothing, because an unsigned record does not count",
            "create a key with ssh-keygen -t ed25519, or give your key with --key FILE",
        )
    folder = _folder(scene, delivery.folder)
    counts = True
    for draft in drafts.records:
        data, worth, is_believed = _signed(scene, draft.data, key, delivery.namespace)
        counts = counts and is_believed
        path = f"{folder}/{draft.data['name']}.yaml"
        if not create_file(scene.root / path, writing.render_record(data)):
            raise UsageError(
                f"{shown(path)} already exists, and ownercat never overwrites a record",
                f"see git log {shown(path)}; remove the file if it was never committed",
            )
        _output.write("".join(f"{line}\n" for line in (*draft.says, f"  {shown(path)}: {worth}")))
    if counts:  # what counts for nothing is better not committed
        _output.write(f"next: git add {shlex.quote(folder)} && git commit -m {shlex.quote(subject)} && git push\n")
    return WRITTEN


def _folder(scene: SigningContext, name: str) -> str:
    """The folder of the records, made where it is missing; never one that a link leads to."""
    folder = f"{scene.folder}/{name}".lstrip("/")
    wanted = Path(os.path.realpath(scene.root)) / folder
    if os.path.realpath(scene.root / folder) != str(wanted):
        raise UsageError(
            f"{shown(folder)} is a symbolic link, and ownercat does not follow links", "replace the link with a folder"
        )
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IncompleteError(f"{shown(folder)} could not be made: {shown(error.strerror)}") from None
    return folder


def _signed(
    scene: SigningContext, data: Mapping[str, Any], key: str, namespace: str
) -> tuple[Mapping[str, Any], str, bool]:
    """The record with its signature, what it is worth in words, and whether it will be believed."""
    if not key:
        _output.warn("no SSH key found: the record is unsigned (E0) and does not count")
        _output.hint("to sign, remove the record, create a key with ssh-keygen -t ed25519, and run this again")
        return data, "not signed (E0)", False
    try:
        signature = signing.sign_bytes(encode_canonical(data), key, namespace)
    except git.GitError as error:
        raise UsageError(
            f"the record could not be signed with {shown(key)}: {error}",
            "give your key with --key FILE, or omit --key",
        ) from None
    at = datetime.fromisoformat(str(data["at"]))
    found = signing.verify_signature(encode_canonical(data), signature, namespace, scene.keys, at)
    signers = [
        person.name for name in found.principal.split("\n") if (person := scene.people.find_signer(name)) is not None
    ]
    if data["by"] not in signers:
        why = found.problem or f"the allowed signers file assigns the key to {shown(found.principal)}"
        _output.warn(f"the signature cannot be verified: {why}")
        person = scene.people.find(Identity("person", str(data["by"])))
        line = format_signer_line(
            person.email if person is not None and person.email else str(data["by"]), key, namespace
        )
        help = f"add this line to {shown(scene.signers)} on the base branch, remove the record, and run this again:"
        _output.hint(f"{help}\n  {line}")
        return {**data, "signature": signature}, f"signed with {shown(key)}, not verified", False
    return {**data, "signature": signature}, f"signed with {shown(key)} (E3)", True


def format_signer_line(principal: str, key: str, namespace: str = NAMESPACE) -> str:
    """Return the line of the allowed signers file for a person and the public half of a key."""
    file = Path(key if key.endswith(".pub") else f"{key}.pub").expanduser()
    try:
        kind, public = file.read_text(encoding="utf-8").split()[:2]
    except (OSError, ValueError):
        return f'{shown(principal)} namespaces="{namespace}" <the content of {shown(str(file))}>'
    return f'{shown(principal)} namespaces="{namespace}" {shown(kind)} {shown(public, 800)}'
