"""The syntax family: each fault with its whole finding, and beside it the nearest text that is silent."""

from __future__ import annotations

import pytest

from ownercat.repository.trees import Content
from tests.catalogs import check, line

HEAD = "apiVersion: ownercat/v1\nkind: Person\nname: ana\n"  # lines 1 to 3

REPORTED = [
    pytest.param(
        HEAD + "title: 'Ana\n", "4:8 error[invalid-yaml] invalid YAML: a quoted text has no closing quote",
        "add the closing quote", id="a quote that never closes is shown where it opens",
    ),
    pytest.param(
        HEAD + "labels: {a: b\n", "4:9 error[invalid-yaml] invalid YAML: a mapping in { } lacks a closing } or a comma",
        "add the missing } or comma", id="an open brace",
    ),
    pytest.param(
        HEAD + "labels:\n\ta: b\n", "5:1 error[invalid-yaml] invalid YAML: a line is indented with a tab",
        "replace the tab with spaces", id="a tab as indentation",
    ),
    pytest.param(
        HEAD + "title: a: b\n",
        "4:9 error[invalid-yaml] invalid YAML: the line has a second colon with a space after it",
        "quote the value if the colon is part of it", id="two colons on a line",
    ),
    pytest.param(
        HEAD + "title: a\n  b: c\n",
        "5:3 error[invalid-yaml] invalid YAML: the line is indented, but the value above it is complete",
        "correct the indentation of the line", id="a line that is indented too far",
    ),
    pytest.param(
        HEAD + "title a\nemail: b\n", "4:1 error[invalid-yaml] invalid YAML: a key has no colon after it",
        "write `key: value`, with a space after the colon", id="a key without a colon",
    ),
    pytest.param(
        HEAD + "title:a\nemail: b\n", "4:1 error[invalid-yaml] invalid YAML: a colon has no space after it",
        "write `title: a`", id="a key that is glued to its value",
    ),
    pytest.param(
        HEAD + "contacts:\n  - push\n  -sms\nemail: b\n",
        "6:3 error[invalid-yaml] invalid YAML: a dash has no space after it",
        "write `- sms`", id="a dash that is glued to its item",
    ),
    pytest.param(
        HEAD + "title: 'Ana's'\n", "4:13 error[invalid-yaml] invalid YAML: text follows the closing quote",
        "in single quotes, write '' instead of '", id="an apostrophe in single quotes",
    ),
    pytest.param(
        HEAD + "contacts: [push,, sms]\n",
        "4:17 error[invalid-yaml] invalid YAML: a comma has no item before it",
        "delete the comma, or add the item", id="two commas",
    ),
    pytest.param(
        HEAD + "contacts: [*.go]\n",
        "4:12 error[invalid-yaml] invalid YAML: an unquoted value cannot start with *",
        "quote the value", id="a pattern that is no alias",
    ),
    pytest.param(
        HEAD + "labels: {a: b\n  c: d}\n",
        "5:4 error[invalid-yaml] invalid YAML: a comma or } is missing before this position",
        "add a comma or }", id="a comma that is missing between two lines",
    ),
    pytest.param(
        HEAD + "contacts: {chat: #web, email: web@shop.example}\nmembers: [ana]\n",
        '4:18 error[invalid-yaml] invalid YAML: YAML reads `#web, email: web@shop.example}` as a comment',
        'quote the value: `"#web"`',
        id="a value that is a comment between braces",
    ),
    pytest.param(
        HEAD + "members: [ana, #bo]\nlabels: {}\n",
        '4:16 error[invalid-yaml] invalid YAML: YAML reads `#bo]` as a comment',
        'quote the value: `"#bo"`',
        id="a comment at the end of an open list",
    ),
    pytest.param(
        HEAD + "labels: {a: b, c: Ask the bridge: is it right?}\n",
        '4:19 error[invalid-yaml] invalid YAML: the value has a colon with a space after it',
        'quote the value: `"Ask the bridge: is it right?"`',
        id="a colon in a value between braces",
    ),
    pytest.param(
        HEAD + "links:\n\u00a0 - {title: a, url: 'https://a.example'}\nlabels: {}\n",
        '5:1 error[invalid-yaml] invalid YAML: U+00A0 (no-break space) is not a space in YAML',
        'replace the character with a space',
        id="a no-break space before an item is one finding",
    ),
    pytest.param(
        HEAD + "title:\u00a0Web\nlabels: {}\n",
        '4:7 error[invalid-yaml] invalid YAML: U+00A0 (no-break space) is not a space in YAML',
        'replace the character with a space',
        id="a no-break space after the colon",
    ),
    pytest.param(
        HEAD + "links:\n  {title: a, url: 'https://a.example'}\n  - {title: b, url: 'https://b.example'}\n",
        '5:3 error[invalid-yaml] invalid YAML: an item of the list has no dash',
        "write `- {title: a, url: 'https://a.example'}`",
        id="an item without a dash at the top",
    ),
    pytest.param(
        HEAD + "members:\n  - ana\n  bo\n",
        '6:3 error[invalid-yaml] invalid YAML: an item of the list has no dash',
        'write `- bo`',
        id="an item without a dash at the end",
    ),
    pytest.param(
        HEAD + "description: |\nrun it\nlabels: {}\n",
        '5:1 error[invalid-yaml] invalid YAML: the text below `description: |` is not indented',
        'indent each line of the text with 2 spaces',
        id="lines of a text that are not indented",
    ),
    pytest.param(
        HEAD + "links:\n  - title: |\n  run it\n    url: x\n",
        '6:1 error[invalid-yaml] invalid YAML: the text below `title: |` is not indented',
        'indent each line of the text with 6 spaces',
        id="lines of a text in a list that are not indented",
    ),
    pytest.param(
        HEAD + "labels: {\n  // old\n  a: b}\n",
        "5:3 error[invalid-yaml] invalid YAML: a comment must start with #, not with //",
        "write # instead of //", id="a comment in the manner of JavaScript",
    ),
    pytest.param(
        HEAD + "title: @ana\n",
        "4:8 error[invalid-yaml] invalid YAML: an unquoted value cannot start with @",
        "quote the value", id="a reserved character",
    ),
    pytest.param(
        HEAD + "title: *ana\n", "4:8 error[invalid-yaml] the alias *ana has no anchor before it: &ana",
        "add the anchor &ana above this line, or quote the value if it is text", id="an alias to nowhere",
    ),
    pytest.param(
        HEAD + "x-a: &a [*a]\n",
        "4:10 error[invalid-yaml] the value contains itself: the alias *a is inside the value of its anchor &a",
        "replace the alias *a with a value, or move the anchor &a", id="a value that contains itself",
    ),
    pytest.param(
        HEAD + "title: Ana\ntitle: Bo\n",
        "5:1 error[duplicate-key] the key `title` occurs twice in one mapping: first on line 4",
        "remove one of the two `title` keys", id="a key twice",
    ),
    pytest.param(
        HEAD + HEAD,
        "4:1 error[duplicate-key] the key `apiVersion` occurs twice in one document: first on line 1",
        "add `---` above this line if a new document starts here; otherwise remove one of the two `apiVersion` keys",
        id="two documents that ran together are one finding",
    ),
    pytest.param(
        HEAD + "labels: {at: 22:30}\n",
        "4:14 warning[ambiguous-scalar] `22:30` is text for ownercat but the number 1350 in YAML 1.1",
        'quote it: `"22:30"`', id="a clock time that is a number elsewhere",
    ),
    pytest.param(
        HEAD + "labels: {on: x}\n",
        "4:10 warning[ambiguous-scalar] `on` is text for ownercat but the boolean true in YAML 1.1",
        'quote it: `"on"`', id="a key that is a boolean elsewhere",
    ),
    pytest.param(
        HEAD.replace("Person", "Journey") + "objectives: [{target: 1e1, window: 30d}]\n",
        "4:23 warning[ambiguous-scalar] `1e1` is a number for ownercat but text in YAML 1.1",
        'write all digits of the number, or quote the value if it is text: `"1e1"`', id="a number that is text elsewhere",
    ),
    pytest.param(
        HEAD + "labels: {zip: 0123}\n",
        "4:15 warning[ambiguous-scalar] `0123` is text for ownercat but the number 83 in YAML 1.1",
        'quote it: `"0123"`', id="an octal number elsewhere",
    ),
    pytest.param(
        HEAD + "email: #ana\n",
        '4:8 error[comment-swallowed-value] `email` has no value: YAML reads `#ana` as a comment',
        'quote the value: `"#ana"`', id="a value that is a comment",
    ),
    pytest.param(
        HEAD + "x-deep: " + "[" * 64 + "]" * 64 + "\n",
        "4:72 error[limit-exceeded] the document has more than 64 levels of nesting: ownercat stopped reading here",
        "reduce the nesting", id="65 levels",
    ),
    pytest.param(
        (HEAD + "title: José\n").encode("latin-1"),
        "4:11 error[bad-encoding] the file is not valid UTF-8: byte 0xe9 at offset 57",
        "save the file as UTF-8", id="latin-1",
    ),
    pytest.param(
        HEAD + "title: a\0b\n", "4:9 error[bad-encoding] the file is binary, not YAML: it contains a NUL byte",
        "save the file as UTF-8 text", id="a NUL byte",
    ),
    pytest.param(
        HEAD + "title: !secret ana\n",
        "4:8 error[forbidden-tag] the YAML tag !secret is not allowed: a catalog contains only plain data",
        "remove the tag; quote the value if it is text", id="a tag of somebody's own",
    ),
    pytest.param(
        HEAD + "title: !!int 3\n",
        "4:8 error[forbidden-tag] the YAML tag !!int is not allowed: a catalog contains only plain data",
        "remove the tag; quote the value if it is text", id="a tag that changes the type",
    ),
    pytest.param(
        HEAD + "x-base: &b {a: c}\nlabels:\n  <<: *b\n",
        "6:3 error[forbidden-tag] the merge key `<<` is not allowed: tools disagree about its meaning",
        "replace the `<<` line with a copy of the keys; an alias as a whole value is allowed: `key: *name`", id="a merge key",
    ),
    pytest.param(
        HEAD + "labels: {null: x}\n", "4:10 error[non-text-key] a key is not text: null",
        "quote the key", id="a key that is null",
    ),
    pytest.param(
        HEAD + "labels: {[a]: x}\n", "4:10 error[non-text-key] a key is not text: a list",
        "quote the key", id="a key that is a list",
    ),
    pytest.param(
        HEAD + "<<<<<<< HEAD\ntitle: Ana\n=======\ntitle: Bo\n>>>>>>> other\n",
        "4:1 error[merge-conflict] the file has an unresolved merge conflict",
        "keep one side and delete the marker lines", id="conflict markers",
    ),
    pytest.param(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "1:1 error[merge-conflict] the file is a Git LFS pointer and does not have the content",
        "run `git lfs pull`, or remove the file from Git LFS", id="an LFS pointer",
    ),
    pytest.param(
        HEAD + "title: Ana\u202e Ruiz\n",
        "4:8 warning[invisible-character] the text contains an invisible character: U+202E (right-to-left override)",
        "delete the character", id="a bidirectional control",
    ),
    pytest.param(
        HEAD + 'title: "\\e[31mAna"\n',
        "4:8 warning[invisible-character] the text contains an invisible character: U+001B",
        "delete the character", id="a terminal escape in quotes",
    ),
    pytest.param(
        HEAD + "---\n---\n" + HEAD.replace("ana", "bo"), "5:1 info[empty-document] the document is empty",
        "delete the extra `---`, or add the content of the document", id="nothing between two markers",
    ),
]  # fmt: skip

