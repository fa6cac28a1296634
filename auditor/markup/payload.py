"""Answers of foreign interfaces: typed, capped and turned into the errors of this program.

Shared by the sources.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.errors import AccountMissing, HandleTaken, LoginNeeded, PayloadBroken, SourceError
from auditor.markup.urls import host_key, safe_url, same_host
from auditor.messages import _, ngettext
from auditor.ports import Answer

if TYPE_CHECKING:  # the parser is loaded with the first fragment
    from bs4 import BeautifulSoup

MAX_LINE = 300
"""Characters kept of a name, label or file name."""
MAX_TEXT = 20_000
"""Characters kept of a description, caption or alt text: above what any of the platforms
accepts."""
MAX_PIXELS = 100_000
"""Largest width or height that is believed, in px: JPEG ends at 65,535."""
MAX_BYTES = 2**40
"""Largest file size that is believed."""
BATCH = 100
"""Photos stored in one transaction."""

_MAX_HTML = 200_000
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
_ANYBODYS = re.compile(
    r"(?:[\w.-]+\.)?(?:localhost|local)|127\.[\d.]+|\[?::1\]?|(?:[\w-]+\.)*example\.(?:com|net|org)|[\w-]*",
    re.IGNORECASE,
)
"""Hosts that stand where nobody wrote the site's own in: this machine, and those of manuals."""
_FORMS = frozenset({"www", "m", "mobile", "amp"})
_BY_TOKEN = frozenset({ProofMethod.SITE_FILE, ProofMethod.CREDENTIAL, ProofMethod.BIO})

_Cursor = TypeVar("_Cursor", bound=msgspec.Struct)
_Kind = TypeVar("_Kind")


def decode(body: bytes, kind: type[_Kind], what: str) -> _Kind:
    """Return the JSON of `body` as a `kind`.

    Raises PayloadBroken, which names `what` was asked and the field that is wrong.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=what, reason=str(error)[:MAX_LINE]
            ),
            _(
                "The server may have changed or run into a fault. Try again later; what was read "
                "before is kept."
            ),
        ) from error


def loose(body: bytes, what: str) -> Any:
    """Return the JSON of `body` as it is, halves of surrogate pairs replaced by U+FFFD.

    Raises PayloadBroken where it is no JSON at all.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        pass
    try:
        return _mended(json.loads(body.decode("utf-8-sig", "replace"), parse_int=_integer))
    except (ValueError, RecursionError) as error:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=what, reason=str(error)[:MAX_LINE]
            ),
            _(
                "The server may have changed or run into a fault. Try again later; what was read "
                "before is kept."
            ),
        ) from error


def loose_list(body: bytes, what: str) -> list[Any]:
    """Return the JSON array of `body`, its entries as they are. Raises PayloadBroken."""
    found = loose(body, what)
    if not isinstance(found, list):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=what, reason=_("it is no list")
            )
        )
    return found


def entry(value: object, kind: type[_Kind]) -> _Kind | None:
    """Return one object of an answer as a `kind` (a msgspec.Struct), field by field.

    A field of another form than documented has its default, so that it costs nothing but itself;
    None where a field without default is missing or of another form, and where it is no object.
    """
    if not isinstance(value, Mapping):
        return None
    kept: dict[str, Any] = {}
    for name, told_as, form in _fields(kind):  # type: ignore[arg-type]  # a class is hashable
        if told_as not in value:
            continue
        try:
            kept[name] = msgspec.convert(value[told_as], form, strict=False)
        except (msgspec.MsgspecError, RecursionError, UnicodeError, OverflowError):
            continue
    try:
        return kind(**kept)
    except TypeError:
        return None


@cache
def _fields(kind: type) -> tuple[tuple[str, str, Any], ...]:
    """Return name, name in JSON and type of each field; msgspec evaluates them at each call."""
    parts = msgspec.structs.fields(kind)
    return tuple((part.name, part.encode_name, part.type) for part in parts)


def members(value: object) -> list[Any]:
    """Return the members of an array; none of what is missing.

    PHP writes one whose numbering has gaps as an object: {"1": ..., "3": ...}. Anything else is one
    member that cannot be read, so that it is told and not taken for an empty list.
    """
    if isinstance(value, Mapping):
        return list(value.values()) if all(str(key).isdecimal() for key in value) else [None]
    if value is None or value is False or value == "":  # how servers write that there are none
        return []
    return value if isinstance(value, list) else [None]


