"""A key that nobody has, of every service; where it turns up, it was not kept."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from auditor.domain.secret import Secret
from tests.contract.source_cases import ART, FLICKR
from tests.recorded import Reply, recorded

NUMBER = "48151623"
WORDS = "5ec4e7c0ffee5ec4e7c0ffee5ec4e7aa"
TOKEN = "70ce4b0a7e70ce4b0a7e70ce4b0a7e70ce4b0a7e"
PAIR = b64encode(f"{NUMBER}:{WORDS}".encode()).decode()
ALL_PARTS = (NUMBER, WORDS, TOKEN, PAIR)
SAID = f"no client {NUMBER} with {WORDS}"
"""What a platform says that repeats a key."""


@dataclass(frozen=True, slots=True)
class KeyOfSource:
    """A key as it is typed, and how its platform refuses it at `asked`.

    `wrong` and `reason`: a recorded refusal and its words. `echo` repeats the key. `page`: where
    one gets a key.
    """

    text: str
    asked: str
    wrong: Callable[[], Reply]
    reason: str
    echoes: tuple[Callable[[], Reply], ...]
    page: str


def _said(status: int, **told: object) -> Callable[[], Reply]:
    return lambda: Reply(json.dumps(told).encode(), status)


KEYS: dict[str, KeyOfSource] = {
    "deviantart": KeyOfSource(
        f"{NUMBER}:{WORDS}",
        f"{ART}/oauth2/token",
        lambda: recorded("deviantart/wrong_key.json", 401),
        "The client credentials are invalid",
        (
            _said(401, error="x", error_description=SAID),
            _said(500, error="x", error_description=SAID),
        ),
        "https://www.deviantart.com/developers/apps",
    ),
    "flickr": KeyOfSource(
        WORDS,
        FLICKR,
        lambda: recorded("flickr/wrong_key.json"),
        "Invalid API Key (Key has invalid format)",
        (
            _said(200, stat="fail", code=100, message=f"no key {WORDS}"),
            _said(200, stat="fail", code=105, message=f"no key {WORDS}"),
        ),
        "https://www.flickr.com/services/apps/create/",
    ),
    "reddit": KeyOfSource(
        f"{NUMBER}:{WORDS}",
        "https://www.reddit.com/api/v1/access_token",
        lambda: recorded("reddit/wrong_key.json", 401),
        "Unauthorized",
        (_said(401, message=f"{SAID} {PAIR}"), _said(500, message=SAID)),
        "https://www.reddit.com/prefs/apps",
    ),
}
"""By the names of the sources, which are those of the keys."""


async def own_key(name: str) -> Secret:
    """Return the key of a service."""
    return Secret(KEYS[name].text)
