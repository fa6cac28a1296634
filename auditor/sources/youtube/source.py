"""The thin half of the YouTube source: asks for the page of a channel, which needs no key."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from urllib.parse import unquote, urlsplit

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import HandleTaken, PayloadBroken, SourceError
from auditor.markup.payload import left_out, line, require_ok
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.youtube.payloads import NAME, Channel, parse_channel
from auditor.sources.youtube.traits import ROOT, TRAITS

_SITE = re.compile(r"(?:(?:www|m|music)\.)?youtube\.com")
_HANDLE = re.compile(r"[\w.·-]{3,100}")
_KEY = re.compile(r"UC[A-Za-z0-9_-]{22}")
_BEFORE = frozenset({"channel", "c", "user"})
_CONSENT = re.compile(r"consent\.(?:youtube|google)\.[a-z.]{2,6}")


class YouTube:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `/@name`, `/channel/KEY`, `/c/name` and `/user/name`."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        if not _SITE.fullmatch(parts.hostname or "") or not steps:
            return None
        lead = steps[0].casefold()
        if lead in _BEFORE and len(steps) > 1:
            name, form = steps[1].lstrip("@"), f"{lead}/"
        elif steps[0].startswith("@"):
            name, form = steps[0][1:], "@"
        else:
            return None
        if not (_KEY if lead == "channel" else _HANDLE).fullmatch(name):
            return None
        home = safe_url(ROOT, f"{ROOT}{form}{name}")
        return None if home is None else Recognised(NAME, name, home)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source. All stands in one answer."""
        del cursor
        channel = await _channel(account, http)
        films = _("Films and the pictures that stand for them were not looked at.")
        hidden = _("YouTube shows the first link alone; the others could not be told.")
        yield Batch(
            channel.portraits,
            None,
            channel.profile,
            notes=(films, *((hidden,) if channel.more_links else ()), *left_out(channel.lost)),
            complete=False,
            stable_id=channel.key,
        )

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        portraits = (await _channel(account, http)).portraits
        return next((each.media_url for each in portraits if each.kind is PhotoKind.AVATAR), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source. The description of a channel is its owner's words."""
        channel = await _channel(account, http)
        return [ProofText(ProofMethod.BIO.value, channel.profile.description, channel.page_url)]


async def _channel(account: Account, http: Http) -> Channel:
    """Return the channel of an account. Raises HandleTaken, other SourceErrors, NetworkError."""
    answer = await http.get(account.url, purpose="account")
    if _CONSENT.fullmatch(urlsplit(answer.url).hostname or ""):
        raise SourceError(
            _(
                "YouTube asked to agree to cookies before it shows the channel: what strangers see "
                "there could not be told."
            ),
            _("It asks so in some countries. A page that your browser saved can be taken in."),
        )
    require_ok(answer, _("channel"))
    if not same_host(answer.url, account.url):
        raise SourceError(
            _("{what}: YouTube led to {host} instead of showing it.").format(
                what=_("channel"), host=line(urlsplit(answer.url).netloc)
            )
        )
    found = await asyncio.to_thread(parse_channel, answer.body, account.id)
    if isinstance(found, str):
        raise SourceError(_("YouTube shows no channel there. It says: {words}").format(words=found))
    if found is None:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("channel"), reason="ytInitialData"
            )
        )
    if account.stable_id not in {"", found.key}:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    return found
