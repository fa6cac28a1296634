"""`likeness-watch` against both sites on loopback: as documented, down, slow and lying."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from auditor.domain.account import Claim, Proof, ProofMethod
from auditor.guidance.removal.model_sites import MEANS
from tests.cli.auditor import Auditor, takes_ctrl_c
from tests.cli.model_sites import (
    CIVITAI,
    HUGGING_FACE,
    MARA,
    ModelSitesServer,
    model,
    model_sites,
    own,
    repository,
)
from tests.cli.stand_in import (
    asking,
    cut_short,
    nothing_at_all,
    page_of_errors,
    send,
    ten_gigabytes,
)
from tests.cli.tracing import traced

HANDLE = "mara.lind.photos"


@pytest.fixture
def sites() -> Iterator[ModelSitesServer]:
    with model_sites() as made:
        yield made


@pytest.fixture
def user(sites: ModelSitesServer, tmp_path: Path) -> Auditor:
    return of(tmp_path, sites.base)


def of(room: Path, base: str, timeout_s: float = 30) -> Auditor:
    return asking(
        room, timeout_s, civitai_url=f"{base}/civitai", hugging_face_url=f"{base}/hugging-face"
    )


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_what_carries_the_name_and_what_does_not(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [
        model(1, "Mara Lind | portrait", "m4ra", "mara lind"),
        model(2, "Tamara Linden", "tamara linden"),
        model(3, "Mara Lind nude", nsfw=True),
        model(4, "Mara Lind (person)", poi=True),
    ]
    sites.repositories = [
        repository("archive4242/mara-lind", "maralind"),
        repository("tamara-linden/tool"),
        repository("archive4242/maralind-nude", None, "not-for-all-audiences"),
    ]
    done = user.run("likeness-watch", "Mara Lind", "--yes", "--json", code=1)
    assert list(done.json)[:3] == ["schema", "means", "dry_run"]
    assert done.json["means"] == MEANS
    found = done.json["candidates"]
    assert [(each["site"], each["name"], each["explicit"]) for each in found] == [
        ("civitai", "Mara Lind | portrait", False),
        ("civitai", None, True),
        ("hugging-face", "mara-lind", False),
        ("hugging-face", None, True),
    ]
    first = found[0]
    assert first["url"] == f"{sites.base}/models/1"
    assert first["person_flag"] is False
    assert first["evidence"] == [
        "its title holds Mara Lind as whole words",
        "a word that calls it up is Mara Lind",
        "others have the name Mara Lind too: it may be about somebody else",
    ]
    assert found[2]["person_flag"] is None
    removal = {each["site"]: each for each in done.json["removal"]}
    assert "digital-likeness@civitai.com" in " ".join(removal["civitai"]["steps"])
    assert "everybody can read" in " ".join(removal["hugging-face"]["steps"])
    assert all(each["source"] and each["checked"] for each in removal.values())
    for never in ("m4ra", "download", "safetensors", "instance"):
        assert never not in done.out


def test_a_frightened_person_reads_no_explicit_title(
    sites: ModelSitesServer, user: Auditor
) -> None:
    own(user)
    sites.models = [model(3, "Mara Lind nude", nsfw=True)]
    sites.repositories = [repository("x/maralind-nude", None, "not-for-all-audiences")]
    done = user.run("likeness-watch", "Mara Lind", "--yes", code=1)
    assert "nude" not in done.out
    assert f"{sites.base}/models/3" in done.out
    assert "its address holds explicit words" in done.out
    assert "auditor help-services --minor" in done.out
    assert "everybody can read" in done.out
    assert done.out.startswith("2 models may be named after you. None was opened")


def test_an_empty_list_says_what_it_means(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    done = user.run("likeness-watch", "--yes")
    assert f"What that means: {MEANS}." in done.out
    assert "Mara Lind: you did not say that you show this name" in done.out
    document = user.run("likeness-watch", "--yes", "--json").json
    assert document["candidates"] == []
    assert document["means"] == "an empty list says nothing: such models mostly carry other names"
    used = next(
        each
        for each in user.run("answers", "--json", code=None).json["questions"]
        if each["id"] == "used"
    )
    assert used["state"] == "could-not-tell"
    assert any("an empty list says nothing" in said for said in used["could_not_tell"])


def test_a_dry_run_prints_all_of_it_and_sends_nothing(
    sites: ModelSitesServer, user: Auditor
) -> None:
    own(user)
    done = user.run("likeness-watch", "Mara Lind", "--dry-run")
    assert sites.asked == []
    for told in (CIVITAI, HUGGING_FACE, "query: Mara Lind", "search: mara-lind", "nsfw: true"):
        assert told in done.out
    would = user.run("likeness-watch", "Mara Lind", "--dry-run", "--json").json["sent"]
    user.run("likeness-watch", "Mara Lind", "--yes")
    shown = [(each["path"], {f["name"]: f["value"] for f in each["fields"]}) for each in would]
    assert sorted(shown, key=str) == sorted(sites.asked, key=str)


def test_a_dry_run_opens_no_socket(user: Auditor) -> None:
    own(user)
    done, calls = traced(user, "", "likeness-watch", "--dry-run")
    assert f"query: {HANDLE}" in done.out
    assert calls == []


def test_without_a_yes_nothing_is_sent(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    done = user.run("likeness-watch", code=2)
    assert f"query: {HANDLE}" in done.err
    assert "Nothing was sent" in done.err
    said = user.type("no\n", "likeness-watch", at_terminal=True)
    assert "Nothing was asked so far, so nothing is known." in said.out
    assert sites.asked == []


@pytest.mark.parametrize(
    "owner",
    [
        replace(MARA, proof=Proof()),
        replace(MARA, proof=Proof(ProofMethod.ARCHIVE)),
        replace(MARA, claim=Claim.IMPOSTOR),
    ],
)
def test_of_what_is_not_proven_nothing_is_asked(
    sites: ModelSitesServer, user: Auditor, owner: object
) -> None:
    own(user, owner)  # type: ignore[arg-type]
    for words in ((), ("Mara Lind",), (HANDLE,)):
        done = user.run("likeness-watch", *words, "--yes", code=2)
        assert "nothing was asked" in done.err
    assert "Nothing would be sent." in user.run("likeness-watch", "--dry-run").out
    assert sites.asked == []


@pytest.mark.parametrize("name", ["Bea Holm", "beaholm_photos", "Mara", "Lind", "mara"])
def test_nobody_else_can_be_looked_up(sites: ModelSitesServer, user: Auditor, name: str) -> None:
    own(user)
    user.run("accounts", "show-name", MARA.id, name)
    done = user.run("likeness-watch", name, "--yes", code=2)
    assert "nothing was asked" in done.err
    assert name not in done.err + done.out
    user.run("likeness-watch", "--yes")
    assert {query.get("query", HANDLE) for _path, query in sites.asked} == {HANDLE}


def test_names_are_read_from_standard_input(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    user.type(f"Mara Lind\n{HANDLE}\n", "likeness-watch", "-", "--yes")
    assert {query["query"] for path, query in sites.asked if path == CIVITAI} == {
        "Mara Lind",
        HANDLE,
    }


def test_a_model_about_somebody_else(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [model(1, "Mara Lind")]
    user.run("likeness-watch", "Mara Lind", "--yes", code=1)
    user.type(f"{sites.base}/models/1\n", "likeness-watch", "--not-me", "-")
    done = user.run("likeness-watch", "Mara Lind", "--yes")
    assert "about somebody else, as you said" in done.out
    assert user.run("likeness-watch", "--dry-run", "--json").json["candidates"][0]["not_me"]
    user.type("https://x.example/1\n", "likeness-watch", "--not-me", "-", code=2)


def test_a_screen_that_others_see_shows_no_name(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [model(1, f"{HANDLE} Mara Lind")]
    projected = replace(user, options=(*user.options, "--projector"))
    for words, code in (
        (("--dry-run",), 0),
        (("--yes",), 1),
        (("--yes", "--json"), 1),
    ):
        done = projected.run("likeness-watch", *words, code=code)
        for name in ("mara", "Mara", "models/1"):
            assert name not in done.out + done.err


def wrong_json(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b'{"error": "Unauthorized"}')
    return True


def refused(request: BaseHTTPRequestHandler) -> bool:
    send(request, 403, b"{}")
    return True


@pytest.mark.parametrize(
    "lie", [page_of_errors, wrong_json, nothing_at_all, ten_gigabytes, cut_short, refused]
)
def test_a_site_that_lies_could_not_tell_in_one_line(
    sites: ModelSitesServer, user: Auditor, lie: object
) -> None:
    own(user)
    sites.before = lie  # type: ignore[assignment]
    done = user.run("likeness-watch", "--yes", code=3)
    lines = [line for line in done.out.splitlines() if "could not tell" in line]
    assert [line.partition(":")[0] for line in lines] == [
        f"Civitai, {HANDLE}, {today()}",
        f"Hugging Face, {HANDLE}, {today()}",
    ]
    assert "no model" not in done.out


def test_sites_that_are_down(tmp_path: Path) -> None:
    down = of(tmp_path, "http://127.0.0.1:9")
    own(down)
    assert down.run("likeness-watch", "--yes", code=3).out.count("could not tell") == 2


def test_sites_that_are_slow(sites: ModelSitesServer, tmp_path: Path) -> None:
    user = of(tmp_path, sites.base, timeout_s=0.2)
    own(user)

    ended = threading.Event()

    def slow(_request: BaseHTTPRequestHandler) -> bool:
        ended.wait(30)
        return False

    sites.before = slow
    assert user.run("likeness-watch", "--yes", code=3).out.count("could not tell") == 2
    ended.set()


def test_an_overloaded_search_is_asked_again_when_it_says(
    sites: ModelSitesServer, user: Auditor
) -> None:
    own(user)
    busy = {CIVITAI}

    def overloaded(request: BaseHTTPRequestHandler) -> bool:
        path = request.path.partition("?")[0]
        if path not in busy:
            return False
        busy.discard(path)
        send(request, 503, b'{"error": "please retry"}', Retry_After="2", Cache_Control="no-store")
        return True

    sites.before = overloaded
    assert "could not tell" not in user.run("likeness-watch", "--yes").out


def test_a_failure_loses_nothing(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [model(1, "Mara Lind")]
    user.run("likeness-watch", "Mara Lind", "--yes", code=1)
    sites.before = page_of_errors
    done = user.run("likeness-watch", "Mara Lind", "--yes", code=3)
    assert "Civitai, LORA: Mara Lind" in done.out
    sites.before = lambda _request: False
    assert "Mara Lind" in user.run("likeness-watch", "Mara Lind", "--yes", code=1).out


def test_pages_are_read_to_the_cap_and_that_is_told(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [model(n, f"Mara {n}") for n in range(350)]
    sites.repositories = [repository(f"x/mara-lind-{n}") for n in range(250)]
    done = user.run("likeness-watch", "Mara Lind", "--yes", "--json", code=1)
    searches = {each["site"]: each for each in done.json["searches"]}
    assert (searches["civitai"]["read"], searches["civitai"]["more"]) == (300, True)
    assert (searches["hugging-face"]["found"], searches["hugging-face"]["more"]) == (250, False)
    assert len(done.json["candidates"]) == 50
    told = user.run("likeness-watch", "Mara Lind", "--yes", code=1).out
    assert "only its first 300 hits were looked at" in told


def test_the_log_names_the_requests_and_no_name(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    user.run("likeness-watch", "Mara Lind", "--yes")
    log = user.run("network-log", "--json")
    assert len(log.json["requests"]) == len(sites.asked)
    assert "ara" not in log.out.replace("parameters", "")
    assert {entry["purpose"] for entry in log.json["requests"]} == {"models by name"}


def test_what_was_found_before_is_told_again(sites: ModelSitesServer, user: Auditor) -> None:
    """A run about one name does not read as if nothing were known of the others."""
    own(user)
    sites.models = [model(1, "Mara Lind")]
    user.run("likeness-watch", "Mara Lind", "--yes", code=1)
    done = user.run("likeness-watch", "--yes", code=1)
    assert "Civitai, LORA: Mara Lind" in done.out
    assert "leaves out models that Civitai itself has flagged" in done.out
    count = len(sites.asked)
    assert "auditor likeness-watch --kept" in user.run("answers", "--question", "used", code=1).out
    assert "Civitai, LORA: Mara Lind" in user.run("likeness-watch", "--kept").out
    assert user.run("likeness-watch", "--kept", "--json").json["sent"] == []
    assert len(sites.asked) == count


@takes_ctrl_c
def test_ctrl_c_keeps_what_was_answered(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    sites.models = [model(1, HANDLE)]
    ended = threading.Event()

    def held(request: BaseHTTPRequestHandler) -> bool:
        if request.path.startswith(HUGGING_FACE):
            time.sleep(2)  # the other site has answered long since
            process.send_signal(signal.SIGINT)
            ended.wait(30)
        return False

    sites.before = held
    with user.start("likeness-watch", "--yes") as process:
        process.communicate(timeout=60)
    ended.set()
    assert process.returncode == 130
    done = user.run("likeness-watch", "--kept")
    assert f"Civitai, LORA: {HANDLE}" in done.out
    assert "Hugging Face: not asked so far, so nothing is known." in done.out


def test_offline_sends_nothing_and_could_not_tell(sites: ModelSitesServer, user: Auditor) -> None:
    own(user)
    offline = replace(user, options=(*user.options, "--offline"))
    assert "--offline is on" in offline.run("likeness-watch", "--yes", code=3).out
    assert sites.asked == []
