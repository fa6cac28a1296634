"""What every source promises, whatever asks the platform for it: shared by its suites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from auditor.domain.account import Account
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Role
from tests.recorded import photos

BROKEN = (
    b"",
    b"{",
    b"[]",
    b"{}",
    b"null",
    b"<html>Just a moment...</html>",
    b"[" * 100_000,
    b'{"records": 1, "feed": [{}]}',
    b"\xff\xfe\x00",
)
"""Answers that are none of the promised form."""
NO_ADDRESSES = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//[",
    "http://user:pass@host/",
    "\\u0000",
    "data:,x",
)
"""Texts in place of addresses, as they stand within JSON."""

_URL = re.compile(rb'"(?:[^"\\]|\\.)*"')


def with_hostile_addresses(text: str) -> Callable[[bytes], bytes]:
    """Put `text` in place of every address of a picture, page or profile in a JSON answer."""
    quoted = b'"' + text.encode() + b'"'
    return lambda body: _URL.sub(
        lambda found: quoted if found[0].startswith((b'"http:', b'"https:')) else found[0], body
    )


def assert_read_once(batches: Sequence[Batch], account: Account, platform: str) -> None:
    """Each photo once, of this account, with addresses of the web; the last batch ends the list."""
    found = photos(batches)
    assert len({photo.id for photo in found}) == len(found)
    assert [batch.cursor is None for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert sum(batch.profile is not None for batch in batches) == 1
    for photo in found:
        assert (photo.account, photo.platform) == (account.id, platform)
        assert photo.renditions[0].role is Role.SERVED
        assert photo.renditions[0].url == photo.media_url
        urls = [photo.page_url, photo.media_url, *(rendition.url for rendition in photo.renditions)]
        assert all(urlsplit(url).scheme in {"http", "https"} for url in urls)


def assert_addresses_of_the_web(batches: Sequence[Batch]) -> None:
    """No address came out that a browser would not ask a host for, and none with a password."""
    for batch in batches:
        links = [link.url for link in batch.profile.links] if batch.profile else []
        for url in [
            *links,
            *(rendition.url for photo in batch.photos for rendition in photo.renditions),
            *(photo.page_url for photo in batch.photos),
        ]:
            assert urlsplit(url).scheme in {"http", "https"}
            assert "@host" not in url
