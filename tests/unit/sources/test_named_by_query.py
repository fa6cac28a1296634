"""A website account that its address names by a query: `/index.php?user=x` is one of many."""

from __future__ import annotations

from auditor.config import WebsiteSettings
from auditor.domain.account import ProofMethod
from auditor.sources.website.scope import handle_of, scope_of
from auditor.sources.website.source import Website
from tests.recorded import Reply, Route, Web, account, photos, read
from tests.rows import each_row

SITE = "https://many.example"
SOURCE = Website(WebsiteSettings())


def html(text: str) -> Reply:
    return Reply(text.encode(), headers={"content-type": "text/html"})


async def test_other_people_on_the_same_host_are_left_alone() -> None:
    routes: dict[str, Route] = {
        f"{SITE}/index.php": lambda url: html(
            f"<img src=/{url.params['user']}{url.params.get('page', '')}.jpg>"
            "<a href='?user=ann&page=2'>on</a><a href='?user=bob'>bob</a>"
            "<a href='?user=ann&user=bob'>bob</a><a href='/photo.php?id=3'>one</a>"
        ),
        f"{SITE}/photo.php": html("<img src=bob3.jpg>"),
        f"{SITE}/sitemap.xml": Reply(f"{SITE}/index.php?user=bob\n{SITE}/about\n".encode()),
        f"{SITE}/about": html("<img src=bob4.jpg>"),
    }
    web = Web(routes)
    async with web.door() as http:
        batches = await read(SOURCE, account("website", "ann", f"{SITE}/index.php?user=ann"), http)
    assert [photo.file_name for photo in photos(batches)] == ["ann.jpg", "ann2.jpg"]
    assert not [url for url in web.asked if "bob" in url or "photo.php" in url]
    assert "?user=ann" in " ".join(batches[-1].notes)


@each_row(
    ("address", "named"),
    [
        ("/index.php?user=ann", "?user=ann"),
        ("/?mode=profile&u=5&lang=de", "?mode=profile&u=5"),
        ("/members?ann", "?ann"),
        ("/?utm_source=x&fbclid=1&lang=de&ref=y", ""),
        ("/?page_id=12", ""),
        ("/", ""),
    ],
)
def test_what_names_nobody_opens_the_site(address: str, named: str) -> None:
    scope = scope_of(SITE + address)
    assert scope is not None
    assert handle_of(scope) == f"many.example{scope.folder.rstrip('/')}{named}"
    assert scope.holds(f"{SITE}{scope.folder}x?other=1") is not bool(named)


async def test_only_the_owner_of_the_folder_proves_one_of_many() -> None:
    routes: dict[str, Route] = {
        f"{SITE}/index.php": html("<meta name=owner content=owner-1>"),
        f"{SITE}/.well-known/owner.txt": Reply(b"owner-2"),
    }
    async with Web(routes).door() as http:
        texts = await SOURCE.proof_texts(
            account("website", "ann", f"{SITE}/index.php?user=ann"), http
        )
    assert [(text.kind, text.text) for text in texts] == [(ProofMethod.SITE_FILE.value, "owner-2")]
