"""auditor places as a user has it: by town, exact when asked, and forgotten at once."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.account import Proof, ProofMethod
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.contract.vault_making import T0, HeldClock, account, at, facts, photo

ADA = replace(account(), proof=Proof(ProofMethod.CREDENTIAL))
BEA = account("bea.example", "mastodon")
SPOT = (52.516342, 13.377718)


@pytest.fixture
def nights(tmp_path: Path) -> Auditor:
    """A vault with two accounts: a proven one that shows six nights at one spot.

    And one without proof that shows six at another.
    """
    auditor = Auditor.at(tmp_path)
    asyncio.run(_fill(auditor.vault))
    return auditor


async def _fill(folder: Path) -> None:
    vault = await EncryptedVault.open(folder, keys.create(folder, Secret(PASSPHRASE)), HeldClock())
    for owner in (ADA, BEA):
        await vault.put_account(owner)
    scan, _resumed = await vault.begin_scan([ADA.id, BEA.id], at(0))
    for owner, spot in ((ADA, SPOT), (BEA, (48.853012, 2.349912))):
        await vault.save_batch(
            scan, owner.id, Batch(tuple(photo(owner, index) for index in range(6)), None), at(0)
        )
        for stored in await vault.unmeasured(scan, 10, owner.id):
            number = int((stored.photo.file_name or "")[4:9])
            when = (T0 + timedelta(days=number, hours=11)).replace(tzinfo=None).isoformat()
            known = facts(number)
            metadata = replace(known.metadata, gps=Position(*spot), captured_at=when)
            await vault.save_facts(
                scan,
                stored.photo.id,
                replace(stored, facts=replace(known, metadata=metadata)),
                b"webp",
            )
        await vault.end_account(scan, owner.id, Fetched(), 1, at(1))
    await vault.end_scan(scan, at(1))
    await vault.close()


def _positions(value: Any) -> list[Any]:
    match value:
        case dict():
            here = [value["latitude"]] if value.get("latitude") is not None else []
            return here + [position for inner in value.values() for position in _positions(inner)]
        case list():
            return [position for inner in value for position in _positions(inner)]
        case _:
            return []


def test_towns_are_told_and_spots_only_if_asked(nights: Auditor) -> None:
    told = nights.run("places", "--json").json
    assert (told["schema"], told["kept"], told["exact"]) == ("auditor/places/1", True, False)
    (place,) = told["places"]
    assert (place["name"], place["country"], place["radius_m"]) == ("Berlin", "DE", 1000)
    assert (place["latitude"], place["longitude"]) == (52.52, 13.38)
    assert (place["count"], place["days"], place["nights"]) == (6, 6, 6)
    assert place["mostly"] == {"week": "weekdays", "day": "night", "count": 5, "of": 6}
    assert (place["accounts"], len(place["photos"])) == ([ADA.id], 6)
    (exact,) = nights.run("places", "--json", "--exact").json["places"]
    assert (exact["latitude"], exact["longitude"]) == SPOT
    assert exact["radius_m"] <= 150

    shown = nights.run("places").out
    assert "Berlin, DE" in shown
    assert "52.52, 13.38" in shown
    assert "52.516" not in shown
    assert "52.516342, 13.377718" in nights.run("places", "--exact").out
    masked = nights.run("places", "--exact", "--projector").out
    assert "Berlin" not in masked
    assert "52.5" not in masked


@pytest.mark.slow
def test_forgetting_asks_first_and_then_leaves_nothing(nights: Auditor) -> None:
    assert "auditor places --forget --yes" in nights.run("places", "--forget", code=2).err
    assert "neither" in nights.run("places", "--forget", "--remember", "--yes", code=2).err
    assert len(_positions(nights.run("photos", "--json").json)) == 12

    done = nights.run("places", "--forget", "--yes", "--json")
    assert "All places are forgotten" in done.err
    assert "Captions, descriptions and file names stay" in done.err
    assert (done.json["kept"], done.json["places"]) == (False, [])
    photos = nights.run("photos", "--json").json
    assert len(photos["photos"]) == 12
    assert _positions(photos) == []
    found = {
        finding["check"] for finding in nights.run("findings", "--json", code=1).json["findings"]
    }
    assert "device-serial-number" in found
    assert not found & {"position-in-metadata", "frequent-place"}
    assert "The next scan reads every photo anew" in nights.run("places", "--remember").err


def test_the_map_tells_what_the_table_tells_and_nothing_to_a_class(nights: Auditor) -> None:
    name = nights.run("places", "--json").json["places"][0]["name"]
    drawn = nights.run("places", "--chart").out
    assert name in drawn
    assert re.search("[\u2801-\u28ff]", drawn), "coasts"
    hidden = nights.run("--projector", "places", "--chart").out
    assert name not in hidden
    assert "Places are hidden here" in hidden
    assert not re.search("[\u2801-\u28ff]", hidden)
