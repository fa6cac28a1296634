from __future__ import annotations

import re

import pytest

from auditor.domain.findings.aftercare import AFTERCARE_OF_KIND, AftercareKey, aftercare_keys
from auditor.domain.findings.finding import NoticedBy
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.remedies import RemedyKey
from auditor.guidance.aftercare import aftercare, aftercare_of, aftercare_table
from auditor.guidance.remedies import table
from tests.rows import each_row


def test_there_is_a_row_for_each_key_and_for_no_other() -> None:
    assert set(aftercare_table()) == set(AftercareKey) == set(AFTERCARE_OF_KIND.values())


@each_row("key", AftercareKey)
def test_every_row_is_whole(key: AftercareKey) -> None:
    row = aftercare(key)
    assert row.key is key
    assert row.title
    assert not row.title.endswith(".")
    assert row.text.endswith(".")
    assert len(row.text) < 400
    assert 0 < row.minutes <= 30
    assert row.notice.endswith(".")
    assert row.noticed_by is not NoticedBy.FOLLOWERS
    assert not row.url or row.url.startswith("https://")
    assert not re.search(r"guarante|\bsafe\b", row.text, re.IGNORECASE)


def test_only_what_lets_somebody_in_is_changed_before_the_photo_goes() -> None:
    first = {key for key, row in aftercare_table().items() if row.first}
    assert first == {AftercareKey.KEY_OR_CODE, AftercareKey.WIFI}
    assert all("before the photo goes" in aftercare(key).text for key in first)


@each_row("kind", TextKind)
def test_what_cannot_be_made_worthless_asks_for_nothing(kind: TextKind) -> None:
    found = aftercare_of(kind)
    asks = kind in {
        TextKind.PAYMENT_CARD,
        TextKind.BANK_ACCOUNT,
        TextKind.IDENTITY_DOCUMENT,
        TextKind.BOARDING_PASS,
        TextKind.TICKET,
        TextKind.WIFI,
        TextKind.CODE,
    }
    assert (found is not None) == asks
    assert found is None or found.key is AFTERCARE_OF_KIND[kind]


def test_several_are_named_once_each_and_the_first_first() -> None:
    kinds = [TextKind.TICKET, TextKind.BOARDING_PASS, TextKind.PLATE, TextKind.WIFI]
    assert aftercare_keys(kinds) == (AftercareKey.WIFI, AftercareKey.BOOKING)
    assert aftercare_keys([]) == ()


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(ValueError, match="no-such-paper"):
        aftercare("no-such-paper")


@each_row(
    "key",
    [
        RemedyKey.COVER_DOCUMENT,
        RemedyKey.COVER_TRAVEL,
        RemedyKey.VOID_CODE,
        RemedyKey.REMOVE_DOCUMENT,
        RemedyKey.REMOVE_PHOTO,
    ],
)
def test_what_is_told_here_is_not_told_again_with_the_photo(key: RemedyKey) -> None:
    for platform, words in table()[key].items():
        assert not re.search(
            r"blocked|your name|\bbank\b|\boffice\b|booking|password|recovery|sessions", words.text
        ), platform
