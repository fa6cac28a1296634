"""The owner's pages: what is changed there is what the servers tell and serve."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from auditor.domain.findings.plan import Change
from auditor.errors import UsageError
from auditor.markup.training.robots_groups import parse_groups
from auditor.practice import personas
from auditor.practice.actions import (
    DeleteAccount,
    NewAltText,
    NewBio,
    NewSetting,
    OwnerAction,
    ReplaceByCopy,
    ReplaceByFile,
    ReportImpostor,
    TakeDown,
)
from auditor.practice.catalogue import AVATAR, BANNER, Catalogue
from auditor.practice.owner import apply, read_file, read_settings
from auditor.practice.server import build
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.switches import SWITCHES, switches_for
from tests.hostile.watched_range import serving
from tests.unit.practice.asking import Told, ask

MINE = [spec for spec in personas.ACCOUNTS if spec.person == "mara" and spec.server != "copycat"]


def small_file(colour: str = "teal", form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, form)
    return out.getvalue()


@pytest.fixture(scope="module")
def own() -> Iterator[World]:
    """A range of this file alone: what its owners do would be in the way of others."""
    world, servers = build(Catalogue(seed=5, photos=60, same_size=True), "told-at-the-start")
    with serving(servers):
        yield world


@pytest.fixture(autouse=True)
def _as_before(own: World) -> Iterator[None]:
    flags = dict(own.flags)
    yield
    for changed in (own.hidden, own.deleted, own.uploads, own.words, own.bios):
        changed.clear()
    own.flags.update(flags)


def do(world: World, spec: rows.AccountSpec, action: OwnerAction) -> str:
    return apply(world.owner_page(spec), action)


def photos(world: World, spec: rows.AccountSpec) -> list[tuple[str, str]]:
    """Address of the file and alt text of each photo in the lists of an account, newest first."""
    base = world.base(spec)
    if spec.platform == rows.WEBSITE:
        found = BeautifulSoup(ask(base + "/").body, "lxml").select("article img")
        return [
            (str(img["srcset"]).rsplit(", ", 1)[-1].split()[0], str(img["alt"])) for img in found
        ]
    if spec.platform == rows.MASTODON:
        number = ask(f"{base}/api/v1/accounts/lookup?acct={spec.name}").json["id"]
        statuses = ask(f"{base}/api/v1/accounts/{number}/statuses?limit=40").json
        media = [status["media_attachments"][0] for status in statuses]
        return [(each["url"], each["description"] or "") for each in media]
    return [(_blob(base, repo, ref), alt) for repo, ref, alt in _records(base, spec.name)]


def _blob(base: str, did: str, ref: str) -> str:
    return f"{base}/xrpc/com.atproto.sync.getBlob?did={did}&cid={ref}"


def _records(base: str, name: str) -> list[tuple[str, str, str]]:
    url = f"{base}/xrpc/com.atproto.repo.listRecords?repo={name}&collection=app.bsky.feed.post"
    found = []
    for record in ask(url).json["records"]:
        image = record["value"]["embed"]["images"][0]
        found.append((record["uri"].split("/")[2], image["image"]["ref"]["$link"], image["alt"]))
    return found


def opened(url: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(ask(url).body)) as picture:
        return picture.size


def is_gone(url: str) -> bool:
    answer = ask(url)
    return answer.status == 404 or (answer.status == 400 and b"BlobNotFound" in answer.body)


@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_a_photo_that_is_taken_down_is_gone_from_lists_and_as_a_file(
    own: World, spec: rows.AccountSpec
) -> None:
    before = photos(own, spec)
    assert do(own, spec, TakeDown(before[1][0])) == ""
    assert photos(own, spec) == [before[0], *before[2:]]
    assert is_gone(before[1][0])
    with pytest.raises(UsageError, match="no such file"):
        read_file(before[1][0])
    with pytest.raises(UsageError, match="stands at that address"):
        do(own, spec, TakeDown(before[1][0]))


@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_a_file_takes_the_place_of_another(own: World, spec: rows.AccountSpec) -> None:
    (address, alt), *others = photos(own, spec)
    new = do(own, spec, ReplaceByFile(address, small_file(), "../Grey sea.PNG"))
    assert photos(own, spec) == [(new, alt), *others]
    assert new != address
    assert is_gone(address)
    assert opened(new) == (300, 200)
    if spec.platform != rows.MASTODON:  # which encodes every picture anew
        assert ask(new).body == small_file() == read_file(new)
    if spec.platform == rows.WEBSITE:
        assert new.endswith("/Grey-sea.jpg")
    again = do(own, spec, ReplaceByFile(new, small_file("navy", "PNG"), "sea.png"))
    assert is_gone(new)
    assert opened(again) == (300, 200)
    assert photos(own, spec)[0][0] == again
    assert do(own, spec, NewAltText(address, "by its first address")) == again
    assert photos(own, spec)[0] == (again, "by its first address")


def test_the_same_name_on_a_site_is_the_same_address_with_other_bytes(own: World) -> None:
    site = personas.account("mara-site")
    address = photos(own, site)[0][0]
    first = ask(address)
    assert do(own, site, ReplaceByFile(address, small_file(), address)) == address
    again = ask(address, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (200, small_file())


@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_a_clean_copy_says_nothing_of_itself(own: World, spec: rows.AccountSpec) -> None:
    places = range(own.catalogue.count(spec.key))
    told = next(place for place in places if "g" in own.posting(spec.key, place).shot.entry.marks)
    listed = photos(own, spec)
    if spec.platform == rows.ATPROTO:  # galleries stand in another list
        told = 0
    new = do(own, spec, ReplaceByCopy(listed[told][0], longest=240))
    assert photos(own, spec)[told][0] == new
    with Image.open(io.BytesIO(ask(new).body)) as picture:
        assert max(picture.size) == 240
        assert not picture.getexif()
    if spec.platform == rows.WEBSITE:
        assert new.endswith("/photo-1.jpg")


@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_descriptions_and_the_text_about_oneself(own: World, spec: rows.AccountSpec) -> None:
    (address, _alt), *others = photos(own, spec)
    assert do(own, spec, NewAltText(address, 'A <sea> & "sky"')) == address
    assert photos(own, spec) == [(address, 'A <sea> & "sky"'), *others]
    do(own, spec, NewBio("Nurse <b>"))
    page = unescape(ask(own.page(spec)).body.decode())
    assert "Nurse <b>" in unescape(page)
    assert "winter swimmer" not in page
    assert "Nurse &lt;b&gt;" in ask(own.owner_page(spec)).body.decode()
    assert do(own, spec, NewAltText(address, "")) == address
    assert photos(own, spec)[0][1] == ""


def profile(own: World, spec: rows.AccountSpec) -> dict[str, Any]:
    if spec.platform == rows.MASTODON:
        found = ask(f"{own.base(spec)}/api/v1/accounts/lookup?acct={spec.name}").json
        return {key: found[key] for key in ("noindex", "indexable", "discoverable")}
    url = f"{own.base(spec)}/xrpc/com.atproto.repo.listRecords?repo={spec.name}"
    value = ask(f"{url}&collection=app.bsky.actor.profile").json["records"][0]["value"]
    return {"logged_out": "labels" not in value}


@pytest.mark.parametrize("key", ["mara-social", "mara-sky"])
def test_the_switches_of_platforms(own: World, key: str) -> None:
    spec = personas.account(key)
    closing = switches_for(spec.platform, Change.CLOSE_SEARCH)
    assert closing
    for switch in closing:
        do(own, spec, NewSetting(switch.key, on=switch.closed))
    assert profile(own, spec) == {switch.key: switch.closed for switch in closing}
    assert read_settings(own.owner_page(spec)) == profile(own, spec)
    for switch in closing:
        do(own, spec, NewSetting(switch.key, on=not switch.closed))
    assert profile(own, spec) == {switch.key: not switch.closed for switch in closing}


def test_the_switches_of_a_site(own: World) -> None:
    site, base = personas.account("mara-site"), own.bases["mara"]
    number = own.posting(site.key, 0).index
    assert b"creativecommons" in ask(f"{base}/photo/{number}/").body
    for switch in SWITCHES[site.platform]:
        do(own, site, NewSetting(switch.key, on=switch.closed))
    answer = ask(base + "/")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert b"CC BY" not in answer.body
    assert b"creativecommons" not in ask(f"{base}/photo/{number}/").body
    robots = ask(base + "/robots.txt").body.decode()
    assert not parse_groups(robots).allows("GPTBot", base + "/")
    assert parse_groups(robots).allows("Googlebot", base + "/")
    assert "Disallow: /family/" in robots
    with pytest.raises(UsageError, match="no such setting"):
        do(own, site, NewSetting("discoverable", on=False))


@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_portraits_are_replaced_and_taken_down(own: World, spec: rows.AccountSpec) -> None:
    desk = BeautifulSoup(ask(own.owner_page(spec)).body, "lxml")
    first = desk.select_one("input[name=photo]")
    assert first is not None
    address = str(first["value"])
    assert opened(address)
    new = do(own, spec, ReplaceByFile(address, small_file(), "me.jpg"))
    assert opened(new) == (300, 200)
    if spec.platform == rows.WEBSITE:
        do(own, spec, NewAltText(new, "Me"))
        assert b'alt="Me"' in ask(own.bases["mara"] + "/about/").body
    else:
        assert is_gone(address)
        with pytest.raises(UsageError, match="no description"):
            do(own, spec, NewAltText(new, "Me"))
    do(own, spec, TakeDown(new))
    assert is_gone(new)
    assert not own.shows(spec.key, AVATAR)
    assert own.shows(spec.key, BANNER)


def test_accounts_are_deleted_and_the_impostor_reported(own: World) -> None:
    site, copy = personas.account("mara-site"), personas.account("copycat-social")
    do(own, site, DeleteAccount())
    assert {ask(own.page(site)).status, ask(own.owner_page(site)).status} == {404}
    with pytest.raises(UsageError, match="cannot be done here"):
        do(own, copy, NewBio("somebody else"))
    do(own, copy, ReportImpostor())
    assert ask(own.page(copy)).status == 404
    with pytest.raises(UsageError, match="no page of the practice range"):
        do(own, copy, ReportImpostor())


def token_of(own: World, spec: rows.AccountSpec) -> str:
    page = BeautifulSoup(ask(own.owner_page(spec)).body, "lxml")
    return str(page.select_one("input[name=token]")["value"])  # type: ignore[index]


def post(own: World, spec: rows.AccountSpec, body: str, **headers: str) -> Told:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(own.owner_page(spec), "POST", body.encode(), **{**kind, **headers})


def test_pages_of_others_cannot_send_the_form(own: World) -> None:
    spec = personas.account("mara-site")
    base, token = own.bases["mara"], token_of(own, spec)
    wish = f"do=bio&text=stolen&token={token}"
    assert post(own, spec, wish, Origin="http://evil.example").status == 403
    assert post(own, spec, wish, Origin="null").status == 403
    assert post(own, spec, wish, Origin=own.bases["social"]).status == 403
    assert post(own, spec, wish, Origin=base, Sec_Fetch_Site="cross-site").status == 403
    assert post(own, spec, wish, Host="evil.example", Origin="http://evil.example").status == 421
    assert post(own, spec, "do=bio&text=stolen", Origin=base).status == 403
    assert post(own, spec, "do=bio&text=stolen&token=x", Origin=base).status == 403
    assert post(own, spec, wish, Content_Type="text/plain").status in {400, 403}
    assert b"stolen" not in ask(base + "/").body
    answer = post(own, spec, wish, Origin=base, Sec_Fetch_Site="same-origin")
    assert (answer.status, answer.headers["location"]) == (303, "?page=1&done=bio")
    assert b"stolen" in ask(base + "/").body
    page = ask(own.owner_page(spec))
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


def test_no_token_is_shown(own: World) -> None:
    for spec in personas.ACCOUNTS:
        page = BeautifulSoup(ask(own.owner_page(spec)).body, "lxml")
        assert own.form_token not in page.get_text()
        for field in page.select(f'input[value="{own.form_token}"]'):
            assert field["type"] == "hidden"
            field.decompose()
        assert own.form_token not in str(page)
        assert own.token not in str(page)
        assert own.form_token not in ask(own.page(spec)).body.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"--x\r\nnothing", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_broken_forms_are_refused(own: World, body: bytes, kind: str) -> None:
    page = own.owner_page(personas.account("mara-site"))
    assert ask(page, "POST", body, Content_Type=kind).status in {400, 403}


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff no picture", small_file(form="GIF")])
def test_what_is_no_picture_is_not_put_up(own: World, data: bytes) -> None:
    site = personas.account("mara-site")
    address = photos(own, site)[0][0]
    with pytest.raises(UsageError, match="JPEG, PNG and WebP"):
        do(own, site, ReplaceByFile(address, data, "x.jpg"))
    assert photos(own, site)[0][0] == address


@pytest.mark.parametrize(
    "address", ["", "http://127.0.0.1/photos/1/a.jpg", "nonsense", "http://[", "/photos/9999999/"]
)
@pytest.mark.parametrize("spec", MINE, ids=lambda spec: spec.platform)
def test_addresses_of_nothing(own: World, spec: rows.AccountSpec, address: str) -> None:
    with pytest.raises(UsageError):
        do(own, spec, TakeDown(address))


def test_only_the_range_is_asked() -> None:
    with pytest.raises(UsageError, match="no page of the practice range"):
        apply("https://example.org/owner/", DeleteAccount())
    with pytest.raises(UsageError, match="no page of the practice range"):
        apply("http://example.org/owner/", DeleteAccount())
    with pytest.raises(UsageError, match="does not answer"):
        apply("http://127.0.0.1:1/owner/", DeleteAccount())


def test_every_photo_can_be_reached_by_hand(own: World) -> None:
    spec = personas.account("tomas-site")
    found: set[str] = set()
    url = own.owner_page(spec)
    page = BeautifulSoup(ask(url).body, "lxml")
    found |= {str(field["value"]) for field in page.select("input[name=photo]")}
    assert len(found) == own.catalogue.count(spec.key) + 1
    assert all(opened(address) for address in found)
    for img in page.select("img"):
        assert ask(str(img["src"])).status == 200
    assert own.owner_page(spec) in ask(own.bases["front"] + "/").body.decode()
