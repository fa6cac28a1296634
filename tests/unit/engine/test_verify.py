"""What is asked again, and what each answer means: only a clear no, said twice, is gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from auditor.domain.account import Claim, IndexSignal, Openness, Profile, Proof
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.verify import Archive, Seen, Verification
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import EDITION, Facts, Pdq
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.photos.reading import Reading
from auditor.engine.judge.evaluate import Evaluation
from auditor.errors import Offline, Throttled, Unreachable, UsageError
from auditor.ports import Answer, Consent, Http
from auditor.services.web_archives.availability import WAYBACK
from auditor.sources.atproto.source import Atproto
from tests.fakes.engine import House, account, photo, picture

ADA = account()
URL = photo(ADA, 1).media_url


async def done(home: House, check: str = "position-in-metadata", number: int = 1) -> Finding:
    """Scan photos of Ada and mark the finding of `check` on photo `number` as done."""
    await home.own(ADA)
    home.source.pages[ADA.handle] = [
        [replace(photo(ADA, index), published=None) for index in (1, 2)]
    ]
    for index in (1, 2):
        home.http.answers[photo(ADA, index).media_url] = picture(photo(ADA, index).media_url)
    await home.session.scan()
    wanted = photo(ADA, number).id
    finding = next(
        finding
        for finding in await home.session.findings()
        if finding.check == check and finding.observation.photo == wanted
    )
    return await home.session.mark(finding.id, State.DONE)


async def one_result(home: House) -> Verification:
    found = await home.session.verifying.verify()
    assert len(found.results) == 1
    return found.results[0]


async def state_of(home: House, finding: Finding) -> State:
    return next(
        candidate.state for candidate in await home.session.findings() if candidate.id == finding.id
    )


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_not_there_twice_is_gone(home: House, status: int) -> None:
    finding = await done(home)
    home.http.answers[URL] = Answer(URL, status, {})
    home.http.asked.clear()
    result = await one_result(home)
    assert (result.finding, result.state, result.settled) == (finding.id, Seen.GONE_HERE, True)
    asked = [request for request in home.http.asked if request.url == URL]
    assert len(asked) == 2
    assert all(request.headers["Cache-Control"] == "no-cache" for request in asked)
    assert await state_of(home, finding) is State.VERIFIED


async def test_one_404_among_answers_is_not_gone(home: House) -> None:
    await done(home)
    answers = iter([Answer(URL, 404, {}), picture(URL)])

    async def told() -> Answer:
        return next(answers)

    home.http.answers[URL] = told
    assert (await one_result(home)).state is Seen.STILL_THERE


@pytest.mark.parametrize(
    "told",
    [
        Answer(URL, 403, {}),
        Answer(URL, 401, {}),
        Answer(URL, 500, {}),
        Answer(URL, 400, {}, b'{"error":"RepoTakendown"}'),
        Answer(URL, 200, {"content-type": "text/html; charset=utf-8"}, b"<form>log in</form>"),
        Answer(URL, 200, {"content-type": " Text/HTML"}, b"<form>log in</form>"),
        Answer(URL, 206, {}, URL.encode()),
        Answer(URL, 304, {}),
        Answer(URL, 429, {}),
        Answer(URL, 451, {}),
        Offline("offline"),
        Unreachable("timed out"),
        Throttled("wait"),
    ],
    ids=[
        "forbidden",
        "login",
        "broken",
        "taken down",
        "login page",
        "login page in capitals",
        "a part",
        "not modified",
        "too many",
        "for legal reasons",
        "offline",
        "timeout",
        "throttled",
    ],
)
async def test_no_clear_answer_is_never_gone(home: House, told: Answer | Exception) -> None:
    finding = await done(home)
    home.http.answers[URL] = told
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.COULD_NOT_TELL, False)
    assert result.reason
    assert await state_of(home, finding) is State.DONE


async def test_what_could_be_read_before_must_be_read_again(home: House) -> None:
    finding = await done(home)
    home.readers.lost = True
    assert (await one_result(home)).state is Seen.COULD_NOT_TELL
    assert await state_of(home, finding) is State.DONE


@pytest.mark.parametrize(
    ("error", "message", "state"),
    [
        ("BlobNotFound", "Blob not found", Seen.GONE_HERE),
        ("InvalidRequest", "Blob not found", Seen.GONE_HERE),  # the reference server
        ("InvalidRequest", "Error: Params must have the property cid", Seen.COULD_NOT_TELL),
        ("InvalidRequest", "", Seen.COULD_NOT_TELL),
        ("RepoDeactivated", "Blob not found", Seen.COULD_NOT_TELL),
    ],
)
async def test_a_data_server_that_says_no_such_blob(
    home: House, error: str, message: str, state: Seen
) -> None:
    home.source.traits = replace(Atproto.traits, title="Fake")
    await done(home)
    told = json.dumps({"error": error, "message": message}).encode()
    home.http.answers[URL] = Answer(URL, 400, {}, told)
    assert (await one_result(home)).state is state


async def test_such_words_of_a_platform_that_does_not_say_it_that_way_are_no_removal(
    home: House,
) -> None:
    await done(home)
    home.http.answers[URL] = Answer(
        URL, 400, {}, b'{"error":"BlobNotFound","message":"Blob not found"}'
    )
    assert (await one_result(home)).state is Seen.COULD_NOT_TELL


async def test_still_there_is_open_again(home: House) -> None:
    finding = await done(home)
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.STILL_THERE, False)
    assert await state_of(home, finding) is State.OPEN


async def test_another_picture_in_the_same_place_is_not_gone(home: House) -> None:
    """Servers answer with a picture that says "log in" or "removed", and status 200."""
    finding = await done(home)
    home.http.answers[URL] = picture("https://example.org/placeholder")
    home.readers.place = None
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.COULD_NOT_TELL, False)
    assert await state_of(home, finding) is State.DONE


async def test_the_archive_is_asked_once_for_each_address(home: House) -> None:
    await done(home)
    verifying = home.session.verifying
    consent = Consent(await verifying.outgoing(all_open=True))
    found = await verifying.verify(all_open=True, archive=consent)
    photos = [result.photo for result in found.results if result.photo]
    assert len(photos) > len(set(photos))
    addresses = {
        url
        for index in (1, 2)
        for url in (photo(ADA, index).page_url, photo(ADA, index).media_url)
        if url
    }
    assert len([request for request in home.http.asked if request.url == WAYBACK]) == len(addresses)


async def test_a_check_over_everything_is_run_once_for_all_its_findings(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await done(home)
    bob = account("bob.example")
    await home.own(bob)
    home.source.pages[bob.handle] = [
        [replace(photo(bob, index), published=None) for index in (1, 2)]
    ]
    for index in (1, 2):
        home.http.answers[photo(bob, index).media_url] = picture(photo(ADA, index).media_url)
    await home.session.scan()
    same = [
        finding.id for finding in await home.session.findings() if finding.check == "same-photo"
    ]
    assert len(same) > 1
    runs: list[object] = []
    judge = Evaluation.judge_inventory

    def counted(self: Evaluation, *case: Any) -> list[Finding]:
        runs.append(case)
        return list(judge(self, *case))

    monkeypatch.setattr(Evaluation, "judge_inventory", counted)
    assert {result.state for result in (await home.session.verifying.verify(same)).results} == {
        Seen.STILL_THERE
    }
    assert len(runs) == 1


@pytest.mark.parametrize("hash_of_it", [None, Pdq("0" * 64, 0)])
async def test_a_plain_picture_in_the_same_place_is_not_the_photo(
    home: House, monkeypatch: pytest.MonkeyPatch, hash_of_it: Pdq | None
) -> None:
    """Servers that refuse a picture send a grey one, with status 200."""
    finding = await done(home)
    plain = Facts("00", 35, 1600, 1200, "gif", hash_of_it, edition=EDITION)

    async def read(_data: bytes, **_how: object) -> Reading:
        return Reading(plain)

    monkeypatch.setattr(home.readers, "read", read)
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.COULD_NOT_TELL, False)
    assert await state_of(home, finding) is State.DONE


async def test_a_picture_sent_with_404_is_still_there(home: House) -> None:
    await done(home)
    home.http.answers[URL] = Answer(URL, 404, {"content-type": "image/jpeg"}, URL.encode())
    assert (await one_result(home)).state is Seen.STILL_THERE


async def test_another_picture_sent_with_404_is_that_of_an_error(home: House) -> None:
    await done(home)
    home.http.answers[URL] = Answer(URL, 404, {"content-type": "image/png"}, b"a broken cup")
    assert (await one_result(home)).state is Seen.GONE_HERE


async def test_a_clean_copy_in_the_same_place_settles_it(home: House) -> None:
    finding = await done(home)
    home.readers.place = None
    assert (await one_result(home)).settled
    assert await state_of(home, finding) is State.VERIFIED


async def test_what_was_replaced_and_is_still_named_is_an_older_version(home: House) -> None:
    """As WordPress names the first upload behind a crop."""
    finding = await done(home)
    new = "https://social.example/new.jpg"
    old, now = Rendition(URL, Role.SERVED, replaced=True), Rendition(new, Role.SERVED)
    listed = replace(photo(ADA, 1), published=None, media_url=URL, renditions=(old, now))
    home.source.pages[ADA.handle] = [[listed, replace(photo(ADA, 2), published=None)]]
    home.http.answers[new] = picture(new)
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.OLDER_VERSION, False)
    assert result.reason == URL
    assert await state_of(home, finding) is State.OPEN


async def test_what_took_its_place_is_not_called_unlinked(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older version is gone; the present one is listed as a photo of its own, cleaned."""
    finding = await done(home)
    other = replace(photo(ADA, 2), published=None)

    async def older_versions(_photo: Photo, _http: Http) -> Sequence[str]:
        return (other.media_url,)

    monkeypatch.setattr(home.source, "older_versions", older_versions, raising=False)
    home.source.pages[ADA.handle] = [[other]]
    same = replace(picture(URL), url=other.media_url)
    home.http.answers |= {URL: Answer(URL, 404, {}), other.media_url: same}
    assert (await one_result(home)).state is Seen.STILL_THERE  # the place is in it
    home.readers.place = None
    await home.session.mark(finding.id, State.DONE)
    result = await one_result(home)
    assert (result.state, result.settled) == (Seen.STILL_THERE, True)


