"""Whatever a runbook has in its fields and its text, it is shown as text, and nothing outside of the repository is opened."""

from __future__ import annotations

import pytest

from tests.safety.hostile import STRINGS, quoted, write
from tests.safety.world import World, parsed

FRONT = "apiVersion: ownercat/v1\nkind: Runbook\nname: good-{name}\nservice: good\ncovers: [{{symptom: {name}}}]\n"
SYMPTOMS = "symptoms: [{id: yaml, severity: sev1}, {id: text, severity: sev2}]\n"


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_a_runbook_of_hostile_text(world: World, text: str) -> None:
    value = quoted(text[:2_000])
    step = f"{{id: a, do: {value}, run: {value}, needs: {value}, checkpoint: {{ask: {value}, pass: {value}}}}}"
    good = (world.catalog / "good.yaml").read_text("utf-8")
    (world.catalog / "good.yaml").write_text(good + SYMPTOMS, "utf-8")
    book = f"{FRONT.format(name='yaml')}title: {value}\ndescription: {value}\nsteps: [{step}]\n"
    write(world.catalog, b"book.yaml", book.encode("utf-8", "surrogatepass"))
    body = f"# {text}\n\n[{text}](../../outside/secret)\n\n```{text}\n{text}\n```\n{text}\n"
    front = FRONT.format(name="text")
    write(world.catalog, b"book.md", f"---\n{front}---\n{body}".encode("utf-8", "surrogatepass"))
    for symptom in ("yaml", "text"):
        for form in ("text", "markdown", "json"):
            world.run("runbook", "good", symptom, "--format", form)
        assert world.run("drill", "good", "--symptom", symptom, "--dry-run").code == 0
        world.run("new", "incident", "x", "--service", "good", "--dry-run")
    world.run("check", "-v", "--color", "never")
    parsed(world.run("check", "--format", "json").out)
