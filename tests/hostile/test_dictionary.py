"""A list of a thousand handles, hashed in every way, tells nobody from a masked report."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey
from tests.fakes.engine import CONTENT_IDS, House
from tests.hostile.dictionary import HANDLES, WORDS, a_vault, planted, recovered, words
from tests.unit.report.making import text_of

IDS = IdKey(Secret("5a3c" * 16))


async def rendered(home: House, form: str, *, full: bool = False) -> str:
    """Return the report as whoever gets it reads it."""
    text = await text_of(home.session, form, full=full)
    if form == "html":
        return html.unescape(text)
    return json.dumps(json.loads(text), ensure_ascii=False) if form == "json" else text


@pytest.mark.parametrize("form", ["html", "csv", "json"])
async def test_no_handle_is_recovered_from_a_masked_report(form: str) -> None:
    assert len(words()) == len(set(words())) == WORDS
    home = await a_vault(IDS)
    masked = await rendered(home, form)
    assert recovered(masked) == set()
    assert planted(masked) == []
    assert not re.search(r"\b[apfs][0-9a-f]{16}\b", masked)
    # the attack works on what is not masked
    whole = await rendered(home, form, full=True)
    assert recovered(whole) >= set(HANDLES)
    assert {"Maja Lindgren", "SN-778899", "192.0.2.17"} <= set(planted(whole))
    await home.session.close()


async def test_ids_alone_tell_no_handle() -> None:
    """And would without the secret: so it was before format 4."""
    found = []
    for ids in (IDS, CONTENT_IDS):
        home = await a_vault(ids)
        names = [state.account.id for state in await home.session.accounts.states()]
        names += [stored.photo.id async for stored in home.session.stream_photos()]
        names += [finding.id for finding in await home.session.findings()]
        names += [step.id for step in (await home.session.planning.plan()).steps]
        assert len(names) == len(set(names)) > len(HANDLES) * 4
        found.append(recovered(" ".join(names)))
        await home.session.close()
    assert found == [set(), set(HANDLES)]


async def test_rows_stay_tellable_apart_and_named_the_same() -> None:
    home = await a_vault(IDS)
    document = json.loads(await rendered(home, "json"))
    accounts = [account["id"] for account in document["accounts"]]
    assert accounts == [f"account {letter}" for letter in "ABCDEF"]
    names = [finding["id"] for finding in document["findings"]]
    assert len(set(names)) == len(names) > 0
    photos = {finding["photo"] for finding in document["findings"] if finding["photo"]}
    assert len(photos) == sum(state.photos for state in await home.session.accounts.states())
    assert all(re.fullmatch(r"photo \d+", photo) for photo in photos)
    owner: dict[str, str] = {}
    for finding in document["findings"]:
        if finding["photo"]:
            assert owner.setdefault(finding["photo"], finding["account"]) == finding["account"]
    settled = {name for step in document["plan"] for name in step["settles"]}
    assert settled
    assert settled <= set(names)
    table = list(csv.DictReader(io.StringIO((await rendered(home, "csv")).removeprefix("\ufeff"))))
    rows = [(row["account"], row["photo"], row["finding"]) for row in table if row["finding"]]
    assert len(set(rows)) == len(rows) == len(names)
    page = await rendered(home, "html")
    assert all(f"{account}" in page for account in accounts)
    await home.session.close()


async def test_the_same_vault_names_things_the_same_and_another_does_not() -> None:
    found = []
    for ids in (IDS, IDS, IdKey.new()):
        home = await a_vault(ids)
        found.append({stored.photo.id async for stored in home.session.stream_photos()})
        await home.session.close()
    assert found[0] == found[1]
    assert found[0].isdisjoint(found[2])