async def test_what_was_verified_and_comes_back_is_open_after_the_next_scan(home: House) -> None:
    finding = await done(home)
    home.http.answers[URL] = Answer(URL, 404, {})
    await home.session.verifying.verify()
    home.http.answers[URL] = picture(URL)
    await home.session.scan()
    assert await state_of(home, finding) is State.OPEN
    assert [result.finding for result in await home.session.verifying.history()] == [finding.id]


async def test_history_outlives_the_finding_but_not_the_account(home: House) -> None:
    finding = await done(home)
    home.http.answers[URL] = Answer(URL, 404, {})
    await home.session.verifying.verify()
    home.source.pages[ADA.handle] = [[photo(ADA, 2)]]
    await home.session.scan()
    assert finding.id not in {finding.id for finding in await home.session.findings()}
    assert [result.finding for result in await home.session.verifying.history()] == [finding.id]
    await home.session.accounts.remove(ADA.id)
    await home.own(ADA)
    assert await home.session.verifying.history() == ()


async def test_only_what_is_marked_is_asked(home: House) -> None:
    finding = await done(home)
    home.http.asked.clear()
    await home.session.verifying.verify()
    assert {request.url for request in home.http.asked} == {URL, f"{ADA.url}list/0"}
    await home.session.mark(finding.id, State.OPEN)
    home.http.asked.clear()
    assert (await home.session.verifying.verify()).results == ()
    assert home.http.asked == []
    assert len((await home.session.verifying.verify([finding.id])).results) == 1
    assert len((await home.session.verifying.verify(all_open=True)).results) > 1
    with pytest.raises(UsageError):
        await home.session.verifying.verify(["f0000000000000000"])


