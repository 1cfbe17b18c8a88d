"""``ownercat verify``: Compare the catalog with all snapshots."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, format_option, parse_as_of, snapshot_option
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.linter import LintOptions, lint, run_single_rules
from ownercat.linter.selection import Selection
from ownercat.oncall.calendar import build_calendar
from ownercat.reality.verifying import Verification, verify_catalog
from ownercat.sessions.snapshots import FOLDER, add_observations
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import shown
from ownercat.views import facts, layout, page_markdown, reporters, verify_sheet
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import use_color

CONFIRMED, CONTRADICTED, INCOMPLETE = 0, 1, 3
_VERSION = 1
_GAPS = "ROT101"


class VerifyOptions(NamedTuple):
    """The options of `verify`."""

    where: CatalogOptions
    as_of: str | None
    form: str
    verbose: bool


@click.command("verify", epilog="Example: ownercat verify --format markdown > report.md")
@catalog_options
@snapshot_option
@click.option("--as-of", metavar="DATE", help="The day of the comparison.  [default: today in UTC]")
@format_option("text", "json", "markdown", "sarif", hint="Use markdown for an issue, and sarif for a code host.")
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Also show each snapshot, and the facts that no snapshot shows.")
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Compare the catalog with all snapshots.

    A fact is confirmed, contradicted or unseen. Unseen is never wrong by itself: absence counts only in a complete
    answer. See docs/snapshots.md for how to fetch the answers.

    Exit code: 0 nothing is contradicted, 1 something is, 2 usage error or no snapshot, 3 a snapshot cannot be used.
    """
    options = VerifyOptions(**values)
    day = parse_as_of(options.as_of) if options.as_of else datetime.now(UTC).date()
    workspace = open_workspace(options.where)
    loaded = add_observations(workspace, workspace.load(), day)
    if loaded.observations is None:
        folder = workspace.settings.get("snapshots").get("folder", FOLDER)
        help = "see docs/snapshots.md for how to fetch and wrap the answers of another system"
        raise UsageError(f"there is no snapshot in {shown(folder)}", help)
    gaps = run_single_rules(loaded, [_GAPS], day)[_GAPS]
    found = verify_catalog(build_calendar(loaded.catalog, day), loaded.observations, gaps)
    _output.write(_render(found, loaded, workspace, day, options))
    if found.contradicted:
        return CONTRADICTED
    return INCOMPLETE if found.ignored else CONFIRMED


def _render(found: Verification, loaded: LoadedCatalog, workspace: Workspace, day: date, options: VerifyOptions) -> str:
    if options.form == "json":
        return facts.render_report(_VERSION, found, loaded.sources)
    if options.form == "sarif":
        report = lint(loaded, LintOptions(Selection(select=("REA", _GAPS)), day))
        return reporters.load("sarif").render(report, ReportDisplay())
    sheets = verify_sheet.build_sheets(found, options.verbose)
    if options.form == "markdown":
        return page_markdown.render_sheets(sheets, loaded.sources)
    color = use_color(workspace.settings.get("color"))
    return layout.render_sheets(sheets, loaded.sources, color, options.verbose)
