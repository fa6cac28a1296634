"""The plan as a user meets it.

Settings that fit, accounts that are no longer wanted, and steps that are done.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor.domain.account import Account, Claim, IndexSignal, Openness, Profile
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, PlanOrder, PlanStep
from auditor.domain.findings.verify import Seen
from auditor.domain.outcome import Batch
from auditor.errors import UsageError
from auditor.report.json import plan as plan_documents
from auditor.sources.mastodon import Mastodon
from tests.fakes.engine import FakeSource, House, account, house

BOB = account("bob.example", platform="mastodon")


def flags(**said: str) -> Profile:
    signals = (
        IndexSignal(Openness.PLATFORM_FLAG, f"{name}: {value}", None, BOB.url)
        for name, value in said.items()
    )
    return Profile(page_url=BOB.url, signals=tuple(signals))


async def social(profile: list[Profile], monkeypatch: pytest.MonkeyPatch) -> House:
    """A server whose account shows the profile that stands in the list, and two photos."""
    home = await house(source=FakeSource(name="mastodon", traits=Mastodon.traits))
    await home.own(BOB)
    home.publish(BOB, [1, 2])
    photos = home.source.pages[BOB.handle][0]

    async def fetch(_account: object, _http: object, _cursor: str | None) -> object:
        assert not isinstance(photos, Exception)
        yield Batch(tuple(photos), None, profile[0])

    monkeypatch.setattr(home.source, "fetch", fetch)
    await home.session.scan()
    return home


async def steps(home: House) -> dict[str, PlanStep]:
    return {step.remedy.key: step for step in (await home.session.planning.plan()).steps}


async def test_a_setting_that_the_platform_says_is_open_becomes_a_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = [flags(discoverable="true", indexable="false")]
    home = await social(shown, monkeypatch)
    told = await steps(home)
    step = told["setting:feature-profile-and-posts-in-discovery"]
    assert (step.settings[0].menu, step.settings[0].state) == (
        "Preferences > Public profile > Privacy and reach > Reach",
        "open",
    )
    assert step.remedy.url == "https://bob.example/settings/privacy"
    assert "setting:include-public-posts-in-search-results" not in told
    marked = await home.session.planning.mark(step.id, State.DONE)
    assert marked.state is State.DONE
    result = (await home.session.verifying.verify()).results[0]
    assert (result.finding, result.state) == (step.id, Seen.STILL_THERE)
    assert (await steps(home))[step.remedy.key].state is State.OPEN
    await home.session.planning.mark(step.id, State.DONE)
    shown[0] = flags(discoverable="false")
    assert (await home.session.verifying.verify()).results[0].state is Seen.GONE_HERE
    assert (await steps(home))[step.remedy.key].state is State.VERIFIED
    await home.session.close()


async def test_the_way_there_stands_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Profile(
        page_url=BOB.url,
        signals=(IndexSignal(Openness.PLATFORM_FLAG, "noindex: false", True, BOB.url),),
    )
    home = await social([opened], monkeypatch)
    step = (await steps(home))["close-search"]
    assert step.settings[0].title.startswith("Include profile page in search engines")
    assert step.effect is not None
    assert step.effect.exact
    assert step.effect.score < 0
    await home.session.close()


async def test_where_nothing_reads_the_platform_all_settings_are_told(home: House) -> None:
    other = Account(
        "a0123456789abcdef",
        "instagram",
        "ada",
        "https://www.instagram.com/ada/",
        Claim.MINE,
        supported=False,
    )
    await home.own(other)
    told = [step for step in (await home.session.planning.plan()).steps if step.account == other.id]
    assert told
    assert all(
        step.remedy.key.startswith("setting:")
        and step.effect is not None
        and step.effect.tier is None
        for step in told
    )
    step = await home.session.planning.mark(told[0].id, State.DONE)
    result = (await home.session.verifying.verify()).results[0]
    assert (result.finding, result.state) == (step.id, Seen.YOU_SAID_SO)
    assert (
        next(
            candidate
            for candidate in (await home.session.planning.plan()).steps
            if candidate.id == step.id
        ).state
        is State.DONE
    )
    await home.session.planning.mark(step.id, State.OPEN)
    assert (
        next(
            candidate
            for candidate in (await home.session.planning.plan()).steps
            if candidate.id == step.id
        ).state
        is State.OPEN
    )


async def test_an_account_no_longer_wanted_has_one_step(home: House) -> None:
    ada, other = (
        account(),
        replace(account("reddit.com"), platform="reddit", url="https://www.reddit.com/user/ada"),
    )
    await home.own(ada, other)
    home.publish(ada, [1, 2, 3])
    await home.session.scan()
    before = {finding.id for finding in await home.session.findings()}
    await home.session.planning.set_unwanted(ada.id, off=False)
    await home.session.planning.set_unwanted(other.id, off=False)
    told = (await home.session.planning.plan()).steps
    step = next(candidate for candidate in told if candidate.account == ada.id)
    assert [candidate.account for candidate in told].count(ada.id) == 1
    assert (step.change, set(step.findings)) == (Change.DELETE_ACCOUNT, before)
    assert step.remedy.evidence_first
    assert step.effect is not None
    score = await home.session.score()
    assert score is not None
    assert round(step.effect.score + score.total) == 0
    assert next(
        candidate for candidate in told if candidate.account == other.id
    ).remedy.url.startswith("https://www.reddit.com/")
    await home.session.planning.set_unwanted(ada.id, off=True)
    assert (
        len([step for step in (await home.session.planning.plan()).steps if step.account == ada.id])
        > 1
    )
    await home.session.accounts.set_claim(ada.id, Claim.UNSURE)
    with pytest.raises(UsageError):
        await home.session.planning.set_unwanted(ada.id, off=False)


async def test_a_step_is_marked_with_all_its_findings(home: House) -> None:
    ada = account()
    await home.own(ada)
    home.publish(ada, [1, 2, 3])
    await home.session.scan()
    step = (await home.session.planning.plan()).steps[0]
    await home.session.planning.mark(step.id[:8], State.DONE)
    states = {finding.id: finding.state for finding in await home.session.findings()}
    assert {states[finding] for finding in step.findings} == {State.DONE}
    assert (
        next(
            candidate
            for candidate in (await home.session.planning.plan()).steps
            if candidate.id == step.id
        ).state
        is State.DONE
    )
    for wrong in ("", "s", "nothing"):
        with pytest.raises(UsageError):
            await home.session.planning.mark(wrong, State.DONE)


@pytest.mark.parametrize("order", PlanOrder)
async def test_the_first_steps_add_up_to_what_is_predicted(home: House, order: PlanOrder) -> None:
    people = [account(), account("bob.example")]
    await home.own(*people)
    for person in people:
        home.publish(person, [1, 2, 3])
    await home.session.scan()
    made = await home.session.planning.plan(order)
    first = made.steps[: len(made.first)]
    assert tuple(step.id for step in first) == made.first
    assert made.now.score + sum(
        step.effect.score for step in first if step.effect
    ) == pytest.approx(made.predicted.score)
    assert (
        made.now.links + sum(step.effect.links for step in first if step.effect)
        == made.predicted.links
    )
    document = json.loads(plan_documents.plan(made))
    wanted = {
        "id",
        "platform",
        "title",
        "minutes",
        "noticed_by",
        "evidence_first",
        "effect",
        "url",
        "state",
    }
    assert all(
        wanted <= step.keys() and {"score", "tier", "links"} <= step["effect"].keys()
        for step in document["steps"]
    )


async def test_the_first_page_of_very_many_photos_does_not_wait_for_effects(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = account()
    await home.own(ada)
    home.publish(ada, [1, 2])
    await home.session.scan()
    shown = (await home.session.overview()).first_steps
    assert shown == (await home.session.planning.plan()).steps[: len(shown)]
    monkeypatch.setattr("auditor.engine.plan.book._AT_A_GLANCE", 1)
    quick = (await home.session.overview()).first_steps
    assert quick
    assert all(step.effect is None for step in quick)
