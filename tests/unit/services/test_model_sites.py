"""Searches for models by name: what would go out, what goes out, and what each answer means.

Where the recorded answers come from stands in tests/fixtures/SOURCE.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.outside.look_alikes import ModelList
from auditor.errors import NetworkError, Offline, Throttled, TooLarge, Unreachable
from auditor.ports import Answer, Consent, Lookup, Outgoing
from auditor.services.model_sites import Civitai, HuggingFace
from auditor.services.model_sites.civitai import TYPES
from auditor.services.model_sites.hugging_face import spellings
from auditor.services.model_sites.pages import PAGES
from tests.fakes.engine import FakeHttp
from tests.recorded import FIXTURES
from tests.rows import each_row

CIVITAI = "https://civitai.com/api/v1/models"
HUGGING_FACE = "https://huggingface.co/api/models"
NAME = "Mara Lind"
Told = Answer | Exception


def recorded(name: str) -> bytes:
    return (FIXTURES / "model_sites" / name).read_bytes()


@dataclass
class Pages(FakeHttp):
    """Answers one after the other, whatever is asked."""

    told: list[Told] = field(default_factory=list)

    async def get(self, url: str, **more: Any) -> Answer:
        await super().get(url, **more)
        told = self.told.pop(0) if len(self.told) > 1 else self.told[0]
        if isinstance(told, Exception):
            raise told
        return told


def answer(body: bytes, url: str = CIVITAI, following: str = "", status: int = 200) -> Answer:
    return Answer(url, status, {}, body, links={"next": following} if following else {})


def civitai() -> Civitai:
    return Civitai("https://civitai.com/api/v1")


def hugging_face() -> HuggingFace:
    return HuggingFace("https://huggingface.co/api/")


async def asked(lookup: Lookup[ModelList], http: FakeHttp, name: str = NAME) -> ModelList:
    return (await lookup.ask(Consent(lookup.outgoing([name])), http))[name]


async def test_civitai_is_asked_as_documented_and_by_its_cursor() -> None:
    http = Pages(told=[answer(recorded("civitai-1.json")), answer(recorded("civitai-2.json"))])
    listed = await asked(civitai(), http)
    first = {
        "query": NAME,
        "types": TYPES,
        "limit": "100",
        "nsfw": "true",
        "primaryFileOnly": "true",
    }
    assert [request.url for request in http.asked] == [CIVITAI, CIVITAI]
    assert [request.params for request in http.asked] == [first, {**first, "cursor": "100"}]
    assert (len(listed.models), listed.more, listed.unread, listed.trouble) == (5, False, 0, "")
    model = listed.models[0]
    assert model.url == "https://civitai.com/models/3036"
    assert (model.kind, model.title, model.creator) == (
        "LORA",
        "Mara Lind | portrait LoRA",
        "pixelhand",
    )
    assert model.triggers == ("m4ralind", "Mara Lind")
    assert [each.person_flag for each in listed.models] == [False, False, True, False, False]
    assert [each.explicit for each in listed.models] == [False, False, True, False, False]


async def test_nothing_is_taken_from_an_answer_but_words() -> None:
    http = Pages(told=[answer(recorded("civitai-2.json"))])
    told = repr(await asked(civitai(), http)) + repr(
        await asked(hugging_face(), Pages(told=[answer(recorded("hugging-face-1.json"))]))
    )
    for never in ("download", ".jpeg", "nobody should see", "safetensors", "<p>"):
        assert never not in told


async def test_hugging_face_is_asked_for_each_spelling_and_by_its_link() -> None:
    onward = f"{HUGGING_FACE}?search=mara-lind&limit=100&cursor=eyJfaWQiOnt9fQ%3D%3D"
    http = Pages(
        told=[
            answer(recorded("hugging-face-1.json"), HUGGING_FACE, onward),
            answer(recorded("hugging-face-2.json"), HUGGING_FACE),
            answer(b"[]", HUGGING_FACE),
        ]
    )
    listed = await asked(hugging_face(), http)
    more = {"limit": "100", "cardData": "true"}
    assert [request.params for request in http.asked] == [
        {"search": "mara-lind", **more},
        {"search": "mara-lind", **more, "cursor": "eyJfaWQiOnt9fQ=="},
        {"search": "mara_lind", **more},
        {"search": "maralind", **more},
    ]
    assert [(model.url, model.kind) for model in listed.models] == [
        ("https://huggingface.co/pixelhand/mara-lind-flux", "lora"),
        ("https://huggingface.co/archive4242/x-117", "lora"),
        ("https://huggingface.co/samara-lindqvist/tokenizer", "text-generation"),
        ("https://huggingface.co/maralind/my-first-model", ""),
    ]
    assert [model.explicit for model in listed.models] == [False, True, False, False]
    assert listed.models[0].triggers == ("MaraLind woman",)
    assert {model.person_flag for model in listed.models} == {None}
    assert not listed.trouble


@each_row(
    ("name", "spelled"),
    [
        ("Mara Lind", ("mara-lind", "mara_lind", "maralind")),
        ("Jörg Müller", ("jorg-muller", "jorg_muller", "jorgmuller")),
        ("maralind", ("maralind",)),
        ("山田太郎", ()),
    ],
)
def test_spellings(name: str, spelled: tuple[str, ...]) -> None:
    assert spellings(name) == spelled
    outgoing = hugging_face().outgoing([name])
    assert [dict(request.fields)["search"] for request in outgoing.requests] == list(spelled)


async def test_a_name_that_no_id_can_hold_is_not_asked_about_and_told() -> None:
    http = FakeHttp()
    listed = await asked(hugging_face(), http, "山田太郎")
    assert http.asked == []
    assert "Latin" in listed.trouble


@pytest.mark.parametrize("lookup", [civitai(), hugging_face()])
async def test_exactly_what_was_shown_is_sent(lookup: Lookup[ModelList]) -> None:
    http = Pages(told=[answer(b"[]")])
    outgoing = lookup.outgoing([NAME, NAME, "maralind"])
    assert outgoing.items == (NAME, "maralind")
    assert all(request.method == "GET" for request in outgoing.requests)
    await lookup.ask(Consent(outgoing), http)
    sent = [(request.url, tuple(request.params.items())) for request in http.asked]
    shown = [(f"https://{each.host}{each.path}", each.fields) for each in outgoing.requests]
    assert sent == shown
    other = Consent(Outgoing("breaches", "breaches.example", "", (NAME,)))
    assert await lookup.ask(other, http) == {}
    only = await lookup.ask(Consent(outgoing).only(["maralind", "Bea Holm"]), http)
    assert list(only) == ["maralind"]


@each_row("lookup", [civitai(), hugging_face()])
@each_row(
    ("told", "words"),
    [
        (answer(b"<!doctype html><title>Just a moment</title>"), "something else than a list"),
        (answer(b'{"error": "Unauthorized"}'), "something else than a list"),
        (answer(b""), "something else than a list"),
        (answer(b"[" * 100_000), "something else than a list"),
        (answer(b"\xff\xfe[]"), "something else than a list"),
        (answer(b"{}", status=400), "error 400"),
        (answer(b"{}", status=404), "error 404"),
        (answer(b"{}", status=500), "error 500"),
        (Unreachable("no answer came in time"), "in time"),
        (Throttled("asks to wait", retry_after=2), "wait"),
        (TooLarge("more than it may be"), "more than"),
        (Offline("--offline is on"), "offline"),
    ],
)
async def test_a_site_that_is_down_slow_or_lying_is_one_clear_line(
    lookup: Lookup[ModelList], told: Told, words: str
) -> None:
    listed = await asked(lookup, Pages(told=[told]))
    assert listed.models == ()
    assert words in listed.trouble
    assert "\n" not in listed.trouble
    assert "mara" not in listed.trouble.casefold()
    assert listed.down is isinstance(told, NetworkError)


async def test_what_was_read_before_a_failure_stays() -> None:
    http = Pages(told=[answer(recorded("civitai-1.json")), Unreachable("gone")])
    listed = await asked(civitai(), http)
    assert len(listed.models) == 4
    assert listed.trouble == "gone"


async def test_the_cap_of_pages_is_told() -> None:
    pages = [
        answer(json.dumps({"items": [], "metadata": {"nextCursor": str(n)}}).encode())
        for n in range(1, 9)
    ]
    http = Pages(told=list(pages))
    listed = await asked(civitai(), http)
    assert (len(http.asked), listed.more, listed.trouble) == (PAGES, True, "")


async def test_a_page_that_leads_to_itself_ends() -> None:
    body = json.dumps({"items": [], "metadata": {"nextCursor": 7}}).encode()
    listed = await asked(civitai(), Pages(told=[answer(body)]))
    assert "same page" in listed.trouble


@each_row(
    "link",
    [
        "https://evil.example/api/models?cursor=x",
        "https://huggingface.co/api/whoami-v2?cursor=x",
        f"{HUGGING_FACE}?page=2",
        "http://[",
    ],
)
async def test_a_link_elsewhere_is_not_followed_and_told(link: str) -> None:
    http = Pages(told=[answer(b"[]", HUGGING_FACE, link)])
    listed = await asked(hugging_face(), http, "maralind")
    assert len(http.asked) == 1
    assert listed.more


def hit(**changed: Any) -> bytes:
    model: dict[str, Any] = {"id": 1, "name": "Mara Lind"}
    return json.dumps({"items": [{**model, **changed}], "metadata": {}}).encode()


@each_row(
    ("body", "models", "unread"),
    [
        (hit(), 1, 0),
        (hit(poi=None, nsfw=None, creator=None, tags=None, modelVersions=None), 1, 0),
        (hit(modelVersions=[None, {"trainedWords": None}, {"trainedWords": [1, "x"]}]), 1, 0),
        (hit(tags=[1, None, {}, "x"]), 1, 0),
        (hit(id="../../evil"), 0, 1),
        (hit(id=1.5), 0, 1),
        (hit(name=7), 0, 1),
        (hit(modelVersions="x"), 0, 1),
        (b'{"items": [1, null, "x"], "metadata": null}', 0, 3),
    ],
)
async def test_hits_that_cannot_be_read_are_counted(body: bytes, models: int, unread: int) -> None:
    listed = await asked(civitai(), Pages(told=[answer(body)]))
    assert (len(listed.models), listed.unread) == (models, unread)


@each_row(
    "id_", ["", "mara", "a/b/c", "https://evil.example/x", "a/b?x=1", "../x/y", "a b/c", 7, None]
)
async def test_ids_that_are_no_ids_are_not_made_into_addresses(id_: object) -> None:
    body = json.dumps([{"id": id_}]).encode()
    listed = await asked(hugging_face(), Pages(told=[answer(body)]), "maralind")
    assert (listed.models, listed.unread) == ((), 1)


async def test_foreign_text_is_cleaned_and_cut() -> None:
    evil = "Mara Lind \x1b[2J\u202e" + "x" * 9999
    body = hit(name=evil, type=evil, creator={"username": evil}, tags=[evil] * 999)
    (model,) = (await asked(civitai(), Pages(told=[answer(body)]))).models
    for text in (model.title, model.kind, model.creator, *model.tags):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert len(text) <= 200
    assert len(model.tags) <= 200


@given(st.binary(max_size=200))
async def test_any_bytes_are_answered(body: bytes) -> None:
    lookups: Sequence[Callable[[], Lookup[ModelList]]] = (civitai, hugging_face)
    for make in lookups:
        assert isinstance(await asked(make(), Pages(told=[answer(body)])), ModelList)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
async def test_any_hit_is_read_or_counted(told: object) -> None:
    body: Mapping[str, object] = {"items": [told], "metadata": {"nextCursor": None}}
    listed = await asked(civitai(), Pages(told=[answer(json.dumps(body).encode())]))
    assert len(listed.models) + listed.unread == 1
