"""The clock of the machine goes backwards: order comes from what was done, not from its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from auditor.adapters.keys.secrets import MemorySecrets
from auditor.adapters.keys.signing_store import SigningStore
from auditor.domain.findings.aftercare import AftercareKey
from auditor.domain.findings.finding import State
from auditor.domain.findings.verify import Seen
from auditor.domain.views import ChangeKind, NetworkEntry
from auditor.engine.judge.aftercare import SeenAftercare, kept_aftercare, tick
from auditor.errors import UsageError
from auditor.ports import Answer
from auditor.tui.text import words
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock, at
from tests.contract.vault_making import account as vault_account
from tests.fakes.engine import House, account, house, photo, picture
from tests.hostile.vault_scanning import KEY
from tests.rows import each_row

ADA = account()
STEPS = (timedelta(seconds=1), timedelta(hours=2), timedelta(days=400), timedelta(days=20_000))


@pytest_asyncio.fixture
async def home() -> House:
    return await house()


@pytest.mark.parametrize("back", STEPS[1:], ids=str)
async def test_scans_keep_the_order_in_which_they_were_made(home: House, back: timedelta) -> None:
    await home.own(ADA)
    for numbers in (range(3), range(1, 4)):
        home.publish(ADA, numbers)
        await home.session.scan()
        home.clock.time -= back
    found = await home.session.changes.between()
    assert found.older is not None
    assert found.newer is not None
    assert (found.older.id, found.newer.id) == (1, 2)
    assert found.newer.started_at < found.older.started_at
    told = {change.row.id: change.change for change in found.photos}
    assert told == {photo(ADA, 3).id: ChangeKind.NEW, photo(ADA, 0).id: ChangeKind.GONE}
    assert [scan.id for scan in await home.session.scans()] == [2, 1]
    overview = await home.session.overview()
    assert overview.last_scan is not None
    assert overview.last_scan.id == 2
    assert not overview.interrupted
    await home.session.close()


@each_row("back", STEPS, ids=str)
async def test_an_interrupted_scan_is_gone_on_with(tmp_path: Path, back: timedelta) -> None:
    clock = HeldClock()
    vault = await EncryptedVault.open(tmp_path, KEY, clock)
    owner = vault_account()
    await vault.put_account(owner)
    first, resumed = await vault.begin_scan([owner.id], at(0))
    vault.release_scan()
    assert not resumed
    assert await vault.begin_scan([owner.id], at(0) - back) == (first, True)
    record = await vault.end_scan(first, at(0) - back)
    assert record.id == first
    assert await vault.begin_scan([owner.id], at(0) - 2 * back) == (first + 1, False)
    await vault.close()


@pytest.mark.parametrize("back", STEPS, ids=str)
async def test_a_mark_made_later_counts_whatever_its_time(home: House, back: timedelta) -> None:
    await home.own(ADA)
    home.publish(ADA, range(2))
    await home.session.scan()
    first = (await home.session.findings())[0].id
    for state in (State.DONE, State.OPEN, State.ACCEPTED):
        await home.session.mark(first, state)
        home.clock.time -= back
        await home.session.scan()
        kept = {finding.id: finding.state for finding in await home.session.findings()}
        assert kept[first] is state
    await home.session.close()


@pytest.mark.parametrize("back", STEPS[1:], ids=str)
async def test_what_was_verified_last_comes_first(home: House, back: timedelta) -> None:
    await home.own(ADA)
    home.publish(ADA, range(2))
    await home.session.scan()
    found = next(each for each in await home.session.findings() if each.observation.photo)
    photos = [photo(ADA, number) for number in range(2)]
    wanted = found.id
    url = next(each.media_url for each in photos if each.id == found.observation.photo)
    for status in (404, 200, 404):
        await home.session.mark(wanted, State.DONE)
        home.http.answers[url] = Answer(url, status, {}) if status != 200 else picture(url)
        await home.session.verifying.verify([wanted])
        home.clock.time -= back
    history = await home.session.verifying.history()
    assert [result.state is Seen.GONE_HERE for result in history] == [True, False, True]
    assert history[0].checked_at < history[-1].checked_at
    await home.session.close()


@pytest.mark.parametrize("back", STEPS, ids=str)
async def test_what_was_made_worthless_stays_so(home: House, back: timedelta) -> None:
    await home.own(ADA)
    home.publish(ADA, range(2))
    await home.session.scan()
    vault = home.vault

    async def seen(number: int) -> None:
        found = (await home.session.findings())[0]
        asks = replace(
            found.observation, photo=photo(ADA, number).id, aftercare=(AftercareKey.KEY_OR_CODE,)
        )
        taken = SeenAftercare()
        taken.take([replace(found, observation=asks)])
        for name, value in (await taken.settings(vault)).items():
            await vault.put_setting(name, value)

    await seen(0)
    (thing,) = await kept_aftercare(vault)
    await tick(vault, thing.key, State.DONE)
    home.clock.time -= back
    await home.session.scan()
    await seen(0)
    assert [entry.state for entry in await kept_aftercare(vault)] == [State.DONE]
    await seen(1)
    assert [entry.state for entry in await kept_aftercare(vault)] == [State.OPEN]
    await home.session.close()


@each_row("back", STEPS, ids=str)
async def test_a_certificate_made_later_is_told_and_not_used(
    tmp_path: Path, back: timedelta
) -> None:
    made = at(0).replace(hour=0, minute=0, second=0, microsecond=0)
    clock = HeldClock()
    clock.time = made
    store = SigningStore(tmp_path / "signing", MemorySecrets(), lambda: clock.time)
    await store.create("Me", made, lambda: None, keyring=True)
    await store.identity(lambda: None)
    clock.time = made - back
    with pytest.raises(UsageError, match="clock of this device says") as raised:
        await store.identity(lambda: None)
    assert "Set the clock" in raised.value.hint
    clock.time = made + timedelta(days=20_000)
    with pytest.raises(UsageError, match="ended"):
        await store.identity(lambda: None)
    assert store.certificate().since == made


async def test_the_network_log_begins_with_what_was_asked_last() -> None:
    vault = await EncryptedVault.ephemeral()
    for number in range(3):
        entry = NetworkEntry(at(-number), "GET", "a.example", f"/{number}", "list", 200, 1, 1)
        await vault.log_requests([entry])
    assert [entry.path for entry in await vault.network_log()] == ["/2", "/1", "/0"]
    await vault.close()


@each_row("back", STEPS[1:], ids=str)
def test_a_time_to_come_is_not_called_just_now(back: timedelta) -> None:
    assert "set back" in words.ago(at(0), at(0) - back)
    assert words.ago(at(0), at(0) - timedelta(seconds=5)) == "just now"
