"""The ladder, what counts for it, and what changes would do, on prints as the vault keeps them."""

from __future__ import annotations

import random
from dataclasses import replace
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Claim
from auditor.domain.findings.check import Print
from auditor.domain.likeness.likeness import Best, Original, Shrink, Tier
from auditor.domain.likeness.rules import RUNGS, faces_of
from auditor.domain.likeness.words import (
    MEANS,
    SHRINK_MEANS,
    best_line,
    original_line,
    reason_text,
    shrink_line,
    source_line,
    tier_name,
    what_if,
)
from auditor.domain.photos.facts import Facts, Unread
from auditor.domain.photos.picture_contents import Face
from tests.documents import ROOT
from tests.examples import examples
from tests.rows import each_row
from tests.unit.domain.likeness_making import account, face, judged, portrait

BITS = 2**256 - 1


def forms(pdq: int) -> tuple[str, ...]:
    """Eight hashes, the turned ones far from the first and from each other."""
    pattern = int("0f" * 32, 16)
    return tuple(f"{pdq ^ (pattern << turn if turn else 0) & BITS:064x}" for turn in range(8))


@each_row(
    ("many", "size", "across", "tier"),
    [
        (0, (1200, 1600), 300, Tier.NONE),
        (1, (400, 400), 111, Tier.NONE),
        (1, (400, 400), 112, Tier.ONE_SHOT),
        (3, (600, 600), 300, Tier.ONE_SHOT),
        (4, (512, 600), 256, Tier.FEW_SHOT),
        (4, (511, 900), 256, Tier.ONE_SHOT),
        (4, (600, 600), 255, Tier.ONE_SHOT),
        (11, (800, 768), 128, Tier.ONE_SHOT),
        (12, (800, 768), 128, Tier.LORA),
        (12, (800, 767), 128, Tier.ONE_SHOT),
        (29, (1024, 1024), 128, Tier.LORA),
        (30, (1024, 1024), 128, Tier.SATURATED),
        (30, (1023, 1024), 128, Tier.LORA),
    ],
)
def test_the_rungs(many: int, size: tuple[int, int], across: int, tier: Tier) -> None:
    found = judged(
        [portrait(index, face(across), size=size) for index in range(many)]
        or [replace(portrait(0), faces=())]
    )
    assert found.tier is tier
    assert len(found.counted) == (many if tier is not Tier.NONE else 0)


def test_what_is_blurred_covered_or_shared_counts_for_less() -> None:
    plain = [portrait(index) for index in range(12)]
    assert judged(plain).tier is Tier.LORA
    assert (
        judged([replace(photo_print, faces=(face(sharpness=0.01),)) for photo_print in plain]).tier
        is Tier.ONE_SHOT
    )
    assert (
        judged([replace(photo_print, faces=(face(covered=True),)) for photo_print in plain]).tier
        is Tier.ONE_SHOT
    )
    assert (
        judged([replace(photo_print, faces=(face(300), face(200))) for photo_print in plain]).tier
        is Tier.FEW_SHOT
    )
    assert (
        judged([replace(photo_print, faces=(face(300), face(90))) for photo_print in plain]).tier
        is Tier.LORA
    )


def test_copies_count_once() -> None:
    rng = random.Random(6)
    base = rng.getrandbits(256)
    chain = [
        portrait(index, pdq=forms(base ^ ((1 << 20 * index) - 1))) for index in range(4)
    ]  # 20 bits apart, then 40, 60
    others = [portrait(10 + index, pdq=forms(rng.getrandbits(256))) for index in range(2)]
    turned = replace(portrait(20), pdq=(others[0].pdq[3], *forms(rng.getrandbits(256))[1:]))
    found = judged([*chain, *others, turned])
    assert found.tier is Tier.FEW_SHOT
    assert len(found.counted) == 4  # two of the chain, and two others
    assert found.hide is not None
    assert (len(found.hide.photos), found.hide.optimal, found.hide.reaches) == (
        1,
        True,
        Tier.ONE_SHOT,
    )


def test_without_a_reliable_hash_only_the_same_bytes_are_a_copy() -> None:
    assert judged([portrait(index, sha="same") for index in range(5)]).tier is Tier.ONE_SHOT
    assert judged([portrait(index) for index in range(5)]).tier is Tier.FEW_SHOT


