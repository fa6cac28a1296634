"""What ties accounts.

Planted links are found with their evidence, and the cut is the smallest there is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from auditor.checks.same_photo import CHECK as SAME_PHOTO
from auditor.domain.account import Account, Claim, Link, Profile, Proof, ProofMethod
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.links import CutFor, LinkEvidence, Links, Tie
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.traits import Traits
from auditor.engine.exposure.links import marks as links_marks
from auditor.engine.exposure.links.links import links_among
from auditor.errors import UsageError
from auditor.hashing.match import alike
from auditor.hashing.match.kept_pairs import FEWEST
from tests.fakes.engine import House, account, house, photo, picture, unproven
from tests.unit.engine import worlds

ADA, BEA, CYN = worlds.accounts(3)


def found(
    prints: Sequence[Print], *named: Account, people: Sequence[Account] = (ADA, BEA, CYN)
) -> Links:
    return links_among(people, {}, prints, Traits, [account.id for account in named])


def profiled(first: Profile, second: Profile, people: Sequence[Account] = (ADA, BEA)) -> Links:
    return links_among(people, {people[0].id: first, people[1].id: second}, [], Traits)


def ties(links: Links) -> list[tuple[Tie, str]]:
    return [(evidence.tie, evidence.value) for link in links.links for evidence in link.evidence]


@pytest.mark.parametrize("block", range(6))
def test_the_cut_is_the_smallest_on_600_worlds(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        world = worlds.world(seed)
        for cut in found(world.prints, *world.accounts[:2], people=world.accounts).cuts:
            removed = set(cut.photos)
            assert not worlds.reaches(
                [photo_print for photo_print in world.prints if photo_print.photo not in removed],
                cut.account,
            ), seed
            own = sum(
                photo_print.account == cut.account
                for photo_print in world.prints
                if photo_print.photo in removed
            )
            assert (len(cut.photos), own) == worlds.brute(world.prints, cut.account), seed


def test_links_are_exactly_the_ties_that_were_planted() -> None:
    for seed in range(300):
        world = worlds.world(seed, most=20)
        shown = found(world.prints, people=world.accounts)
        by_id = {photo_print.photo: photo_print for photo_print in world.prints}
        planted = {
            (photo_print.account, other.account)
            for photo_print in world.prints
            for other in world.prints
            if worlds.tied(photo_print, other)
        }
        assert {(link.a, link.b) for link in shown.links} == {
            pair for pair in planted if pair[0] < pair[1]
        }, seed
        for link in shown.links:
            told = {
                photo
                for evidence in link.evidence
                for photo in (*evidence.photos_a, *evidence.photos_b)
            }
            carry = {
                photo_print.photo
                for photo_print in world.prints
                for other in world.prints
                if worlds.tied(photo_print, other)
                and {photo_print.account, other.account} == {link.a, link.b}
            }
            assert told == carry, seed
            assert {
                by_id[name].account for evidence in link.evidence for name in evidence.photos_a
            } == {link.a}
            assert {
                by_id[name].account for evidence in link.evidence for name in evidence.photos_b
            } == {link.b}


def test_a_cut_does_not_depend_on_the_order_of_photos() -> None:
    for seed in range(100):
        world = worlds.world(seed)
        mixed = random.Random(seed).sample(world.prints, len(world.prints))
        assert found(mixed, people=world.accounts) == found(world.prints, people=world.accounts)


def test_each_tie_of_photos_tells_its_evidence() -> None:
    prints = [
        worlds.photo(ADA, 1, sha256="same"),
        worlds.photo(BEA, 2, sha256="same"),
        worlds.photo(ADA, 3, pdq=worlds.hashed(7), kind=PhotoKind.AVATAR),
        worlds.photo(BEA, 4, pdq=worlds.hashed(5), kind=PhotoKind.AVATAR),
        worlds.photo(ADA, 5, serial_numbers=("0PR27418",)),
        worlds.photo(BEA, 6, serial_numbers=("0pr27418", "LENS")),
        worlds.photo(ADA, 7, gps=(52.520008, 13.404954)),
        worlds.photo(BEA, 8, gps=(52.520508, 13.405054)),
    ]
    (link,) = found(prints).links
    assert link.evidence == (
        LinkEvidence(Tie.SAME_PHOTO, ("p001",), ("p002",)),
        LinkEvidence(Tie.SAME_AVATAR, ("p003",), ("p004",)),
        LinkEvidence(Tie.SAME_CAMERA, ("p005",), ("p006",), "0PR27418"),
        LinkEvidence(Tie.SAME_PLACE, ("p007",), ("p008",), "52.52, 13.40"),
    )


def test_places_are_near_across_cells_poles_and_the_date_line() -> None:
    for position, other, near in [
        ((52.52, 13.40), (52.5209, 13.40), True),  # 100 m
        ((52.52, 13.40), (52.5225, 13.40), False),  # 278 m
        ((-17.0, 179.9999), (-17.0, -179.9999), True),
        ((89.9999, 0.0), (89.9999, 180.0), True),
        ((0.0, 0.0), (0.0, 0.0), False),  # what a broken camera writes
    ]:
        assert (
            bool(found([worlds.photo(ADA, 1, gps=position), worlds.photo(BEA, 2, gps=other)]).links)
            is near
        ), (position, other)


def test_a_turned_copy_ties() -> None:
    turned = (worlds.hashed(2**256 - 1)[0], worlds.hashed(7)[0])
    assert found([worlds.photo(ADA, 1, pdq=turned), worlds.photo(BEA, 2, pdq=turned[::-1])]).links


def test_of_two_copies_the_one_on_the_account_itself_is_removed() -> None:
    prints = [worlds.photo(ADA, 1, sha256="same"), worlds.photo(BEA, 2, sha256="same")]
    assert [cut.photos for cut in found(prints, ADA, BEA).cuts] == [("p001",), ("p002",)]
    prints += [
        worlds.photo(ADA, 3, sha256="same")
    ]  # now one photo of the other is fewer than two of its own
    assert [cut.photos for cut in found(prints, ADA).cuts] == [("p002",)]


def test_others_are_told_by_way_of_a_third() -> None:
    prints = [
        worlds.photo(ADA, 1, serial_numbers=("one",)),
        worlds.photo(BEA, 2, serial_numbers=("one",)),
        worlds.photo(BEA, 3, sha256="same"),
        worlds.photo(CYN, 4, sha256="same"),
    ]
    (cut,) = found(prints, ADA).cuts
    assert (cut.others, cut.photos) == ((BEA.id, CYN.id), ("p001",))


def test_cuts_are_for_the_named_else_the_kept_apart_else_the_linked() -> None:
    prints = [worlds.photo(ADA, 1, sha256="same"), worlds.photo(BEA, 2, sha256="same")]
    apart = replace(CYN, keep_apart=True)
    for links, wanted, kind in [
        (found(prints, CYN), [CYN.id], CutFor.NAMED),
        (found(prints, people=(ADA, BEA, apart)), [CYN.id], CutFor.KEPT_APART),
        (found(prints), [ADA.id, BEA.id], CutFor.LINKED),
    ]:
        assert ([cut.account for cut in links.cuts], links.cuts_for) == (wanted, kind)


def test_thousands_of_look_alikes_count_as_one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = [
        worlds.photo((ADA, BEA)[index % 2], index, pdq=worlds.hashed(1 << index))
        for index in range(60)
    ]
    exact = found(prints, ADA)
    monkeypatch.setattr(links_marks, "_MOST_PAIRS", 100)
    assert found(prints, ADA) == exact
    assert len(exact.cuts[0].photos) == 30


def test_many_photos() -> None:
    rng = random.Random(5)
    people = worlds.accounts(8)
    prints = []
    for index in range(3000):
        known: dict[str, object] = {"pdq": worlds.hashed(rng.getrandbits(256))}
        if index % 10 == 0:
            known["gps"] = (57.7 + rng.random() / 10, 11.9 + rng.random() / 10)
        prints.append(worlds.photo(people[index % 8], index, **known))
    planted = [
        worlds.photo(people[3], 9001, sha256="sha0"),
        worlds.photo(people[3], 9002, pdq=prints[8].pdq),
    ]
    (cut,) = found(
        [replace(photo_print, gps=None) for photo_print in (*prints, *planted)],
        people[3],
        people=people,
    ).cuts
    assert cut.photos == ("p9001", "p9002")
    assert found([*prints, *planted], people=people).links


def test_rare_names_tie_and_common_ones_do_not() -> None:
    pair = (account("@lake.swimmer@social.example"), account("lakeswimmer.sky.example"))
    (tie,) = ties(profiled(Profile(), Profile(), pair))
    assert tie in {(Tie.SAME_HANDLE, "lake.swimmer"), (Tie.SAME_HANDLE, "lakeswimmer")}
    for name in ("Mara", "WordPress", "", "…"):
        assert ties(profiled(Profile(display_name=name), Profile(display_name=name))) == []
    assert (
        ties(
            profiled(
                Profile(display_name="Mara Lindqvist"), Profile(display_name="MARA  LINDQVIST")
            )
        )
        != []
    )
    both = (account("ada.example"), replace(account("@ada.example"), id="a0"))
    assert ties(profiled(Profile(), Profile(), both)) == [(Tie.SAME_HANDLE, "ada.example")]
    local = (account("http://127.0.0.1:8000"), account("127.0.0.1:8001"))
    assert ties(profiled(Profile(), Profile(), local)) == []


def test_links_tie_both_ways_or_confirmed() -> None:
    there, back = (
        Profile(links=(Link(f"{BEA.url}about/"),)),
        Profile(links=(Link(ADA.url.upper()),)),
    )
    assert ties(profiled(there, back)) == [(Tie.MUTUAL_LINK, f"{BEA.url}about/")]
    one_way = profiled(there, Profile())
    assert (one_way.links, one_way.one_way) == ((), ((ADA.id, BEA.id),))
    confirmed = profiled(Profile(links=(Link(BEA.url, verified=True),)), Profile())
    assert (ties(confirmed), confirmed.one_way) == ([(Tie.MUTUAL_LINK, BEA.url)], ())
    proven = (replace(ADA, proof=Proof(ProofMethod.REL_ME, BEA.url)), BEA)
    assert ties(profiled(Profile(), Profile(), proven)) == [(Tie.MUTUAL_LINK, BEA.url)]


def test_a_link_to_a_platform_is_no_link_to_everyone_on_it() -> None:
    pair = (
        replace(ADA, url="https://social.example/@ada"),
        replace(BEA, handle="@bea@social.example", url="https://social.example"),
    )
    assert (
        profiled(Profile(links=(Link("https://social.example/@someone"),)), Profile(), pair).one_way
        == ()
    )
    hostile = Profile(links=(Link("http://[::1"), Link("javascript:1"), Link("")))
    assert profiled(hostile, hostile).links == ()


def test_ties_of_the_profile_remain() -> None:
    profile = Profile(display_name="Mara Lindqvist")
    prints = [worlds.photo(ADA, 1, sha256="same"), worlds.photo(BEA, 2, sha256="same")]
    links = links_among([ADA, BEA], {ADA.id: profile, BEA.id: profile}, prints, Traits, [ADA.id])
    (cut,) = links.cuts
    assert cut.photos == ("p001",)
    assert [[evidence.tie for evidence in link.evidence] for link in cut.remaining] == [
        [Tie.SAME_HANDLE]
    ]


async def test_only_proven_accounts_are_compared() -> None:
    home = await house()
    ada, bea, cyn = account("ada.example"), account("bea.example"), unproven(account("cyn.example"))
    await home.own(ada, bea, cyn)
    shared = "https://ada.example/media/1.jpg"
    home.http.answers[shared] = picture(shared)
    home.source.pages = {owner.handle: [[photo(owner, 1, url=shared)]] for owner in (ada, bea, cyn)}
    await home.session.scan()
    links = await home.session.exposure.links()
    assert [(link.a, link.b) for link in links.links] == [tuple(sorted((ada.id, bea.id)))]
    assert links.left_out == (cyn.id,)
    assert Tie.SAME_PHOTO in {evidence.tie for evidence in links.links[0].evidence}
    (cut,) = (await home.session.exposure.links([ada.id[:9]])).cuts
    assert len(cut.photos) == 1
    for wrong in (cyn.id, "a-nothing"):
        with pytest.raises(UsageError):
            await home.session.exposure.links([wrong])
    await home.session.close()


async def test_nothing_of_it_is_stored(home: House) -> None:
    await home.own(ADA, replace(BEA, claim=Claim.IMPOSTOR))
    before = await home.vault.findings()
    assert await home.session.exposure.links() == Links((), ())
    assert await home.vault.findings() == before


@pytest.mark.parametrize(
    ("root", "tied"), [("https://show.example/profile/", True), ("", False), (None, False)]
)
def test_a_link_to_where_the_platform_shows_every_account_counts(
    root: str | None, *, tied: bool
) -> None:
    linking = Profile(
        links=(Link(f"https://www.show.example/profile/{BEA.handle.upper()}/", verified=True),)
    )
    found = links_among(
        [ADA, BEA], {ADA.id: linking}, [], lambda name: Traits(name, profile_root=root)
    )
    assert bool(found.links) is tied


def test_places_of_very_many_photos_tie_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(150):
        world = worlds.world(seed, most=40)
        exact = found(world.prints, people=world.accounts)
        with monkeypatch.context() as patched:
            patched.setattr(links_marks, "_FEW_PLACES", 0)
            assert found(world.prints, people=world.accounts) == exact, seed


def test_pairs_that_an_evaluation_kept_are_not_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(8)
    prints = [
        worlds.photo((ADA, BEA)[place % 2], place, pdq=worlds.hashed(rng.getrandbits(256)))
        for place in range(FEWEST)
    ]
    prints += [worlds.photo(CYN, 9000 + n, pdq=prints[n].pdq) for n in range(3)]
    kept: dict[str, bytes] = {}
    list(SAME_PHOTO.run(InventoryCase([ADA, BEA, CYN], prints, compared=kept), date(2026, 1, 1)))
    exact = found(prints)
    assert len(exact.links) == 2
    monkeypatch.setattr(alike, "_compare_owners", None)
    assert links_among([ADA, BEA, CYN], {}, prints, Traits, kept=kept) == exact


def test_what_no_other_account_shows_has_no_mark() -> None:
    rng = random.Random(9)
    prints = [
        worlds.photo(
            (ADA, BEA)[place % 2],
            place,
            pdq=worlds.hashed(rng.getrandbits(256)),
            gps=(-60 + place / 10, 10.0),
        )
        for place in range(700)
    ]
    shown = links_marks.marked([*prints, worlds.photo(CYN, 9000, sha256="sha7")])
    assert sum(map(len, shown.marks)) == 2