BOOK = "apiVersion: ownercat/v1\nkind: Runbook\nname: b\nservice: s\nsteps:\n"
CURLY = [
    pytest.param(
        HEAD + "email: “ana@shop.example”\n",
        ["4:8 warning[curly-quotes] the typographic quotes around a value are part of the value: “ana@shop.example”"
         ' | write straight quotes: `"ana@shop.example"`'],
        id="around a value",
    ),
    pytest.param(
        HEAD + "labels: {desk: „north‟, quay: ‘7’, pier: ”2”}\n",
        [
            "4:16 warning[curly-quotes] the typographic quotes around a value are part of the value: „north‟"
            ' | write straight quotes: `"north"`',
            "4:31 warning[curly-quotes] the typographic quotes around a value are part of the value: ‘7’"
            ' | write straight quotes: `"7"`',
            "4:42 warning[curly-quotes] the typographic quotes around a value are part of the value: ”2”"
            ' | write straight quotes: `"2"`',
        ],
        id="other quotes, in a flow mapping",
    ),
    pytest.param(
        BOOK + "  - {id: a, kind: restart, do: Go., run: restart “web”, timebox: 1m}\n",
        ["6:42 warning[curly-quotes] the command contains a typographic quote, which a shell does not read as a quote:"
         " U+201C (left double quotation mark) | write straight quotes: ' or \""],
        id="in a command",
    ),
    pytest.param(
        BOOK + "  - {id: a, kind: restart, do: Go., run: restart\u00a0web, timebox: 1m}\n",
        ["6:42 warning[invisible-character] the command contains a character that looks like a space: U+00A0"
         " (no-break space) | replace the character with a space"],
        id="a no-break space in a command",
    ),
    pytest.param(
        HEAD + "labels: {north\u00a0quay: a}\n",
        ["4:10 warning[invisible-character] the key contains a character that looks like a space: U+00A0 (no-break space)"
         " | replace the character with a space, or delete the character"],
        id="a no-break space in a key",
    ),
    pytest.param(
        HEAD + "name\u00a0: bo\n",
        ["4:1 error[unknown-field] person ana has an unknown key: `name\u00a0` (with U+00A0 (no-break space)) | keep only one of `name\u00a0` and `name`"],
        id="a key that is not known is one finding",
    ),
    pytest.param(
        HEAD + "timeZone: “Europe/Madrid”\n",
        ["4:11 error[malformed-value] `timeZone` of person ana must be an IANA time zone such as Europe/Madrid or UTC;"
         " found `“Europe/Madrid”` | use straight quotes: \"Europe/Madrid\""],
        id="a value of the wrong form is one finding",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CURLY)
def test_quotes_and_spaces_that_are_none(text: str, expected: list[str]) -> None:
    found = check({"catalog/a.yaml": text}).diagnostics
    lines = [f"{line(d)} | {d.help}" for d in found if d.code.startswith(("SYN", "SCH"))]
    assert lines == [f"catalog/a.yaml:{each}" for each in expected]


SILENT = [
    pytest.param(HEAD + "title: Ana’s “desk”\n", id="typographic quotes inside a text"),
    pytest.param(HEAD + "title: “Ana” and “Bo”\n", id="two quoted words"),
    pytest.param(HEAD + "description: “I can pay within ten seconds.”\n", id="a quoted sentence"),
    pytest.param(HEAD + "title: '“Ana”'\n", id="typographic quotes in straight ones"),
    pytest.param(HEAD + "description: at most 5\u00a0% of it\n", id="a no-break space in a text"),
    pytest.param(
        HEAD + "x-own: [NO, 22:30, 0123, “a”, a\u200bb, {run: a\u00a0b, c\u00a0d: 1e3}]\n", id="your own values"
    ),
    pytest.param(HEAD + "labels: {x-own: NO}\n", id="your own label"),
    pytest.param(HEAD + "x-own:\n  chat: #web\n  owner: TBD\n", id="your own comment and placeholder"),
    pytest.param(
        HEAD + 'labels: {chat: "#web", c: "Ask the bridge: is it right?"} # all of it\n', id="quoted between braces"
    ),
    pytest.param(HEAD + "title: a\u00a0b\n", id="a no-break space inside a value"),
    pytest.param(HEAD + "description: |\n  run it: now\n  - not an item\n", id="an indented text"),
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
        ("symlink", "SYN011", "the file is a symbolic link: ownercat does not follow links", True),
        ("irregular", "SYN011", "the path is not a regular file", True),
        ("unreadable", "SYN011", "ownercat cannot read the file", False),
        ("missing-object", "SYN011", "the content of the file is not in this clone", False),
        ("unmerged", "SYN009", "the file has an unresolved merge conflict in the git index", True),
    ],
)
def test_what_is_no_file_to_read(problem: str, code: str, message: str, complete: bool) -> None:
    path = "catalog/b.yaml"
    report = check({"catalog/a.yaml": HEAD, path: Content(path, b"", problem)})
    assert [(d.code, d.path, d.message) for d in report.diagnostics] == [(code, path, message)]
    assert report.complete is complete


def test_two_names_that_one_file_system_cannot_hold() -> None:
    report = check({"catalog/Ana.yaml": HEAD, "catalog/ana.yaml": HEAD.replace("ana", "bo")})
    message = "the path differs from catalog/Ana.yaml only in letter case or in the encoding of accents"
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
