from __future__ import annotations

from auditor.domain.photos.photo import PhotoKind
from auditor.sources.gitlab.source import GitLab
from tests.contract.source_cases import CASES
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row

API = "https://gitlab.com/api/v4"


@each_row(
    ("text", "sure"),
    [
        ("https://gitlab.com/wanda", True),
        ("https://salsa.debian.org/wanda/garden", True),
        ("https://git.example/wanda", None),
        ("https://git.example/wanda/garden", None),
        ("https://gitlab.com/explore", None),
        ("https://gitlab.com/", None),
    ],
)
def test_only_known_hosts_are_taken_without_asking(text: str, sure: bool | None) -> None:
    found = GitLab().recognise(text)
    assert (found.sure if found else None) is sure


@each_row(
    ("reply", "is_one"),
    [
        (recorded("gitlab/users.json"), True),
        (Reply(b"[]"), False),
        (Reply(b'{"message": "404 Not Found"}', 404), False),
        (Reply(b"<html>"), False),
    ],
)
async def test_another_host_is_asked_what_it_runs(reply: Reply, is_one: bool) -> None:
    async with Web({"https://git.example/api/v4/users": reply}).door() as http:
        found = await GitLab().detect(http, "https://git.example/wanda")
    assert (found is not None and found.sure) is is_one


async def test_files_are_read_over_pages() -> None:
    case = CASES["gitlab"]()
    async with Web(case.routes).door() as http:
        batches = await read(GitLab(), case.account, http)
    assert [photo.media_url for photo in photos(batches) if photo.kind is PhotoKind.FILE] == [
        "https://gitlab.com/wanda/garden/-/raw/HEAD/photos/IMG_0001.jpg",
        "https://gitlab.com/wanda/garden/-/raw/HEAD/photos/IMG_0002.jpg",
    ]
    assert batches[-1].complete


async def test_a_profile_that_is_closed_leaves_the_list_readable() -> None:
    case = CASES["gitlab"]()
    closed = Reply(b'{"message": "403 Forbidden"}', 403)
    async with Web({**case.routes, f"{API}/users/4321": closed}).door() as http:
        batches = await read(GitLab(), case.account, http)
    assert len(photos(batches)) == case.photos


async def test_older_states_of_a_picture_are_named() -> None:
    case = CASES["gitlab"]()
    commits = f"{API}/projects/wanda/garden/repository/commits"
    async with Web({**case.routes, commits: recorded("gitlab/commits.json")}).door() as http:
        listed = photos(await read(GitLab(), case.account, http))
        picture = next(photo for photo in listed if photo.kind is PhotoKind.FILE)
        older = await GitLab().older_versions(picture, http)
    assert len(older) == 2
    assert older[0].startswith("https://gitlab.com/wanda/garden/-/raw/8a9af1462c3f4e33")
