from dataclasses import replace

from auditor.checks.likeness_exposure import CHECK
from auditor.domain.findings.check import InventoryCase, InventoryCheck
from auditor.domain.findings.finding import Confidence, Severity, finding_id
from auditor.guidance.remedies import remedy
from tests.unit.checks.cases import TODAY, account, checked, on_inventory, words
from tests.unit.domain.likeness_making import face, portrait

MARA, TOMAS = account("mara"), account("tomas")


def test_one_finding_for_everything() -> None:
    prints = [portrait(index, owner="mara" if index < 8 else "tomas") for index in range(12)]
    (seen,) = on_inventory(CHECK, [MARA, TOMAS], prints)
    assert (seen.severity, seen.confidence, seen.account, seen.photo) == (
        Severity.HIGH,
        Confidence.MEDIUM,
        "a-mara",
        None,
    )
    assert set(seen.related) == {photo.photo for photo in prints}
    assert "count for this: 12; 12 are enough" in words(seen)
    assert "to come a step down: 1" in words(seen)
    assert seen.evidence[0].url.startswith("https://")
    again = on_inventory(CHECK, [TOMAS, MARA], prints[::-1])
    assert finding_id(CHECK.id, seen) == finding_id(CHECK.id, again[0])


def test_severity_follows_the_tier() -> None:
    for many, severity in (
        (1, Severity.LOW),
        (4, Severity.MEDIUM),
        (12, Severity.HIGH),
        (30, Severity.HIGH),
    ):
        (seen,) = on_inventory(CHECK, [MARA], [portrait(index) for index in range(many)])
        assert seen.severity is severity


def test_nothing_is_said_where_no_face_is_clear_or_nothing_was_looked_at() -> None:
    assert on_inventory(CHECK, [MARA], [portrait(1, face(111))]) == []
    assert on_inventory(CHECK, [MARA], [portrait(1, looked=False)]) == []
    assert on_inventory(CHECK, [account("mara", proven=False)], [portrait(1)]) == []
    assert on_inventory(CHECK, [], []) == []


def test_what_was_not_looked_at_is_told() -> None:
    (seen,) = on_inventory(CHECK, [MARA], [portrait(1), portrait(2, looked=False)])
    assert "faces were not looked for: 1" in words(seen)


def test_photos_of_somebody_else_do_not_count() -> None:
    assert isinstance(CHECK, InventoryCheck)
    prints = [portrait(index) for index in range(4)]
    case = InventoryCase([MARA], prints, not_me=frozenset({"p000"}))
    (seen,) = checked(CHECK, list(CHECK.run(case, TODAY)))
    assert seen.severity is Severity.LOW
    assert "p000" not in seen.related
    assert (
        list(CHECK.run(replace(case, not_me=frozenset(photo.photo for photo in prints)), TODAY))
        == []
    )


def test_remedy() -> None:
    assert "stays enough for a fake" in remedy("lower-likeness", "atproto").text
