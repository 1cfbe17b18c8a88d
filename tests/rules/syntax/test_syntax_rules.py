"""The syntax family: each fault with its whole finding, and beside it the nearest text that is silent."""

from __future__ import annotations

import pytest

from ownercat.repository.trees import Content
from tests.catalogs import check, line

HEAD = "apiVersion: ownercat/v1\nkind: Person\nname: ana\n"  # lines 1 to 3

REPORTED = [
    pytest.param(
        HEAD + "title: 'Ana\n", "4:8 error[invalid-yaml] the YAML cannot be read: a quoted text is not closed",
        "add the closing quote", id="a quote that never closes is shown where it opens",
    ),
    pytest.param(
        HEAD + "labels: {a: b\n", "4:9 error[invalid-yaml] the YAML cannot be read: a mapping in { } is not closed",
        "add the missing comma or }", id="an open brace",
    ),
    pytest.param(
        HEAD + "labels:\n\ta: b\n", "5:1 error[invalid-yaml] the YAML cannot be read: a tab cannot indent a line",
        "replace the tab with spaces", id="a tab as indentation",
    ),
    pytest.param(
        HEAD + "title: a: b\n",
        "4:9 error[invalid-yaml] the YAML cannot be read: a second colon with a space after it stands on this line",
        "quote the value if the colon is a part of it", id="two colons on a line",
    ),
    pytest.param(
        HEAD + "title: a\n  b: c\n",
        "5:3 error[invalid-yaml] the YAML cannot be read: this line is indented under a value that is already complete",
        "correct the indentation", id="a line that is indented too far",
    ),
    pytest.param(
        HEAD + "title a\nemail: b\n", "4:1 error[invalid-yaml] the YAML cannot be read: a key has no colon after it",
        "write `key: value`, with a space after the colon", id="a key without a colon",
    ),
    pytest.param(
        HEAD + "title:a\nemail: b\n", "4:1 error[invalid-yaml] the YAML cannot be read: a colon has no space after it",
        "write `title: a`", id="a key that is glued to its value",
    ),
    pytest.param(
        HEAD + "contacts:\n  - push\n  -sms\nemail: b\n",
        "6:3 error[invalid-yaml] the YAML cannot be read: a dash has no space after it",
        "write `- sms`", id="a dash that is glued to its item",
    ),
    pytest.param(
        HEAD + "title: 'Ana's'\n", "4:13 error[invalid-yaml] the YAML cannot be read: text follows the closing quote",
        "inside of single quotes, write '' for '", id="an apostrophe in single quotes",
    ),
    pytest.param(
        HEAD + "contacts: [push,, sms]\n",
        "4:17 error[invalid-yaml] the YAML cannot be read: there is nothing before this comma",
        "delete the comma, or add the item", id="two commas",
    ),
    pytest.param(
        HEAD + "contacts: [*.go]\n",
        "4:12 error[invalid-yaml] the YAML cannot be read: an unquoted value cannot start with *",
        "quote the value", id="a pattern that is no alias",
    ),
    pytest.param(
        HEAD + "labels: {a: b\n  c: d}\n",
        "5:4 error[invalid-yaml] the YAML cannot be read: a comma or } is missing before this place",
        "add what is missing", id="a comma that is missing between two lines",
    ),
    pytest.param(
        HEAD + "labels: {\n  // old\n  a: b}\n",
        "5:3 error[invalid-yaml] the YAML cannot be read: a comment begins with #, not with //",
        "write # in place of //", id="a comment in the manner of JavaScript",
    ),
    pytest.param(
        HEAD + "title: @ana\n",
        "4:8 error[invalid-yaml] the YAML cannot be read: an unquoted value cannot start with @",
        "quote the value", id="a reserved character",
    ),
    pytest.param(
        HEAD + "title: *ana\n", "4:8 error[invalid-yaml] the alias *ana refers to an anchor that is not defined before it",
        "define &ana above, or quote the value if it is text", id="an alias to nowhere",
    ),
    pytest.param(
        HEAD + "x-a: &a [*a]\n",
        "4:10 error[invalid-yaml] the alias *a stands inside the value it names, so the value would contain itself",
        "write the value out, or move the anchor &a", id="a value that contains itself",
    ),
    pytest.param(
        HEAD + "title: Ana\ntitle: Bo\n",
        "5:1 error[duplicate-key] the key title is given twice in one mapping; it was first given on line 4",
        "keep one of the two", id="a key twice",
    ),
    pytest.param(
        HEAD + HEAD,
        "4:1 error[duplicate-key] the key apiVersion is given a second time in one document; it was first given on"
        " line 1",
        "put --- above this line if another document begins here; if not, keep one of the two",
        id="two documents that ran together are one finding",
    ),
    pytest.param(
        HEAD + "labels: {at: 22:30}\n",
        "4:14 warning[ambiguous-scalar] 22:30 is text here, but a YAML 1.1 reader takes it for the number 1350",
        'quote it: "22:30"', id="a clock time that is a number elsewhere",
    ),
    pytest.param(
        HEAD + "labels: {on: x}\n",
        "4:10 warning[ambiguous-scalar] on is text here, but a YAML 1.1 reader takes it for the boolean true",
        'quote it: "on"', id="a key that is a boolean elsewhere",
    ),
    pytest.param(
        HEAD + "labels: {zip: 0123}\n",
        "4:15 warning[ambiguous-scalar] 0123 is text here, but a YAML 1.1 reader takes it for the number 83",
        'quote it: "0123"', id="an octal number elsewhere",
    ),
    pytest.param(
        HEAD + "email: #ana\n",
        '4:8 error[comment-swallowed-value] email has no value: in YAML " #" starts a comment, so #ana is lost',
        'quote the value: "#ana"', id="a value that is a comment",
    ),
    pytest.param(
        HEAD + "x-deep: " + "[" * 64 + "]" * 64 + "\n",
        "4:72 error[limit-exceeded] the document is nested more than 64 levels deep, so reading stopped here",
        "flatten the structure", id="65 levels",
    ),
    pytest.param(
        (HEAD + "title: José\n").encode("latin-1"),
        "4:11 error[bad-encoding] the file is not UTF-8: byte 0xe9 at offset 57 does not fit",
        "save the file as UTF-8", id="latin-1",
    ),
    pytest.param(
        HEAD + "title: a\0b\n", "4:9 error[bad-encoding] the file holds a NUL byte, so it is binary and not YAML",
        "save the file as UTF-8 text", id="a NUL byte",
    ),
    pytest.param(
        HEAD + "title: !secret ana\n",
        "4:8 error[forbidden-tag] the tag !secret is not allowed: a catalog holds plain data",
        "remove the tag; quote the value if it is text", id="a tag of somebody's own",
    ),
    pytest.param(
        HEAD + "title: !!int 3\n",
        "4:8 error[forbidden-tag] the tag !!int is not allowed: a catalog holds plain data",
        "remove the tag; quote the value if it is text", id="a tag that changes the type",
    ),
    pytest.param(
        HEAD + "x-base: &b {a: c}\nlabels:\n  <<: *b\n",
        "6:3 error[forbidden-tag] the merge key << is not allowed: readers disagree about what it means",
        "write the keys out; an alias for a whole value is fine", id="a merge key",
    ),
    pytest.param(
        HEAD + "labels: {null: x}\n", "4:10 error[non-text-key] a key must be text, and this one is null",
        "quote the key", id="a key that is null",
    ),
    pytest.param(
        HEAD + "labels: {[a]: x}\n", "4:10 error[non-text-key] a key must be text, and this one is a list",
        "quote the key", id="a key that is a list",
    ),
    pytest.param(
        HEAD + "<<<<<<< HEAD\ntitle: Ana\n=======\ntitle: Bo\n>>>>>>> other\n",
        "4:1 error[merge-conflict] the file holds a merge conflict that is not resolved",
        "choose one side and delete the marker lines", id="conflict markers",
    ),
    pytest.param(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "1:1 error[merge-conflict] the file is a Git LFS pointer, not its content",
        "run git lfs pull, or keep catalog files out of LFS", id="an LFS pointer",
    ),
    pytest.param(
        HEAD + "title: Ana\u202e Ruiz\n",
        "4:8 warning[invisible-character] the text holds an invisible character, U+202E (right-to-left override)",
        "delete the character", id="a bidirectional control",
    ),
    pytest.param(
        HEAD + 'title: "\\e[31mAna"\n',
        "4:8 warning[invisible-character] the text holds an invisible character, U+001B",
        "delete the character", id="a terminal escape in quotes",
    ),
    pytest.param(
        HEAD + "---\n---\n" + HEAD.replace("ana", "bo"), "5:1 info[empty-document] the document is empty",
        "delete the extra ---, or fill the document in", id="nothing between two markers",
    ),
]  # fmt: skip

