from auditor.checks.kept_by_platform import CHECK
from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.findings.finding import Severity
from tests.rows import each_row
from tests.unit.checks.cases import on_account, words


@each_row("kind", HeldKind)
def test_each_kind_is_a_finding_of_its_own(kind: HeldKind) -> None:
    (single,) = on_account(CHECK, held=(Held(kind, 1),))
    (many,) = on_account(CHECK, held=(Held(kind, 1234),))
    assert single.about == many.about == kind.value
    assert "1234" in words(many)
    assert words(single) != words(many)
    assert single.question is None  # strangers see nothing of it


def test_places_and_addresses_weigh_more_than_devices() -> None:
    place, device = on_account(CHECK, held=(Held(HeldKind.POSITION, 3), Held(HeldKind.DEVICE, 3)))
    assert (place.severity, device.severity) == (Severity.LOW, Severity.INFO)


def test_an_account_of_which_nothing_is_kept_has_no_finding() -> None:
    assert on_account(CHECK) == []
