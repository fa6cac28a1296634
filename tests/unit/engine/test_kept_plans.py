"""What is kept of plans and closings is what would be worked out, and never stale."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat
from types import SimpleNamespace

import msgspec
import pytest

from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, Closings, Plan
from auditor.domain.findings.question import QuestionId
from auditor.domain.outcome import Batch
from auditor.engine.answers.book import AnswerBook
from auditor.engine.judge import kept
from auditor.engine.judge.aftercare import OpenAftercare, tick
from auditor.engine.plan import book
from auditor.engine.plan.book import PlanBook
from auditor.engine.plan.steps import aftercare_id, aftercare_step
from auditor.engine.plan.wanted import EVERYTHING, TIMES, Wanted
from tests.fakes.engine import House, account, photo

KEY = "payment-card"
ADA, BEA = account(), account("bea.example")
ASKED = (EVERYTHING, *map(Wanted, TIMES), Wanted(quiet=True), Wanted(keep=True))
Worked = tuple[list[Plan], dict[QuestionId, Closings]]


@pytest.fixture(name="full")
async def full_(home: House) -> House:
    """Two accounts with photos that show a place, scanned."""
    await home.own(ADA, BEA)
    for owner in (ADA, BEA):
        home.publish(owner, [1, 2, 3])
    await home.session.scan()
    await home.vault.put_setting(
        f"aftercare:{ADA.id}",
        msgspec.json.encode([OpenAftercare(KEY, ADA.id, (photo(ADA, 1).id,))]).decode(),
    )
    return home


def other_book(home: House) -> PlanBook:
    """Return the book of another run over the same vault."""
    answers = home.session.answers
    return PlanBook(answers.rooms, AnswerBook(answers.rooms, answers.judge))


async def asked(planning: PlanBook) -> Worked:
    return [await planning.plan(each) for each in ASKED], dict(await planning.closings())


async def worked_out(home: House) -> Worked:
    """Work everything out although it is kept: what is kept has the stamp of other checks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "stamp_of", lambda _checks: "another")
        return await asked(other_book(home))


def never(patch: pytest.MonkeyPatch) -> None:
    """Make working anything out an error."""

    async def made(*_given: object) -> None:
        raise AssertionError

    patch.setattr(PlanBook, "_made", made)


