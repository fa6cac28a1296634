"""Models named after the person: whose names may be asked about, and what is said of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from auditor.domain.account import Account, Claim, Profile, Proof, ProofMethod
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.outcome import Batch
from auditor.domain.outside.look_alikes import (
    MOST_KEPT,
    Agrees,
    ListedModel,
    ModelList,
    ModelSearch,
    SearchState,
    look_alikes,
    searched,
)
from auditor.domain.traits import Traits
from auditor.engine.outside.look_alikes import MOST_NAMES, LookAlikes
from auditor.errors import UsageError
from auditor.ports import Consent, Http, Outgoing, OutgoingRequest
from tests.fakes.engine import T0, FakeSource, House, account, unproven

MARA = account("@mara.lind.photos@social.example")
MODEL = ListedModel("https://models.example/1", "LORA", "Mara Lind v2", "pixelhand", ("mara lind",))
OTHER = ListedModel("https://models.example/2", "LORA", "Tamara Linden")


@dataclass
class FakeSite:
    """Answers `lists` by name, one after the other; a name without any is not known there."""

    name: str = "civitai"
    lists: dict[str, list[ModelList]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        names = tuple(dict.fromkeys(items))
        requests = tuple(
            OutgoingRequest("GET", "models.example", "/api", (("query", name),)) for name in names
        )
        return Outgoing(self.name, "models.example", "Sent to models.example.", names, requests)

    async def ask(self, consent: Consent, http: Http) -> Mapping[str, ModelList]:
        answers = {}
        for name in consent.items_for(self.name):
            self.asked.append(name)
            several = self.lists.get(name, [ModelList()])
            answers[name] = several.pop(0) if len(several) > 1 else several[0]
        return answers


@dataclass
class Watched:
    home: House
    sites: tuple[FakeSite, ...]
    watch: LookAlikes

    async def ask(self, *typed: str) -> tuple[ModelSearch, ...]:
        names = (await self.watch.names(typed)).names
        consents = [Consent(outgoing) for outgoing in self.watch.outgoing(names)]
        return await self.watch.ask(consents, names)

    async def used(self) -> QuestionAnswer:
        answers = await self.home.session.answers.answers()
        return next(each for each in answers if each.id is QuestionId.USED)


@pytest.fixture
def watched(home: House) -> Watched:
    return watch_of(home, FakeSite())


def watch_of(home: House, *sites: FakeSite) -> Watched:
    watch = home.session.look_alikes
    lookups = replace(watch._rooms.lookups, model_sites=sites)
    rooms = replace(watch._rooms, make_lookups=lambda: lookups)
    return Watched(home, sites, LookAlikes(rooms, watch._shown))


async def shown(home: House, owner: Account, profile: Profile) -> None:
    scan, _resumed = await home.vault.begin_scan([owner.id], T0)
    await home.vault.save_batch(scan, owner.id, Batch((), None, profile), T0)
    await home.vault.end_scan(scan, T0)


async def own(home: House, owner: Account, name: str = "Mara Lind", *, mark: str = "") -> None:
    await home.own(owner)
    await shown(home, owner, Profile(display_name=name))
    if mark:
        await home.session.answers.marks.set_shown_name(owner.id, mark, on=True)


class TestNames:
    async def test_handles_and_marked_names_of_proven_accounts(self, watched: Watched) -> None:
        await own(watched.home, MARA, mark="Mara Lind")
        found = await watched.watch.names()
        assert [(name.text, name.handle) for name in found.names] == [
            ("mara.lind.photos", True),
            ("Mara Lind", False),
        ]
        assert found.left_out == ()

    @pytest.mark.parametrize(
        "owner",
        [
            unproven(MARA),
            replace(MARA, proof=Proof(ProofMethod.ARCHIVE, "", T0)),
            replace(MARA, claim=Claim.IMPOSTOR),
            replace(MARA, claim=Claim.UNSURE),
            replace(MARA, claim=Claim.NOT_MINE),
        ],
    )
    async def test_nothing_of_an_account_that_is_not_proven(
        self, watched: Watched, owner: Account
    ) -> None:
        await own(watched.home, owner)
        found = await watched.watch.names()
        assert found.names == ()
        assert "proven" in found.left_out[0].render()
        for typed in ("Mara Lind", "mara.lind.photos"):
            with pytest.raises(UsageError, match="nothing was asked"):
                await watched.watch.names([typed])

    async def test_no_part_of_a_name_is_asked_about(self, watched: Watched) -> None:
        """Anybody can make a name that begins with somebody else's."""
        await own(watched.home, replace(MARA, handle="beaholmer.films"))
        one_host = FakeSource(name=MARA.platform, traits=Traits("Films", any_host=False))
        rooms = replace(watched.watch._rooms, sources=(one_host,))
        watch = LookAlikes(rooms, watched.watch._shown)
        assert [name.text for name in (await watch.names()).names] == ["beaholmer.films"]
        with pytest.raises(UsageError, match="nothing was asked"):
            await watch.names(["beaholmer"])

    async def test_somebody_else_cannot_be_asked_about(self, watched: Watched) -> None:
        """Neither typed, nor by a mark that says what the account does not show."""
        await own(watched.home, MARA, mark="Bea Holm")
        assert [name.text for name in (await watched.watch.names()).names] == ["mara.lind.photos"]
        for typed in ("Bea Holm", "beaholm", "Mara", "Lind", "mara", "", " ", "Mara Holm"):
            with pytest.raises(UsageError, match="nothing was asked"):
                await watched.watch.names([typed])
        assert watched.sites[0].asked == []

    @pytest.mark.parametrize("title", ["Fan page", "Fans of Bea Holm", "Bea Holm Fans", ""])
    async def test_a_name_among_other_words_is_not_whose_account_it_is(
        self, watched: Watched, title: str
    ) -> None:
        await watched.home.own(MARA)
        await shown(watched.home, MARA, Profile(title, "All about Bea Holm"))
        await watched.home.session.answers.marks.set_shown_name(MARA.id, "Bea Holm", on=True)
        assert [name.handle for name in (await watched.watch.names()).names] == [True]
        with pytest.raises(UsageError, match="no account that you have proven"):
            await watched.watch.names(["Bea Holm"])

    @pytest.mark.parametrize("typed", ["Mara Lind", " mara  LIND ", "Ma\u0301ra Lind"])
    async def test_a_display_name_may_be_typed(self, watched: Watched, typed: str) -> None:
        await own(watched.home, MARA)
        found = await watched.watch.names([typed])
        assert [name.handle for name in found.names] == [False]

    async def test_one_name_alone_is_never_enough(self, watched: Watched) -> None:
        """A handle that is the person's first name, or too short, is not asked about."""
        await own(watched.home, account("elisabeth.example"), "Elisabeth Lind")
        await own(watched.home, account("ada.example"), "")
        found = await watched.watch.names()
        assert found.names == ()
        told = " ".join(each.render() for each in found.left_out)
        assert "elisabeth: too short, or a name that many have" in told
        assert "Elisabeth Lind: you did not say that you show this name" in told

    async def test_accounts_kept_apart_are_asked_about_alone(self, watched: Watched) -> None:
        hidden = replace(account("northwind.example"), keep_apart=True)
        await own(watched.home, MARA, "")
        await own(watched.home, hidden, "")
        found = await watched.watch.names()
        assert [name.text for name in found.names] == ["mara.lind.photos"]
        assert "kept apart" in found.left_out[0].render()
        assert "northwind" not in found.left_out[0].render(masked=True)
        assert len((await watched.watch.names(["northwind"])).names) == 1
        with pytest.raises(UsageError, match="kept apart"):
            await watched.watch.names(["northwind", "mara.lind.photos"])

    async def test_kept_apart_is_not_called_unproven(self, watched: Watched) -> None:
        for handle in ("northwind.example", "southwind.example"):
            await own(watched.home, replace(account(handle), keep_apart=True), "")
        found = await watched.watch.names()
        assert found.names == ()
        assert all("kept apart" in each.render() for each in found.left_out)

    async def test_more_names_than_anybody_has_are_not_asked_about(self, watched: Watched) -> None:
        for number in range(MOST_NAMES + 2):
            await own(watched.home, account(f"northwind{number}.example"), "")
        found = await watched.watch.names()
        assert len(found.names) == MOST_NAMES
        assert "2 further names" in found.left_out[-1].render()


