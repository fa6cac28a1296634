"""The thin half of the Telegram source: asks for the pages that any browser gets."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.errors import HandleTaken, SourceError
from auditor.markup.payload import (
    batches,
    left_out,
    line,
    read_cursor,
    require_ok,
)
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _, ngettext
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.telegram.payloads import NAME, ChannelPage, parse_channel
from auditor.sources.telegram.traits import ROOT, TRAITS

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
_SITE = re.compile(r"(?:www\.)?(?:t|telegram)\.me")
_OWN = re.compile(rf"(?P<name>{_NAME.pattern})\.t\.me", re.IGNORECASE)
_NO_NAMES = frozenset(
    ("addemoji", "addlist", "addstickers", "addtheme", "background", "boost", "confirmphone",
     "contact", "giftcode", "invoice", "iv", "joinchat", "login", "nft", "proxy", "setlanguage",
     "share", "socks", "www", "stickers")
)  # fmt: skip
_MAX_PAGES = 20_000


class _Cursor(msgspec.Struct, frozen=True):
    """Where to go on: `before` is the number of a message, 0 for the newest."""

    before: int = 0
    pages: int = 0
    pictures: int = 0
    counted: int = 0
    films: int = 0
    unshown: int = 0
    passed_on: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    def after(self, page: ChannelPage) -> _Cursor:
        return _Cursor(
            page.before or self.before,
            self.pages + 1,
            self.pictures + len(page.photos) + page.others,
            max(self.counted, page.counted or 0),
            self.films + page.films,
            self.unshown + page.unshown,
            self.passed_on + page.passed_on,
            self.lost + page.lost,
        )


class TelegramChannel:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `https://t.me/name`, `https://t.me/s/name` and `https://name.t.me/`."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        host = parts.hostname or ""
        steps = [step for step in parts.path.split("/") if step]
        own = _OWN.fullmatch(host)
        if _SITE.fullmatch(host):
            steps = steps[1:] if steps[:1] == ["s"] else steps
            name = steps[0] if steps else ""
        else:
            name = own["name"] if own else ""
        if not _NAME.fullmatch(name) or name.casefold() in _NO_NAMES:
            return None
        return Recognised(NAME, name, f"{ROOT}{name}")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        started, here = here is not None, here or _Cursor()
        while True:
            page = await _page(account, here.before, http)
            photos = list(page.photos)
            if not started and page.portrait is not None:
                photos.insert(0, page.portrait)
            then = here.after(page)
            goes_on = page.shown and page.before is not None
            left = goes_on and not _is_older(here, then)
            goes_on = goes_on and not left
            notes = () if goes_on else tuple(_left(page, then, endless=left))
            whole = not (page.lost or notes or (not goes_on and then.lost))
            for batch in batches(photos, here.text(), then.text() if goes_on else None):
                told = (*notes, *_told(then)) if batch.cursor is None else ()
                profile = None if started else page.profile
                yield replace(
                    batch, profile=profile, notes=told, complete=whole, stable_id=page.channel
                )
                started = True
            if not goes_on:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        page = await _page(account, 0, http)
        return None if page.portrait is None else page.portrait.media_url

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. What stands under a name is its owner's."""
        profile = (await _page(account, 0, http)).profile
        return [ProofText(ProofMethod.BIO.value, profile.description, profile.page_url)]


async def _page(account: Account, before: int, http: Http) -> ChannelPage:
    """Return a page. Raises HandleTaken, other SourceErrors and NetworkError."""
    name = account.handle.lstrip("@")
    url = f"{ROOT}s/{name}" + (f"?before={before}" if before else "")
    answer = require_ok(await http.get(url, purpose="posts"), _("channel"))
    if not same_host(answer.url, url):
        raise SourceError(
            _("{what}: Telegram led to {host} instead of showing it.").format(
                what=_("channel"), host=line(urlsplit(answer.url).netloc)
            )
        )
    page = await asyncio.to_thread(parse_channel, answer.body, name, account.id)
    if not page.known:
        raise SourceError(
            _(
                "Telegram shows nothing of {user}: whether there is such a name, it tells nobody."
            ).format(user=line(name)),
            _("Check the spelling, or whether it was changed."),
        )
    if account.stable_id and not page.shown:
        raise SourceError(
            _(
                "Telegram shows no posts under {handle}, where a channel was seen first: whether "
                "the name is still its could not be told."
            ).format(handle=line(account.handle))
        )
    if account.stable_id and page.channel not in {"", account.stable_id}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    return page


def _is_older(here: _Cursor, then: _Cursor) -> bool:
    return (not here.before or then.before < here.before) and then.pages <= _MAX_PAGES


def _left(page: ChannelPage, read: _Cursor, *, endless: bool) -> Iterator[str]:
    """Yield what was not reached."""
    if not page.shown:
        yield _(
            "Telegram shows no posts of this name in a browser: it is a person, a group, or a "
            "channel without preview. What its members see could not be told."
        )
    elif endless:
        yield _("The server's list of posts does not end; it was left there.")
    elif read.counted > read.pictures:
        yield _("The server counts more posts than it lists: the rest could not be told.")


def _told(here: _Cursor) -> tuple[str, ...]:
    notes = [*left_out(here.lost, here.films)]
    if here.unshown:
        notes.append(
            ngettext(
                "{count} file is shown in the app alone, and was not looked at.",
                "{count} files are shown in the app alone, and were not looked at.",
                here.unshown,
            ).format(count=here.unshown)
        )
    if here.passed_on:
        notes.append(
            ngettext(
                "{count} post was passed on from elsewhere; its pictures are not yours and were "
                "left out.",
                "{count} posts were passed on from elsewhere; their pictures are not yours and "
                "were left out.",
                here.passed_on,
            ).format(count=here.passed_on)
        )
    return tuple(notes)
