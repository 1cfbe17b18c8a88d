"""`escalate`, `oncall` and `runbook` read what they need, and print what they would print about the whole catalog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.documents.loader import load_catalog
from ownercat.documents.scope import Scope
from ownercat.model import Person, Rotation, Service, Team
from ownercat.repository.trees import Folder
from ownercat.sessions import partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import Workspace
from tests.commands.conftest import Run, Runner

ROOT = Path(__file__).parents[2]
CATALOG = load_catalog(Folder(ROOT), Scope("catalog")).catalog
SERVICES = [each.name for each in CATALOG.of(Service)]
NIGHT = ("--at", "2026-11-22T03:12+01:00")


def read_everything(
    workspace: Workspace, rev: str | None, at: int | None, words: object, *answers: Callable[[AnswerContext], str]
) -> WholeCatalog:
    """What `read_needed` replaces."""
    return whole.read(workspace, rev, at)


def compare(monkeypatch: pytest.MonkeyPatch, run: Runner, *arguments: str) -> Run:
    """Run a command twice, the second time on the whole catalog, and return the first run."""
    monkeypatch.chdir(ROOT)
    first = run(*arguments)
    with monkeypatch.context() as patched:
        patched.setattr(whole, "read_needed", read_everything)
        assert run(*arguments) == first, arguments
    return first


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_of_the_sample(run: Runner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert compare(monkeypatch, run, "escalate", name, "--no-answer", *NIGHT).code == 0
    assert compare(monkeypatch, run, "escalate", name, "--worst", "--format", "json", *NIGHT).code == 0
    assert compare(monkeypatch, run, "escalate", name, "--since", "2026-11-22T02:41+01:00", *NIGHT).code == 0
    assert compare(monkeypatch, run, "runbook", name, *NIGHT).code in (0, 1)


@pytest.mark.parametrize("kind", [Rotation, Team, Person])
def test_a_schedule_of_the_sample(run: Runner, monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    for entity in CATALOG.of(kind):
        compare(monkeypatch, run, "oncall", entity.name, "--from", "2026-11-22")
        compare(monkeypatch, run, "oncall", entity.title or entity.name, "--from", "2026-11-22", "--load")


def test_other_words_of_the_sample(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    alerts = [alert for service in CATALOG.of(Service) for each in service.symptoms for alert in each.alerts]
    words = [*alerts[:4], *(alias.name for service in CATALOG.of(Service) for alias in service.aliases)]
    for word in (*words, "src/checkout/main.go", "chekout", "storefront", "CHECKOUT", "Checkout"):
        compare(monkeypatch, run, "escalate", word, *NIGHT)
        compare(monkeypatch, run, "runbook", word, *NIGHT)
        compare(monkeypatch, run, "oncall", word, "--from", "2026-11-22")
    assert compare(monkeypatch, run, "escalate", "checkout", "--severity", "sev9").code == 2
    assert compare(monkeypatch, run, "runbook", "checkout", "nothing").code == 2
    assert compare(monkeypatch, run, "oncall").code == 0


PAY = "apiVersion: ownercat/v1\nkind: Service\nname: pay\nowner: till\n"
NO_PAGE = "ownercat: service pay has no escalation policy for sev1\n"
BROKEN = "apiVersion: ownercat/v1\nkind: Team\nname: till\nmembers: [\n"


def test_a_broken_file_counts_if_the_answer_needs_it(run: Runner) -> None:
    files = {"catalog/pay.yaml": PAY, "catalog/broken.yaml": BROKEN}
    done = run("escalate", "pay", files=files)
    assert done.err == f"ownercat: cannot read catalog/broken.yaml: the answer may be incomplete\n{NO_PAGE}"


def test_a_broken_file_about_something_else_is_not_a_doubt(run: Runner) -> None:
    files = {"catalog/pay.yaml": PAY, "catalog/broken.yaml": BROKEN.replace("till", "desk")}
    assert run("escalate", "pay", files=files).err == NO_PAGE


def test_few_files_are_parsed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: set[str] = set()
    parse = partial.PartialCatalog.parse

    def spy(self: partial.PartialCatalog, paths: set[str]) -> None:
        parsed.update(paths)
        parse(self, paths)

    monkeypatch.setattr(partial.PartialCatalog, "parse", spy)
    monkeypatch.chdir(ROOT)
    assert run("escalate", "checkout", *NIGHT).code == 0
    files = [path for path in (ROOT / "catalog").rglob("*") if path.suffix in (".yaml", ".md")]
    assert 0 < len(parsed) < len(files) / 2
