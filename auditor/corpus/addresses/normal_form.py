r"""The normal form of the address of a picture: what all spellings of one photo share.

Written once over `TextWork`, step by step, and so the same in Python and inside an engine. Sources:
RFC 3986 section 6.2.2 (case of the host, escapes), 6.2.3 (default port, empty path), 6.1
(fragment); scheme and a leading `www.` are left aside as web archives do (SURT,
github.com/internetarchive/surt); sizes by `host_rules`. A query is kept wherever its host is not
known to choose sizes by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from auditor.corpus.addresses.host_rules import MARKS, PHOTON_HOST, PROXIES, RULES
from auditor.corpus.addresses.text import PythonText, TextWork

Columns = Mapping[str, Any]
"""What the steps before made, by name; `url` is where they start."""
AddressStep = Callable[[Columns, TextWork[Any, Any]], Any]

_LINES = "\x00\x85\u2028\u2029"
ADDRESS = f"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#{_LINES}][^{_LINES}]*$"
"""What is taken for an address at all: control characters and ends of lines make it none."""
_BEGINS = (
    f"^[{MARKS}]*[A-Za-z]+://[^/?#{MARKS}]+[/?#]",
    f"^[{MARKS}]*[A-Za-z]+://[^/?#{MARKS}]+[{MARKS}]*$",
)
"""Ends of lines may stand before an address and behind its host, not inside of these: nobody who
looks at billions of rows for a host would see it."""
_INNER = f"^[{MARKS}]*[A-Za-z]+://[^/?#]*/[^/?#{MARKS}]+[/?#]"
"""Where the first folder is a host of its own."""
_SCHEME = "^([A-Za-z]+://)"
_UNRESERVED = (("%2D", "-"), ("%2E", "."), ("%5F", "_"), ("%7E", "~"))
"""Escapes of characters that need none (RFC 3986, 2.3), but for letters and digits."""
_OF_AN_ADDRESS = (
    *(("%3A", ":"), ("%3a", ":"), ("%2F", "/"), ("%2f", "/"), ("%3F", "?"), ("%3f", "?")),
    *(("%3D", "="), ("%3d", "="), ("%26", "&"), ("%25", "%")),
)
"""Escapes that an address has inside of another one; that of % itself goes last."""
_SMALL_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


def _spaced(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """Tabs and ends of lines are dropped and spaces escaped (url.spec.whatwg.org)."""
    text = columns["url"]
    for mark in ("\t", "\n", "\r"):
        text = work.replaced(text, mark, "")
    return work.replaced(text, " ", "%20")


def _proxied(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """The address inside, as it stands in that of a proxy; "" where it is no such address."""
    return work.cases(
        [
            (
                work.has(columns["url"], proxy.pattern),
                work.group(columns["spaced"], proxy.pattern, 1),
            )
            for proxy in PROXIES
        ],
        work.plain(""),
    )


def _shown(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """The address of the picture itself: what a proxy serves is somebody else's."""
    inside = columns["proxied"]
    for escape, character in _OF_AN_ADDRESS:
        inside = work.replaced(inside, escape, character)
    return work.cases(
        [(work.same(columns["proxied"], ""), columns["spaced"])],
        work.joined([work.plain("https://"), inside]),
    )


