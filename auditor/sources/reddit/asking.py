"""Asks Reddit with the person's own key.

The key goes in a header of one request and nowhere else. What it is exchanged for goes in a header,
lives for a day, and is kept in memory alone.
"""

from __future__ import annotations

from base64 import b64encode

from auditor.domain.secret import Secret
from auditor.errors import LoginNeeded, SourceError
from auditor.markup.protocols.own_key import OwnKey
from auditor.messages import _
from auditor.ports import Answer, Http, KeyOf
from auditor.sources.reddit.payloads import NAME, parse_token, refusal_of

TOKENS = "https://www.reddit.com/api/v1/access_token"
API = "https://oauth.reddit.com/"
TITLE = "Reddit"


class RedditAsking:
    """The requests of one reading. `key_of` is asked for the key at the first of them."""

    def __init__(self, http: Http, key_of: KeyOf) -> None:
        self._http = http
        self._key = OwnKey(key_of, NAME)
        self._token: Secret | None = None

    async def get(self, path: str, purpose: str, params: dict[str, str]) -> Answer:
        """Read a part of the interface.

        Raises LoginNeeded where the key is missing or refused, NetworkError, PayloadBroken.
        """
        if self._token is None:
            self._token = await self._exchange(await self._key.read())
            self._key.hide(self._token)
        return await self._http.get(
            f"{API}{path}",
            purpose=purpose,
            params={**params, "raw_json": "1"},
            headers={"Authorization": f"Bearer {self._token.reveal()}"},
            hidden=self._key.parts,
        )

    def refused(self, what: str, answer: Answer) -> SourceError:
        """Return what to raise for an answer that is not what was asked for."""
        told = _("{what}: Reddit answered {status}: {reason}").format(
            what=what, status=answer.status, reason=self._reason(answer)
        )
        return LoginNeeded(told) if answer.needs_login else SourceError(told)

    def _reason(self, answer: Answer) -> str:
        return self._key.told(refusal_of(answer.body) or str(answer.status))

    async def _exchange(self, key: Secret) -> Secret:
        """Return the token that the platform gives for a key. Raises LoginNeeded."""
        pair = b64encode(key.reveal().encode()).decode()
        self._key.hide(Secret(pair))
        answer = await self._http.post(
            TOKENS,
            purpose="token for your key",
            body=b"grant_type=client_credentials",
            headers={
                "Authorization": f"Basic {pair}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            hidden=self._key.parts,
        )
        if answer.needs_login:
            raise self._key.refused(TITLE, self._reason(answer))
        if not answer.ok:
            raise self.refused(_("key"), answer)
        return Secret(parse_token(answer.body))
