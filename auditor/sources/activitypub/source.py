"""The source for actors of ActivityPub on servers that no other source knows by their software."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import NetworkError, SourceError
from auditor.markup.protocols.activitypub import actors, listing
from auditor.markup.urls import safe_url
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.activitypub.traits import TRAITS

NAME = "activitypub"
_HANDLE = re.compile(
    r"(?:acct:|@)(?P<user>[^@\s/:]{1,64})@(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]+\])(?P<port>:\d{1,5})?"
)
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]")


class ActivityPub:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Return None: any name and address may be one, so that `detect` asks."""
        del text
        return None

    def _meant(self, text: str) -> Recognised | None:
        """Return what `@name@host` or an address with a path would mean."""
        text = text.strip()
        if not text.startswith(("http://", "https://")):
            match = _HANDLE.fullmatch(text)
            if match is None:
                return None
            host = match["host"].lower()
            scheme = "http" if _LOOPBACK.fullmatch(host) else "https"
            home = f"{scheme}://{host}{match['port'] or ''}"
            url = safe_url("", f"{home}/@{match['user']}")
            handle = f"@{match['user']}@{host}{match['port'] or ''}"
            return None if url is None else Recognised(NAME, handle, url, sure=False)
        url = safe_url("", text)
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        if url is None or not steps:
            return None
        user = steps[-1].lstrip("@").partition("@")[0]
        if not user or re.search(r"[\s/:]", user) or "." in user:
            return None
        return Recognised(NAME, f"@{user}@{parts.netloc}", url, sure=False)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask for the actor: at the address itself, else as the server names it."""
        found = self._meant(text)
        if found is None:
            return None
        try:
            actor = await actors.find_actor(NAME, Account("", NAME, found.handle, found.url), http)
        except (SourceError, NetworkError):
            return None
        return replace(found, handle=actor.handle, url=actor.id, sure=True)

    def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        return listing.list_posts(NAME, account, http, cursor)

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        actor = await actors.find_actor(NAME, account, http)
        avatars = (each for each in actor.portraits if each.kind is PhotoKind.AVATAR)
        return next((each.media_url for each in avatars), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        actor = await actors.find_actor(NAME, account, http)
        return [ProofText(ProofMethod.BIO.value, actor.profile.description, actor.id)]
