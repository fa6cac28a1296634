"""The plan as a user meets it.

Settings that fit, accounts that are no longer wanted, and steps that are done.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.account import Account, Claim, IndexSignal, Openness, Profile
from auditor.domain.findings.finding import NoticedBy, State
from auditor.domain.findings.plan import Change, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.verify import Seen
from auditor.domain.outcome import Batch
from auditor.engine.plan.wanted import Wanted
from auditor.errors import UsageError
from auditor.guidance.playbooks import playbook
from auditor.report.json import plan as plan_documents
from auditor.sources.mastodon.source import Mastodon
from tests import json_shapes
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
        assert not isinstance(photos, BaseException)
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
    assert step.change is Change.CLOSE_SEARCH
    assert step.settles == step.findings != ()
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
        step.remedy.key.startswith("setting:") and not step.settles and not step.closes
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


async def test_the_first_setting_of_every_platform_stands_before_the_second_of_any(
    home: House,
) -> None:
    """By protection: with 15 platforms, whose ids sort in any order, nothing is buried."""
    platforms = (
        *("instagram", "tiktok", "facebook", "x", "snapchat", "threads", "youtube", "linkedin"),
        *("pinterest", "reddit", "discord", "telegram", "whatsapp", "tinder", "flickr"),
    )
    for number, platform in enumerate(platforms):
        address = f"https://{platform}.example/ada"
        made = Account(
            f"a{number:016x}"[::-1], platform, "ada", address, Claim.MINE, supported=False
        )
        await home.own(made)
    told = [
        step
        for step in (await home.session.planning.plan()).steps
        if step.remedy.key.startswith("setting:")
    ]
    first = [step.platform for step in told[: len(platforms)]]
    assert sorted(first) == sorted(platforms)
    for platform in platforms:
        book = playbook(platform)
        assert book is not None
        own = [step.settings[0].title for step in told if step.platform == platform]
        assert own == [step.title for step in book.shown()], platform


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
    assert set(step.settles) == before
    assert next(
        candidate for candidate in told if candidate.account == other.id
    ).remedy.url.startswith("https://www.reddit.com/")
    await home.session.planning.set_unwanted(ada.id, off=True)
    wanted = [step for step in (await home.session.planning.plan()).steps if step.account == ada.id]
    assert wanted
    assert all(step.change is not Change.DELETE_ACCOUNT for step in wanted)
    await home.session.accounts.set_claim(ada.id, Claim.UNSURE)
    with pytest.raises(UsageError):
        await home.session.planning.set_unwanted(ada.id, off=False)


async def read(*numbers: int) -> tuple[House, Account]:
    home = await house()
    ada = account()
    await home.own(ada)
    home.publish(ada, [*numbers])
    await home.session.scan()
    return home, ada


async def test_a_step_is_marked_with_all_it_settles() -> None:
    home, _ada = await read(1, 2, 3)
    step = next(each for each in (await home.session.planning.plan()).steps if each.settles)
    await home.session.planning.mark(step.id[:12], State.DONE)
    findings = await home.session.findings()
    states = {finding.id: finding.state for finding in findings}
    taken = step.photos if step.change is Change.REMOVE else ()
    gone = {finding.id for finding in findings if finding.observation.photo in taken}
    settled = gone | set(step.settles)
    assert {states[finding] for finding in settled} == {State.DONE}
    assert {states[finding] for finding in states.keys() - settled} <= {State.OPEN}
    assert (await state_of(home, step.id)) is State.DONE
    await home.session.planning.mark(step.id, State.OPEN)
    assert (await state_of(home, step.id)) is State.OPEN
    other = replace(account("x"), platform="instagram", url="https://www.instagram.com/ada/")
    await home.own(replace(other, supported=False))
    for wrong in ("", "s", "nothing"):
        with pytest.raises(UsageError):
            await home.session.planning.mark(wrong, State.DONE)
    await home.session.close()


async def test_what_was_done_before_stays_done_where_a_step_is_taken_back() -> None:
    home, _ada = await read(1, 2, 3)
    planning = home.session.planning
    step = next(each for each in (await planning.plan()).steps if each.change is Change.REMOVE)
    on_it = [
        each for each in await home.session.findings() if each.observation.photo in step.photos
    ]
    assert len(on_it) > 1
    before = next(each.id for each in on_it if each.id not in step.settles or len(step.settles) > 1)
    await home.session.mark(before, State.DONE)
    for _twice in range(2):
        await planning.mark(step.id, State.DONE)
    assert {await known(home, each.id) for each in on_it} == {State.DONE}
    await planning.mark(step.id, State.OPEN)
    told = {each.id: await known(home, each.id) for each in on_it}
    assert told.pop(before) is State.DONE
    assert set(told.values()) == {State.OPEN}
    await home.session.close()


async def known(home: House, finding: str) -> State:
    return next(each.state for each in await home.session.findings() if each.id == finding)


async def state_of(home: House, step_id: str) -> State:
    steps = (await home.session.planning.plan()).steps
    return next(step.state for step in steps if step.id == step_id)


async def test_a_step_of_a_shorter_plan_is_found_as_well() -> None:
    """What is marked need not be a step of the whole plan: closings have their own."""
    home, _ada = await read(1, 2, 3)
    planning = home.session.planning
    wanted = Wanted(keep=True)
    steps = [step for step in (await planning.plan(wanted)).steps if step.settles]
    assert steps
    assert all(step.change is not Change.REMOVE for step in steps)
    for step in steps:
        assert (await planning.mark(step.id, State.DONE)).id == step.id
    await home.session.close()


async def test_findings_of_an_account_just_removed_are_left_out() -> None:
    home, ada = await read(1, 2, 3)
    assert (await home.session.planning.plan()).steps
    await home.session.accounts.remove(ada.id)
    made = await home.session.planning.plan()
    assert made.steps == ()
    assert made.minutes == 0
    await home.session.close()


async def test_a_plan_is_made_once_until_something_changes() -> None:
    home, _ada = await read(1, 2)
    planning = home.session.planning
    made = await planning.plan()
    assert await planning.plan() == made
    step = next(step for step in made.steps if step.settles)
    await planning.mark(step.id, State.DONE)
    assert await planning.plan() is not made
    await home.session.close()


async def test_the_document_says_what_it_comes_to() -> None:
    home, _ada = await read(1, 2, 3)
    made = await home.session.planning.plan()
    document = json_shapes.check(plan_documents.plan(made))
    assert document["schema"] == "auditor/plan/2"
    assert document["now"].keys() == document["after"].keys() == set(QuestionId)
    assert made.minutes == pytest.approx(
        sum(step.minutes for step in made.steps if not step.remedy.key.startswith("setting:"))
    )
    answers = await home.session.answers.answers()
    assert made.now == {answer.id: answer.state for answer in answers}
    await home.session.close()


async def test_quiet_plans_hold_nothing_that_followers_can_notice() -> None:
    home, _ada = await read(1, 2, 3)
    loud = {NoticedBy.FOLLOWERS, NoticedBy.UNKNOWN}
    whole = await home.session.planning.plan()
    quiet = await home.session.planning.plan(Wanted(quiet=True))
    assert any(step.remedy.noticed_by in loud for step in whole.steps)
    assert not any(step.remedy.noticed_by in loud for step in quiet.steps)
    await home.session.close()
