from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from auditor.domain.outside.own_records import Certainty, ForgottenService, OwnRecords, TraceKind
from auditor.errors import UsageError
from auditor.records.gather import Gathering
from auditor.records.mail.tally import MailTally
from benchmarks import mailbox
from tests.unit.records.mail.written import ADDRESS, mail

TODAY = date(2026, 11, 1)


def told(*mails: bytes, address: str = ADDRESS) -> OwnRecords:
    gathering = Gathering(
        lambda _path: io.BytesIO(b"".join(mails)), MailTally(address, TODAY), lambda _mails: None
    )
    gathering.read(Path("all.mbox"))
    return gathering.result()


def service(records: OwnRecords, domain: str) -> ForgottenService | None:
    return next((each for each in records.services if each.domain == domain), None)


def test_a_signed_welcome_gives_medium_and_no_more() -> None:
    mails = [
        mail("x <a@dropbox.com>", "Welcome to Dropbox", signer="dropbox.com"),
        mail("x <a@e.dropbox.com>", "Your receipt", signer="dropbox.com", day="3 May 2024"),
    ]
    found = service(told(*mails), "dropbox.com")
    assert found is not None
    assert found.certainty is Certainty.MEDIUM
    assert (found.first, found.last) == (date(2020, 3, 2), date(2024, 5, 3))
    assert [trace.kind for trace in found.traces] == [TraceKind.SIGN_UP, TraceKind.RECEIPT]
    assert (found.difficulty, found.photos) == ("easy", True)


def test_what_nobody_checked_is_a_hint() -> None:
    found = service(told(mail("a@dropbox.com", "Welcome to Dropbox")), "dropbox.com")
    assert found is not None
    assert found.certainty is Certainty.LOW


def test_newsletters_alone_are_a_hint() -> None:
    more = "List-Unsubscribe: <https://x.example>\n"
    found = service(
        told(mail("a@dropbox.com", "News", signer="dropbox.com", more=more)), "dropbox.com"
    )
    assert found is not None
    assert found.certainty is Certainty.LOW
    assert [trace.kind for trace in found.traces] == [TraceKind.NEWSLETTER]


def test_a_result_that_one_mail_alone_brings_is_trusted_in_no_small_mailbox() -> None:
    honest = [mail("a@dropbox.com", "Welcome to Dropbox", signer="dropbox.com")] * 3
    forged = mail("a@paypal.com", "Your account", signer="paypal.com", checked_by="evil.example")
    found = told(*honest, forged)
    sure = {each.domain: each.certainty for each in found.services}
    assert sure == {"dropbox.com": Certainty.MEDIUM, "paypal.com": Certainty.LOW}


def test_a_sender_whose_signature_fails_counts_for_nothing() -> None:
    records = told(mail("a@dropbox.com", "Welcome to Dropbox", signer=""))
    assert records.services == ()
    assert records.counts.unsigned == 1


def test_a_signature_of_another_domain_is_none() -> None:
    records = told(mail("a@dropbox.com", "Welcome to Dropbox", signer="evil.example"))
    assert records.services == ()


def test_a_result_that_a_sender_wrote_itself_gives_no_more_than_a_hint() -> None:
    honest = [mail(f"a@x{n}.example", "Hi", signer=f"x{n}.example") for n in range(40)]
    forged = mail(
        "a@dropbox.com", "Welcome to Dropbox", signer="dropbox.com", checked_by="mx.evil.example"
    )
    found = service(told(*honest, forged), "dropbox.com")
    assert found is not None
    assert found.certainty is Certainty.LOW


def test_forwards_answers_and_people_do_not_count() -> None:
    records = told(
        mail("Sam <sam@gmail.com>", "Welcome to Dropbox", signer="gmail.com"),
        mail("a@dropbox.com", "Fwd: Welcome to Dropbox", signer="dropbox.com"),
        mail("a@dropbox.com", "Your order", signer="dropbox.com", more="In-Reply-To: <x>\n"),
        mail(ADDRESS, "Welcome to Dropbox", signer="post.example"),
    )
    assert records.services == ()
    assert records.counts.from_people == 4


