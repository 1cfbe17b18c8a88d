"""Secrets of a known shape in text: found by a quick look, and hidden where text is shown."""

from __future__ import annotations

import pytest

from ownercat.documents.secrets import SHAPES, Shape, find, hide, redactor, suspicious
from ownercat.documents.source import Document
from ownercat.text import shown
from tests.growth import LINEAR, measure_growth

BODY = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0"
# One of each shape, in the order of SHAPES; put together here, so that this file holds none.
SECRETS = [
    "/".join(["https://hooks.slack.com", "services", "T0SH0PEXA", "B0CHECK01", BODY[:24]]),
    "/".join(["https://discordapp.com/api", "webhooks", "123456789", BODY]),
    f"https://shop.webhook.office.com/webhookb2/0a1b2c3d-{BODY[:30]}@{BODY[:30]}/" + f"IncomingWebhook/{BODY}/{BODY}",
    f"https://chat.googleapis.com/v1/spaces/AAAA/messages?key={BODY}&" + f"token={BODY}",
    f"https://events.pagerduty.com/integration/{BODY[:32]}" + "/enqueue",
    "AKIA" + "QWERTYUIOPASDFGH",
    "github_pat_" + BODY,
    "glpat-" + BODY[:20],
    "xapp-" + f"1-{BODY}",
    "eyJ" + f"{BODY}.eyJ{BODY}.{BODY}",
    "-----BEGIN OPENSSH PRIVATE" + f" KEY-----\n{BODY}\n{BODY}\n-----END OPENSSH PRIVATE KEY-----",
]
WHAT = [shape.what for shape in SHAPES]
PAIRS = list(zip(SHAPES, SECRETS, strict=True))


def test_there_is_one_example_of_each() -> None:
    assert len(SECRETS) == len(SHAPES)


@pytest.mark.parametrize(("shape", "secret"), PAIRS, ids=WHAT)
def test_every_shape_is_found_and_passes_the_quick_look(shape: Shape, secret: str) -> None:
    assert suspicious(f"chat: {secret}\n".encode())
    [fault] = find(Document("a.yaml", 0, {"x": secret}))
    assert fault.finding.message == f"this document contains a secret: {shape.what} in x"


@pytest.mark.parametrize(("shape", "secret"), PAIRS, ids=WHAT)
def test_hidden_text_keeps_its_lines_and_columns(shape: Shape, secret: str) -> None:
    text = f"before: 1\nchat: '{secret}' # after\nlast: 2\n"
    hidden = hide(text)
    assert [len(line) for line in hidden.split("\n")] == [len(line) for line in text.split("\n")]
    found = shape.form.search(secret)
    assert found and found["secret"] not in hidden
    assert not any(word in hidden for word in found["secret"].split())
    assert hidden.startswith("before: 1\nchat: '")
    assert hidden.endswith("' # after\nlast: 2\n")


@pytest.mark.parametrize(("shape", "secret"), PAIRS, ids=WHAT)
@pytest.mark.parametrize("length", [20, 60, 120, 2_000])
def test_a_quoted_secret_is_redacted_even_where_it_is_cut(shape: Shape, secret: str, length: int) -> None:
    redact = redactor([f'chat: "{secret}"\n'.encode(), b"no: secret\n"])
    found = shape.form.search(secret)
    assert found
    quoted = shown(f"{found[0]}", found.start("secret") - found.start() + length)
    redacted = redact(f"`contacts.chat` must be a name; found `{quoted}`")
    assert redacted.startswith("`contacts.chat` must be a name; found `")
    assert not any(word[at : at + 8] in redacted for word in found["secret"].split() for at in range(len(word) - 7))


def test_without_a_secret_nothing_is_redacted() -> None:
    assert redactor([b"chat: '#shop'\n"])("chat: '#shop'") == "chat: '#shop'"


@pytest.mark.parametrize(
    "text",
    [
        "chat: '#shop'",
        "url: https://shop.pagerduty.com/services/P123",
        "a hook, a ghost and a glass",
        "routing_key=none",
        "PRIVATE KEY",
    ],
)
def test_ordinary_text_is_not_suspicious(text: str) -> None:
    assert not suspicious(text.encode())
    assert hide(text) == text


@pytest.mark.parametrize(
    "unit",
    [
        "eyJ",
        "eyJaaaaaaaaaaaa.",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN A A A ",
        "ghp_",
        "xoxb-",
        "glpat-",
        "https://hooks.slack.com/services/T00000/",
        "webhook.office.com/webhookb2/0a1b2c3d-",
        "chat.googleapis.com/v1/spaces/",
        "chat.googleapis.com/v1/spaces/a/messages?key=",
        "AKIA",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def look(size: int) -> None:
        text = unit * (size // len(unit) + 1)
        suspicious(text.encode())
        hide(text)

    assert measure_growth(look, 100_000) < LINEAR


def test_bytes_that_are_no_text_are_looked_at() -> None:
    assert suspicious(b"\xff\xfe " + SECRETS[0].encode())


def test_deep_and_wide_data_is_walked_without_recursion() -> None:
    data: object = SECRETS[0]
    for _ in range(2_000):
        data = [data]
    [fault] = find(Document("a.yaml", 0, data))
    assert len(fault.finding.place.pointer) == 2_000


def test_odd_data_is_no_trouble() -> None:
    assert (
        list(find(Document("a.yaml", 0, {1: None, None: [1.5, True, b"x"], "kind": [], "metadata": {"name": 1}}))) == []
    )
