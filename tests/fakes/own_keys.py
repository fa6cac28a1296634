"""A key that nobody has, of every service; where it turns up, it was not kept."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from auditor.domain.secret import Secret
from auditor.errors import KeyMissing
from tests.contract.source_cases import ART, BLOG_POSTS, FLICKR
from tests.recorded import Reply, recorded

NUMBER = "48151623"
WORDS = "5ec4e7c0ffee5ec4e7c0ffee5ec4e7aa"
TOKEN = "70ce4b0a7e70ce4b0a7e70ce4b0a7e70ce4b0a7e"
ONE_WORD = "5ec4e7Be57Be57Be57Be57Be57Be57Be57Be57Be57Be57Be5"
PAIR = b64encode(f"{NUMBER}:{WORDS}".encode()).decode()
ALL_PARTS = (NUMBER, WORDS, TOKEN, PAIR, ONE_WORD)
SAID = f"no client {NUMBER} with {WORDS}"
"""What a platform says that repeats a key."""


@dataclass(frozen=True, slots=True)
class KeyOfSource:
    """A key as it is typed, and how its platform refuses it at `asked`.

    `wrong` and `reason`: a recorded refusal and its words. `echo` repeats the key. `page`: where
    one gets a key. `in_address`: the platform takes it only as a part of the address.
    """

    text: str
    asked: str
    wrong: Callable[[], Reply]
    reason: str
    echoes: tuple[Callable[[], Reply], ...]
    page: str
    in_address: bool = False


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
    "tumblr": KeyOfSource(
        ONE_WORD,
        BLOG_POSTS,
        lambda: recorded("tumblr/wrong_key.json", 401),
        "Tumblr does not take your key: Unauthorized: Got an error. Try again.",
        (
            _said(401, meta={"status": 401, "msg": f"no key {ONE_WORD}"}),
            _said(500, errors=[{"code": 1, "detail": f"no key {ONE_WORD.upper()}"}]),
        ),
        "https://www.tumblr.com/oauth/apps",
        in_address=True,
    ),
}
"""By the names of the sources, which are those of the keys."""


NOT_NEEDED = frozenset({"tumblr"})
"""What is read without a key as well."""


async def any_key(name: str) -> Secret:
    """Return the key of a service."""
    return Secret(KEYS[name].text)


async def own_key(name: str) -> Secret:
    """Return the key of a service that cannot be read without one."""
    if name in NOT_NEEDED:
        raise KeyMissing("no key")
    return await any_key(name)