async def test_nothing_is_asked_of_accounts_that_are_not_claimed(home: House) -> None:
    finding = await done(home)
    await home.vault.set_claim(ADA.id, Claim.UNSURE)
    home.http.asked.clear()
    result = (await home.session.verifying.verify([finding.id])).results[0]
    assert (result.state, home.http.asked) == (Seen.COULD_NOT_TELL, [])


async def test_accounts_kept_apart_are_asked_alone(home: House) -> None:
    finding = await done(home)
    bob = account("bob.example")
    await home.own(replace(bob, keep_apart=True))
    home.publish(bob, [7])
    await home.session.scan([bob.id])
    other = next(
        finding
        for finding in await home.session.findings()
        if finding.observation.account == bob.id and finding.check == "position-in-metadata"
    )
    await home.session.mark(other.id, State.DONE)
    home.http.asked.clear()
    found = {result.finding: result for result in (await home.session.verifying.verify()).results}
    assert found[finding.id].state is Seen.STILL_THERE
    assert found[other.id].state is Seen.COULD_NOT_TELL
    assert not any("bob.example" in request.url for request in home.http.asked)
    with pytest.raises(UsageError):
        await home.session.verifying.verify([finding.id, other.id])


async def asked_archive(home: House, finding: Finding) -> Verification:
    verifying = home.session.verifying
    consent = Consent(await verifying.outgoing([finding.id]))
    return (await verifying.verify([finding.id], archive=consent)).results[0]


