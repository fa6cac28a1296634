"""Writing a letter from its words and the chosen evidence.

What only the sender knows stays a marked blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date
from enum import StrEnum
from string import Formatter
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.text.foreign_text import clean
from auditor.engine.evidence.case import CaseFinding
from auditor.engine.evidence.pages import account_page, is_page, pages
from auditor.engine.evidence.sheet import offences, saved
from auditor.errors import UsageError
from auditor.guidance.letters import (
    OF_THE_SITE,
    Letter,
    LetterPart,
    Recipient,
    blanks,
    recipient,
)
from auditor.messages import _

_ANSWER = 600
_ADDRESS = 2000
_TARGETS, _ORIGINALS = "{targets}", "{originals}"
_SAVED, _OFFENCES = "{saved}", "{offences}"


class SenderStanding(StrEnum):
    """Who the sender says they are; one who has not said so finds a blank for it in the letter."""

    SHOWN = "shown"
    OWNER = "owner"
    AUTHORISED = "authorised"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, or `lines` that stay as they are."""

    text: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A letter.

    `blanks` stand in it in square brackets; `elements` are those of its law that it holds; `to` is
    known for few sites.
    """

    kind: Letter
    subject: str
    paragraphs: tuple[Paragraph, ...]
    blanks: tuple[str, ...]
    elements: frozenset[str]
    to: Recipient | None


def write(
    kind: Letter,
    seen: Sequence[CaseFinding],
    answers: Mapping[str, str],
    standing: SenderStanding,
    today: date,
    where: str = "",
) -> Written:
    """Return the letter.

    `answers` are by key of blank; an empty one leaves the blank. `seen` may be empty: what has to
    go then stands on a page that this program does not know, and its address is a blank. Who is
    shown has not said by that to own the copyright, nor the other way round: then it stays a blank.
    `where` is the place whose offences a sheet lists. Raises UsageError for several sites at once.
    """
    if standing in {SenderStanding.SHOWN, SenderStanding.OWNER} and standing.value != kind.who:
        standing = SenderStanding.UNSAID
    targets = [record for record in seen if record.copied or kind.goes_to in OF_THE_SITE]
    site = "" if kind.many_sites else _one_site(targets)
    _one_account(seen, targets)
    given = {key: clean(text, _ANSWER).strip() for key, text in answers.items()}
    given = {
        "date": today.isoformat(),
        **({"recipient": site} if site else {}),
        **{key: text for key, text in given.items() if text},
    }
    holds = {"", standing.value} | {"impostor" if record.copied else "own" for record in seen}
    if not seen:
        holds.add("elsewhere")
    originals = _originals(seen, targets)
    read = saved(seen)
    holds |= ({"originals"} if originals else set()) | ({"saved"} if read else set())
    parts, local = (
        [part for part in all_parts if part.when in holds] for all_parts in (kind.part, kind.local)
    )
    missing: dict[str, None] = {}
    paragraphs: list[Paragraph] = []
    lists: dict[str, Callable[[], Sequence[str]]] = {
        _ORIGINALS: lambda: originals,
        _TARGETS: lambda: _listed(targets, given, kind, missing),
        _SAVED: lambda: read,
        _OFFENCES: lambda: _offences(where, given, missing),
    }
    for part in (*local, *parts):
        if local and part is parts[0]:
            paragraphs.append(Paragraph(_("The same, in the language of whoever sends it:")))
        if part.text in lists:
            paragraphs.append(Paragraph(lines=tuple(lists[part.text]())))
        else:
            paragraphs.append(Paragraph(_filled(part, given, missing)))
    to = next(
        (address for address in (recipient(kind, _page(place)) for place in targets) if address),
        None,
    )
    if to is None and not kind.sheet:
        _value("recipient_email", given, missing)
    elements = frozenset(key for part in parts for key in part.elements)
    subject = kind.local_subject.text if kind.local_subject else _(kind.subject.text)
    return Written(kind, subject, tuple(paragraphs), tuple(missing), elements, to)


def _offences(where: str, given: Mapping[str, str], missing: dict[str, None]) -> list[str]:
    """Return the offences of a place, all of them, and that the sender has to choose.

    Nobody is accused of what the list merely has.
    """
    listed = offences(where)
    if not listed:
        return [_value("offence", given, missing)]
    return [*listed, _value("fitting", given, missing)] if len(listed) > 1 else listed


def _one_site(targets: Sequence[CaseFinding]) -> str:
    """Return the host of the service that shows what has to go, empty if none is known.

    One letter must not tie accounts on two sites.
    """
    hosts = dict.fromkeys(
        urlsplit(_page(target)).netloc or target.account.platform for target in targets
    )
    web = all(_page(target) for target in targets)
    if len(hosts) > 1:
        raise UsageError(
            _("These findings are on several sites: {hosts}.").format(
                hosts=", ".join(clean(host) for host in hosts)
            ),
            _(
                "Write one letter for each site. One for all would tell each of them about your "
                "other accounts."
            ),
        )
    return clean(next(iter(hosts), "")) if web else ""  # an identifier is nobody to write to


def _one_account(seen: Sequence[CaseFinding], targets: Sequence[CaseFinding]) -> None:
    """Raise UsageError where the letter would show that several accounts are one person's.

    As originals, or where one is kept apart.
    """
    named = {target.account.id: target.account for target in targets if not target.copied}
    owners = {
        target.stored.photo.account
        for target in targets
        if target.copied and target.originals and target.stored is not None
    }
    if not targets:
        owners = {record.account.id for record in seen if not record.account.keep_apart}
    if len(owners) > 1 or (
        len(named) > 1 and any(account.keep_apart for account in named.values())
    ):
        raise UsageError(
            _("These findings are on several of your accounts."),
            _(
                "Write one letter for each account. One for all would tell whoever reads it that "
                "they are one person's."
            ),
        )


def _filled(part: LetterPart, given: Mapping[str, str], missing: dict[str, None]) -> str:
    text = _(part.text)
    values = {
        name: _value(name, given, missing)
        for _literal, name, _spec, _conversion in Formatter().parse(text)
        if name
    }
    return text.format_map(values)


def _value(key: str, given: Mapping[str, str], missing: dict[str, None]) -> str:
    """Return what was answered, or the blank in square brackets, which is then missing."""
    if given.get(key):
        return given[key]
    label = _(blanks()[key].text)
    missing[label] = None
    return f"[{label}]"


def _listed(
    targets: Sequence[CaseFinding], given: Mapping[str, str], kind: Letter, missing: dict[str, None]
) -> list[str]:
    """Return the addresses of what has to go, with account and times."""
    if not targets:
        return [_value(kind.about, given, missing)]
    lines: list[str] = []
    for number, seen in enumerate(targets, 1):
        first, *rest = [clean(url, _ADDRESS) for url in pages(seen.targets) or (_page(seen),)]
        if not first:
            first = _value(kind.about, given, missing)
        lines += [f"{number}. {first}", *(f"   {url}" for url in rest), f"   {_about(seen)}"]
        lines += [f"   {text}" for text in _without_page(seen)]
    if kind.goes_to == "copy" and given.get(kind.about):
        lines.append(f"{len(targets) + 1}. {given[kind.about]}")
    return lines


def _originals(seen: Sequence[CaseFinding], targets: Sequence[CaseFinding]) -> list[str]:
    """Return the user's own pages that may be named.

    Of what was copied, or all where the copy is not known. Never of one kept apart.
    """
    own = [url for target in targets for url in target.originals]
    if not targets:
        own = [url for record in seen if not record.account.keep_apart for url in record.targets]
    return [clean(url, _ADDRESS) for url in pages(own)]


def _page(seen: CaseFinding) -> str:
    return seen.page or account_page(seen.account)


def _without_page(seen: CaseFinding) -> list[str]:
    """Return what names a posting that no page shows, so that the service can find it."""
    photo = seen.stored.photo if seen.stored is not None and not seen.copied else None
    if photo is None or not photo.page_url or is_page(photo.page_url):
        return []
    return [
        _("no page shows it; for programs it stands at: {url}").format(
            url=clean(photo.page_url, _ADDRESS)
        )
    ]


def _about(seen: CaseFinding) -> str:
    told = [_("account: {handle}").format(handle=clean(seen.account.handle or _page(seen)))]
    if seen.stored is not None and seen.stored.photo.posted_at is not None and not seen.copied:
        told.append(
            _("posted {time}").format(
                time=_time(seen.stored.photo.posted_at.astimezone(UTC).isoformat())
            )
        )
    if seen.seen_at is not None:
        told.append(_("seen {time}").format(time=_time(seen.seen_at.astimezone(UTC).isoformat())))
    return "; ".join(told)


def _time(iso: str) -> str:
    return iso[:16].replace("T", " ") + " UTC"
