from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from auditor.guidance.age import dated
from auditor.guidance.help.help_now import all_services, regions
from auditor.guidance.laws import laws
from auditor.guidance.laws import words as law_words
from auditor.guidance.laws.laws import Act, Status, answer
from auditor.guidance.laws.situations import (
    OF_IMAGES,
    THREATS_FIRST,
    Situation,
    about,
    channels,
    steps,
)
from tests.rows import each_row

TODAY = datetime.now(UTC).date()
ROWS = [row for code in laws.codes() for row in laws.place(code).rows]
ADULTS_ONLY = {service.name for service in all_services() if service.audience == "adults"}


def names(where: str, situation: Situation | None = None) -> set[str]:
    return {law.name for law in answer(where, situation).laws}


def codes(where: str) -> list[str]:
    return [place.code for place in answer(where).places]


@each_row("code", laws.codes())
def test_every_file_is_whole(code: str) -> None:
    place = laws.place(code)
    assert place.code == code
    assert place.name
    assert place.rows
    assert len({row.name for row in place.rows}) == len(place.rows)
    for row in place.rows:
        assert urlsplit(row.source_url).scheme in {"https", "http"}
        assert row.source_date
        assert row.situations, row.name
        assert len(set(row.acts)) == len(row.acts)
        assert row.gives
        assert row.remedy
        assert row.how
        assert row.checked_on <= TODAY
        if row.in_force:
            assert "NOT LAW" not in row.gives + row.remedy
            assert "Would " not in row.gives.partition(".")[0], row.name


@each_row(
    ("where", "expected"),
    [
        ("US-CA", ["US-CA", "US"]),
        ("us_ca", ["US-CA", "US"]),
        ("US", ["US"]),
        ("DE", ["DE", "EU"]),
        ("AT", ["EU"]),
        ("FR-75", ["FR", "EU"]),
        ("EU", ["EU"]),
        ("GB", ["GB", "GB-EAW", "GB-NIR", "GB-SCT"]),
        ("uk", ["GB", "GB-EAW", "GB-NIR", "GB-SCT"]),
        ("GB-EAW", ["GB-EAW", "GB"]),
        ("GB-WLS", ["GB-EAW", "GB"]),
        ("GB-ENG", ["GB-EAW", "GB"]),
        ("CA-QC", ["CA-QC", "CA"]),
        ("us ca", ["US-CA", "US"]),
        ("US/CA", ["US-CA", "US"]),
        ("ß", []),
        ("KR", ["KR"]),
        ("BR", ["BR"]),
        ("CH", ["CH"]),
        ("ZZ", []),
        ("", []),
    ],
)
def test_a_place_brings_what_holds_around_it(where: str, expected: list[str]) -> None:
    assert codes(where) == expected


@each_row("where", ["US-CA", "GB", "DE", "KR", "BR"])
def test_these_places_have_law(where: str) -> None:
    assert answer(where).laws


@each_row("code", laws.codes())
def test_only_what_is_in_force_is_shown_as_law(code: str) -> None:
    found = answer(code, low_confidence=True)
    assert all(row.status is Status.IN_FORCE for row in found.laws)
    assert all(row.status is not Status.IN_FORCE for row in found.bills)
    assert not found.hidden
    assert {id(row) for place in found.places for row in place.rows} == {
        id(row) for row in (*found.laws, *found.bills)
    }


def test_defiance_and_no_fakes_stand_among_bills() -> None:
    bills = {row.name for row in answer("US-CA").bills}
    for word in ("DEFIANCE", "NO FAKES"):
        assert any(word in name for name in bills)
        assert not any(word in name for name in names("US-CA"))


def test_low_confidence_is_hidden_and_counted() -> None:
    assert answer("IE").hidden == 1, "a bill"
    assert len(answer("IE", low_confidence=True).bills) == len(answer("IE").bills) + 1


def test_a_criminal_law_and_a_duty_to_remove_are_never_hidden() -> None:
    unsure = [row for row in ROWS if row.confidence == "low" and row.in_force]
    kept = [row for row in unsure if row.topic in {"ncii", "synthetic_ncii", "platform_duty"}]
    assert kept
    for row in kept:
        assert row in answer(row.jurisdiction).laws, row.name
        assert "confidence low" in " ".join(law_words.about(row, TODAY)), row.name


def test_parts_are_named_where_they_are_not_shown() -> None:
    assert "US-CA" in answer("US").parts
    assert answer("GB").parts == ()
    assert answer("US-CA").parts == ()