async def test_the_archive_is_asked_only_with_consent(home: House) -> None:
    finding = await done(home)
    home.http.answers[URL] = Answer(URL, 404, {})
    assert (await one_result(home)).archive is Archive.NOT_ASKED
    assert not any(request.url == WAYBACK for request in home.http.asked)
    copy = {
        "available": True,
        "url": "http://web.archive.org/web/1/x",
        "timestamp": "20200101",
    }
    told = json.dumps({"archived_snapshots": {"closest": copy}}).encode()
    home.http.answers[WAYBACK] = Answer(WAYBACK, 200, {}, told)
    home.http.asked.clear()
    outgoing = await home.session.verifying.outgoing([finding.id])
    assert (outgoing.receiver, outgoing.items) == ("archive.org", (photo(ADA, 1).page_url, URL))
    assert home.http.asked == []
    result = await asked_archive(home, finding)
    assert (result.archive, result.archived[0].taken) == (Archive.FOUND, "20200101")
    assert sum(asked.url == WAYBACK for asked in home.http.asked) == len(outgoing.items)
    home.http.answers[WAYBACK] = Answer(WAYBACK, 200, {}, b'{"archived_snapshots": {}}')
    assert (await asked_archive(home, finding)).archive is Archive.NONE_FOUND
    home.http.answers[WAYBACK] = Unreachable("no")
    assert (await asked_archive(home, finding)).archive is Archive.COULD_NOT_TELL


async def test_what_is_open_on_an_account_that_is_not_proven_is_looked_at_again(
    home: House,
) -> None:
    """Most people prove nothing and mark nothing: they take a picture down and look."""
    finding = await done(home)
    await home.vault.set_proof(ADA.id, Proof())
    home.http.answers[URL] = Answer(URL, 404, {})
    for ids in ([finding.id], []):
        await home.session.mark(finding.id, State.OPEN)
        found = await home.session.verifying.verify(ids, all_open=True)
        told = next(each for each in found.results if each.finding == finding.id)
        assert told.state is Seen.GONE_HERE


async def test_copies_in_the_archive_are_found_of_proven_accounts_only(home: House) -> None:
    """They would show what somebody else took down."""
    finding = await done(home)
    await home.vault.set_proof(ADA.id, Proof())
    home.http.answers[URL] = Answer(URL, 404, {})
    home.http.asked.clear()
    assert (await home.session.verifying.outgoing([finding.id])).items == ()
    consent = Consent(home.session.verifying.rooms.web_archive.outgoing([URL]))
    found = await home.session.verifying.verify([finding.id], archive=consent)
    assert found.results[0].archive is Archive.NOT_ASKED
    assert not any(request.url == WAYBACK for request in home.http.asked)


async def test_what_was_not_shown_is_not_sent_and_could_not_be_told(home: House) -> None:
    finding = await done(home)
    home.http.answers[WAYBACK] = Answer(WAYBACK, 200, {}, b'{"archived_snapshots": {}}')
    verifying = home.session.verifying
    whole = Consent(await verifying.outgoing([finding.id]))
    for items, archive in (([URL], Archive.COULD_NOT_TELL), ([], Archive.NOT_ASKED)):
        home.http.asked.clear()
        found = await verifying.verify([finding.id], archive=whole.only(items))
        assert found.results[0].archive is archive
        assert sum(asked.url == WAYBACK for asked in home.http.asked) == len(items)


async def test_the_archive_learns_nothing_of_accounts_kept_apart_or_not_claimed(
    home: House,
) -> None:
    finding = await done(home)
    bob = account("bob.example")
    await home.own(replace(bob, keep_apart=True))
    home.publish(bob, [7])
    await home.session.scan([bob.id])
    outgoing = await home.session.verifying.outgoing(all_open=True)
    assert URL in outgoing.items
    assert not any("bob.example" in item for item in outgoing.items)
    await home.vault.set_claim(ADA.id, Claim.UNSURE)
    assert (await home.session.verifying.outgoing([finding.id])).items == ()


async def test_flags_are_read_again(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Profile(
        page_url=ADA.url,
        signals=(IndexSignal(Openness.PLATFORM_FLAG, "noindex: false", True, ADA.url),),
    )
    shown = [opened]

    async def fetch(_account: object, _http: object, _cursor: str | None) -> object:
        yield Batch((), None, shown[0])

    monkeypatch.setattr(home.source, "fetch", fetch)
    await home.own(ADA)
    await home.session.scan()
    finding = next(
        finding
        for finding in await home.session.findings()
        if finding.check == "open-to-search-engines"
    )
    await home.session.mark(finding.id, State.DONE)
    assert (await one_result(home)).state is Seen.STILL_THERE
    shown[0] = replace(
        opened, signals=(IndexSignal(Openness.PLATFORM_FLAG, "noindex: true", False, ADA.url),)
    )
    await home.session.mark(finding.id, State.DONE)
    assert (await one_result(home)).state is Seen.GONE_HERE
    assert await state_of(home, finding) is State.VERIFIED
