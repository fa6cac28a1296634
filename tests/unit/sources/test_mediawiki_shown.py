"""What a wiki's file pages show: worked out by its layout, if its first answer agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.sources.mediawiki.shown import fitted, follows_rule, shown_of, with_shown
from tests.rows import each_row

WIKI = "http://wiki.example/images"


def _photo(name: str, width: int, height: int, place: str = "5/54/", form: str = "jpeg") -> Photo:
    url = f"{WIKI}/{place}{name}"
    served = Rendition(url, Role.SERVED, width, height, format=form)
    title = name.partition("%21")[2] or name
    return Photo(name, "a1", "mediawiki", PhotoKind.FILE, url, url, (served,), file_name=title)


@each_row(
    ("sides", "shown"),  # as MediaWiki 1.39 answers to iiurlwidth=800 and iiurlheight=600
    [
        ((3000, 2000), (800, 533)),
        ((1000, 750), (800, 600)),
        ((2000, 3000), (400, 600)),
        ((1000, 601), (800, 481)),
        ((333, 1000), (199, 598)),
    ],
)
def test_how_a_picture_fits(sides: tuple[int, int], shown: tuple[int, int]) -> None:
    assert fitted(*sides) == shown


@each_row(
    ("photo", "address"),
    [
        (_photo("A.jpg", 3000, 2000), f"{WIKI}/thumb/5/54/A.jpg/800px-A.jpg"),
        (
            _photo("20260102030405%21A.jpg", 3000, 2000, "archive/5/54/"),
            f"{WIKI}/thumb/archive/5/54/20260102030405%21A.jpg/800px-A.jpg",
        ),
        (_photo("A.png", 3000, 2000, form="png"), None),
        (_photo("A.jpg", 3000, 2000, "files/"), None),
        (_photo("A" * 170, 3000, 2000), None),
    ],
)
def test_where_the_copy_stands(photo: Photo, address: str | None) -> None:
    shown = shown_of(photo)
    assert (shown.url if shown else None) == address


def _sides(photo: Photo) -> tuple[int, int]:
    served = photo.renditions[0]
    return served.width or 0, served.height or 0


class Asked:
    """A wiki that shows each file under `form`."""

    def __init__(self, photos: Sequence[Photo], form: str) -> None:
        self.photos, self.form = photos, form
        self.titles: list[str] = []

    async def __call__(self, titles: Sequence[str]) -> list[Photo]:
        self.titles += titles
        told = []
        for photo in self.photos:
            if f"File:{photo.file_name}" in titles:
                width, height = fitted(*_sides(photo))
                url = self.form.format(name=photo.file_name, width=width)
                shown = Rendition(url, Role.DISPLAYED, width, height)
                told.append(replace(photo, renditions=(*photo.renditions, shown)))
        return told


PHOTOS = (
    _photo("A.jpg", 3000, 2000),
    _photo("B.jpg", 1000, 750),
    _photo("C.png", 3000, 2000, form="png"),
    _photo("D.jpg", 640, 480),
)
RULE = f"{WIKI}/thumb/5/54/{{name}}/{{width}}px-{{name}}"


async def test_the_layout_tells_what_is_shown_and_the_rest_is_asked_for() -> None:
    wiki = Asked(PHOTOS, RULE)
    found = await with_shown(PHOTOS, wiki)
    assert wiki.titles == ["File:C.png"]
    shown = [photo.rendition(Role.DISPLAYED) for photo in found]
    assert [copy and copy.url.rpartition("/")[2] for copy in shown] == [
        "800px-A.jpg",
        "800px-B.jpg",
        "800px-C.png",
        None,
    ]


@pytest.mark.parametrize(
    ("form", "follows"), [(RULE, True), ("http://copies.example/{width}/{name}", False)]
)
async def test_whether_a_wiki_follows_the_layout(form: str, follows: bool) -> None:
    told = await Asked(PHOTOS, form)(["File:A.jpg", "File:B.jpg", "File:C.png"])
    assert follows_rule(told) is follows
    assert follows_rule(PHOTOS) is None
