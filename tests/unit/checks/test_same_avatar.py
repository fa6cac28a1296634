from auditor.checks.same_avatar import CHECK
from auditor.domain.account import Claim
from auditor.domain.findings.check import AvatarMatch
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.photos.photo import PhotoKind
from tests.unit.checks.cases import POSTED, account, fingerprint, on_inventory, words

BASE = int("a5c3" * 16, 16)
MARA, TOMAS = account("mara"), account("tomas")
AVATARS = [
    fingerprint("p1", "mara", pdq=BASE, kind=PhotoKind.AVATAR),
    fingerprint("p2", "tomas", pdq=BASE ^ 7, kind=PhotoKind.AVATAR),
]


def test_the_same_avatar() -> None:
    (seen,) = on_inventory(CHECK, [MARA, TOMAS], AVATARS)
    assert (seen.account, seen.about, seen.remedy) == ("a-mara", "a-tomas", "change-avatar")
    assert seen.confidence is Confidence.MEDIUM
    assert "mara" not in words(seen, masked=True)


def test_posts_are_left_to_the_other_check() -> None:
    prints = [AVATARS[0], fingerprint("p2", "tomas", pdq=BASE)]
    assert on_inventory(CHECK, [MARA, TOMAS], prints) == []


def test_different_avatars() -> None:
    prints = [
        AVATARS[0],
        fingerprint("p2", "tomas", pdq=2**256 - 1 - BASE ^ 0xFFFF << 100, kind=PhotoKind.AVATAR),
    ]
    assert on_inventory(CHECK, [MARA, TOMAS], prints) == []
    assert on_inventory(CHECK, [], []) == []


def test_accounts_to_be_kept_apart_weigh_more() -> None:
    (seen,) = on_inventory(CHECK, [account("mara", keep_apart=True), TOMAS], AVATARS)
    assert seen.severity is Severity.HIGH


def test_an_impostor_that_shows_the_users_photo() -> None:
    false_mara = account("false-mara", claim=Claim.IMPOSTOR, proven=False)
    match = AvatarMatch(false_mara.id, "p1", 4, "https://example.org/@false-mara", POSTED)
    (seen,) = on_inventory(CHECK, [MARA, false_mara], [AVATARS[0]], [match])
    assert (seen.remedy, seen.severity, seen.account, seen.photo) == (
        "report-impostor",
        Severity.HIGH,
        false_mara.id,
        "p1",
    )
    assert "4 of 256" in words(seen)
    assert "false-mara" not in words(seen, masked=True)
    assert [evidence.url for evidence in seen.evidence] == [
        "https://example.org/@false-mara",
        "https://example.org/p1",
    ]


def test_an_impostor_match_without_its_account_or_photo() -> None:
    false_mara = account("false-mara", claim=Claim.IMPOSTOR)
    match = AvatarMatch(false_mara.id, "gone", 0, "https://example.org/@false-mara", POSTED)
    assert on_inventory(CHECK, [MARA], [], [match]) == []
    (seen,) = on_inventory(CHECK, [MARA, false_mara], [], [match])
    assert len(seen.evidence) == 1
    assert seen.confidence is Confidence.HIGH
