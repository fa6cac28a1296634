"""auditor links, and accounts kept apart, as a user has them."""

from __future__ import annotations

import pytest

from tests.cli.auditor import Auditor


@pytest.mark.slow
def test_links_of_the_range(scanned: Auditor) -> None:
    accounts = {
        account["id"]: account
        for account in scanned.run("accounts", "list", "--json").json["accounts"]
    }
    found = scanned.run("links", "--json").json
    assert found["schema"] == "auditor/links/1"
    assert found["cut_for"] == "linked"
    ties = {evidence["tie"] for link in found["links"] for evidence in link["evidence"]}
    assert {"same-photo", "same-camera", "same-place", "mutual-link", "same-handle"} <= ties
    photos = {photo["id"]: photo for photo in scanned.run("photos", "--json").json["photos"]}
    for link in found["links"]:
        assert {accounts[link[end]]["claim"] for end in "ab"} == {"mine"}
        for evidence in link["evidence"]:
            assert {photos[photo]["account"] for photo in evidence["photos_a"]} <= {link["a"]}
    told = scanned.run("links").out
    assert "The fewest photos to remove so that no photo does" in told
    assert "copies that others" in told
    for cut in found["cut"]:
        assert all(photo in told for photo in cut["photos"])
    assert all(
        account["handle"] not in scanned.run("links", "--projector").out
        for account in accounts.values()
    )


@pytest.mark.slow
def test_kept_apart_is_marked_shown_and_not_scanned_with_others(copied: Auditor) -> None:
    first, second = [
        account["id"] for account in copied.run("accounts", "list", "--json").json["accounts"]
    ][:2]
    assert f"auditor scan --account {first}" in copied.run("accounts", "keep-apart", first).out
    listed = {
        account["id"]: account["keep_apart"]
        for account in copied.run("accounts", "list", "--json").json["accounts"]
    }
    assert (listed[first], listed[second]) == (True, False)
    assert "kept apart" in copied.told(COLUMNS="300").run("accounts", "list").out
    before = len(copied.run("network-log", "--json").json["requests"])
    assert (
        f"auditor scan --account {first}"
        in copied.run("scan", "--account", first, "--account", second, code=2).err
    )
    assert len(copied.run("network-log", "--json").json["requests"]) == before
    found = copied.run("links", "--json").json
    assert ([cut["account"] for cut in found["cut"]], found["cut_for"]) == ([first], "kept-apart")
    assert [
        cut["account"] for cut in copied.run("links", "--json", "--account", second[:9]).json["cut"]
    ] == [second]
    assert "no longer" in copied.run("accounts", "keep-apart", first, "--off").out


@pytest.mark.slow
def test_a_scan_of_all_leaves_it_out(copied: Auditor) -> None:
    first = copied.run("accounts", "list", "--json").json["accounts"][0]["id"]
    copied.run("accounts", "keep-apart", first)
    done = copied.told(COLUMNS="300").run("scan", code=1)
    assert f"Scan it alone, at another time: auditor scan --account {first}" in done.out
    record = copied.run("scan", "--json", code=1).json["accounts"]
    assert [
        (account["outcome"], account["requests"]) for account in record if account["id"] == first
    ] == [("skipped", 0)]
    assert (
        copied.run("scan", "--account", first, "--json", code=1).json["accounts"][0]["outcome"]
        == "fetched"
    )


def test_nothing_scanned_is_said_not_to_be_safe(fresh: Auditor) -> None:
    told = fresh.run("--ephemeral", "links", code=3)
    assert "Nothing was found" not in told.out
    assert "Nothing is known yet: no account is on the list." in told.err
    assert fresh.run("--ephemeral", "links", "--json", code=3).json["links"] == []
    assert "There is no account" in fresh.run("--ephemeral", "links", "--account", "a1", code=2).err
