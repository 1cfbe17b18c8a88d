"""``ownercat confirm``: Record that the owners have looked at a service."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import click

from ownercat.commands._options import color_option, comparison_options, complete_names
from ownercat.commands._signoff_approve import RecordDelivery, deliver_records
from ownercat.sessions.drafts import ApprovalRequest, draft_attestation
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff.attestations import NAMESPACE

FOLDER = "attestations"


class ConfirmOptions(NamedTuple):
    """Who confirms, and with which key."""

    where: CatalogOptions
    key: str | None
    name: str | None
    claim: bool


@click.command("confirm", epilog="Example: ownercat confirm checkout --team storefront")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@click.option("--team", required=True, metavar="TEAM", shell_complete=complete_names("Team"), help="The owner team.")
@click.option(
    "--key", metavar="FILE", help="The SSH key to sign with.  [default: user.signingkey, or ~/.ssh/id_ed25519]"
)
@click.option(
    "--as",
    "name",
    metavar="PERSON",
    help="The person who confirms.  [default: the person with the email address in git's user.email]",
)
@click.option("--claim", is_flag=True, help="Without a key, write an unsigned record. It does not count.")
@comparison_options
@color_option
def COMMAND(service: str, team: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Record that the owners have looked at a service.

    Writes a record into the folder attestations/ of the catalog and signs it with your SSH key. The record has a digest
    of the owner, the pages, the promises and the dependencies. `check` reports a service whose content has changed
    since then, or whose record is older than `attestation.every` of the policy. A confirmation is not an approval.

    Exit code: 0 written, 2 usage error, 3 some input cannot be read.
    """
    options = ConfirmOptions(**values)
    at = datetime.now(UTC).replace(microsecond=0)
    request = ApprovalRequest(options.where, service, team, at, person=options.name)
    delivery = RecordDelivery(options.key, options.claim, FOLDER, NAMESPACE)
    return deliver_records(draft_attestation(request), delivery, f"{team} confirms: {service}")
