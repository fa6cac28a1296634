from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Claim
from auditor.practice import personas
from auditor.practice.catalogue import CORE, Catalogue
from tests.examples import examples
from tests.rows import each_row

MINE = [account.key for account in personas.ACCOUNTS if account.claim is Claim.MINE]


@given(st.integers(0, 5000), st.integers(0, 99))
@examples(40)
def test_every_posting_stands_in_exactly_one_account(photos: int, seed: int) -> None:
    catalogue = Catalogue(seed, photos)
    assert sum(catalogue.count(key) for key in MINE) == photos


@given(st.sampled_from(MINE), st.integers(1, 400), st.integers(0, 9))
@examples(30)
def test_a_posting_is_found_again_by_its_number_and_by_its_time(
    account: str, photos: int, seed: int
) -> None:
    catalogue = Catalogue(seed, photos)
    for place in range(catalogue.count(account)):
        posting = catalogue.posting(account, place)
        assert catalogue.place(account, posting.index) == place
        assert catalogue.older_than(account, posting.posted) == place + 1
        assert catalogue.older_than(account, posting.posted + timedelta(seconds=1)) == place


@each_row("account", [account.key for account in personas.ACCOUNTS])
def test_postings_run_from_new_to_old_and_nothing_is_posted_before_it_was_taken(
    account: str,
) -> None:
    catalogue = Catalogue(1, 600)
    found = [catalogue.posting(account, place) for place in range(catalogue.count(account))]
    assert [posting.posted for posting in found] == sorted(
        (posting.posted for posting in found), reverse=True
    )
    assert all(posting.shot.taken < posting.posted for posting in found)


def test_the_default_is_a_life_of_at_least_sixty_photos_on_six_accounts_and_an_impostor() -> None:
    catalogue = Catalogue()
    assert catalogue.photos == CORE >= 60
    assert len(MINE) >= 6
    assert all(catalogue.count(key) for key in MINE)
    assert [account.key for account in personas.ACCOUNTS if account.claim is Claim.IMPOSTOR] == [
        "copycat-social"
    ]


def test_a_photo_does_not_depend_on_how_many_there_are() -> None:
    small, large = Catalogue(3, 24), Catalogue(3, 2400)
    for account in MINE:
        for place in range(small.count(account)):
            assert small.posting(account, place) == large.posting(account, place)


def test_photos_are_posted_again_identical_smaller_mirrored_and_cropped() -> None:
    catalogue = Catalogue()
    postings = [
        catalogue.posting(key, place) for key in MINE for place in range(catalogue.count(key))
    ]
    edits = {posting.edit for posting in postings}
    shots: dict[tuple[str, int], set[str]] = {}
    for posting in postings:
        shots.setdefault((posting.shot.person.key, posting.shot.number), set()).add(
            posting.account.key
        )
    assert edits == {"", "smaller", "mirrored", "cropped"}
    assert sum(len(accounts) > 1 for accounts in shots.values()) == CORE // 12 * 3


def test_file_names_say_what_phones_and_scanners_say() -> None:
    catalogue = Catalogue()
    names = {
        catalogue.posting(key, place).file_name
        for key in MINE
        for place in range(catalogue.count(key))
    }
    assert "scan_passport.jpg" in names
    assert any(name.startswith("IMG_2026") for name in names)
    assert {name.rsplit(".", 1)[1] for name in names} == {"jpg", "png", "webp"}