def named(value: object) -> str:
    """Return an id, which some servers give as a number, as text; "" where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else ""
    return value if isinstance(value, str) else ""


def left_out(count: int, films: int = 0) -> tuple[str, ...]:
    """Return the notes that count the entries of a list that could not be read, and its films."""
    notes = []
    if count:
        told = ngettext(
            "{count} entry of the list does not have the documented form and was left out.",
            "{count} entries of the list do not have the documented form and were left out.",
            count,
        )
        notes.append(told.format(count=count))
    if films:
        told = ngettext(
            "{count} film was not looked at.", "{count} films were not looked at.", films
        )
        notes.append(told.format(count=films))
    return tuple(notes)


def picture_url(base: str, told: object) -> str | None:
    """Return the safe address of a profile's picture, None where there is none or no text."""
    return safe_url(base, told) if isinstance(told, str) and told else None


def unread_portraits(*told: object) -> tuple[str, ...]:
    """Return the note that counts pictures of a profile of which no text says where they stand."""
    count = sum(each not in (None, False, "") and not isinstance(each, str) for each in told)
    if not count:
        return ()
    words = ngettext(
        "{count} picture of the profile could not be read.",
        "{count} pictures of the profile could not be read.",
        count,
    )
    return (words.format(count=count),)


def read_cursor(cursor: str | None, kind: type[_Cursor]) -> _Cursor | None:
    """Return where a list goes on, None for its start; an unreadable cursor starts again."""
    try:
        return None if cursor is None else msgspec.json.decode(cursor, type=kind)
    except msgspec.MsgspecError:
        return None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < 40 else float("inf")  # noqa: PLR2004 - above any number meant


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(inner) for key, inner in value.items()}
    return [_mended(inner) for inner in value] if isinstance(value, list) else value


def require_ok(answer: Answer, what: str) -> Answer:
    """Return `answer` if it is one.

    Raises LoginNeeded for 401 and 403, AccountMissing for 404 and 410, else SourceError.
    """
    if answer.ok:
        return answer
    if answer.needs_login:
        raise LoginNeeded(
            _("{what}: the server shows this only to people who are logged in.").format(what=what),
            _("What strangers without an account can see there could not be checked."),
        )
    if answer.gone:
        raise AccountMissing(
            _("{what}: the server says that there is no such thing.").format(what=what),
            _("Check the spelling, or whether it was moved."),
        )
    raise SourceError(
        _("{what}: the server answered {status}.").format(what=what, status=answer.status),
        _("Try again later."),
    )


_TEXT = r"(?:[^<>&\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|<br ?/?>)*"
_PARAGRAPHS = re.compile(f"(?:<p>{_TEXT}</p>)+")
"""Paragraphs of plain text, as most posts are: a parser takes a hundred times as long."""
_BREAK = re.compile("<br ?/?>")


def line(text: str | None) -> str:
    """Return foreign text as one short line, white space folded."""
    return " ".join((text or "")[: 4 * MAX_LINE].split())[:MAX_LINE]


def capped(text: str | None) -> str:
    """Return foreign text of any shape, cut at `MAX_TEXT` characters."""
    return (text or "").strip()[:MAX_TEXT]


