"""Likeness exposure through the session: what was scanned, what was marked, what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from auditor.domain.likeness.likeness import Tier
from auditor.domain.photos.facts import EDITION
from auditor.domain.photos.picture_contents import Face
from auditor.domain.photos.reading import Reading
from auditor.errors import UsageError
from auditor.guidance.remedies import remedy
from tests.fakes.engine import FakeReaders, House, account, house, photo, unproven
from tests.unit.domain.likeness_making import face

ADA, BEA = account(), account("bea.example")


@dataclass
class FaceReaders(FakeReaders):
    """Readers that find the same faces in every picture."""

    faces: tuple[Face, ...] = field(default_factory=lambda: (face(300),))

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        reading = await super().read(data, file_name=file_name, watch=watch)
        return replace(
            reading, facts=replace(reading.facts, faces=self.faces, unread=(), edition=EDITION)
        )


async def scanned(readers: FakeReaders | None = None, *, bea_proven: bool = True) -> House:
    made = await house()
    made.readers = readers or FaceReaders()
    made.session._rooms = replace(made.session._rooms, readers=made.readers)
    await made.own(ADA, BEA if bea_proven else unproven(BEA))
    made.publish(ADA, range(10))
    made.publish(BEA, range(10, 14))
    await made.session.scan()
    return made


async def test_everything_that_was_scanned_is_judged() -> None:
    made = await scanned()
    found = await made.session.exposure.likeness()
    assert (found.tier, found.looked, found.unread, found.blunt) == (Tier.LORA, 14, 0, False)
    assert len(found.counted) == 14
    assert found.hide is not None
    assert len(found.hide.photos) == 3
    (finding,) = await made.session.findings(check="likeness-exposure")
    assert set(finding.observation.related) == set(found.counted)
    assert len(await made.session.findings(check="training-resolution")) == 14
    await made.session.close()


async def test_photos_of_somebody_else_are_marked_and_taken_back() -> None:
    made = await scanned()
    marked = [photo(ADA, index).id for index in range(4)]
    for photo_id in marked:
        await made.session.exposure.mark_not_me(photo_id, somebody_else=True)
    found = await made.session.exposure.likeness()
    assert (found.tier, found.not_me) == (Tier.FEW_SHOT, tuple(sorted(marked)))
    assert not set(found.counted) & set(marked)
    await made.session.exposure.mark_not_me(marked[0], somebody_else=False)
    assert len((await made.session.exposure.likeness()).not_me) == 3
    with pytest.raises(UsageError):
        await made.session.exposure.mark_not_me("p0", somebody_else=True)
    await made.session.close()


async def test_accounts_without_proof_are_left_out_and_that_is_told() -> None:
    made = await scanned(bea_proven=False)
    found = await made.session.exposure.likeness()
    assert (found.tier, found.blunt, found.looked) == (Tier.FEW_SHOT, True, 10)
    assert {what_if.account for what_if in found.what_if} == {None, ADA.id}
    await made.session.close()


async def test_what_could_not_be_read_is_not_taken_for_safe() -> None:
    made = await scanned(FakeReaders())
    found = await made.session.exposure.likeness()
    assert (found.known, found.unread, found.counted, found.hide) == (False, 14, (), None)
    assert await made.session.findings(check="likeness-exposure") == ()
    await made.session.close()


async def test_photos_that_could_not_be_fetched_count_as_not_looked_at() -> None:
    made = await house()
    made.session._rooms = replace(made.session._rooms, readers=FaceReaders())
    await made.own(ADA)
    made.publish(ADA, range(3))
    del made.http.answers[photo(ADA, 2).media_url]
    await made.session.scan()
    found = await made.session.exposure.likeness()
    assert (found.tier, found.looked, found.unread) == (Tier.ONE_SHOT, 2, 1)
    await made.session.close()


async def test_an_empty_vault_could_not_tell(home: House) -> None:
    found = await home.session.exposure.likeness()
    assert (found.known, found.unread, found.blunt) == (False, 0, False)


async def test_the_best_picture_and_the_price_of_making_it_smaller() -> None:
    made = await scanned()
    found = await made.session.exposure.likeness()
    assert found.best is not None
    stored = (await made.session.photo(found.best.photo)).stored
    assert (found.best.face_px, found.best.account) == (300, stored.photo.account)
    assert found.best.where == stored.photo.page_url
    assert [(target.below_px, len(target.photos)) for target in found.shrink] == [
        (512, 0),
        (256, 14),
        (112, 14),
    ]
    smaller = remedy("clear-face", ADA.platform)
    price = smaller.price(10) + smaller.price(4)  # on two accounts
    assert [target.minutes for target in found.shrink] == [0, price, price]
    await made.session.exposure.mark_not_me(found.best.photo, somebody_else=True)
    after = await made.session.exposure.likeness()
    assert after.best is not None
    assert after.best.photo != found.best.photo
    assert {*found.shrink[1].photos} - {*after.shrink[1].photos} == {found.best.photo}
    await made.session.close()


async def test_where_nothing_was_looked_at_there_is_no_best_picture() -> None:
    made = await scanned(FakeReaders())
    found = await made.session.exposure.likeness()
    assert (found.known, found.best, found.shrink) == (False, None, ())
    await made.session.close()