def test_the_48_hours_of_the_united_states() -> None:
    (row,) = [
        law
        for law in answer("US-CA", Situation.IMAGE_ONLINE).laws
        if law.topic == "platform_duty" and law.jurisdiction == "US"
    ]
    assert "48 hours" in row.deadline
    assert row.in_force_since == "2026-05-19"
    assert row.acts == (Act.SHARING,)
    assert "no picture" in row.uploads
    assert len(row.also) == 4
    assert "12 sites" in row.how


def test_a_threat_alone_brings_no_removal_duty() -> None:
    assert "no duty to remove" in about(Situation.THREATENED).text
    for row in ROWS:
        if Situation.THREATENED in row.situations:
            assert Act.THREATENING in row.acts, row.name
        if Act.THREATENING in row.acts and row.topic in {"ncii", "synthetic_ncii"}:
            assert Situation.THREATENED in row.situations, row.name
    assert not any(
        "48 hours after a valid request" in row.deadline
        for row in answer("US-CA", Situation.THREATENED).laws
    )


@each_row("situation", list(Situation))
def test_every_situation_has_words_and_someone_to_turn_to(situation: Situation) -> None:
    assert about(situation).title
    assert about(situation).text
    for where in ("GB", "US-CA", "BR", "ZZ"):
        assert channels(where, situation)
    assert steps(situation)


@each_row("where", laws.codes())
def test_under_18_nobody_is_sent_to_a_service_for_adults(where: str) -> None:
    found = answer(where, Situation.UNDER_18, low_confidence=True)
    said = " ".join(
        f"{row.gives} {row.remedy} {row.how}" for row in (*found.laws, *found.bills)
    ) + " ".join(steps(Situation.UNDER_18))
    assert "StopNCII" not in said
    assert "Revenge Porn Helpline" not in said
    assert not {channel.name for channel in channels(where, Situation.UNDER_18)} & ADULTS_ONLY


@each_row("where", laws.codes())
def test_under_18_no_rule_on_pictures_is_left_out_that_holds_at_any_age(where: str) -> None:
    shown = answer(where, Situation.UNDER_18, low_confidence=True).laws
    for situation in (Situation.THREATENED, Situation.EXTORTION, Situation.IMAGE_ONLINE):
        for row in answer(where, situation, low_confidence=True).laws:
            if row.topic in {"ncii", "synthetic_ncii", "platform_duty"} and not row.adults_only:
                assert row in shown
    assert not [row for row in shown if row.adults_only]


def test_every_source_of_a_row_is_shown() -> None:
    for code in laws.codes():
        for row in laws.place(code).rows:
            said = " ".join(law_words.about(row, TODAY))
            for further in row.also:
                assert f"{further.source_url} ({further.source_date})" in said, row.name


def test_nobody_is_told_to_write_to_who_posted_it() -> None:
    for code in laws.codes():
        for row in laws.place(code).rows:
            assert "demand to the uploader" not in row.how, row.name


NAMED = (
    *("CA", "CA-QC", "ES", "FR", "BR", "KR", "IN", "AU", "GB-SCT", "GB-NIR", "GB-WLS"),
    *("US-TX", "US-NY", "US-MN", "US-CA"),
)
ALL_PLACES = sorted({*laws.codes(), *(code for code, _name in regions()), *NAMED})


def test_every_place_has_a_row_or_the_honest_sentence() -> None:
    assert len(ALL_PLACES) >= 45
    for where in (*ALL_PLACES, "ZZ"):
        for situation in Situation:
            found = answer(where, situation)
            said = " ".join(law_words.notes(where, found, situation))
            honest = "Our list has nothing yet for" in said
            assert honest != bool(found.laws), f"{where}, {situation.value}: {said}"
            assert "nothing can be used" not in said
            assert not honest or about(situation).title in said
            if honest and situation in OF_IMAGES:
                verb = "are crimes" if situation is Situation.IN_DANGER else "is a crime"
                assert f"{verb} in many countries: ask the police or a helpline" in said, where


def test_these_places_have_law_on_an_image_that_is_online() -> None:
    """By name, with what a person there has to be told."""
    told = {
        "CA": "s.162.1",
        "CA-QC": "Bill 73",
        "ES": "197.7",
        "FR": "226-2-1",
        "BR": "art. 21",
        "KR": "art. 14",
        "IN": "66E",
        "AU": "Sch. 2",
        "GB-SCT": "s.2",
        "GB-NIR": "s.51",
        "GB-WLS": "66B",
        "US-TX": "21.16",
        "US-NY": "52-c",
        "US-MN": "HF 1606",
        "US-CA": "647(j)(4)",
    }
    assert set(NAMED) == set(told)
    for where, citation in told.items():
        found = answer(where, Situation.IMAGE_ONLINE).laws
        assert any(citation in f"{law.name} {law.citation}" for law in found), where
    assert not any("two hours" in law.deadline for law in answer("BR").laws)