def soup(html: str | None) -> BeautifulSoup:
    """Return a fragment of foreign HTML parsed, cut at 200,000 characters."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    with warnings.catch_warnings():
        # a caption may well be nothing but a URL or a file name
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup((html or "")[:_MAX_HTML], "lxml")


def plain(html: str | None) -> str:
    """Return the text of a fragment of foreign HTML; paragraphs and breaks become line feeds."""
    if not html or not ("<" in html or "&" in html):
        return capped(html)
    if len(html) <= _MAX_HTML and _PARAGRAPHS.fullmatch(html):
        return capped(_BREAK.sub("\n", html.replace("<p>", "")).replace("</p>", "\n"))
    return parsed_text(html)


def parsed_text(html: str) -> str:
    """Return what `plain` does of any HTML, by a parser: as it does without one of plain cases."""
    parsed = soup(html)
    for ending in parsed.find_all(["br", "p"]):
        ending.append("\n")
    return capped(parsed.get_text())


def pixels(value: float | str | None) -> int | None:
    """Return a width or height in px if it is one."""
    return _within(value, MAX_PIXELS)


def size(value: float | str | None) -> int | None:
    """Return a size in bytes if it is one."""
    return _within(value, MAX_BYTES)


def _within(value: float | str | None, limit: int) -> int | None:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None  # noqa: PLR2004 - over any limit
    if value is None or not 0 < value <= limit:
        return None
    return int(value)


def instant(text: str | None) -> datetime | None:
    """Return an ISO 8601 time in UTC, None if `text` is not one.

    A time without zone is taken as UTC.
    """
    try:
        found = datetime.fromisoformat((text or "")[:64])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def batches(photos: Sequence[Photo], here: str, then: str | None) -> Iterator[Batch]:
    """Split one page of a list into batches of at most `BATCH` photos.

    `here` is the cursor that reads this page again, kept until its last batch; `then` goes on after
    it.
    """
    for start in range(0, max(len(photos), 1), BATCH):
        rest = start + BATCH < len(photos)
        yield Batch(tuple(photos[start : start + BATCH]), here if rest else then)


def _host_of(parts: SplitResult) -> str:
    """Return host and port; this machine is one host, however it is called."""
    host = parts.hostname or ""
    return parts.netloc.replace(host, "localhost", 1) if host in _THIS_MACHINE else parts.netloc


def require_where_proven(account: Account, url: str, *, same: bool = True) -> None:
    """Refuse to read an account elsewhere than where its token was seen.

    `url` is where its photos are listed now; where both addresses have a query, it names the
    account on the host. `same` is False where a source knows that it is another one there. Whoever
    runs the address that was added could otherwise prove it and then let it lead to somebody
    else's account. Raises HandleTaken.
    """
    before, now = urlsplit(proven_at(account)), urlsplit(url)
    named_alike = not (before.query and now.query) or before.query == now.query
    same = same and _host_of(before) == _host_of(now) and named_alike
    if not before.netloc or same:
        return
    raise _elsewhere(account, url)


def proven_at(account: Account) -> str:
    """Return where its proof shows that an account is: "" where no address is bound by it.

    A token stands in a page; links join two addresses.
    """
    if account.proof.method in _BY_TOKEN:
        return account.proof.detail
    return account.url if account.proof.method is ProofMethod.REL_ME else ""


def require_answer_where_proven(account: Account, asked: str, answer: Answer) -> None:
    """Refuse an answer to which the host where the token was seen sends its readers on.

    Raises HandleTaken.
    """
    home = proven_at(account)
    if urlsplit(home).netloc and same_host(asked, home):
        if same_host(answer.url, home):
            return
        raise _elsewhere(account, answer.url)


def _elsewhere(account: Account, url: str) -> HandleTaken:
    before = urlsplit(proven_at(account) or account.url)
    return HandleTaken(
        _("{handle} was proven on {host}, and now leads elsewhere: {other}.").format(
            handle=line(account.handle), host=line(before.netloc), other=line(url)
        ),
        _("It was not read, and is not proven any more. If it is yours there too, prove it anew."),
    )


def other_home(asked: str, told: Iterable[str | None]) -> str:
    """Return the address on another host that an answer of `asked` names as its home, "" for none.

    A relay that hands on somebody else's pages unchanged is told by it.
    """
    homes = [url for each in told if each and (url := safe_url(asked, each)) is not None]
    homes = [url for url in homes if not _ANYBODYS.fullmatch(urlsplit(url).hostname or "")]
    if not homes or any(_without_form(url) == _without_form(asked) for url in homes):
        return ""
    return homes[0]


def is_held(account: Account) -> bool:
    """Whether a proof tells whose an account is: on the practice range it is nobody's."""
    return account.proof.holds and account.proof.method is not ProofMethod.LOCAL


def require_own_home(
    account: Account, asked: str, told: Iterable[str | None], *, proving: bool = False
) -> None:
    """Refuse to prove, or to read as proven, what names another host as its home.

    Raises HandleTaken.
    """
    other = other_home(asked, told)
    if other and (proving or is_held(account)):
        raise HandleTaken(
            _(
                "{host} names {other} as the home of what it shows: whose it is cannot be told."
            ).format(host=line(urlsplit(asked).netloc), other=line(other)),
            _("If it is yours, add it by that address and prove it there."),
        )


def _without_form(url: str) -> str:
    """Return the host of an address without the labels of its forms for telephones."""
    return ".".join(label for label in host_key(url).split(".") if label not in _FORMS)
