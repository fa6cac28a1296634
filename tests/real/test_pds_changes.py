"""What becomes of an account on a real AT Protocol server, and what `verify` says of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.real.journey import PHOTO, SEEDS, Journey, is_listed, python

pytestmark = pytest.mark.real

PDS = "http://127.0.0.1:2583"
PASSWORD = "pw-123456"
POST = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"
_PATIENCE_S = 30


class Owner:
    """Somebody who is logged in to their own account."""

    def __init__(self, handle: str) -> None:
        self.handle = handle
        made = self._call(
            "com.atproto.server.createSession", {"identifier": handle, "password": PASSWORD}
        )
        self.did, self.token = made["did"], made["accessJwt"]

    @classmethod
    def create(cls, handle: str) -> Owner:
        """Make an account with one post that shows the photo with a place."""
        email = f"{handle}@example.test"
        wish = {"handle": handle, "email": email, "password": PASSWORD}
        cls._post("com.atproto.server.createAccount", {}, json=wish)
        owner = cls(handle)
        blob = owner._post(
            "com.atproto.repo.uploadBlob",
            {**owner._headers, "Content-Type": "image/jpeg"},
            content=PHOTO.read_bytes() + handle.encode(),
        )["blob"]
        images = [{"image": blob, "alt": "mine"}]
        owner.write(
            POST,
            {
                "text": "mine",
                "createdAt": "2026-01-01T00:00:00.000Z",
                "embed": {"$type": "app.bsky.embed.images", "images": images},
            },
        )
        return owner

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @staticmethod
    def _post(method: str, headers: dict[str, str], **body: Any) -> dict[str, Any]:
        answer = httpx.post(f"{PDS}/xrpc/{method}", headers=headers, timeout=60, **body)
        assert answer.is_success, (method, answer.text)
        return dict(answer.json()) if answer.content else {}

    def _call(self, method: str, wish: dict[str, Any]) -> dict[str, Any]:
        headers = self._headers if hasattr(self, "token") else {}
        return self._post(method, headers, json=wish)

    def write(self, collection: str, record: dict[str, Any]) -> None:
        wish = {"repo": self.did, "collection": collection}
        self._call(
            "com.atproto.repo.createRecord", {**wish, "record": {"$type": collection, **record}}
        )

    def tell(self, token: str) -> None:
        """Put a token into the text of the profile."""
        record = {"$type": PROFILE, "description": token}
        wish = {"repo": self.did, "collection": PROFILE, "rkey": "self", "record": record}
        self._call("com.atproto.repo.putRecord", wish)

    def switch(self, *, on: bool) -> None:
        """Deactivate the account, or let it come back."""
        if on:
            self._post("com.atproto.server.activateAccount", self._headers)
        else:
            self._call("com.atproto.server.deactivateAccount", {})

    def delete_posts(self) -> None:
        """Take the posts away, and wait until the server dropped their pictures."""
        repo = {"repo": self.did, "collection": POST}
        told = httpx.get(f"{PDS}/xrpc/com.atproto.repo.listRecords", params=repo).json()
        for record in told["records"]:
            rkey = record["uri"].rpartition("/")[2]
            self._call("com.atproto.repo.deleteRecord", {**repo, "rkey": rkey})
        for record in told["records"]:
            cid = record["value"]["embed"]["images"][0]["image"]["ref"]["$link"]
            self._wait_for_removal(cid)

    def _wait_for_removal(self, cid: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        asked = {"did": self.did, "cid": cid}
        while httpx.get(f"{PDS}/xrpc/com.atproto.sync.getBlob", params=asked).is_success:
            assert time.monotonic() < end, "the server keeps the picture"
            time.sleep(0.2)


@pytest.fixture
def journey(pds: str, tmp_path: Path) -> Journey:
    assert pds
    return Journey.at(tmp_path)


def test_a_handle_that_changed_takes_nothing_away(journey: Journey) -> None:
    """Neither for `verify` nor for the next scan; what is deleted then is gone."""
    python(SEEDS / "pds_cases.py", "handle-changed", "make", PDS)
    account = journey.add(f"{PDS}/@renamer.test", Owner("renamer.test").tell)
    journey.scan()
    (before,) = journey.photos(account)
    python(SEEDS / "pds_cases.py", "handle-changed", "change", PDS)
    outcome = journey.verify(1)
    assert outcome.position(before["id"])["state"] == "still-there"
    assert outcome.states(before["id"]) == {("still-there", False)}
    journey.scan()
    (after,) = journey.photos(account)
    assert (after["id"], after["media_url"]) == (before["id"], before["media_url"])
    assert is_listed(after)
    told = journey.account(account)
    assert (told["outcome"], told["proof"]) == ("fetched", "bio")
    assert any("renamed.test" in note for note in told["notes"]), told["notes"]
    Owner("renamed.test").delete_posts()
    of_photo = [f"--finding={result['finding']}" for result in outcome.of(before["id"])]
    gone = journey.verify(0, *of_photo)
    assert gone.states(before["id"]) == {("gone-here", True)}
    journey.scan()
    assert journey.photos(account) == []


def test_a_handle_that_was_taken_over_is_not_read(journey: Journey) -> None:
    python(SEEDS / "pds_cases.py", "takeover", "make", PDS)
    account = journey.add(f"{PDS}/@released.test", Owner("released.test").tell)
    journey.scan()
    (before,) = journey.photos(account)
    python(SEEDS / "pds_cases.py", "takeover", "change", PDS)
    stranger = Owner("released.test")
    outcome = journey.verify(3)  # of the account itself nothing can be told: it is not read
    assert outcome.states(before["id"]) == {("still-there", False)}
    journey.scan()
    told = journey.account(account)
    assert told["outcome"] != "fetched"
    assert "released.test now belongs to another account" in told["reason"]
    assert told["proof"] == "none"
    shown = journey.photos(account)
    assert [photo["id"] for photo in shown] == [before["id"]]
    log = journey.run("network-log", "--json").out
    assert f"did={stranger.did}" not in log, "the stranger's picture was asked for"


def test_a_deactivated_account_is_hidden_and_comes_back(journey: Journey) -> None:
    owner = Owner.create("pausing.test")
    account = journey.add(f"{PDS}/@pausing.test", owner.tell)
    journey.scan()
    (before,) = journey.photos(account)
    assert is_listed(before)
    owner.switch(on=False)
    outcome = journey.verify(1)
    assert outcome.states(before["id"]) == {("hidden-now", False)}
    journey.scan()
    (hidden,) = journey.photos(account)
    assert (hidden["id"], hidden["listing"]) == (before["id"], "hidden")
    assert journey.account(account)["outcome"] != "fetched"
    owner.switch(on=True)
    assert journey.verify(1).states(before["id"]) == {("still-there", False)}
    journey.scan()
    (back,) = journey.photos(account)
    assert is_listed(back)