async def test_another_run_reads_what_one_worked_out(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await asked(full.session.planning)
    assert first[0][0].steps
    assert await asked(other_book(full)) == first
    never(monkeypatch)
    assert await asked(other_book(full)) == first


async def test_a_scan_that_found_all_as_it_was_has_nothing_worked_out_anew(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await full.session.scan()  # the first look at an account is its own kind of record
    first = await asked(full.session.planning)
    never(monkeypatch)
    await full.session.scan()
    assert await asked(other_book(full)) == first
    assert await asked(full.session.planning) == first


async def test_a_scan_that_found_another_photo_has_all_worked_out_anew(full: House) -> None:
    await asked(full.session.planning)
    full.publish(ADA, [1, 2, 3, 4])
    await full.session.scan()
    assert await asked(other_book(full)) == await worked_out(full)


async def test_keeping_one_plan_forgets_no_other(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning = full.session.planning
    made = await planning.plan()
    planner = planning._planner
    await planning.plan(Wanted(10.0))
    await planning.closings()
    assert planning._planner is planner
    never(monkeypatch)
    assert await planning.plan() == made


async def test_a_step_that_was_made_is_found_without_working_anything_out(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning = full.session.planning
    both = (await planning.closings())[QuestionId.HOME]
    assert both.closing is not None
    step = both.closing.steps[0]
    never(monkeypatch)
    monkeypatch.setattr(planning, "plan", lambda _wanted: pytest.fail("worked out"))
    assert await planning.step(step.id) == step


async def test_what_stands_in_no_plan_any_more_is_told_without_looking_at_all_photos(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await full.session.planning.plan()
    model = (await full.session.planning._current()).model
    shown = photo(ADA, 1).id, photo(BEA, 2).id
    entry = OpenAftercare(KEY, ADA.id, (shown[0], "gone", shown[1]), State.DONE)
    kept_here = msgspec.json.encode([entry]).decode()
    await full.vault.put_setting(f"aftercare:{ADA.id}", kept_here)
    await asked(full.session.planning)
    never(monkeypatch)
    step = await other_book(full).step(aftercare_id(KEY)[:12])
    assert step == aftercare_step(entry, model.accounts[ADA.id], model.labels, None)
    assert (step.photos, step.state, step.critical) == (shown, State.DONE, False)


async def test_what_stands_on_a_photo_goes_with_it(full: House) -> None:
    planning = full.session.planning
    taken = photo(ADA, 1).id
    here = [each for each in await full.session.findings() if each.observation.photo == taken]
    assert here
    step = replace((await planning.plan()).steps[0], change=Change.REMOVE, photos=(taken,))
    alone = replace(step, settles=(), findings=())
    assert set(await planning.settled_by(alone, State.DONE)) == {each.id for each in here}
    kept = replace(alone, change=Change.CLEAN)
    assert await planning.settled_by(kept, State.DONE) == ()
    await full.session.mark(here[0].id, State.ACCEPTED)
    assert here[0].id not in await planning.settled_by(alone, State.DONE)
    assert await planning.settled_by(alone, State.OPEN) == ()


async def verify_finding(home: House) -> None:
    (finding, *_rest) = await home.session.findings()
    await home.session.mark(finding.id, State.VERIFIED)


async def mark_finding(home: House) -> None:
    (finding, *_rest) = await home.session.findings()
    await home.session.mark(finding.id, State.ACCEPTED)


async def mark_many(home: House) -> None:
    found = [finding.id for finding in await home.session.findings()]
    await home.vault.mark_all(found[1:], State.DONE, home.clock.now())


async def let_a_day_pass(home: House) -> None:
    home.clock.time += timedelta(days=1)


async def mark_step(home: House) -> None:
    step = (await home.session.planning.plan()).steps[0]
    await home.session.planning.mark(step.id, State.DONE)


async def tick_aftercare(home: House) -> None:
    await tick(home.vault, KEY, State.DONE)


async def scan_again(home: House) -> None:
    home.publish(ADA, [1])
    await home.session.scan()


async def read_a_part(home: House) -> None:
    """As far as a scan that is interrupted comes."""
    scan, _resumed = await home.vault.begin_scan([ADA.id], home.clock.now())
    await home.vault.save_batch(scan, ADA.id, Batch((photo(ADA, 9),), "1"), home.clock.now())


async def claim(home: House) -> None:
    await home.session.accounts.set_claim(BEA.id, Claim.NOT_MINE)


async def prove_nothing(home: House) -> None:
    await home.vault.set_proof(BEA.id, Account("", "", "", "").proof)


async def unwant(home: House) -> None:
    await home.session.planning.set_unwanted(BEA.id, off=False)


async def know_together(home: House) -> None:
    await home.session.answers.marks.set_together(ADA.id, BEA.id, on=True)


async def forget_places(home: House) -> None:
    await home.vault.forget_places()


SMALL: tuple[Callable[[House], Awaitable[None]], ...] = (
    mark_finding,
    mark_many,
    mark_step,
    let_a_day_pass,
)
"""Changes after which nothing has to be worked out anew."""
CHANGES: tuple[Callable[[House], Awaitable[None]], ...] = (
    *SMALL,
    verify_finding,
    tick_aftercare,
    scan_again,
    read_a_part,
    claim,
    prove_nothing,
    unwant,
    know_together,
    forget_places,
)


async def say_not_me(home: House) -> None:
    await home.session.exposure.mark_not_me(photo(ADA, 1).id, somebody_else=True)


@pytest.mark.parametrize("many", [1, 500])
@pytest.mark.parametrize("change", [*CHANGES, say_not_me])
async def test_after_a_change_nothing_stale_is_shown(
    full: House,
    change: Callable[[House], Awaitable[None]],
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book, "MANY", many)
    planning = full.session.planning
    await asked(planning)
    await change(full)
    expected = await worked_out(full)
    assert await asked(other_book(full)) == expected
    assert await asked(planning) == expected
    assert await asked(other_book(full)) == expected, "what is kept now is not stale either"


@pytest.mark.parametrize("change", SMALL)
async def test_after_a_small_change_what_was_worked_out_is_still_right(
    full: House, change: Callable[[House], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    planning = full.session.planning
    before = await asked(planning)
    await change(full)
    with monkeypatch.context() as patch:
        never(patch)
        read = await asked(planning), await asked(other_book(full))
    expected = await worked_out(full)
    assert read == (expected, expected)
    if change is mark_step:
        assert expected != before, "how far the user is is told"


async def test_what_changed_while_it_was_made_is_not_kept(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning, real = full.session.planning, PlanBook._work_out

    async def slow(self: PlanBook, wanted: Wanted) -> Plan:
        await verify_finding(full)
        return await real(self, wanted)

    with monkeypatch.context() as patch:
        patch.setattr(PlanBook, "_work_out", slow)
        await planning.plan()
    never(monkeypatch)
    with pytest.raises(AssertionError):
        await other_book(full).plan()


async def test_the_first_page_of_very_many_photos_does_not_wait_for_a_plan(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MANY", 5)
    assert (await full.session.overview()).first_steps is None
    made = await full.session.planning.plan()
    first = (await full.session.overview()).first_steps
    assert first == tuple(step for step in made.steps if step.state is State.OPEN)[:3]
    planning = other_book(full)
    assert await planning.ready() == made
    async with planning._making:  # while another one is made
        assert await planning.ready() is None


async def test_of_many_photos_plans_are_ready_when_a_scan_ends(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MANY", 5)
    await full.session.scan()
    never(monkeypatch)
    book_of_another_run = other_book(full)
    assert (await book_of_another_run.closings()).keys() == set(QuestionId)
    for wanted in (EVERYTHING, *map(Wanted, TIMES)):
        await book_of_another_run.plan(wanted)


async def test_where_time_is_short_the_plans_are_worked_out_before_the_closings(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MANY", 5)
    asked_for: list[object] = []
    plan, closings = PlanBook.plan, PlanBook.closings

    async def planned(self: PlanBook, wanted: Wanted = EVERYTHING) -> Plan:
        asked_for.append(wanted)
        return await plan(self, wanted)

    async def closed(
        self: PlanBook, questions: Iterable[QuestionId] = tuple(QuestionId)
    ) -> Mapping[QuestionId, Closings]:
        asked_for.extend(questions)
        return await closings(self, questions)

    monkeypatch.setattr(PlanBook, "plan", planned)
    monkeypatch.setattr(PlanBook, "closings", closed)
    await other_book(full).work_ahead()
    assert asked_for == [EVERYTHING, *map(Wanted, TIMES), *QuestionId]
    clock = chain([0.0], repeat(61.0))
    monkeypatch.setattr(book, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    asked_for.clear()
    await other_book(full).work_ahead()
    assert asked_for == [EVERYTHING]