def _bare(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """No scheme, no fragment; "" for what is no address."""
    rest = work.behind(columns["shown"], work.group(columns["shown"], _SCHEME, 1))
    is_address = work.has(columns["shown"], ADDRESS)
    bare = work.part(rest, "#", 1)
    begins = [work.both(is_address, work.has(columns["url"], each)) for each in _BEGINS]
    return work.cases([(each, bare) for each in begins], work.plain(""))


def _before_query(columns: Columns, work: TextWork[Any, Any]) -> Any:
    return work.part(columns["bare"], "?", 1)


def _asked_query(columns: Columns, work: TextWork[Any, Any]) -> Any:
    query = work.behind(columns["bare"], columns["before_query"])
    return work.cases([(work.same(query, "?"), work.plain(""))], query)


def _first_host(columns: Columns, work: TextWork[Any, Any]) -> Any:
    return _host(work.part(columns["before_query"], "/", 1), work)


def _first_path(columns: Columns, work: TextWork[Any, Any]) -> Any:
    return work.behind(columns["before_query"], work.part(columns["before_query"], "/", 1))


def _host_inside(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """The host whose picture it is: what Photon serves is somebody else's."""
    inner = work.part(columns["first_path"], "/", 2)
    return work.cases([(_has_inner(columns, work), _host(inner, work))], columns["first_host"])


def _has_inner(columns: Columns, work: TextWork[Any, Any]) -> Any:
    photon = work.has(columns["first_host"], PHOTON_HOST)
    return work.both(photon, work.has(columns["url"], _INNER))


def _path_inside(columns: Columns, work: TextWork[Any, Any]) -> Any:
    inner = work.part(columns["first_path"], "/", 2)
    head = work.joined([work.plain("/"), inner])
    path = work.cases(
        [(_has_inner(columns, work), work.behind(columns["first_path"], head))],
        columns["first_path"],
    )
    return work.cases([(work.same(path, ""), work.plain("/"))], path)


def _path(columns: Columns, work: TextWork[Any, Any]) -> Any:
    path = columns["path_inside"]
    for escape, character in _UNRESERVED:
        path = work.replaced(work.replaced(path, escape, character), escape.lower(), character)
    return path


def _folders(columns: Columns, work: TextWork[Any, Any]) -> Any:
    """Host and path in lower case, no size taken out: for what stands below a page."""
    return work.joined([columns["host"], work.lower(columns["path"])])


def _sizeless_path(columns: Columns, work: TextWork[Any, Any]) -> Any:
    path, cases = columns["path"], []
    for rule in RULES:
        for each in rule.paths:
            made = [
                work.group(path, each.pattern, piece)
                if isinstance(piece, int)
                else work.plain(piece)
                for piece in each.pieces
            ]
            fits = work.has(path, each.pattern)
            if rule.host:
                fits = work.both(work.has(columns["host"], rule.host), fits)
            cases.append((fits, work.joined(made)))
    return work.cases(cases, path)


def _query(columns: Columns, work: TextWork[Any, Any]) -> Any:
    query = columns["asked_query"]
    cases = []
    for rule in RULES:
        if rule.sizes:
            host = columns["first_host" if rule.host == PHOTON_HOST else "host"]
            fits = work.both(work.has(host, rule.host), work.has(query, rule.sizes))
            cases.append((fits, work.plain("")))
    return work.cases(cases, query)


def _key(columns: Columns, work: TextWork[Any, Any]) -> Any:
    host = work.cases(
        [
            (work.has(columns["host"], rule.host), work.plain(rule.canonical))
            for rule in RULES
            if rule.canonical
        ],
        columns["host"],
    )
    key = work.joined([host, columns["sizeless_path"], columns["query"]])
    return work.cases([(work.same(columns["bare"], ""), work.plain(""))], key)


STEPS: tuple[tuple[str, AddressStep], ...] = (
    ("spaced", _spaced),
    ("proxied", _proxied),
    ("shown", _shown),
    ("bare", _bare),
    ("before_query", _before_query),
    ("asked_query", _asked_query),
    ("first_host", _first_host),
    ("first_path", _first_path),
    ("host", _host_inside),
    ("path_inside", _path_inside),
    ("path", _path),
    ("folders", _folders),
    ("sizeless_path", _sizeless_path),
    ("query", _query),
    ("key", _key),
)
"""Each makes a column of those before it. `key`, `host` and `folders` are what is asked for."""


def _host(host: Any, work: TextWork[Any, Any]) -> Any:
    """Return a host in lower case without its default port and a leading `www.`."""
    lower = work.lower(host)
    plain = work.cases([(work.has(lower, ":(?:80|443)?$"), work.part(lower, ":", 1))], lower)
    return work.cases([(work.has(plain, r"^www\."), work.behind(plain, work.plain("www.")))], plain)


def normal_columns(url: str) -> dict[str, str]:
    """Return every column that the steps make of an address."""
    columns = {"url": url}
    for name, step in STEPS:
        columns[name] = step(columns, PythonText())
    return columns


def normal_key(url: str) -> str:
    """Return what all spellings of one photo share; "" where `url` is no address."""
    return normal_columns(url)["key"]


def keys_of(url: str) -> Iterator[str]:
    """Yield the normal forms of an address: escapes may be spelt with large or small digits.

    RFC 3986, 6.2.2.1. An address that mixes both is found only as it stands.
    """
    spelt = (
        url,
        _SMALL_ESCAPE.sub(lambda found: found[0].upper(), url),
        _SMALL_ESCAPE.sub(lambda found: found[0].lower(), url),
    )
    yield from dict.fromkeys(key for key in map(normal_key, spelt) if key)
