"""What a user of a real MediaWiki replaces and deletes, and what `verify` and scans say of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from tests.real.conftest import STATE
from tests.real.journey import PLACE, SEEDS, Document, Journey, position_of, seed

pytestmark = pytest.mark.real

MAINTENANCE = STATE / "mw" / "w" / "maintenance"


_IN_OTHER_SECONDS = """
php() { sleep 1.1; command php "$@"; }
export -f php
exec bash "$0" "$@"
"""
"""A wiki refuses a version of the same second as the one before."""


def served_case(case: str, act: str) -> None:
    told = seed("bash", "-c", _IN_OTHER_SECONDS, SEEDS / "mediawiki_cases.sh", case, act)
    assert "Failed" not in told, told


def add(journey: Journey, wiki: str, user: str) -> str:
    """Add a user of the wiki, with the token on the user page."""

    def publish(token: str) -> None:
        page = f"User:{user}"
        seed("php", MAINTENANCE / "edit.php", "--user", user, page, words=token.encode())

    base = wiki.rpartition("/")[0]
    return journey.add(f"{base}/User:{quote(user.replace(' ', '_'))}", publish)


def delete(file: str, *, old: bool) -> None:
    """Delete a file with all its versions, or all but the present one."""
    code = f"""
        use MediaWiki\\MediaWikiServices;
        $user = User::newSystemUser('Maintenance script', ['steal' => true]);
        $files = MediaWikiServices::getInstance()->getRepoGroup()->getLocalRepo();
        $file = $files->newFile('{file}');
        foreach ({int(old)} ? $file->getHistory() : [] as $version) {{
            $told = $file->deleteOldFile($version->getArchiveName(), 'mine', $user);
            echo $told->isOK() ? 'done' : $told;
        }}
        if (!{int(old)}) {{ echo $file->deleteFile('mine', $user)->isOK() ? 'done' : 'refused'; }}
    """
    line = " ".join(code.split())
    told = seed("php", MAINTENANCE / "eval.php", words=line.encode() + b"\n")
    assert "done" in told, told


def name_of(photo: Document) -> str:
    return unquote(urlsplit(photo["media_url"]).path)


@pytest.fixture
def journey(mediawiki: str, tmp_path: Path) -> Journey:
    assert mediawiki
    return Journey.at(tmp_path)


def test_a_replaced_file_is_gone_when_its_older_version_is(
    journey: Journey, mediawiki: str
) -> None:
    served_case("replaced", "make")
    account = add(journey, mediawiki, "Vera")
    journey.scan()
    before = {name_of(photo).rpartition("/")[2]: photo["id"] for photo in journey.photos(account)}
    assert before.keys() == {"Vera.jpg", "Vera_two.jpg"}
    served_case("replaced", "change")
    outcome = journey.verify(1)
    position = outcome.position(before["Vera.jpg"])
    assert (position["state"], position["settled"]) == ("older-version", False)
    assert "/images/archive/" in position["reason"]
    assert unquote(position["reason"]).endswith("!Vera.jpg")
    assert outcome.position(before["Vera_two.jpg"])["state"] == "still-there"
    journey.scan()
    (older,) = [photo for photo in journey.photos(account) if "archive" in name_of(photo)]
    assert name_of(older).endswith("!Vera.jpg")
    assert position_of(older) == pytest.approx(PLACE, abs=1e-5)
    delete("Vera.jpg", old=True)
    delete("Vera_two.jpg", old=False)
    then = journey.verify(0)
    assert then.states(before["Vera_two.jpg"]) == {("gone-here", True)}
    left = then.position(older["id"])  # only the present version, without a place
    assert (left["state"], left["settled"]) == ("smaller-now", True)


def test_older_versions_are_listed_with_their_place(journey: Journey, mediawiki: str) -> None:
    """Also of a file that somebody else overwrote."""
    served_case("old-versions", "make")
    account = add(journey, mediawiki, "Two Words")
    journey.scan()
    assert journey.account(account)["outcome"] == "fetched"
    photos = journey.photos(account)
    archived = [photo for photo in photos if "/images/archive/" in name_of(photo)]
    assert sorted(name_of(photo).rpartition("!")[2] for photo in archived) == [
        "Replaced.jpg",
        "Taken.jpg",
    ]
    for photo in archived:
        assert position_of(photo) == pytest.approx(PLACE, abs=1e-5)
    (present,) = [photo for photo in photos if photo not in archived]
    assert name_of(present).endswith("/Replaced.jpg")
