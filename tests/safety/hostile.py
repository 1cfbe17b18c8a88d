"""A generated corpus of hostile files: what they hold, and what they are called."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Mapping
from pathlib import Path

CANARY = "canary-7f3a91"
HEAD = "apiVersion: ownercat/v1\nkind: {kind}\nname: {name}\n"
SERVICE = HEAD.format(kind="Service", name="victim")

# Texts that mean something to whatever reads the output next.
STRINGS: Mapping[str, str] = {
    "colour": "\x1b[31mred\x1b[0m",
    "window title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;ZWNobyBvd25lZA==\x07",
    "link of a terminal": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "cursor": "\x1b[2J\x1b[H\x1b[1A\x1b[2K",
    "c1": "\x9b31mred \x84\x85\x8d",
    "carriage return": "all good\rbad",
    "backspace": "bad\b\b\bgood",
    "bell, tab and form feed": "\a\t\f\v",
    "nul": "a\0b",
    "delete": "a\x7fb",
    "new lines": "a\n::error file=a::b\n  ::add-mask::x",
    "other line ends": "a\x85::error::b\u2028::error::c\u2029::error::d",
    "github": "::error file=app.js,line=1::owned",
    "github, spaced": "   ::set-output name=x::y",
    "github, first form": "##[error]owned ##[group]x",
    "github, escaped": "%0A::error::owned%0D%0A::warning::x",
    "azure": "##vso[task.setvariable variable=x]y",
    "teamcity": "##teamcity[buildStatus text='owned']",
    "gitlab": "section_start:1:x[collapsed=true]\r\x1b[0Kx",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f\u061c",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f",
    "tag characters": "flag\U000e0041\U000e007f",
    "blanks": "\u3164\u115f\u1160\u2800\uffa0",
    "private use": "\ue000\U000f0000",
    "homoglyph": "st\u043erefront",
    "zalgo": "z" + "\u0300" * 40,
    "wide": "\u6f22\u5b57" * 30 + "\U0001f600" * 20,
    "markup of rich": "[/red][bold red]x[/][link=https://evil.example]y[/link] :smile: [id]",
    "markdown": "[x](javascript:alert(1)) ![](https://evil.example/x.png) @org/team #1 </details> `a` *b* | c",
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script>&lt;\"'",
    "xml": "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "formula": "=cmd|' /C calc'!A0",
    "shell": "$(touch owned) `touch owned` ; touch owned | x && y",
    "template": "${{ secrets.TOKEN }} {{ 7*7 }} <%= 7*7 %>",
    "format": "{0} {name} {0.__class__} %s %n %(x)s",
    "path": "../../../../etc/passwd",
    "url": "https://user:pass@evil.example/?a=b#c",
    "quotes": "'\"`\\\\''\"\"",
    "long": "x" * 5_000,
    "long line of words": "word " * 2_000,
    "number": "9" * 5_000,
    "python": "__import__('os').system('touch owned')",
    "yaml": "!!python/object/apply:os.system ['touch owned']",
    "json": '{"__proto__": {"x": 1}}',
    "sql": "'; DROP TABLE services; --",
    "empty": "",
    "spaces": "   ",
    "dash": "-rf",
    "option": "--output=owned",
}


def quoted(text: str) -> str:
    """A text in double quotes, with escapes for whatever YAML would not take as it is."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if 0xD800 <= code < 0xE000 or code in {0x2028, 0x2029, 0xFEFF} else char


def documents(text: str) -> str:
    """Documents with a text wherever there is room for one: as a name, an owner, a key, a list's item, a URL."""
    value = quoted(text)
    service = HEAD.format(kind="Service", name="{name}")
    places = (
        service.replace("{name}", value),
        service.replace("{name}", "one") + f"title: {value}\ndescription: {value}\nowner: {value}\n",
        service.replace("{name}", "two") + f"{value}: {value}\ncode: {{{value}: 1}}\n",
        service.replace("{name}", "three") + f"labels: {{{value}: {value}, a: [{value}]}}\ntier: {value}\n",
        service.replace("{name}", "four") + f"dependsOn: [{{service: {value}, mode: {value}}}, {value}]\n",
        service.replace("{name}", "five") + f"symptoms: [{{id: {value}, severity: {value}, alerts: [{value}]}}]\n",
        service.replace("{name}", "six") + f"links: [{{type: {value}, title: {value}, url: {value}}}]\nx-own: {value}\n",
        f"apiVersion: {value}\nkind: {value}\nname: {value}\n",
        f"{value}\n",
        HEAD.format(kind="Team", name="crew") + f"members: [{value}]\ncontacts: {{chat: {value}, email: {value}}}\n",
        HEAD.format(kind="Person", name="eva") + f"timeZone: {value}\nleavesOn: {value}\ncontacts: [{value}]\n",
        HEAD.format(kind="Policy", name="rules")
        + f"severities: [{{id: {value}, title: {value}}}]\nchannels: {{{value}: {{medium: {value}}}}}\nrules: {{ignore: [{value}]}}\n",
        HEAD.format(kind="Escalation", name="up") + f"team: {value}\ntiers: [{{name: {value}, notify: [{value}], wait: {value}}}]\n",
        HEAD.format(kind="SLA", name="deal") + f"service: one\nconsumer: {value}\ntargets: {{{value}: {{ack: {value}}}}}\n",
    )  # fmt: skip
    return "---\n".join(places)


