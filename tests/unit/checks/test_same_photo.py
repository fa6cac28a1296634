from auditor.checks.same_photo import CHECK
from auditor.domain.account import Claim
from auditor.domain.findings.finding import Confidence, Severity, finding_id
from auditor.domain.photos.photo import PhotoKind
from tests.unit.checks.cases import HOSTILE, account, fingerprint, on_inventory, words

BASE = int("a5c3" * 16, 16)
MARA, TOMAS, AMINA = account("mara"), account("tomas"), account("amina")


def test_the_same_file() -> None:
    (seen,) = on_inventory(
        CHECK,
        [MARA, TOMAS],
        [fingerprint("p1", "mara", sha="x"), fingerprint("p2", "tomas", sha="x")],
    )
    assert seen.confidence is Confidence.HIGH
    assert (seen.account, seen.photo, seen.related, seen.about) == (
        "a-mara",
        "p1",
        ("p2",),
        "a-tomas",
    )
    assert "same file stands on mara and tomas" in words(seen)
    assert "mara" not in words(seen, masked=True)


def test_a_near_hash_counts_up_to_31_bits() -> None:
    near = fingerprint("p2", "tomas", pdq=BASE ^ (2**31 - 1))
    far = fingerprint("p2", "tomas", pdq=BASE ^ (2**32 - 1))
    base = fingerprint("p1", "mara", pdq=BASE)
    (seen,) = on_inventory(CHECK, [MARA, TOMAS], [base, near])
    assert seen.confidence is Confidence.MEDIUM
    assert on_inventory(CHECK, [MARA, TOMAS], [base, far]) == []


def test_a_turned_copy_counts_whichever_account_has_it() -> None:
    base = fingerprint("p1", "mara", pdq=BASE)
    turned = fingerprint("p2", "tomas", pdq=int(base.pdq[3], 16))
    assert len(on_inventory(CHECK, [MARA, TOMAS], [base, turned])) == 1


def test_hashes_that_are_not_reliable_are_not_matched() -> None:
    prints = [fingerprint("p1", "mara"), fingerprint("p2", "tomas")]
    assert on_inventory(CHECK, [MARA, TOMAS], prints) == []


def test_one_account_alone_says_nothing() -> None:
    assert (
        on_inventory(
            CHECK, [MARA], [fingerprint("p1", "mara", sha="x"), fingerprint("p2", "mara", sha="x")]
        )
        == []
    )
    assert on_inventory(CHECK, [], []) == []


def test_two_avatars_are_left_to_the_other_check() -> None:
    prints = [
        fingerprint("p1", "mara", sha="x", kind=PhotoKind.AVATAR),
        fingerprint("p2", "tomas", sha="x", kind=PhotoKind.AVATAR),
    ]
    assert on_inventory(CHECK, [MARA, TOMAS], prints) == []
    assert (
        len(on_inventory(CHECK, [MARA, TOMAS], [*prints, fingerprint("p3", "tomas", sha="x")])) == 1
    )


def test_one_finding_per_picture_and_pair_with_ids_that_stay() -> None:
    prints = [
        fingerprint(f"p{n}{who}", who, sha="x")
        for who in ("mara", "tomas", "amina")
        for n in range(5)
    ]
    prints += [fingerprint("q1", "mara", sha="y"), fingerprint("q2", "amina", sha="y")]
    found = on_inventory(CHECK, [MARA, TOMAS, AMINA], prints)
    again = on_inventory(CHECK, [AMINA, TOMAS, MARA], prints[::-1])
    assert len(found) == 4
    assert {finding_id("same-photo", seen) for seen in found} == {
        finding_id("same-photo", seen) for seen in again
    }


def test_accounts_to_be_kept_apart_weigh_more() -> None:
    prints = [fingerprint("p1", "mara", sha="x"), fingerprint("p2", "tomas", sha="x")]
    (seen,) = on_inventory(CHECK, [MARA, account("tomas", keep_apart=True)], prints)
    assert seen.severity is Severity.HIGH


def test_only_the_users_own_accounts_are_compared() -> None:
    prints = [fingerprint("p1", "mara", sha="x"), fingerprint("p2", "tomas", sha="x")]
    assert on_inventory(CHECK, [MARA, account("tomas", claim=Claim.IMPOSTOR)], prints) == []
    assert on_inventory(CHECK, [MARA], prints) == []


def test_a_hostile_handle_is_a_value_not_a_template() -> None:
    prints = [fingerprint("p1", "mara", sha="x"), fingerprint("p2", "bad", sha="x")]
    bad = account("bad")
    hostile = type(bad)(bad.id, bad.platform, HOSTILE[:60], bad.url, bad.claim, bad.proof)
    (seen,) = on_inventory(CHECK, [MARA, hostile], prints)
    assert "{name}" in words(seen)


def test_a_chain_of_look_alikes_counts_each_picture_of_one_account() -> None:
    """Each is like the next and not like the one after; no group falls in two."""
    several = [
        fingerprint(f"p{n}", who, pdq=BASE ^ ((1 << 20 * n) - 1))
        for n, who in enumerate(("mara", "tomas", "mara", "tomas", "mara", "tomas"))
    ]
    found = on_inventory(CHECK, [MARA, TOMAS], several)
    assert [(seen.photo, seen.related) for seen in found] == [
        ("p0", ("p1",)),
        ("p2", ("p1", "p3")),
        ("p4", ("p3", "p5")),
    ]
    without = [photo for photo in several if photo.photo != "p2"]
    assert len(on_inventory(CHECK, [MARA, TOMAS], without)) == 2
