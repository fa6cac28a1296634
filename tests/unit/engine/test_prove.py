"""What proves that an account is the user's own, and what an unproven one keeps blunt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor.checks import ALL
from auditor.domain.account import Claim, Proof, ProofMethod
from auditor.domain.findings.check import InventoryCase, InventoryCheck, PhotoCase, PhotoCheck
from auditor.domain.findings.finding import Observation
from auditor.domain.photos.position import Position
from auditor.errors import HandleTaken, UsageError
from auditor.markup.elements import PROOF_META
from auditor.ports import ProofText
from auditor.report.json import documents
from auditor.report.json import plan as plan_documents
from auditor.sources.website import scope
from auditor.sources.wordpress import source as wordpress
from tests.fakes.engine import EXACT, House, account, house, photo, picture, unproven

ADA = account()
BARE = unproven(ADA)
BEA = account("bea.example")


def text(method: ProofMethod, words: str) -> ProofText:
    return ProofText(method.value, words, "https://ada.example/somewhere")


@pytest.mark.parametrize("method", [ProofMethod.SITE_FILE, ProofMethod.CREDENTIAL, ProofMethod.BIO])
async def test_the_token_proves_where_only_the_owner_writes(
    home: House, method: ProofMethod
) -> None:
    await home.own(BARE)
    token = await home.session.accounts.proof_token(BARE.id)
    home.source.proofs[BARE.handle] = [text(method, f"hello {token} there")]
    proof = await home.session.accounts.prove(BARE.id)
    assert (proof.method, proof.detail) == (method, "https://ada.example/somewhere")
    assert (await home.session.accounts.states())[0].account.proof == proof


@pytest.mark.parametrize("method", [ProofMethod.DOMAIN, ProofMethod.REL_ME, ProofMethod.LOCAL])
async def test_the_token_proves_nothing_elsewhere(home: House, method: ProofMethod) -> None:
    await home.own(BARE)
    token = await home.session.accounts.proof_token(BARE.id)
    home.source.proofs[BARE.handle] = [text(method, token)]
    assert not (await home.session.accounts.prove(BARE.id)).holds


async def test_tokens_differ_by_account_and_vault_and_stay(home: House) -> None:
    other = await house()
    for place in (home, other):
        await place.own(BARE, BEA)
    tokens = [
        await place.session.accounts.proof_token(name)
        for place in (home, other)
        for name in (BARE.id, BEA.id)
    ]
    assert len(set(tokens)) == 4
    assert await home.session.accounts.proof_token(BARE.id) == tokens[0]
    await other.session.close()


async def test_the_token_of_another_account_proves_nothing(home: House) -> None:
    await home.own(BARE, BEA)
    home.source.proofs[BARE.handle] = [
        text(ProofMethod.BIO, await home.session.accounts.proof_token(BEA.id))
    ]
    assert not (await home.session.accounts.prove(BARE.id)).holds


async def test_strongest_method_is_recorded(home: House) -> None:
    await home.own(BARE)
    token = await home.session.accounts.proof_token(BARE.id)
    home.source.proofs[BARE.handle] = [
        text(ProofMethod.BIO, token),
        text(ProofMethod.SITE_FILE, token),
    ]
    assert (await home.session.accounts.prove(BARE.id)).method is ProofMethod.SITE_FILE


@pytest.mark.parametrize(
    "said", [text(ProofMethod.REL_ME, BEA.url), text(ProofMethod.DOMAIN, "bea.example")]
)
async def test_links_carry_a_proof_over_only_from_a_proven_account(
    home: House, said: ProofText
) -> None:
    home.source.proofs[BARE.handle] = [said]
    home.source.proofs[BEA.handle] = [text(ProofMethod.REL_ME, BARE.url)]
    await home.own(BARE, unproven(BEA))
    assert not (await home.session.accounts.prove(BARE.id)).holds
    await home.own(BEA)
    proof = await home.session.accounts.prove(BARE.id)
    assert (proof.method.value, proof.detail) == (said.kind, BEA.url)


async def test_a_link_in_one_direction_proves_nothing(home: House) -> None:
    home.source.proofs[BARE.handle] = [text(ProofMethod.REL_ME, BEA.url)]
    await home.own(BARE, BEA)
    assert not (await home.session.accounts.prove(BARE.id)).holds
    home.source.proofs[BEA.handle] = [text(ProofMethod.REL_ME, BARE.url + "/")]
    assert (await home.session.accounts.prove(BARE.id)).method is ProofMethod.REL_ME


async def test_no_proof_comes_over_from_an_account_that_is_not_mine(home: House) -> None:
    await home.own(BARE, account("bea.example", Claim.IMPOSTOR))
    home.source.proofs[BARE.handle] = [text(ProofMethod.REL_ME, BEA.url)]
    assert not (await home.session.accounts.prove(BARE.id)).holds


async def test_an_account_does_not_prove_itself(home: House) -> None:
    await home.own(BARE)
    home.source.proofs[BARE.handle] = [
        text(ProofMethod.REL_ME, BARE.url),
        text(ProofMethod.DOMAIN, "ada.example"),
    ]
    assert not (await home.session.accounts.prove(BARE.id)).holds


@pytest.mark.parametrize(
    ("opened", "local", "holds"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
async def test_a_host_proves_only_where_it_is_opened_and_local(
    home: House, *, opened: bool, local: bool, holds: bool
) -> None:
    object.__setattr__(home.session._rooms, "own_range", True)
    home.http.opened_hosts = frozenset({"ada.example"} if opened else ())
    home.http.local_hosts = frozenset({"ada.example"} if local else ())
    added = await home.session.accounts.add("ada.example", claim=Claim.MINE, again="ada.example")
    assert added.proof.holds is holds
    proof = await home.session.accounts.prove(added.id)
    assert proof.method is (ProofMethod.LOCAL if holds else ProofMethod.NONE)


async def test_a_handle_that_another_account_took_ends_the_proof(home: House) -> None:
    await home.own(ADA)
    home.source.pages[ADA.handle] = [HandleTaken("now another account's")]
    await home.session.scan()
    (state,) = await home.session.accounts.states()
    assert (state.outcome, state.account.proof.holds) == ("failed", False)


@pytest.mark.parametrize("claim", [Claim.UNSURE, Claim.NOT_MINE, Claim.IMPOSTOR])
async def test_only_what_is_claimed_can_be_proven(home: House, claim: Claim) -> None:
    await home.own(account(claim=claim, proof=Proof()))
    with pytest.raises(UsageError, match="say is yours"):
        await home.session.accounts.prove(ADA.id)
    assert home.http.asked == []


async def test_a_claim_taken_back_forgets_what_was_read(home: House) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(3))
    home.publish(BEA, range(2))
    await home.session.scan()
    assert await home.session.findings()
    now = await home.session.accounts.set_claim(ADA.id, Claim.NOT_MINE)
    assert (now.claim, now.proof) == (Claim.NOT_MINE, Proof())
    assert {stored.photo.account async for stored in home.session.stream_photos()} == {BEA.id}
    assert {finding.observation.account for finding in await home.session.findings()} == {BEA.id}
    assert not [entry for entry in await home.session.network_log() if ADA.id in entry.purpose]


async def test_a_proof_that_is_taken_down_stays_and_says_until_when_it_was_seen(
    home: House,
) -> None:
    await home.own(BARE)
    token = await home.session.accounts.proof_token(BARE.id)
    home.source.proofs[BARE.handle] = [text(ProofMethod.BIO, f"me {token}")]
    first = await home.session.accounts.prove(BARE.id)
    assert first.holds
    assert first.seen_until == first.proven_at
    home.clock.time += timedelta(days=3)
    again = await home.session.accounts.prove(BARE.id)
    assert again.proven_at == first.proven_at
    assert again.seen_until is not None
    assert again.seen_until.date() == home.clock.time.date()
    home.clock.time += timedelta(days=3)
    home.source.proofs[BARE.handle] = []
    assert await home.session.accounts.prove(BARE.id) == again
    assert (await home.session.accounts.states())[0].account.proof == again


@pytest.mark.parametrize("name", ["auditor", "audit", "footprint"])
async def test_neither_token_nor_place_names_this_tool(home: House, name: str) -> None:
    await home.own(BARE)
    token = await home.session.accounts.proof_token(BARE.id)
    places = {scope._FILE_AT_ROOT, scope._FILE_IN_FOLDER, PROOF_META, wordpress.PROOF_FILE}
    assert not [told for told in (token, *places) if name in told.casefold()]


class TestBlunt:
    """Without proof.

    Positions to about 1 km everywhere, no comparison of scans, no links between accounts.
    """

    async def scanned(self, home: House) -> None:
        await home.own(BARE)
        home.publish(BARE, range(3))
        await home.session.scan()

    async def test_positions_of_photos(self, home: House) -> None:
        await self.scanned(home)
        blunt = Position(52.52, 13.4, None, 1000)
        stored = [photo async for photo in home.session.stream_photos()]
        stored.append((await home.session.photo(photo(BARE, 1).id)).stored)
        for shown in stored:
            assert shown.facts is not None
            assert shown.facts.metadata.gps == blunt
            assert shown.photo.published is not None
            assert shown.photo.published.gps == blunt

    async def test_no_text_shows_more(self, home: House) -> None:
        await self.scanned(home)
        stored = [photo async for photo in home.session.stream_photos()]
        found = await home.session.findings()
        said = (
            documents.photos(stored)
            + documents.findings(found)
            + plan_documents.plan(await home.session.planning.plan())
        )
        said += "".join(
            str((finding.observation.title, finding.observation.evidence)) for finding in found
        )
        assert "position-in-metadata" in {finding.check for finding in found}
        assert "52.52" in said
        for exact in ("52.5200", "13.4049", "13.405", "34.0"):
            assert exact not in said

    async def test_proof_makes_them_exact_and_back(self, home: House) -> None:
        await self.scanned(home)
        home.source.proofs[BARE.handle] = [
            text(ProofMethod.BIO, await home.session.accounts.proof_token(BARE.id))
        ]
        assert (await home.session.accounts.prove(BARE.id)).holds
        stored, *_others = [photo async for photo in home.session.stream_photos()]
        assert stored.facts is not None
        assert stored.facts.metadata.gps == EXACT
        assert "52.52" in str([finding.observation for finding in await home.session.findings()])

    async def test_scans_are_not_compared(self, home: House) -> None:
        await self.scanned(home)
        home.publish(BARE, range(1))
        record = await home.session.scan()
        change = record.accounts[0]
        assert (change.new, change.gone, change.changed) == (None, None, None)
        assert (await home.session.scans())[0].accounts[0].gone is None
        page = await home.session.overview()
        assert page.last_scan is not None
        assert page.last_scan.accounts[0].new is None
        compared = await home.session.changes.between("1", "2")
        assert (compared.photos, [told.reason for told in compared.not_compared]) == (
            (),
            ["not-proven"],
        )

    async def test_changes_are_shown_once_proven(self, home: House) -> None:
        await home.own(ADA)
        home.publish(ADA, range(3))
        first = await home.session.scan()
        home.publish(ADA, range(1))
        second = await home.session.scan()
        compared = await home.session.changes.between(str(first.id), str(second.id))
        assert sorted(change.row.id for change in compared.photos) == sorted(
            photo(ADA, number).id for number in (1, 2)
        )

    async def test_accounts_are_not_linked(self, home: House) -> None:
        await home.own(BARE, BEA)
        url = "https://cdn.example/same.jpg"
        for owner in (BARE, BEA):
            home.source.pages[owner.handle] = [[photo(owner, 1, url=url)]]
        home.http.answers[url] = picture(url)
        await home.session.scan()
        assert "same-photo" not in {finding.check for finding in await home.session.findings()}
        await home.own(ADA)
        await home.session.accounts.set_claim(BEA.id, BEA.claim)  # nothing changes
        await home.session.scan()
        linked = [
            finding for finding in await home.session.findings() if finding.check == "same-photo"
        ]
        assert linked
        detail = await home.session.photo(photo(ADA, 1).id)
        assert [row.id for row in detail.elsewhere] == [photo(BEA, 1).id]

    async def test_checks_are_given_blunt_positions(self) -> None:
        seen: list[Position | None] = []

        def look(case: PhotoCase, _today: date) -> list[Observation]:
            seen.append(case.facts.metadata.gps if case.facts else None)
            seen.append(case.photo.published.gps if case.photo.published else None)
            return []

        check = PhotoCheck("look", "look", lambda case, today: iter(look(case, today)))
        made = await house(checks=(check,))
        await self.scanned(made)
        assert seen
        assert set(seen) == {Position(52.52, 13.4, None, 1000)}
        await made.session.close()


async def test_a_check_that_breaks_costs_its_own_findings() -> None:
    def broken(_case: InventoryCase, _today: date) -> list[Observation]:
        raise ZeroDivisionError

    bad = InventoryCheck("bad", "bad", broken)  # type: ignore[arg-type]  # a plugin may return a list
    made = await house(checks=(bad, *ALL))
    await made.own(ADA)
    made.publish(ADA, range(1))
    await made.session.scan()
    assert "position-in-metadata" in {finding.check for finding in await made.session.findings()}
    assert any(
        "bad (ZeroDivisionError)" in line for line in (await made.session.overview()).not_checked
    )
    await made.session.close()