def test_hiding_them_lowers_the_tier() -> None:
    rng = random.Random(7)
    prints = [portrait(index, pdq=forms(rng.getrandbits(256))) for index in range(14)]
    prints += [replace(prints[place], photo=f"q{place}") for place in (0, 0, 3)]
    found = judged(prints)
    assert found.hide is not None
    assert (found.tier, len(found.counted), len(found.hide.photos)) == (Tier.LORA, 14, 3)
    left = judged(
        [photo_print for photo_print in prints if photo_print.photo not in found.hide.photos]
    )
    assert left.tier is found.hide.reaches is Tier.FEW_SHOT
    lowest = judged([portrait(1), portrait(2)])
    assert lowest.hide is not None
    assert (set(lowest.hide.photos), lowest.hide.reaches) == ({"p001", "p002"}, Tier.NONE)


def test_what_if() -> None:
    prints = [
        portrait(index, face(400), owner="mara" if index < 9 else "tomas", size=(1600, 3200))
        for index in range(12)
    ]
    found = judged(prints, [account("mara"), account("tomas")])
    then = {
        (change.change, change.account): (change.tier, change.counted) for change in found.what_if
    }
    assert found.tier is Tier.LORA
    assert then["shrink-1080", None] == (
        Tier.ONE_SHOT,
        0,
    )  # a face of 135 px in a short side of 540 px
    assert then["shrink-640", None] == (Tier.NONE, 0)
    assert (
        then["remove-account", "a-tomas"] == then["make-private", "a-tomas"] == (Tier.FEW_SHOT, 9)
    )
    assert then["remove-account", "a-mara"] == (Tier.ONE_SHOT, 3)
    for change in found.what_if:
        words = what_if(change, "@mara")
        if change.account is None:
            assert "every photo made smaller" in words
            assert f"{change.change.removeprefix('shrink-')} px" in words
        else:
            assert words.startswith("@mara removed")


def test_shrinking_does_not_make_a_group_a_portrait() -> None:
    crowd = [portrait(index, face(600), face(301), size=(3000, 3000)) for index in range(12)]
    found = judged(crowd)
    assert found.tier is Tier.FEW_SHOT
    assert all(change.tier <= found.tier for change in found.what_if)


def test_what_was_not_looked_at_is_not_safe() -> None:
    nothing = judged([portrait(1, looked=False), portrait(2, looked=False)])
    assert (nothing.known, nothing.unread, nothing.hide, nothing.what_if) == (False, 2, None, ())
    some = judged([replace(portrait(1), faces=()), portrait(2, looked=False)])
    assert (some.known, some.tier, some.unread) == (True, Tier.NONE, 1)
    assert not judged([]).known


def test_only_proven_accounts_of_the_user_and_no_photo_of_somebody_else() -> None:
    prints = [portrait(1), portrait(2, owner="fake"), portrait(3, owner="open")]
    accounts = [account(), account("fake", claim=Claim.IMPOSTOR), account("open", proven=False)]
    assert judged(prints, accounts).counted == ("p001",)
    marked = judged(prints, accounts, ["p001", "unknown"])
    assert (marked.tier, marked.known, marked.not_me, marked.unread) == (
        Tier.NONE,
        True,
        ("p001",),
        0,
    )


def test_variety_is_told_and_decides_nothing() -> None:
    turned = [
        portrait(index, face(yaw=40.0 * (index % 3 - 1), brightness=90.0 * (index % 2)))
        for index in range(6)
    ]
    reason = judged(turned).reasons[1]
    assert (reason.counted, reason.poses, reason.lights) == (6, 3, 2)
    assert judged([portrait(index) for index in range(6)]).reasons[1].counted == 6


def test_every_threshold_has_a_source_and_words() -> None:
    for reason in judged([portrait(1)]).reasons:
        assert reason.thresholds
        assert reason.needed == next(
            threshold.value for threshold in reason.thresholds if threshold.what == "photos"
        )
        assert all(threshold.basis and threshold.year > 2015 for threshold in reason.thresholds)
        assert all(str(threshold.value) in reason_text(reason) for threshold in reason.thresholds)
        assert all(str(threshold.year) in source_line(threshold) for threshold in reason.thresholds)
    assert [rung.photos.value for rung in RUNGS] == [1, 4, 12, 30]
    assert len({tier_name(tier) for tier in (None, *Tier)}) == 6


