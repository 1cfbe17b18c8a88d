"""SCH011 url-without-scheme."""

from __future__ import annotations

import pytest

from ownercat.rules.schema.url_without_scheme import correct
from tests.rules.parts import COMPANY, doc, service, team, told


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("htps:/grafana.shop.example/d", "https://grafana.shop.example/d"),
        ("htps://shop.example", "https://shop.example"),
        ("hhtp://shop.example", "http://shop.example"),
        ("https:/shop.example", "https://shop.example"),
        ("https:shop.example", "https://shop.example"),
        ("https//shop.example", "https://shop.example"),
        ("www.shop.example", "https://www.shop.example"),
        ("grafana.shop.example/d/1?a=b", "https://grafana.shop.example/d/1?a=b"),
        ("github.com/shop/checkout", "https://github.com/shop/checkout"),
        ("localhost:3000/d", "https://localhost:3000/d"),
        ("grafana.internal:3000", "https://grafana.internal:3000"),
    ],
)
def test_corrected(text: str, right: str) -> None:
    assert correct(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example", "HTTP://shop.example", "docs/checkout.md", "README.md", "docs", "/docs/a.html", "./a.md",
        "../a.md", "my.notes.md", "my.notes.md#top", "v1.2/notes.md", "app.config/a.md", "index.html", "#top", "slack://channel?id=1",
        "mailto:ana@shop.example", "ftp://shop.example", "sftp://shop.example", "s3://bucket/a", "git+https://shop.example",
        "hxxps://shop.example", "grafana", "{{ host }}/d", "${HOST}/d", "TBD", "a b.c.d", "",
    ],
)  # fmt: skip
def test_silent(text: str) -> None:
    assert correct(text) == ""


REPORTED = [
    pytest.param(
        service("a", "links: [{type: design, url: www.shop.example}]"),
        [
            "a.yaml:7:29 warning[url-without-scheme] service a has a link without a valid scheme: www.shop.example",
            "  help: write `https://www.shop.example`",
        ],
        id="a link",
    ),
    pytest.param(
        team("a", "contacts: {statusPage: 'htps://status.shop.example'}").replace('contacts: {chat: "#a"}\n', ""),
        [
            "a.yaml:5:24 warning[url-without-scheme] team a has a link without a valid scheme: htps://status.shop.example",
            "  help: write `https://status.shop.example`",
        ],
        id="a status page",
    ),
    pytest.param(
        service("a", "telemetry: {dashboard: grafana.shop.example/d/1, metrics: shop.checkout.latency}"),
        [
            "a.yaml:7:24 warning[url-without-scheme] service a has a link without a valid scheme: grafana.shop.example/d/1",
            "  help: write `https://grafana.shop.example/d/1`",
        ],
        id="a dashboard, and not the name of a metric",
    ),
    pytest.param(
        doc("SLA", "a", "service: shop", "status: draft", "dashboards: ['https://a.example', grafana.shop.example/d]"),
        [
            "a.yaml:6:35 warning[url-without-scheme] SLA a has a link without a valid scheme: grafana.shop.example/d",
            "  help: write `https://grafana.shop.example/d`",
        ],
        id="a dashboard of an SLA",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    found = told("SCH011", {**COMPANY, "shop.yaml": service("shop"), "a.yaml": text})
    at = next(number for number, line in enumerate(found) if "url-without-scheme" in line)
    assert found[at : at + 2] == expected
    assert sum("url-without-scheme" in line for line in found) == 1


def test_sound_links_are_silent() -> None:
    links = "links: [{url: 'https://shop.example/d'}, {url: docs/a.md}]"
    assert told("SCH011", {**COMPANY, "a.yaml": service("a", links)}) == []