class TestAsking:
    async def test_what_carries_the_name_is_kept_and_nothing_else(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [ModelList((MODEL, OTHER))]
        (search,) = await watched.ask("Mara Lind")
        assert (search.state, search.read, search.found) == (SearchState.FOUND, 2, 1)
        (candidate,) = search.candidates
        assert candidate.agrees == (Agrees.TITLE, Agrees.TRIGGER_WORD)
        assert await watched.watch.known() == (search,)

    async def test_nothing_is_asked_without_consent(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        names = (await watched.watch.names()).names
        watched.watch.outgoing(names)
        assert await watched.watch.ask([], names) == ()
        (outgoing,) = watched.watch.outgoing(names)
        assert await watched.watch.ask([Consent(outgoing).only([])], names) == ()
        assert watched.sites[0].asked == []

    async def test_what_was_found_goes_with_the_account(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [ModelList((MODEL,))]
        await watched.ask("Mara Lind")
        await watched.home.session.accounts.remove(MARA.id)
        assert await watched.watch.known() == ()

    async def test_what_was_found_is_not_told_of_an_account_that_is_no_longer_proven(
        self, watched: Watched
    ) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [ModelList((MODEL,))]
        await watched.ask("Mara Lind")
        assert (await watched.used()).state is AnswerState.PARTLY
        await watched.home.vault.set_proof(MARA.id, Proof())
        assert await watched.watch.known() == ()
        assert (await watched.used()).state is AnswerState.COULD_NOT_TELL

    async def test_a_failure_loses_nothing_that_was_found_before(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [
            ModelList((MODEL,)),
            ModelList(trouble="no answer"),
            ModelList((OTHER,)),
        ]
        await watched.ask("Mara Lind")
        (search,) = await watched.ask("Mara Lind")
        assert search.state is SearchState.COULD_NOT_TELL
        assert [each.url for each in search.candidates] == [MODEL.url]
        (search,) = await watched.ask("Mara Lind")
        assert (search.state, search.candidates) == (SearchState.NONE_FOUND, ())

    async def test_a_hit_that_cannot_be_read_leaves_none_found_untold(
        self, watched: Watched
    ) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [ModelList((OTHER,), unread=1)]
        (search,) = await watched.ask("Mara Lind")
        assert search.state is SearchState.COULD_NOT_TELL

    async def test_a_site_that_is_down_is_asked_once(self, home: House) -> None:
        down, up = FakeSite("civitai"), FakeSite("hugging-face")
        watched = watch_of(home, down, up)
        await own(home, MARA, mark="Mara Lind")
        down.lists["mara.lind.photos"] = [ModelList(trouble="no answer", down=True)]
        searches = await watched.ask()
        assert down.asked == ["mara.lind.photos"]
        assert up.asked == ["mara.lind.photos", "Mara Lind"]
        assert [(each.site, each.state) for each in searches] == [
            ("civitai", SearchState.COULD_NOT_TELL),
            ("civitai", SearchState.COULD_NOT_TELL),
            ("hugging-face", SearchState.NONE_FOUND),
            ("hugging-face", SearchState.NONE_FOUND),
        ]

    async def test_a_run_locked_to_the_range_asks_no_real_site(self, home: House) -> None:
        watched = watch_of(home, FakeSite())
        rooms = replace(watched.watch._rooms, practice_only=True)
        await own(home, MARA)
        watch = LookAlikes(rooms, watched.watch._shown)
        with pytest.raises(UsageError, match="practice range"):
            watch.outgoing((await watch.names()).names)


class TestAnswer:
    async def test_an_empty_list_never_makes_it_not_seen(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.home.publish(MARA, [1])
        await watched.home.session.scan()
        await watched.ask("mara.lind.photos")
        answer = await watched.used()
        assert answer.state is AnswerState.COULD_NOT_TELL
        beside = " ".join(each.render() for each in answer.could_not_tell)
        assert "an empty list says nothing: such models mostly carry other names" in beside

    async def test_a_candidate_is_partly_and_may_be_somebody_else(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["mara.lind.photos"] = [
            ModelList((replace(MODEL, title="mara.lind.photos"),))
        ]
        await watched.ask("mara.lind.photos")
        answer = await watched.used()
        assert answer.state is AnswerState.PARTLY
        assert "1 model on Civitai carries a name of yours" in answer.in_words()
        assert "it may be about somebody else" in answer.in_words()
        both = (await watched.home.session.planning.closings())[QuestionId.USED]
        assert both.closing is None, "nothing that the person changes on an account ends it"

    async def test_what_is_about_somebody_else_does_not_count(self, watched: Watched) -> None:
        await own(watched.home, MARA)
        watched.sites[0].lists["Mara Lind"] = [ModelList((MODEL,))]
        await watched.ask("Mara Lind")
        await watched.watch.set_aside(f" {MODEL.url} ")
        assert (await watched.used()).state is AnswerState.COULD_NOT_TELL
        (search,) = await watched.ask("Mara Lind")
        assert search.candidates[0].not_me, "it stays so when it is found again"
        await watched.watch.set_aside(MODEL.url, on=False)
        assert (await watched.used()).state is AnswerState.PARTLY
        with pytest.raises(UsageError, match="No model of this address"):
            await watched.watch.set_aside("https://models.example/9")


def test_explicit_titles_are_not_kept() -> None:
    flagged = replace(MODEL, explicit=True)
    worded = replace(MODEL, title="Mara Lind NUDE", url="https://models.example/3")
    found = look_alikes([flagged, worded, MODEL], "Mara Lind")
    assert [(each.explicit, each.title) for each in found] == [
        (True, ""),
        (True, ""),
        (False, "Mara Lind v2"),
    ]


def test_where_it_agrees() -> None:
    models = [
        replace(MODEL, title="x", triggers=(), tags=("mara lind",)),
        replace(MODEL, title="x", triggers=(), creator="MaraLind"),
        replace(MODEL, title="Mara", triggers=("Lind",)),
    ]
    found = look_alikes(models, "Mara Lind")
    assert [each.agrees for each in found] == [(Agrees.TAG,), (Agrees.CREATOR,)]


def test_no_more_are_kept_than_anybody_reads_and_all_are_counted() -> None:
    models = [replace(MODEL, url=f"https://models.example/{n}") for n in range(MOST_KEPT + 9)]
    empty = ModelSearch(MARA.id, "civitai", "Mara Lind", handle=False, asked_at=T0)
    search = searched(ModelList(tuple(models), more=True), empty)
    assert (len(search.candidates), search.found, search.more) == (MOST_KEPT, MOST_KEPT + 9, True)
    later = replace(empty, asked_at=T0 + timedelta(days=1))
    assert searched(ModelList(trouble="no"), later, search).found == MOST_KEPT