def test_only_papers_are_linked_and_the_page_has_every_number() -> None:
    page = (ROOT / "docs" / "likeness.md").read_text("utf-8")
    for rung in RUNGS:
        line = next(line for line in page.splitlines() if line.startswith(f"| {rung.tier.word} |"))
        assert urlsplit(rung.source).hostname == "arxiv.org"
        assert rung.source in page
        for threshold in rung.thresholds:
            assert f"{threshold.value}: " in line
            assert str(threshold.year) in line
            if threshold.source:
                assert urlsplit(threshold.source).hostname == "arxiv.org"
                assert f"({threshold.source}) ({threshold.year})" in line
    assert tier_name(Tier.LORA) == "Enough for direct training"
    assert "first generating more pictures" in reason_text(judged([portrait(1)]).reasons[0])


def test_the_meaning_says_all_of_it() -> None:
    for part in (
        "lower bound",
        "One clear photo is enough for a fake",
        "by first generating more pictures",
        "worse, not impossible",
        "nothing about copies",
        "others post",
    ):
        assert part in MEANS


def test_the_words_of_the_best_picture() -> None:
    small = Best("p1", "a", 900, 1200, "https://example.org", Original("u", 180, 240))
    assert "a sharp, uncovered face 900 px across" in best_line(small)
    assert "short side is 1200 px" in best_line(small)
    assert "about 180 px across, but the original behind it" in original_line(small)
    assert "holds 900 px" in original_line(small)
    untold = replace(small, original=Original("u", None, None))
    assert "could not be told" in original_line(untold)
    assert original_line(None) == original_line(replace(small, original=None)) == ""
    assert "no sharp, uncovered face was found" in best_line(None)
    assert shrink_line(Shrink(256, (), 0.0)) == "Below 256 px: it is already."
    assert "replace 1 photo by a smaller copy" in shrink_line(Shrink(256, ("p1",), 3.0))
    assert "2 photos" in shrink_line(Shrink(112, ("p1", "p2"), 6.0))
    assert "about 6 min" in shrink_line(Shrink(112, ("p1", "p2"), 6.0))
    assert "nothing while its original is still served" in SHRINK_MEANS
    assert not any("safe" in text for text in (MEANS, SHRINK_MEANS, best_line(None)))


def test_faces_of_facts() -> None:
    assert faces_of(None) is None
    assert faces_of(Facts("", 0, faces=(face(),))) is None  # measured before faces were looked for
    assert faces_of(Facts("", 0, edition=2)) == ()
    assert faces_of(Facts("", 0, edition=2, unread=(Unread("faces", "not installed"),))) is None


@st.composite
def inventories(draw: st.DrawFn) -> list[Print]:
    """Photos of all kinds, with enough good ones to reach high rungs.

    Their hashes are near in many ways.
    """
    rng = random.Random(draw(st.integers(0, 2**32)))
    centres = [rng.getrandbits(256) for _ in range(rng.choice((3, 14, 40)))]
    prints = []
    for index in range(rng.randrange(1, 45)):
        faces: tuple[Face, ...] = tuple(
            face(
                rng.choice((60, 115, 130, 260, 500)),
                sharpness=rng.choice((0.05, 0.5, 0.9)),
                covered=rng.choice((None, None, True)),
            )
            for _ in range(rng.choice((0, 1, 1, 1, 1, 2)))
        )
        pdq = rng.choice(centres) ^ sum(
            1 << bit for bit in rng.sample(range(256), rng.randrange(24))
        )
        size = rng.choice(((500, 500), (600, 800), (800, 800), (1100, 2000), (1100, 2000)))
        hashes = forms(pdq) if rng.random() < 0.9 else ()
        prints.append(
            replace(
                portrait(index, size=size, pdq=hashes),
                faces=faces if rng.random() < 0.95 else None,
            )
        )
    return prints


@examples(150)
@given(inventories(), st.data())
def test_removing_photos_never_raises_the_tier(prints: list[Print], data: st.DataObject) -> None:
    found = judged(prints)
    kept = data.draw(st.sets(st.sampled_from(range(len(prints)))))
    fewer = judged([prints[place] for place in sorted(kept)])
    assert fewer.tier <= found.tier
    for less, more in zip(fewer.reasons, found.reasons, strict=True):
        assert less.counted <= more.counted
    assert all(change.tier <= found.tier for change in found.what_if)
    if found.hide is not None and found.tier is not Tier.NONE:
        assert (
            judged(
                [
                    photo_print
                    for photo_print in prints
                    if photo_print.photo not in found.hide.photos
                ]
            ).tier
            is found.hide.reaches
        )
        assert found.hide.reaches < found.tier
        assert found.hide.bound <= len(found.hide.photos)
