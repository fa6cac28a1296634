from datetime import date

from auditor.domain.text.days import day_near
from tests.rows import each_row

NEAR = date(2025, 12, 30)


@each_row(
    ("text", "near", "day"),
    [
        ("2026-12-24", None, date(2026, 12, 24)),
        ("-001", NEAR, date(2026, 1, 1)),
        ("-360", NEAR, date(2025, 12, 26)),
        ("--01-02", NEAR, date(2026, 1, 2)),
        ("-366", date(2024, 12, 1), date(2024, 12, 31)),
        ("-001", None, None),
        ("-000", NEAR, None),
        ("-999", NEAR, None),
        ("--02-30", NEAR, None),
        ("2026-13-01", NEAR, None),
        ("tomorrow", NEAR, None),
    ],
)
def test_days_of_papers(text: str, near: date | None, day: date | None) -> None:
    assert day_near(text, near) == day
