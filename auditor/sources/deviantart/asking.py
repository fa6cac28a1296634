"""Asks DeviantArt with the person's own key.

The key goes in the body of one request to the platform and nowhere else. What it is exchanged for
goes in a header, lives for an hour, and is kept in memory alone.
"""

from __future__ import annotations

from urllib.parse import urlencode

from auditor.domain.secret import Secret
from auditor.errors import LoginNeeded, SourceError
from auditor.markup.protocols.own_key import OwnKey
from auditor.messages import _
from auditor.ports import Answer, Http, KeyOf
from auditor.sources.deviantart.payloads import NAME, parse_token, refusal_of

ROOT = "https://www.deviantart.com"
_BAD_REQUEST = 400
_RUN_OUT = "invalid_token"
_WRONG = frozenset({"invalid_client", "unauthorized_client"})


class Asking:
    """The requests of one reading. `key_of` is asked for the key at the first of them."""

    def __init__(self, http: Http, key_of: KeyOf) -> None:
        self._http = http
        self._key = OwnKey(key_of, NAME)
        self._token: Secret | None = None

    async def get(self, path: str, purpose: str, params: dict[str, str]) -> Answer:
        """Read a part of the interface; a token that has run out is renewed once.

        Raises LoginNeeded where the key is missing or refused, NetworkError, PayloadBroken.
        """
        fresh = self._token is None
        answer = await self._sent(path, purpose, params, await self._valid_token())
        if answer.needs_login and not fresh and refusal_of(answer.body)[0] == _RUN_OUT:
            self._token = None
            answer = await self._sent(path, purpose, params, await self._valid_token())
        return answer

    def reason(self, answer: Answer) -> str:
        """Return the platform's own words for a refusal, without any part of the key."""
        error, words = refusal_of(answer.body)
        return self._key.told(words or error or str(answer.status))

    def refused(self, what: str, answer: Answer) -> SourceError:
        """Return what to raise for an answer that is not what was asked for."""
        told = _("{what}: DeviantArt answered {status}: {reason}").format(
            what=what, status=answer.status, reason=self.reason(answer)
        )
        return LoginNeeded(told) if answer.needs_login else SourceError(told)

    async def _sent(self, path: str, purpose: str, params: dict[str, str], token: Secret) -> Answer:
        return await self._http.get(
            f"{ROOT}/api/v1/oauth2/{path}",
            purpose=purpose,
            params=params,
            headers={"Authorization": f"Bearer {token.reveal()}", "Accept": "application/json"},
            hidden=(token.reveal(),),
        )

    async def _valid_token(self) -> Secret:
        if self._token is None:
            self._token = await self._exchange(await self._key.read())
            self._key.hide(self._token)
        return self._token

    async def _exchange(self, key: Secret) -> Secret:
        """Return the token that the platform gives for a key. Raises LoginNeeded."""
        name, _colon, secret = key.reveal().partition(":")
        fields = {
            "grant_type": "client_credentials",
            "client_id": name,
            "client_secret": secret,
        }
        answer = await self._http.post(
            f"{ROOT}/oauth2/token",
            purpose="token for your key",
            body=urlencode(fields).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            hidden=(secret, key.reveal()),
        )
        wrong = answer.status == _BAD_REQUEST and refusal_of(answer.body)[0] in _WRONG
        if answer.needs_login or wrong:
            raise self._key.refused("DeviantArt", self.reason(answer))
        if not answer.ok:
            raise self.refused(_("key"), answer)
        return Secret(parse_token(answer.body))