SILENT = [
    pytest.param(HEAD + "title: 'Ana'\n", id="a quote that closes"),
    pytest.param(HEAD + 'title: "a: b"\n', id="a quoted colon"),
    pytest.param(HEAD + "x-a: &a [1]\nx-b: *a\n", id="an alias to a finished value"),
    pytest.param(HEAD + "labels: {title: b}\ntitle: Ana\n", id="one key in two mappings"),
    pytest.param(HEAD + 'labels: {at: "22:30"}\n', id="a quoted clock time"),
    pytest.param(HEAD + "labels: {at: 08:30, y: n, since: 2026-09-01}\n", id="text or a date for every reader"),
    pytest.param(HEAD + "title: Ana # the first\n", id="a comment after a value"),
    pytest.param(HEAD + "x-note: # a comment with a space is meant as one\n", id="an empty value with a comment"),
    pytest.param(HEAD + "x-deep: " + "[" * 63 + "]" * 63 + "\n", id="64 levels"),
    pytest.param(HEAD + "title: José\n", id="UTF-8"),
    pytest.param("\ufeff" + HEAD, id="a byte-order mark"),
    pytest.param(HEAD.encode("utf-16"), id="UTF-16 with a mark"),
    pytest.param(HEAD.replace("\n", "\r\n"), id="CRLF"),
    pytest.param(HEAD + "title: !!str 3\n", id="a tag that changes nothing"),
    pytest.param(HEAD + 'labels: {"<<": x}\n', id="a quoted merge key"),
    pytest.param(HEAD + "labels: {1: x}\n", id="a number as key is its text"),
    pytest.param(HEAD + "title: a <<<<<<< b\n", id="marks inside a line"),
    pytest.param(HEAD + "title: Zoë 👩‍🚒\n".replace("\u200d", ""), id="accents and emoji"),
    pytest.param("---\n" + HEAD + "---\n" + HEAD.replace("ana", "bo") + "...\n", id="markers around documents"),
]