def _levels(count: int, width: int) -> str:
    """Aliases of aliases: the expanded size grows as width to the power of count."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, count)]
    return SERVICE + "\n".join(lines) + "\n"


def _merges(count: int) -> str:
    lines = ["m0: &m0 {a: 1}", *(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}], k{n}: 1}}" for n in range(1, count))]
    return "\n".join(lines) + "\n"


# What a file may hold.
CONTENTS: Mapping[str, bytes] = {
    **{f"text {slug}": documents(text).encode("utf-8", "surrogatepass") for slug, text in STRINGS.items()},
    "raw escapes": f"title: \x1b[31m{CANARY[:3]}\n".encode(),
    "raw bidi": SERVICE.encode() + "title: \u202eevil\n".encode(),
    "raw next line": SERVICE.encode() + "title: a\x85b\u2028c\n".encode(),
    "comments only": b"# ::error::x\n# \x1b[31m\n",
    "65 brackets": b"[" * 65 + b"]" * 65,
    "a million brackets": b"[" * 1_000_000,
    "a million dashes": b"- " * 500_000,
    "a million braces": b"{a: " * 250_000,
    "a million questions": b"? " * 500_000,
    "deep by lines": "".join(f"{' ' * n}a:\n" for n in range(900)).encode(),
    "billion laughs": _levels(30, 9).encode(),
    "many aliases": (SERVICE + "a: &a x\nb: [" + "*a, " * 1_500 + "]\n").encode(),
    "merge bomb": _merges(30).encode(),
    "self reference": b"a: &a [*a]\n",
    "self key": b"? &a {b: *a}\n: c\n",
    "alias as key": b"a: &a [x]\n*a : b\n",
    "anchor as name": SERVICE.replace("victim", "&v victim").encode() + b"owner: *v\n",
    "tags": b"a: !!python/object/apply:os.system ['touch owned']\nb: !!binary x\nc: !!set {a}\nd: !x y\n",
    "tag of a time": SERVICE.encode() + b"x-a: !!timestamp x\nx-b: !!int ''\nx-c: !!bool maybe\nx-d: !!float .\n",
    "numbers": SERVICE.encode()
    + b"tier: 0x_\nx-a: 1:1:1:1:1:1.0\nx-b: 2001-99-99\nx-c: "
    + b"9" * 5_000
    + b"\nx-d: 1e999\n",
    "not a number": SERVICE.encode() + b"tier: .nan\nx-a: -.inf\nx-b: 1e-999\n",
    "hexadecimal": SERVICE.encode() + b"tier: 0x" + b"f" * 60_000 + b"\n",
    "keys": b"1: a\ntrue: b\n1.0: c\nnull: d\n~: e\n? [x]\n: f\n? {y: z}\n: g\n.nan: h\n.nan: i\n",
    "twice": SERVICE.encode() * 3,
    "a thousand documents": b"--- a\n" * 1_200,
    "a hundred thousand keys": b"".join(b"k%d: v\n" % n for n in range(100_000)),
    "a long scalar": SERVICE.encode() + b"title: " + b"x" * 70_000 + b"\n",
    "a long key": b"x" * 70_000 + b": 1\n",
    "a long comment": SERVICE.encode() + b"# " + b"x" * 900_000 + b"\n",
    "more than a mebibyte": SERVICE.encode() + b"# x\n" * 300_000,
    "empty": b"",
    "blank": b" \n\t\n",
    "dashes": b"---\n---\n---\n",
    "binary": bytes(range(256)),
    "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
    "nul": SERVICE.encode() + b"title: a\0b\n",
    "latin-1": SERVICE.encode() + "title: caf\u00e9\n".encode("latin-1"),
    "overlong": SERVICE.encode() + b"title: \xc0\xaf\n",
    "surrogates": SERVICE.encode() + b"title: \xed\xa0\x80\n",
    "escaped surrogate": SERVICE.encode() + b'title: "\\ud800"\n',
    "beyond unicode": SERVICE.encode() + b'title: "\\UFFFFFFFF"\n',
    "cut": SERVICE.encode() + "title: caf\u00e9".encode()[:-1],
    "utf-16": codecs.BOM_UTF16_LE + SERVICE.encode("utf-16-le"),
    "utf-16, odd": codecs.BOM_UTF16_LE + SERVICE.encode("utf-16-le") + b"x",
    "utf-16 without mark": SERVICE.encode("utf-16-le"),
    "utf-32": SERVICE.encode("utf-32"),
    "two marks": codecs.BOM_UTF8 * 2 + SERVICE.encode(),
    "mark inside": SERVICE.replace("victim", "vic\ufefftim").encode(),
    "windows": SERVICE.replace("\n", "\r\n").encode() + b"owner: ghost\r\n",
    "old mac": SERVICE.replace("\n", "\r").encode() + b"owner: ghost\r",
    "mixed ends": SERVICE.replace("\n", "\r\n", 1).encode() + b"owner: ghost\r",
    "merge conflict": SERVICE.encode() + b"<<<<<<< HEAD\nowner: a\n=======\nowner: b\n>>>>>>> x\x1b[31m\n",
    "large file pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "version line": b"%YAML 9.9\n---\na: b\n",
    "tag line": b"%TAG ! tag:evil.example,2000:\n---\n!x y\n",
    "private key": f"-----BEGIN OPENSSH PRIVATE KEY-----\n{CANARY}\n-----END OPENSSH PRIVATE KEY-----\n".encode(),
    "json": b'{"apiVersion": "ownercat/v1", "kind": "Service", "name": "\\u001b[31m", "owner": {"a": [1, 2, {"b": null}]}}',
    "root list": b"- - - a\n",
    "root number": b"3\n",
    "wrong types everywhere": b"apiVersion: [ownercat/v1]\nkind: {a: b}\nname: [x]\nowner: 3\ntier: {}\n",
    "policy of wrong types": HEAD.format(kind="Policy", name="p").encode()
    + b"severities: {a: b}\ntiers: [1]\nchannels: x\nrules: []\nvocabulary: 3\nauthorities: {x: y}\nrequiredInfo: 3\n",
    "policy of wild rules": HEAD.format(kind="Policy", name="p").encode()
    + b"rules: {select: [ALL, 3], ignore: ['*'], severity: {ALL: 'off', x: 3}, options: {a: b, ESC008: {media: 3}},"
    b" overrides: [{paths: ['[', '**', 3], ignore: [x]}]}\n",
    "policy of no severities": HEAD.format(kind="Policy", name="p").encode()
    + b"severities: []\nchannels: {}\nauthorities: []\n",
}

# What a file may be called; each is put below the catalog.
NAMES: tuple[bytes, ...] = (
    b"new\nline.yaml", b"tab\t.yaml", b"return\r.yaml", b"esc\x1b[31m.yaml", b"bell\x07.yaml", "bidi\u202egnp.yaml".encode(),
    "zero\u200bwidth.yaml".encode(), b"\xff\xfe.yaml", b"caf\xe9.yaml", b"::error::x.yaml", b"  ::error::x.yaml",
    b"##[error]x.yaml", b"##vso[task.complete]x.yaml", b"##teamcity[x].yaml", b"section_start:1:x.yaml", b"%0A::error::x.yaml",
    b"quote'\".yaml", b"back\\slash.yaml", b"`x`.yaml", b"$(touch owned).yaml", b"-rf.yaml", b"--output=owned.yaml",
    b":(glob)*.yaml", b"*.yaml", b"?.yaml", b"[a].yaml", b"[red]x[/red].yaml", b"[link=https:evil]x.yaml", b"<img src=x>.yaml",
    b"a&b.yaml", b"a,b;c.yaml", b"=cmd.yaml", b"@org.yaml", b"#1.yaml", b"a:1:1: error.yaml", b" .yaml", b".yaml", b"..yaml",
    b"CON.yaml", b"x" * 250 + b".yaml", "\u6f22\u5b57\U0001f600.yaml".encode(), "e\u0301.yaml".encode(), "\u00e9.yaml".encode(),
    b"a\nb/::error::c.yaml", b"new\nline", b"\xff\xfe", b"esc\x1b[2J.md",
)  # fmt: skip


def write(folder: Path, name: bytes, data: bytes) -> bytes:
    """Write a file below a folder by the bytes of its name; the name."""
    path = folder / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _link(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.symlink_to(target)

    return make


def specials(secret: Path) -> Mapping[str, Callable[[Path], None]]:
    """What is no regular file, by its name; ``secret`` is a file outside that holds the canary."""
    return {
        "pipe.yaml": _fifo,
        "folder.yaml": _folder,
        "link.yaml": _link(str(secret)),
        "link-up.yaml": _link(f"../../{secret.parent.name}/{secret.name}"),
        "link-to-folder": _link(str(secret.parent)),
        "link-to-folder.yaml": _link(str(secret.parent)),
        "link-loop.yaml": _link("link-loop.yaml"),
        "link-broken.yaml": _link("nowhere"),
        "link-zero.yaml": _link("/dev/zero"),
        "link-proc.yaml": _link("/proc/self/environ"),
        "link-git.yaml": _link("../.git/config"),
        "link-inside.yaml": _link("people.yaml"),
        "link.md": _link(str(secret)),
    }
