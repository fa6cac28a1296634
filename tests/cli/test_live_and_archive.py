"""One account of which strangers were asked, and whose archive is taken in: photos are one each."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.cli.auditor import Auditor
from tests.contract.archives.cases.flickr import CASE
from tests.contract.source_cases import FLICKR
from tests.fakes.own_keys import KEYS
from tests.recorded import FIXTURES, jpeg, with_form

WHO = "https://www.flickr.com/people/adalens/"
IN_BOTH, LIVE_ALONE = 9_732_128_037, 52_000_000_777


def answer(request: httpx.Request) -> httpx.Response:
    """Answer as Flickr, which lists one photo that the archive holds and one that it does not."""
    url = with_form(request)
    if not str(url).startswith(FLICKR):
        return httpx.Response(200, headers=dict(jpeg().headers), content=jpeg().body)
    method = url.params["method"].rpartition(".")[2]
    name = "getPublicPhotos_2" if method == "getPublicPhotos" else method
    text = (FIXTURES / f"flickr/{name}.json").read_text("utf-8")
    text = text.replace("39000000@N00", "12345678@N00").replace("wanda-lens", "adalens")
    text = text.replace("52000000004", str(IN_BOTH)).replace("52000000005", str(LIVE_ALONE))
    told = json.loads(text)
    if "photos" in told:
        told["photos"] |= {"page": 1, "pages": 1, "total": 2}
    if "person" in told:
        told["person"]["photos"]["count"]["_content"] = 2
    return httpx.Response(200, json=told)


@pytest.fixture
def auditor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Auditor:
    class Connected(httpx.MockTransport):
        def __init__(self, *_rules: object) -> None:
            super().__init__(answer)

        async def renew(self) -> None:
            """There is no connection."""

    monkeypatch.setattr("auditor.adapters.network.http.DoorTransport", Connected)
    key = tmp_path / "key"
    key.write_text(KEYS["flickr"].text, "utf-8")
    made = Auditor.at(tmp_path / "room").told(AUDITOR_FLICKR_KEY_FILE=str(key))
    made.run("accounts", "add", WHO, "--claim", "mine", "--confirm", "adalens")
    return made


def pages(auditor: Auditor) -> list[str]:
    """Return the pages of the photos that are kept, but for the portrait."""
    photos = auditor.run("photos", "--json", code=None).json["photos"]
    return sorted(each["page_url"] for each in photos if each["kind"] != "avatar")


def test_a_photo_that_both_name_is_one_and_nothing_is_said_to_be_gone(
    auditor: Auditor, tmp_path: Path
) -> None:
    auditor.run("scan", code=None)
    live = pages(auditor)
    assert len(live) == 2
    archive = tmp_path / "flickr.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name, body in CASE.layouts()[0].files.items():
            made.writestr(name, body)
    told = auditor.run("import", str(archive), "--json", code=None).json["imported"][0]
    assert told["photos"] == 3
    assert (told["compared"] or {"gone": 0})["gone"] == 0
    both = pages(auditor)
    assert len(both) == len(set(both)) == 4
    assert set(live) <= set(both)
    done = auditor.run("scan", code=None)
    assert "only a newer archive tells more" in " ".join((done.out + done.err).split())
    assert pages(auditor) == both
