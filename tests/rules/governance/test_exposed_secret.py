"""GOV009: secrets in a file that everybody reads. They are put together here, so that this file holds none."""

from __future__ import annotations

import pytest

from tests.catalogs import check, loaded
from tests.rules.shop import PEOPLE, TEAM, told

BODY = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0"
HOOK = "/".join(["https://hooks.slack.com", "services", "T0SH0PEXA", "B0CHECK01", BODY[:24]])
CHANNEL = "write the name of the chat channel here"
STORE = "keep the new secret in a secret store and write its location here"


def line(place: str, what: str, instead: str, where: str = "contacts.chat", who: str = "team shop") -> str:
    return (
        f"{place} GOV009 {who} contains a secret: {what} in {where} | revoke the secret, because "
        f"everyone with access to this repository or its history can use it; then {instead}"
    )


@pytest.mark.parametrize(
    ("secret", "what", "instead"),
    [
        pytest.param(HOOK, "a Slack webhook URL", CHANNEL, id="slack"),
        pytest.param(
            "https://discord.com/api/" + f"webhooks/123456789/{BODY}", "a Discord webhook URL", CHANNEL, id="discord"
        ),
        pytest.param("AKIA" + "QWERTYUIOPASDFGH", "an AWS access key id", STORE, id="aws"),
        pytest.param("ghp_" + BODY, "a GitHub token", STORE, id="github"),
        pytest.param("glpat-" + BODY[:20], "a GitLab token", STORE, id="gitlab"),
        pytest.param("xoxb-" + f"1234567890-{BODY}", "a Slack token", STORE, id="slack token"),
        pytest.param("eyJ" + f"{BODY}.eyJ{BODY}.{BODY}", "a JSON web token", STORE, id="jwt"),
        pytest.param("-----BEGIN RSA PRIVATE" + f" KEY-----\\n{BODY * 2}\\n", "a private key", STORE, id="private key"),
        pytest.param("see " + HOOK + " there", "a Slack webhook URL", CHANNEL, id="within a sentence"),
    ],
)
def test_reported_and_never_printed(secret: str, what: str, instead: str) -> None:
    team = TEAM.replace('"#shop"', f'"{secret}"')
    assert told(team, PEOPLE) == [line("5:18", what, instead)]
    report = check({"catalog/a.yaml": team, "catalog/b.yaml": PEOPLE})
    assert BODY[:16] not in repr(report.diagnostics) + "".join(report.lines("catalog/a.yaml"))


def test_in_a_list() -> None:
    assert told(TEAM + f"links: [{{url: x}}, {{url: '{HOOK}'}}]\n", PEOPLE) == [
        line("6:25", "a Slack webhook URL", CHANNEL, "links[1].url")
    ]


def test_a_key_is_not_repeated_in_the_message() -> None:
    [found] = told(TEAM + f"labels: {{'{HOOK}': x}}\n", PEOPLE)
    assert found.startswith(
        "6:10 GOV009 team shop contains a secret: a Slack webhook URL in labels.https://hooks.slack.com/"
    )
    assert BODY[:8] not in found


def test_in_a_document_that_the_schema_refuses() -> None:
    found = told(TEAM + f"webhook: {HOOK}\n", PEOPLE)
    assert [text.split()[1] for text in found] == ["SCH004", "GOV009"]


def test_in_a_document_of_an_unknown_kind() -> None:
    found = told(f"apiVersion: ownercat/v1\nkind: Tean\nname: shop\nx: {HOOK}\n")
    assert line("4:4", "a Slack webhook URL", CHANNEL, "x", "tean shop") in found


def test_in_a_foreign_dialect() -> None:
    component = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: checkout\n"
        f"  annotations: {{slack.com/hook: '{HOOK}'}}\nspec: {{type: service, lifecycle: production, owner: shop}}\n"
    )
    report = check({"catalog-info.yaml": component}, dialects=("backstage",))
    [found] = [d for d in report.diagnostics if d.code == "GOV009"]
    assert (
        found.message
        == "component checkout contains a secret: a Slack webhook URL in metadata.annotations.slack.com/hook"
    )


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(HOOK.replace(BODY[:24], "X" * 24), id="the letter X"),
        pytest.param(HOOK.replace(BODY[:24], "${SLACK_SECRET}"), id="a variable"),
        pytest.param("AKIA" + "IOSFODNN7EXAMPLE", id="the example of AWS"),
        pytest.param("https://hooks.slack.com/", id="no secret part"),
        pytest.param("https://shop.pagerduty.com/service-directory/PABC123", id="a page of PagerDuty"),
        pytest.param("ghp_short", id="too short"),
        pytest.param("begins with -----BEGIN PRIVATE" + " KEY-----", id="no key behind it"),
        pytest.param("a1b2c3d4" * 5, id="a hash"),
    ],
)
def test_silent(value: str) -> None:
    assert [text for text in told(TEAM.replace('"#shop"', f'"{value}"'), PEOPLE) if "GOV009" in text] == []


def test_a_comment_is_not_a_value() -> None:
    assert told(TEAM + f"# {HOOK}\n", PEOPLE) == []


def test_a_file_that_cannot_be_read_is_one_finding() -> None:
    found = told(TEAM.replace('"#shop"', f'"{HOOK}"') + "x: {\n", PEOPLE)
    assert [text.split()[1] for text in found] == ["SYN001"]


def test_it_is_read_once_into_the_catalog() -> None:
    assert "GOV009" not in loaded({"catalog/a.yaml": TEAM, "catalog/b.yaml": PEOPLE}).faults
