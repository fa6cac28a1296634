from __future__ import annotations

from dataclasses import replace
from datetime import date

from auditor.guidance.checkup import checkup
from auditor.guidance.help.help_now import (
    CRISIS,
    DISTRESS,
    UNDER_18,
    VIOLENCE,
    WORLDWIDE,
    YOUNG,
    all_services,
    regions,
    services,
)
from auditor.guidance.help.help_services import first_for_minors, offer
from auditor.guidance.laws.situations import Situation

PLACES = [*(code for code, _name in regions()), "", "AT", "ZZ", "US-CA"]
TODAY = date(2026, 11, 22)


def test_under_18_never_names_a_service_for_adults_only() -> None:
    adults = {service.name for service in all_services() if service.audience == "adults"}
    for where in PLACES:
        shown = offer(where, adult=False, low_confidence=True).services
        assert {service.audience for service in shown} == {"everyone", "minors"}, where
        said = " ".join(
            f"{service.name} {service.for_whom} {service.what_it_does} {service.uploads}"
            for service in shown
        )
        assert "StopNCII" not in said, where
        assert not [name for name in adults if name in said], where
        assert "Take It Down (NCMEC)" in {service.name for service in shown}, where


def test_crisis_lines_and_worldwide_services_always_come() -> None:
    for where in PLACES:
        for adult in (True, False, None):
            _crisis_lines_come(where, adult)


def test_a_situation_hides_no_line_for_people_in_crisis() -> None:
    for where in ("", "GB-SCT", "ES", "KR", "US-TX"):
        for situation in Situation:
            for adult in (True, False, None):
                shown = {s.name for s in offer(where, adult=adult, situation=situation).services}
                every = offer(where, adult=adult).services
                lines = {service.name for service in every if service.kind == CRISIS}
                assert lines <= shown, f"{where}, {situation.value}"


def _crisis_lines_come(where: str, adult: bool | None) -> None:
    shown = offer(where, adult=adult).services
    assert any(service.region == WORLDWIDE for service in shown)
    names = {service.name for service in shown}
    for service in all_services():
        if service.kind == CRISIS and service.region in {where, WORLDWIDE}:
            assert service.name in names, where
    assert shown[0].kind == CRISIS, where


def test_adults_see_no_service_for_children_alone() -> None:
    names = {service.name for service in offer("GB", adult=True).services}
    assert "StopNCII.org" in names
    assert "Take It Down (NCMEC)" in names, "pictures taken under 18, any age now"
    assert "Childline / Report Remove" in names, "a line for a crisis is hidden by no option"
    assert "ICMEC hotline directory" not in names


def test_low_confidence_is_hidden_and_counted() -> None:
    default, every = offer("KR"), offer("KR", low_confidence=True)
    assert default.hidden == len(every.services) - len(default.services) > 0
    assert every.hidden == 0


def test_a_part_without_services_brings_those_of_its_country() -> None:
    assert "US" in {service.region for service in offer("US-CA").services}


def test_hotlines_become_stale_after_thirty_days() -> None:
    line = next(
        service for service in all_services() if service.name == "988 Suicide & Crisis Lifeline"
    )
    assert line in offer("US").services
    line = replace(line, source_date="2026-11-22", checked_on=date(2026, 11, 22))
    assert not line.stale(date(2026, 12, 22))
    assert line.stale(date(2026, 12, 23))


def test_the_checkup_lists_what_is_stale_or_missing() -> None:
    found = checkup(TODAY, ["atproto", "website", "somewhere-else", "somewhere-else"])
    assert found.platforms_without_row == ("somewhere-else",)
    assert found.without_source == ()
    kinds = {"law", "setting", "service", "blackmail", "silent", "archive", "removal"}
    kinds |= {"term", "authority"}
    assert set(found.counts) == kinds
    assert {row.kind for row in found.stale} == set(found.counts)
    assert any("undated" in row.source_date for row in found.stale)
    assert not any("nudification" in row.name for row in found.due)
    later = checkup(date(2027, 12, 1), ())
    assert any("nudification" in row.name for row in later.due)
    assert len(later.stale) == sum(later.counts.values())


def test_under_18_the_three_to_begin_with_stand_first_and_platforms_last() -> None:
    for where in PLACES:
        shown = offer(where, adult=False).services
        first = first_for_minors(where)
        assert shown[: len(first)] == first, where
        assert "Take It Down (NCMEC)" in {service.name for service in first}, where
        kinds = [service.kind for service in shown]
        assert kinds.index("platform") > max(
            kinds.index(kind) for kind in ("child", "hash", "search")
        ), where
    assert [service.name for service in first_for_minors("GB")] == [
        "Childline / Report Remove",
        "Take It Down (NCMEC)",
        "Samaritans",
    ]


def test_under_18_lines_for_adults_at_home_stand_behind_those_for_children() -> None:
    """On every page: services, the law, and help now."""
    for where in PLACES:
        for shown in (
            offer(where, adult=False).services,
            offer(where, adult=False, situation="extortion").services,
            services(where, UNDER_18),
        ):
            at_home = [n for n, each in enumerate(shown) if each.line in {VIOLENCE, "men"}]
            for_them = [
                n
                for n, each in enumerate(shown)
                if each.kind in {"child", "hash"} or each.line in {YOUNG, DISTRESS}
            ]
            assert min(at_home) > max(for_them), where


def test_under_18_the_service_of_the_country_stands_before_the_directories() -> None:
    names = [service.name for service in offer("CA", adult=False).services]
    of_canada = names.index("Cybertip.ca / NeedHelpNow.ca")
    assert of_canada < min(names.index(far) for far in ("Chayn", "ICMEC hotline directory"))


def test_who_is_near_stands_before_who_is_far() -> None:
    for where in ("ES", "GB-SCT", "DE"):
        regions = [service.region in {"worldwide", "EU"} for service in offer(where).services]
        assert regions == sorted(regions), where
        assert offer(where).services[0].line == "violence"
