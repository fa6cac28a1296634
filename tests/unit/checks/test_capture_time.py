from auditor.checks.capture_time import CHECK
from auditor.domain.findings.finding import Severity
from auditor.domain.photos.facts import Metadata
from tests.unit.checks.cases import HOSTILE, account, facts, on_photo, photo, words


def test_a_time_with_its_zone() -> None:
    (seen,) = on_photo(
        CHECK,
        photo(),
        facts(
            Metadata(
                captured_at="2024-05-01T07:08:09+02:00", captured_at_utc="2024-05-01T05:08:09Z"
            )
        ),
    )
    assert "2024-05-01T07:08:09+02:00" in words(seen)
    assert seen.severity is Severity.LOW


def test_gps_time_is_enough() -> None:
    (seen,) = on_photo(
        CHECK,
        photo(),
        facts(Metadata(captured_at="2024-05-01T07:08:09", captured_at_utc="2024-05-01T05:08:09Z")),
    )
    assert "2024-05-01T05:08:09Z" in words(seen)


def test_local_time_alone_is_no_moment() -> None:
    assert on_photo(CHECK, photo(), facts(Metadata(captured_at="2024-05-01T07:08:09"))) == []


def test_published_at_once_is_worse_and_said_only_with_proof() -> None:
    live = facts(Metadata(captured_at="2024-05-06T13:30:00+02:00"))
    (seen,) = on_photo(CHECK, photo(), live)
    assert seen.severity is Severity.MEDIUM
    assert "30 minutes later" in words(seen)
    (blunt,) = on_photo(CHECK, photo(), live, account(proven=False))
    assert blunt.severity is Severity.LOW
    assert "minutes" not in words(blunt)


def test_a_clock_that_is_ahead_proves_nothing() -> None:
    (seen,) = on_photo(CHECK, photo(), facts(Metadata(captured_at="2024-05-06T23:30:00+02:00")))
    assert seen.severity is Severity.LOW


def test_published_by_the_platform_and_hostile_text() -> None:
    (seen,) = on_photo(CHECK, photo(published=Metadata(captured_at_utc=HOSTILE)), facts())
    assert seen.remedy == "published-metadata"
    assert on_photo(CHECK, photo(), facts(Metadata(captured_at=HOSTILE))) == []
    assert on_photo(CHECK, photo(), None) == []


def test_a_day_alone_is_no_moment() -> None:
    assert on_photo(CHECK, photo(), facts(Metadata(captured_at="2024-05-01"))) == []
    both = Metadata(captured_at="2024-05-01", captured_at_utc="2024-05-01T05:08:09Z")
    (seen,) = on_photo(CHECK, photo(), facts(both))
    assert "2024-05-01T05:08:09Z" in words(seen)
