from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from auditor.domain.account import Account
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import HandleTaken, SourceError
from auditor.sources.telegram.source import TelegramChannel
from tests.contract.source_cases import CASES, CHANNEL
from tests.recorded import Reply, Route, Web, photos, read, recorded
from tests.rows import each_row

WHO = CASES["telegram"]().account
PLACE = "https://cdn4.telesco.pe/file"


@each_row(
    ("text", "name"),
    [
        ("https://t.me/s/WandasGarden?before=12", "WandasGarden"),
        ("https://t.me/wandasgarden/44", "wandasgarden"),
        ("https://telegram.me/wandasgarden", "wandasgarden"),
        ("https://wandasgarden.t.me/", "wandasgarden"),
        ("https://t.me/joinchat/AAAA", None),
        ("https://t.me/+AbCdEf", None),
        ("https://t.me/c/12345/6", None),
        ("https://t.me/s/", None),
        ("https://www.t.me/", None),
        ("https://nott.me/wandasgarden", None),
    ],
)
def test_what_is_recognised(text: str, name: str | None) -> None:
    found = TelegramChannel().recognise(text)
    assert (found.handle if found else None) == name
    assert found is None or found.url == f"https://t.me/{name}"


async def test_own_pictures_are_read_page_by_page_and_the_rest_is_told() -> None:
    async with Web(CASES["telegram"]().routes).door() as http:
        batches = await read(TelegramChannel(), WHO, http)
    found = {photo.media_url: photo for photo in photos(batches)}
    names = ("channel", "album1", "album2", "gate", "roses", "bench")
    assert set(found) == {f"{PLACE}/{name}.jpg" for name in names}
    assert found[f"{PLACE}/channel.jpg"].kind is PhotoKind.AVATAR
    album = found[f"{PLACE}/album2.jpg"]
    assert album.page_url == "https://t.me/wandasgarden/41"
    assert album.posted_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert album.caption == "Two of them\nin bloom"
    profile = batches[0].profile
    assert profile is not None
    assert profile.display_name == "Wanda's garden"
    assert [link.url for link in profile.links] == ["https://wanda.example/"]
    assert batches[0].stable_id == "-1234500001"
    assert batches[-1].complete
    told = " ".join(batches[-1].notes)
    assert "1 film was" in told
    assert "1 file is shown in the app alone" in told
    assert "1 post was passed on" in told


async def test_photos_keep_their_ids_when_addresses_of_files_change() -> None:
    case = CASES["telegram"]()

    def moved(route: Route) -> Route:
        def answered(url: object) -> Reply:
            reply = route if isinstance(route, Reply) else route(url)  # type: ignore[arg-type]
            return replace(reply, body=reply.body.replace(b"telesco.pe/file/", b"telesco.pe/new/"))

        return answered

    routes = {address: moved(route) for address, route in case.routes.items()}
    ids = []
    for each in (case.routes, routes):
        async with Web(each).door() as http:
            ids.append({photo.id for photo in photos(await read(TelegramChannel(), WHO, http))})
    assert ids[0] == ids[1]


async def test_what_the_channel_counts_and_does_not_list_is_told() -> None:
    first = recorded("telegram/posts_0.html").body
    more = first.replace(b'value">6<', b'value">60<')
    older = recorded("telegram/posts_39.html")

    def posts(url: object) -> Reply:
        return older if "before" in str(url) else Reply(more)

    async with Web({CHANNEL: posts}).door() as http:
        batches = await read(TelegramChannel(), WHO, http)
    assert not batches[-1].complete
    assert any("counts more posts than it lists" in note for note in batches[-1].notes)


async def test_of_a_person_only_the_portrait_is_read_and_the_rest_could_not_be_told() -> None:
    async with Web({CHANNEL: recorded("telegram/person.html")}).door() as http:
        (batch,) = await read(TelegramChannel(), WHO, http)
        (told,) = await TelegramChannel().proof_texts(WHO, http)
    assert [photo.media_url for photo in batch.photos] == [f"{PLACE}/wanda.jpg"]
    assert not batch.complete
    assert "could not be told" in batch.notes[0]
    assert told.text == "Gardens and maps."


async def test_a_name_of_which_nothing_is_shown_is_never_gone() -> None:
    async with Web({CHANNEL: recorded("telegram/nobody.html")}).door() as http:
        with pytest.raises(SourceError, match="it tells nobody") as caught:
            await read(TelegramChannel(), WHO, http)
    assert type(caught.value) is SourceError


async def test_a_name_that_went_to_another_channel_is_not_read() -> None:
    seen = replace(WHO, stable_id="-1999")
    async with Web(CASES["telegram"]().routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(TelegramChannel(), seen, http)


async def test_a_list_that_names_the_same_page_again_is_left() -> None:
    body = recorded("telegram/posts_0.html").body.replace(b"before=39", b"before=44")
    body = body.replace(b'data-before="39"', b'data-before="44"')
    async with Web({CHANNEL: Reply(body)}).door() as http:
        batches = await read(TelegramChannel(), WHO, http)
    assert any("does not end" in note for note in batches[-1].notes)
    assert not batches[-1].complete


async def _read(body: bytes, who: Account = WHO) -> list[Batch]:
    def posts(url: object) -> Reply:
        return recorded("telegram/posts_39.html") if "before" in str(url) else Reply(body)

    async with Web({CHANNEL: posts}).door() as http:
        return await read(TelegramChannel(), who, http)


async def test_a_page_without_its_list_of_posts_is_not_complete() -> None:
    body = recorded("telegram/posts_0.html").body
    header = body[: body.index(b"<main")].replace(b'value">6<', b'value">1.2K<')
    batches = await _read(
        header.replace(b'<link rel="prev" href="/s/wandasgarden?before=39">', b"")
    )
    assert not batches[-1].complete
    assert any("could not be told" in note for note in batches[-1].notes)


async def test_a_way_to_older_posts_that_cannot_be_read_is_told() -> None:
    body = recorded("telegram/posts_0.html").body.replace(b'value">6<', b'value">1.2K<')
    body = body.replace(b"before=39", b"before=old").replace(b'before="39"', b'before="old"')
    batches = await _read(body)
    assert not batches[-1].complete
    assert batches[-1].notes


async def test_a_page_without_posts_that_leads_on_is_gone_past() -> None:
    body = recorded("telegram/posts_0.html").body
    start = body.index(b'<div class="tgme_widget_message_wrap')
    batches = await _read(body[:start] + b"</section></div></main></body></html>")
    assert any("roses" in photo.media_url for photo in photos(batches))


async def test_a_person_under_the_name_of_a_channel_seen_before_is_not_read() -> None:
    seen = replace(WHO, stable_id="-1234500001")
    async with Web({CHANNEL: recorded("telegram/person.html")}).door() as http:
        with pytest.raises(SourceError, match="could not be told"):
            await read(TelegramChannel(), seen, http)
        with pytest.raises(SourceError, match="could not be told"):
            await TelegramChannel().proof_texts(seen, http)


async def test_a_page_longer_than_what_is_read_of_it_is_not_complete() -> None:
    body = recorded("telegram/posts_0.html").body
    body = body.replace(b'value">6<', b'value">1.2K<')
    start = body.index(b'<div class="tgme_widget_message_wrap')
    batches = await _read(body[:start] + b"<!--" + b"y" * 4_000_000 + b"-->" + body[start:])
    assert not batches[-1].complete
