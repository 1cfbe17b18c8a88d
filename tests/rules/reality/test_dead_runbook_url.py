"""REA204: a runbook_url that leads nowhere."""

from __future__ import annotations

from tests.rules.reality.alert_files import alert, kept, rules, told
from tests.rules.reality.answers import HEAD, service

CODE = "https://code.example/shop/blob/main/runbooks"


def test_a_url_into_this_repository_without_a_file_is_one_finding_each() -> None:
    three = rules(
        *(alert(name, "team: shop", url=f"{CODE}/{name}.md#now") for name in ("a", "b", "c")),
    )
    assert told({"runbooks/a.md": "# A\n", **three}) == [
        f"ops/rules.yaml:{line}:36 warning alert {name} has a `runbook_url` that leads to no runbook here: {CODE}/{name}.md#now"
        ' | correct the URL, or add `kinds = ["Runbook"]` with a `reason` to `elsewhere` in the configuration'
        for line, name in ((11, "b"), (15, "c"))
    ]


def test_the_urls_of_another_site_are_one_finding() -> None:
    two = rules(*(alert(name, "team: shop", url=f"https://wiki.example/{name}") for name in ("a", "b")))
    assert told(two) == [
        "ops/rules.yaml:7:36 warning 2 alerts (a and b) have a `runbook_url` that leads to no runbook here:"
        ' https://wiki.example | correct the URL, or add `kinds = ["Runbook"]` with a `reason` to `elsewhere` in the'
        " configuration"
    ]


def test_a_runbook_a_link_and_a_template_are_silent() -> None:
    book = {
        "catalog/r.yaml": f"{HEAD}kind: Runbook\nname: till-slow\nservice: till\nsteps:\n"
        "  - {id: back, kind: rollback, do: Roll back., timebox: 10m}\n",
        "catalog/till.yaml": service("till", "links: [{type: runbook, url: 'https://wiki.example/till'}]"),
    }
    for url in ("https://x.example/till-slow", "https://wiki.example/till#now", "https://x/{{ $labels.job }}"):
        assert told({**book, **rules(alert(url=url))}, "REA204") == []


def test_runbooks_that_are_declared_elsewhere_are_silent() -> None:
    files = rules(alert(labels="team: shop", url="https://wiki.example/a"))
    assert told(files, elsewhere=kept("Runbook")) == []
    assert len(told(files, elsewhere=kept("Alert"))) == 1
