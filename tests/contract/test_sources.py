"""One suite over every source.

What auditor.ports.Source promises, on good, blocked, corrupted and hostile answers.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import ProofMethod
from auditor.errors import AuditorError, LoginNeeded, SourceError
from auditor.ports import Source
from auditor.sources import ALL, build
from tests.contract.promises import (
    BROKEN,
    NO_ADDRESSES,
    assert_addresses_of_the_web,
    assert_read_once,
    with_hostile_addresses,
)
from tests.contract.source_cases import CASES, Case
from tests.fakes.own_keys import own_key
from tests.recorded import FIXTURES, SWITCHED_ON, Reply, Route, Web, photos, read
from tests.rows import each_row

SOURCES = {source.name: source for source in build(SWITCHED_ON, own_key)}
NAMES = sorted(CASES)


def test_the_registry_names_each_source_once() -> None:
    assert [entry.name for entry in ALL] == [source.name for source in build(SWITCHED_ON)]
    assert len(set(SOURCES)) == len(ALL)
    assert set(CASES) == set(SOURCES), "every source has recorded answers in source_cases.py"


@each_row("name", SOURCES)
def test_each_source_has_tests_of_its_own(name: str) -> None:
    assert (FIXTURES.parent / "unit" / "sources" / f"test_{name}.py").exists()


def test_it_is_said_where_each_recording_comes_from() -> None:
    told = (FIXTURES / "SOURCE.md").read_text("utf-8")
    folders = [folder.name for folder in FIXTURES.iterdir() if folder.is_dir()]
    assert [name for name in folders if f"| `{name}` |" not in told] == []


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest) -> tuple[Source, Case]:
    return SOURCES[request.param], CASES[request.param]()


async def test_all_photos_are_read_once(named: tuple[Source, Case]) -> None:
    source, case = named
    async with Web(case.routes).door(*case.allow_hosts) as http:
        batches = await read(source, case.account, http)
    found = photos(batches)
    assert len(found) == case.photos
    assert_read_once(batches, case.account, source.name)


async def test_a_scan_resumes_at_every_cursor_with_nothing_lost(named: tuple[Source, Case]) -> None:
    source, case = named
    async with Web(case.routes).door(*case.allow_hosts) as http:
        batches = await read(source, case.account, http)
        for index, batch in enumerate(batches[:-1]):
            rest = photos(await read(source, case.account, http, batch.cursor))
            assert {photo.id for photo in rest} >= {
                photo.id for photo in photos(batches[index + 1 :])
            }
            assert {photo.id for photo in rest} <= {photo.id for photo in photos(batches)}
            again = {photo.id: photo for photo in photos(batches)}
            assert all(photo == again[photo.id] for photo in rest)


async def test_a_cursor_that_cannot_be_read_starts_again(named: tuple[Source, Case]) -> None:
    source, case = named
    async with Web(case.routes).door(*case.allow_hosts) as http:
        assert (
            len(photos(await read(source, case.account, http, "\x00 no cursor of ours")))
            == case.photos
        )


async def test_what_is_closed_is_said_and_never_empty(named: tuple[Source, Case]) -> None:
    source, case = named
    closed: dict[str, Route] = dict.fromkeys(
        case.routes, Reply(b'{"error": "AuthRequired", "message": "no"}', 401)
    )
    async with Web(closed).door(*case.allow_hosts) as http:
        with pytest.raises(SourceError) as caught:
            await read(source, case.account, http)
    assert (
        isinstance(caught.value, LoginNeeded) or source.name == "atproto"
    )  # a handle is looked up in other places first
    assert caught.value.message


@pytest.mark.parametrize("body", BROKEN, ids=lambda body: repr(body[:12]))
async def test_broken_answers_are_told_in_words(named: tuple[Source, Case], body: bytes) -> None:
    """Each answer in turn is broken while the others are as recorded."""
    source, case = named
    for address in case.routes:
        web = Web({**case.routes, address: Reply(body)})
        async with web.door(*case.allow_hosts) as http:
            with contextlib.suppress(AuditorError):  # anything else fails the test
                await read(source, case.account, http)


@pytest.mark.parametrize("text", NO_ADDRESSES)
async def test_only_addresses_of_the_web_come_out(named: tuple[Source, Case], text: str) -> None:
    source, case = named
    change = with_hostile_addresses(text)

    def changed(route: Route) -> Route:
        if isinstance(route, Reply):
            return replace(route, body=change(route.body)) if route.body[:1] in b"[{" else route
        return lambda url: replace(told := route(url), body=change(told.body))

    routes = {
        address: changed(route)
        for address, route in case.routes.items()
        if "plc.directory" not in address
    }
    async with Web({**case.routes, **routes}).door(*case.allow_hosts) as http:
        try:
            batches = await read(source, case.account, http)
        except SourceError:
            return
    assert_addresses_of_the_web(batches)


async def test_a_server_without_end_is_left(named: tuple[Source, Case]) -> None:
    """A list whose every page names a further one that was read before ends."""
    source, case = named

    def circling(url: httpx.URL) -> Reply:
        route = case.routes[f"{url.scheme}://{url.netloc.decode()}{url.path}"]
        reply = (
            route
            if isinstance(route, Reply)
            else route(
                url.copy_remove_param("cursor")
                .copy_remove_param("max_id")
                .copy_remove_param("page")
            )
        )
        link = f'<{url.copy_set_param("max_id", "1")}>; rel="next"'
        body = reply.body.replace(
            b'"batchcomplete": true', b'"continue": {"gaicontinue": "x", "continue": "y"}'
        )
        return replace(reply, headers={**reply.headers, "link": link}, body=body)

    lists = ("listRecords", "statuses", "/api.php", "/repos", "/projects")
    routes = {
        address: circling if address.endswith(lists) else route
        for address, route in case.routes.items()
    }
    async with Web(routes).door(*case.allow_hosts) as http:
        batches = await read(source, case.account, http)
    assert len({photo.id for photo in photos(batches)}) == case.photos
    if case.one_page:
        assert all(batch.complete for batch in batches)
        return
    assert any(batch.notes for batch in batches)
    if case.never_whole:
        assert not all(batch.complete for batch in batches)
        return
    left = any("left there" in note for batch in batches for note in batch.notes)
    assert left is not all(batch.complete for batch in batches)


async def test_proof_texts_and_avatar_are_as_promised(named: tuple[Source, Case]) -> None:
    source, case = named
    async with Web(case.routes).door(*case.allow_hosts) as http:
        texts = await source.proof_texts(case.account, http)
        avatar = await source.avatar(case.account, http)
    assert all(
        ProofMethod(text.kind) is not ProofMethod.NONE and text.url.startswith("http")
        for text in texts
    )
    assert avatar is None or avatar.startswith("http")


async def test_addresses_are_recognised_without_asking(named: tuple[Source, Case]) -> None:
    source, case = named
    for text in case.texts:
        found = source.recognise(text)
        assert found is not None
        assert found.platform == source.name


@pytest.mark.parametrize("name", NAMES)
@given(
    text=st.text(max_size=80)
    | st.sampled_from(
        ["https://", "@", "at://", "/@a@b", "https://[::1", "http://x:99999/@a", "a@b@c"]
    )
)
def test_any_text_is_recognised_or_not(name: str, text: str) -> None:
    for typed in (text, f"https://{text}", f"@{text}", f"https://host.example/{text}"):
        found = SOURCES[name].recognise(typed)
        assert found is None or found.platform == name