def test_look_alikes_are_told_and_never_joined() -> None:
    records = told(mail("a@paypa1.com", "Welcome to PayPal", signer="paypa1.com"))
    assert records.services == ()
    assert records.look_alikes == ("paypa1.com",)


def test_a_sender_on_no_list_has_to_write_on_two_days() -> None:
    first = mail("a@bakery-qx.example", "Your order", signer="bakery-qx.example")
    again = mail("a@bakery-qx.example", "Your order", signer="bakery-qx.example", day="9 Mar 2020")
    assert told(first).services == ()
    assert told(first).counts.unlisted == 1
    found = service(told(first, again), "bakery-qx.example")
    assert found is not None
    assert (found.certainty, found.delete_url) == (Certainty.LOW, "")


def test_mails_to_somebody_else_are_not_counted() -> None:
    other = mail("a@dropbox.com", "Welcome to Dropbox", signer="dropbox.com", to="kim@post.example")
    records = told(other, mail("a@flickr.com", "Welcome to Flickr", signer="flickr.com"))
    assert [each.domain for each in records.services] == ["flickr.com"]
    assert records.counts.to_others == 1


@pytest.mark.parametrize(
    "to",
    ["Robin <robin+shop@post.example>", "ROBIN@POST.EXAMPLE", "a@b.example, robin@post.example"],
)
def test_the_address_is_known_in_its_forms(to: str) -> None:
    assert told(mail("a@dropbox.com", "Welcome to Dropbox", to=to)).services


@pytest.mark.parametrize(
    "to", ["erobin@post.example", "robin@post.example.evil.example", "x@y.example"]
)
def test_an_address_that_no_mail_reached_gives_one_line(to: str) -> None:
    with pytest.raises(UsageError, match="No mail in it was sent to that address"):
        told(mail("a@dropbox.com", "Welcome to Dropbox", to=to))


@pytest.mark.parametrize(
    "address", ["", "robin", "@post.example", "a b@c.example", "a@b@c.example"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no mail address"):
        MailTally(address, TODAY)


def test_a_day_to_come_is_not_told() -> None:
    found = service(told(mail("a@dropbox.com", "Welcome to D", day="1 Jan 2031")), "dropbox.com")
    assert found is not None
    assert found.last is None


def test_more_senders_than_are_told_apart_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.records.mail.tally._MOST_SENDERS", 3)
    records = told(*(mail(f"a@x{n}q.example", "Hi") for n in range(5)))
    assert records.counts.cut == 2


def test_more_look_alikes_than_are_told_apart_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.records.mail.tally._MOST_SENDERS", 2)
    mails = [mail(f"a@paypal-{n}.example", "Hi", signer=f"paypal-{n}.example") for n in range(4)]
    records = told(*mails, mails[0])
    assert len(records.look_alikes) == 2
    assert records.counts.cut == 2


def test_planted_services_are_found_in_a_made_mailbox(tmp_path: Path) -> None:
    meant = mailbox.make(tmp_path / "all.mbox", 1500, seed=11)
    gathering = Gathering(
        lambda path: path.open("rb"), MailTally(mailbox.ADDRESS, TODAY), lambda _mails: None
    )
    gathering.read(tmp_path / "all.mbox")
    records = gathering.result()
    found, wrong = mailbox.judged(records, meant)
    assert records.counts.mails == 1500
    assert found >= 0.95
    assert wrong <= 0.10
    assert records.look_alikes
    assert records.counts.unsigned


def test_a_flood_of_senders_crowds_out_no_service_on_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("auditor.records.mail.tally._MOST_SENDERS", 2)
    flood = [mail(f"x <a@made-up-{n}.example>", "Welcome") for n in range(9)]
    records = told(*flood, mail("x <a@dropbox.com>", "Welcome", signer="dropbox.com"))
    assert service(records, "dropbox.com") is not None