@pytest.mark.parametrize(("text", "expected", "help"), REPORTED)
def test_reported(text: str | bytes, expected: str, help: str) -> None:
    report = check({"catalog/a.yaml": text})
    assert [(line(d), d.help) for d in report.diagnostics] == [(f"catalog/a.yaml:{expected}", help)]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str | bytes) -> None:
    assert [line(d) for d in check({"catalog/a.yaml": text}).diagnostics] == []


@pytest.mark.parametrize(
    ("problem", "code", "message", "complete"),
    [
        ("symlink", "SYN011", "the file is a symbolic link, and links are never followed", True),
        ("irregular", "SYN011", "this is not a regular file", True),
        ("unreadable", "SYN011", "the file cannot be read", False),
        ("missing-object", "SYN011", "the file's content is not in this clone", False),
        ("unmerged", "SYN009", "the file is in the middle of a merge", True),
    ],
)
def test_what_is_no_file_to_read(problem: str, code: str, message: str, complete: bool) -> None:
    path = "catalog/b.yaml"
    report = check({"catalog/a.yaml": HEAD, path: Content(path, b"", problem)})
    assert [(d.code, d.path, d.message) for d in report.diagnostics] == [(code, path, message)]
    assert report.complete is complete


def test_two_names_that_one_file_system_cannot_hold() -> None:
    report = check({"catalog/Ana.yaml": HEAD, "catalog/ana.yaml": HEAD.replace("ana", "bo")})
    message = "the name differs from catalog/Ana.yaml only in case or in how accents are stored"
    assert [line(d) for d in report.diagnostics] == [f"catalog/ana.yaml:1:1 warning[name-collision] {message}"]


def test_an_error_in_the_text_silences_the_rest_about_that_file_and_nothing_else() -> None:
    broken = "apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [nobody]\nnmae: x\ntitle: 'x\n"
    other = "apiVersion: ownercat/v1\nkind: Service\nname: shop\ndescription: x\ntier: 4\nowner: wbe\n"
    report = check({"catalog/web.yaml": broken, "catalog/shop.yaml": other})
    assert [(d.path, d.code) for d in report.diagnostics] == [
        ("catalog/shop.yaml", "OWN001"),
        ("catalog/web.yaml", "SYN001"),
    ]


def test_what_a_broken_file_may_define_is_not_missing() -> None:
    broken = "apiVersion: ownercat/v1\nkind: Team\nname: web\ntitle: 'x\n"
    other = "apiVersion: ownercat/v1\nkind: Service\nname: shop\ndescription: x\ntier: 4\nowner: web\n"
    report = check({"catalog/web.yaml": broken, "catalog/shop.yaml": other})
    assert [d.code for d in report.diagnostics] == ["SYN001"]
