"""Letters that the user can send, from letters/*.toml.

What each kind asks for, what its law requires, and its words.

General information, not legal advice. Nothing is sent. Every element of a letter names the text
that requires it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance.deletion import SOURCE_DATE, SOURCE_URL, deletion_page
from auditor.guidance.jurisdictions import EU, EU_MEMBERS, code_of, outer
from auditor.messages import N_

_FOLDER = "letters"
_BLANKS = "blanks.toml"
_END = ".toml"

CHECKED_ON = date(2026, 11, 28)
"""The day on which the elements were compared with their sources."""

_Sender = Literal["shown", "owner", "authorised", "unsaid"]
_Found = Literal["own", "impostor", "elsewhere", "originals", "saved"]
When = Literal["", _Sender, _Found]


_OF_GDPR = frozenset({EU, "GB"})
"""Where requests about one's data go to the same address as those to delete an account."""
OF_THE_SITE = frozenset({"posting", "data"})
"""What a site itself shows or keeps: such a letter goes to the site of the finding."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text; an English key of the catalogue."""

    text: str


@dataclass(frozen=True, slots=True)
class LetterElement:
    """One thing that a letter must hold.

    `cites` is the place in the law (or the rules) that asks for it.
    """

    key: str
    cites: str
    text: str
    source_url: str
    source_date: str


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One paragraph and the elements that it fulfils.

    Its text is an English key of the catalogue with `{blanks}`.

    `when`: only if the sender is the person shown, owns the copyright, is authorised or has not
    said so; only for a posting of the user's `own`, of an `impostor`, or `elsewhere`, where no
    finding was chosen; only if there are `originals` to name, or files that were read (`saved`).
    `{targets}`, `{originals}`, `{saved}` and `{offences}` stand alone and become lists.
    """

    text: str
    elements: tuple[str, ...] = ()
    when: When = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that only the sender knows.

    `text` says what, an English key. Only what is `asked` is asked for at the terminal.
    """

    key: str
    text: str
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address that a site names for such letters."""

    hosts: tuple[str, ...]
    email: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter.

    `jurisdictions` are the codes in which `law` is in force; both are empty where it rests on a
    site's rules. `goes_to` says what it is about: the `posting` of the finding itself, the `data`
    that are kept of the sender, or a `copy` or an `account` elsewhere, for which the finding's own
    pages are the originals. `asks` are keys of blanks, `note` says when it does not fit, `steps`
    what to do around it. Where there is a `risk`, the sender has to confirm it first. `who` may
    send it besides somebody authorised: the person `shown`, or the `owner` of the copyright, who
    swears to that alone. `intimate`: it is, or may be, about intimate pictures. A `sheet` is facts
    to hand over and is sent to nobody; `form` is the https address of an official form that it is
    for. A `second` one goes to an authority, once a request was not followed. It may name accounts
    on `many_sites`. `about` is the blank for the address of what it is
    about. `instead_of` is the key of the letter whose place it takes where its own law holds.
    `local` are the same paragraphs, and `local_subject` the subject, in the language of the
    country, which no catalogue translates: they stand in front, and the others below, for whoever
    sends it.
    """

    key: str
    order: int
    title: str
    law: str
    for_whom: str
    jurisdictions: tuple[str, ...]
    goes_to: Literal["posting", "data", "copy", "account"]
    asks: tuple[str, ...]
    note: tuple[str, ...]
    steps: tuple[str, ...]
    subject: Words
    element: tuple[LetterElement, ...]
    part: tuple[LetterPart, ...]
    recipient: tuple[Recipient, ...] = ()
    risk: Words | None = None
    who: Literal["shown", "owner"] = "shown"
    intimate: bool = False
    sheet: bool = False
    form: str = ""
    second: bool = False
    many_sites: bool = False
    about: str = "copy"
    instead_of: str = ""
    local: tuple[LetterPart, ...] = ()
    local_subject: Words | None = None
    ask_shown: Words = Words(N_("Are you the person shown?"))
    ask_authorised: Words = Words(N_("Are you authorised by the person shown to write for them?"))

    def holds_in(self, where: str) -> bool | None:
        """Say whether its law is in force in a place that the user names.

        None where it rests on no law, or the place is no code.
        """
        code = code_of(where)
        if not self.jurisdictions or not code:
            return None
        around = {code, outer(code)} | ({EU} if outer(code) in EU_MEMBERS else set())
        return bool(around & set(self.jurisdictions))


class _Blanks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    blank: tuple[Blank, ...]


@lru_cache(maxsize=1)
def blanks() -> dict[str, Blank]:
    """Return every blank by key. Raises msgspec.ValidationError on a broken file."""
    read = msgspec.toml.decode(
        files("auditor.guidance").joinpath(_FOLDER, _BLANKS).read_bytes(), type=_Blanks
    )
    return {blank.key: blank for blank in read.blank}


@lru_cache(maxsize=1)
def letters() -> tuple[Letter, ...]:
    """Return every kind, in the order in which they are offered.

    Raises msgspec.ValidationError on a broken file.
    """
    found = (
        file
        for file in files("auditor.guidance").joinpath(_FOLDER).iterdir()
        if file.name.endswith(_END) and file.name != _BLANKS
    )
    return tuple(
        sorted(
            (msgspec.toml.decode(file.read_bytes(), type=Letter) for file in found),
            key=lambda kind: kind.order,
        )
    )


def letters_for(where: str) -> tuple[Letter, ...]:
    """Return every kind: those whose law holds in a place first, those of other places last.

    For a part of a country the letters of its own law come before those of its country.
    """
    return tuple(sorted(letters(), key=lambda kind: _measure_distance(kind, where)))


def _measure_distance(kind: Letter, where: str) -> int:
    code, holds = code_of(where), kind.holds_in(where)
    if holds is None:
        return 2
    return 3 if not holds else 0 if code in kind.jurisdictions else 1


def letters_beside(keys: Iterable[str], where: str) -> tuple[Letter, ...]:
    """Return the letters of the law of a place that ask for the same as those of `keys`."""
    near = [kind for kind in letters() if kind.key in set(keys)]
    goes_to = {kind.goes_to for kind in near}
    if "account" in goes_to:
        goes_to.add("copy")  # what an impostor shows is a copy as well
    if "posting" in goes_to:
        goes_to.add("data")
    return tuple(
        kind
        for kind in letters_for(where)
        if kind.holds_in(where) and kind.goes_to in goes_to and not kind.second and kind not in near
    )


def letter(key: str, where: str = "") -> Letter | None:
    """Return the kind of that key, None if there is none.

    For a place with a letter of its own law for the same request it is that one.
    """
    own = (kind for kind in letters() if kind.instead_of == key and kind.holds_in(where))
    return next(own, None) or next((kind for kind in letters() if kind.key == key), None)


def recipient(kind: Letter, url: str) -> Recipient | None:
    """Return where the letter goes for what stands at `url`, None if no address is known.

    For what a site itself keeps, the address by which it deletes accounts is taken too (data of
    JustDeleteMe).
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    for entry in kind.recipient:
        if any(host == name or host.endswith(f".{name}") for name in entry.hosts):
            return entry
    if kind.goes_to not in OF_THE_SITE or not _OF_GDPR.intersection(kind.jurisdictions):
        return None
    site = deletion_page(host)
    if site is None or not site.email:
        return None
    return Recipient(site.domains, site.email, SOURCE_URL, SOURCE_DATE, "low")