def test_who_is_in_danger_at_home_meets_the_law_of_the_place() -> None:
    told = {
        "GB-SCT": "Domestic Abuse (Scotland) Act 2018",
        "GB-WLS": "Serious Crime Act 2015 s.76",
        "GB-NIR": "(Northern Ireland) 2021",
        "IE": "s.39",
        "CA-QC": "s.264",
        "US-TX": "2261A",
        "ES": "172 ter",
        "FR": "222-33-2-1",
        "DE": "§ 238",
    }
    for where, citation in told.items():
        assert any(citation in law.citation for law in answer(where, Situation.IN_DANGER).laws)
    for where in ("CA", "CA-QC"):
        assert any("163.1" in law.citation for law in answer(where, Situation.UNDER_18).laws)


def test_threats_stand_first_for_who_is_threatened() -> None:
    for where in ALL_PLACES:
        for situation in THREATS_FIRST:
            threats = [Act.THREATENING in law.acts for law in answer(where, situation).laws]
            assert threats == sorted(threats, reverse=True), f"{where}, {situation.value}"
    assert answer("CA-QC", Situation.THREATENED).laws
    assert answer("US-TX", Situation.THREATENED).laws


ON_THREATS = {
    "DE": ("§ 241", "§ 240", "§ 253", "§ 238"),
    "FR": ("312-10", "222-17"),
    "IN": ("s.308", "s.351", "s.78"),
    "BR": ("art. 147 ", "art. 158", "147-A"),
    "ES": ("169 to 171", "art. 172", "172 ter"),
    "CA": ("s.264.1", "s.346"),
    "CA-QC": ("s.264.1", "s.346"),
    "KR": ("14-3",),
    "US-NY": ("135.60",),
    "GB-WLS": ("2023 s.181", "1968 s.21", "1997 s.2A"),
    "GB-NIR": ("2023 s.181", "1969 s.20"),
    "AU": ("474.17",),
    "US-CA": ("518 to 523",),
    "US-MN": ("609.27",),
    "US-TX": ("18 U.S.C. 875",),
    "GB-SCT": ("2010 s.38",),
}


@each_row("where", ON_THREATS)
def test_who_is_threatened_meets_the_law_on_threats_and_blackmail_first(where: str) -> None:
    """The general offences, with a source each, in front and never as a bill."""
    found = answer(where, Situation.THREATENED)
    threats = [law for law in found.laws if Act.THREATENING in law.acts]
    assert found.laws[: len(threats)] == tuple(threats)
    for citation in ON_THREATS[where]:
        assert any(citation in f"{law.citation} " for law in threats), citation
        assert not any(citation in f"{law.citation} " for law in found.bills), citation
    demanded = answer(where, Situation.EXTORTION).laws
    assert any(law.topic in {"threats", "ncii"} for law in demanded)


def test_violence_stands_first_in_danger_and_last_among_threats_else() -> None:
    for where in ALL_PLACES:
        for situation in THREATS_FIRST:
            threats = [
                law.topic == "violence"
                for law in answer(where, situation).laws
                if Act.THREATENING in law.acts
            ]
            first = situation is Situation.IN_DANGER
            assert threats == sorted(threats, reverse=first), f"{where}, {situation.value}"


def test_a_false_profile_has_a_law_where_one_is_known() -> None:
    for where, citation in (("FR", "226-4-1"), ("ES", "172 ter.5"), ("DE", "§ 238")):
        assert any(citation in law.citation for law in answer(where, Situation.IMPOSTOR).laws)
    assert any("226-8" in law.citation for law in answer("FR", Situation.LIKENESS_USED).laws)
    assert any("617.261" in law.citation for law in answer("US-MN", Situation.IMAGE_ONLINE).laws)


def test_who_made_or_spread_an_intimate_picture_meets_the_code_of_the_place() -> None:
    for where, citation in (("IN", "Sanhita 2023 s.77"), ("BR", "art. 216-B")):
        assert any(citation in law.citation for law in answer(where, Situation.IMAGE_ONLINE).laws)


def test_the_threatening_message_has_its_longest_term() -> None:
    for where in ("GB-WLS", "GB-NIR"):
        (row,) = [row for row in answer(where).laws if "2023 s.181" in row.citation]
        assert "up to 5 years" in row.remedy


