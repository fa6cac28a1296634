"""Every form of capture: the same pictures of the same page, and nothing of who looked at it."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from auditor.captures.capture import Capture
from auditor.captures.opening import open_captures
from auditor.captures.page.owner import PageOwner
from auditor.domain.archives.archive import ArchiveItem
from auditor.errors import UsageError
from tests.unit.captures.making import FORMS, SECRET, WALL, Visit, drawn, instagram

each_form = pytest.mark.parametrize("form", FORMS)


def owner_of(address: str) -> PageOwner | None:
    if "instagram.com" not in address:
        return None
    return PageOwner("instagram", "Instagram", address.split("/")[3])


def opened(path: Path) -> Capture:
    captures, rest = open_captures([str(path)], lambda each: each.open("rb"), owner_of)
    assert rest == ()
    (capture,) = captures
    return capture


def written(folder: Path, form: str, visit: Visit) -> Path:
    name, write = FORMS[form]
    return write(folder / name, visit)


def taken(capture: Capture) -> list[str]:
    """Return the hashes of all pictures that are taken, read as the engine reads them."""
    items = [each for each in capture.entries() if isinstance(each, ArchiveItem)]
    assert len({item.member for item in items}) == len(items)
    return sorted(hashlib.sha256(capture.read(each.member, 1 << 26)).hexdigest() for each in items)


def hashed(*bodies: bytes) -> list[str]:
    return sorted(hashlib.sha256(body).hexdigest() for body in bodies)


@each_form
def test_the_largest_of_each_picture_as_it_was_served(tmp_path: Path, form: str) -> None:
    served = [drawn(number, 1080) for number in range(4)]
    with closing(opened(written(tmp_path, form, instagram(range(4), more=WALL)))) as capture:
        assert taken(capture) == hashed(*served, drawn(9001, 150))
        page = capture.page
        assert (page.shown, page.told, page.asked_to_log_in) == (4, 212, True)
        assert page.page == "https://www.instagram.com/ada.lens/"
        assert capture.identity.handle == "ada.lens"
        assert capture.made_at is not None


@each_form
@pytest.mark.parametrize(
    "mark",
    [
        '<a href="/accounts/logout/">x</a>',
        '<a href="/direct/inbox/">x</a>',
        '<script>x={"config":{"viewer":{"id":"77123"}}}</script>',
        '<script>x={"USER_ID":"1784140","is_logged_in":true}</script>',
        '<body class="home logged-in admin-bar">',
        '<meta name="user-login" content="ada">',
    ],
)
def test_a_page_of_somebody_logged_in_is_refused(tmp_path: Path, form: str, mark: str) -> None:
    visit = instagram(range(2), more=mark)
    with pytest.raises(UsageError) as error:
        opened(written(tmp_path, form, visit))
    assert "this file opens your account: delete it" in error.value.message
    assert "every other device, an abuser's as well, will notice" in error.value.hint


@each_form
def test_a_page_without_a_log_in_is_not_taken_for_one(tmp_path: Path, form: str) -> None:
    more = (
        '<script>x={"config":{"viewer":null},"USER_ID":"0","is_logged_in":false}</script>'
        '<a href="/accounts/login/">Log in</a><p>viewer { logout }</p>'
    )
    with closing(opened(written(tmp_path, form, instagram(range(2), more=more)))) as capture:
        assert capture.page.asked_to_log_in


def test_the_secret_of_no_test_is_a_real_one() -> None:
    assert SECRET.endswith("nobody")
