from auditor.checks.search_engines import CHECK
from auditor.domain.account import IndexSignal, Openness
from auditor.domain.findings.finding import Confidence, Severity
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, on_account, words

PAGE = "https://example.org/@mara"


def signal(
    where: Openness, *, is_open: bool | None, says: str = "index", url: str = PAGE
) -> IndexSignal:
    return IndexSignal(where, says, is_open, url)


@each_row(
    "where", [Openness.META_ROBOTS, Openness.X_ROBOTS_TAG, Openness.PLATFORM_FLAG, Openness.LABEL]
)
def test_an_open_signal(where: Openness) -> None:
    (seen,) = on_account(CHECK, (signal(where, is_open=True),))
    assert (seen.severity, seen.confidence, seen.remedy) == (
        Severity.MEDIUM,
        Confidence.HIGH,
        "close-search",
    )
    assert "index" in words(seen)
    assert seen.evidence[0].url == PAGE


def test_a_page_that_says_nothing_is_open_but_less_sure() -> None:
    (seen,) = on_account(CHECK, (signal(Openness.META_ROBOTS, is_open=None, says=""),), photos=0)
    assert (seen.severity, seen.confidence) == (Severity.LOW, Confidence.MEDIUM)
    assert "Nothing keeps" in words(seen)


@each_row(
    "where", [Openness.META_ROBOTS, Openness.X_ROBOTS_TAG, Openness.PLATFORM_FLAG, Openness.LABEL]
)
def test_a_closing_signal_wins_over_an_open_one_on_the_same_page(where: Openness) -> None:
    closing = signal(where, is_open=False, says="noindex")
    assert on_account(CHECK, (signal(Openness.META_ROBOTS, is_open=True), closing)) == []


def test_one_closed_page_does_not_close_another() -> None:
    other = signal(Openness.META_ROBOTS, is_open=True, url="https://example.org/gallery")
    (seen,) = on_account(CHECK, (signal(Openness.META_ROBOTS, is_open=False), other))
    assert [evidence.url for evidence in seen.evidence] == ["https://example.org/gallery"]


def test_a_platform_switch_closes_every_page() -> None:
    other = signal(Openness.META_ROBOTS, is_open=True, url="https://example.org/gallery")
    assert on_account(CHECK, (signal(Openness.PLATFORM_FLAG, is_open=False, url=""), other)) == []


def test_robots_txt_counts_only_where_nothing_else_was_read() -> None:
    allows = signal(
        Openness.ROBOTS_TXT, is_open=True, says="Allow", url="https://example.org/robots.txt"
    )
    (seen,) = on_account(CHECK, (allows,))
    assert seen.confidence is Confidence.MEDIUM
    assert on_account(CHECK, (signal(Openness.ROBOTS_TXT, is_open=False, says="Disallow"),)) == []
    assert on_account(CHECK, (allows, signal(Openness.META_ROBOTS, is_open=False))) == []


def test_no_signal_no_finding() -> None:
    assert on_account(CHECK, ()) == []


def test_hostile_words_stay_values() -> None:
    (seen,) = on_account(
        CHECK,
        tuple(
            signal(Openness.META_ROBOTS, is_open=True, says=HOSTILE, url=f"{PAGE}/{n}")
            for n in range(30)
        ),
    )
    assert len(seen.evidence) == 5