def test_a_row_is_not_called_by_what_its_own_words_deny() -> None:
    (row,) = [row for row in answer("BR").laws if "218-C" in row.citation]
    assert "does not name altered images" in row.gives
    assert "altered" not in row.name


def test_a_rule_whose_start_was_not_read_is_not_called_sure() -> None:
    for row in ROWS:
        assert "must be read" not in row.in_force_since or row.confidence != "high", row.name


def test_the_notice_of_brazil_is_for_the_person_shown_or_a_legal_representative() -> None:
    (row,) = [row for row in answer("BR").laws if "art. 21" in row.citation.split(")")[-1]]
    assert "a legal representative" in row.gives
    assert "somebody for them" not in row.gives


def test_the_day_of_a_rule_is_a_day_and_not_counted_from_today() -> None:
    (row,) = [row for row in answer("EU").bills if "nudification" in row.name]
    assert not row.due(date(2026, 12, 1))
    assert row.due(date(2026, 12, 2))
    for row in ROWS:
        assert "today's date" not in f"{row.in_force_since} {row.gives}", row.name


def test_what_was_not_read_at_the_source_is_said() -> None:
    unread = [row for row in ROWS if row.not_checked_at_source]
    assert unread
    for row in ROWS:
        said = " ".join(law_words.about(row, TODAY))
        assert ("Not checked at the source" in said) == row.not_checked_at_source, row.name


def test_only_the_files_of_the_place_are_read() -> None:
    code = (
        "import sys; from auditor.guidance.laws import laws; laws.answer('DE'); "
        "print(laws.place.cache_info().currsize);"
        "heavy = ('textual', 'PIL', 'httpx', 'sqlcipher3', 'numpy', 'asyncio');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["2", "[]"]


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_not(where: str) -> None:
    found = answer(where)
    assert bool(found.places) or not found.laws


@each_row("where", ["../laws/us", "us.toml", "a" * 999, "US-", "-US", "\x1b]0;", "us/../de"])
def test_a_place_never_becomes_a_path(where: str) -> None:
    assert answer(where).places == ()


def test_nothing_is_in_force_before_its_day() -> None:
    for row in ROWS:
        begins = dated(row.in_force_since)
        assert not row.in_force or begins is None or begins <= row.checked_on, row.name


def test_a_start_that_has_come_is_told_and_makes_no_law() -> None:
    found = answer("EU")
    (row,) = [bill for bill in found.bills if "nudification" in bill.name]
    before, after = date(2026, 12, 1), date(2030, 1, 1)
    assert "may hold by now" not in " ".join(law_words.about(row, before))
    assert "may hold by now" in " ".join(law_words.about(row, after))
    (directive,) = [bill for bill in found.bills if "Directive" in bill.name]
    assert not directive.due(before), (
        "it binds states; the day that counts is that of the national laws"
    )
    assert not any(law.due(after) for law in found.laws)


def test_stale_is_said_once_for_all_rows() -> None:
    found = answer("US-CA")
    said = [*law_words.notes("US-CA", found, None, date(2030, 1, 1))]
    assert sum("older than 90 days" in line for line in said) == 1
    for row in (*found.laws, *found.bills):
        assert " ".join(law_words.about(row, date(2030, 1, 1))).endswith("; old")


@each_row("where", ["Atlantis", "Austr", "ß", "ＵＳ", "D"])
def test_a_name_is_told_apart_from_a_code_without_rows(where: str) -> None:
    said = " ".join(law_words.notes(where, answer(where), None))
    assert "is not in our list of places" in said or "can mean several places" in said
    assert "none verified" not in said


def test_what_is_not_in_force_is_never_worded_as_a_remedy() -> None:
    for row in ROWS:
        said = [line.partition(":")[0] for line in law_words.about(row, TODAY)]
        assert ("Remedy" in said) == row.in_force, row.name
        assert row.in_force or "Deadline" not in said, row.name


@each_row(
    ("where", "citation"),
    [
        ("ES", "art. 544 ter"),
        ("GB-SCT", "Protection from Harassment Act 1997 s.8"),
        ("CA", "Criminal Code s.810"),
        ("CA-QC", "Code of Civil Procedure of Quebec"),
        ("US-TX", "Tex. Fam. Code ch. 82"),
    ],
)
def test_who_lives_with_the_one_who_threatens_is_told_of_orders_to_keep_away(
    where: str, citation: str
) -> None:
    for situation in (Situation.IN_DANGER, Situation.THREATENED):
        (order,) = [row for row in answer(where, situation).laws if citation in row.citation]
        assert not order.penal, "an order is no offence"
    assert any("42.072" in row.citation for row in answer("US-TX", Situation.THREATENED).laws)
