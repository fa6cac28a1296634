"""What a wiki's file pages show: worked out by its layout, if one answer agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.sources.mediawiki.shown import fitted, shown_of, with_shown

WIKI = "http://wiki.example/images"


def _photo(name: str, width: int, height: int, place: str = "5/54/", form: str = "jpeg") -> Photo:
    url = f"{WIKI}/{place}{name}"
    served = Rendition(url, Role.SERVED, width, height, format=form)
    title = name.partition("!")[2] or name
    return Photo(name, "a1", "mediawiki", PhotoKind.FILE, url, url, (served,), file_name=title)


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    ("photo", "address"),
    [
        (_photo("A.jpg", 3000, 2000), f"{WIKI}/thumb/5/54/A.jpg/800px-A.jpg"),
        (
            _photo("2026!A.jpg", 3000, 2000, "archive/5/54/"),
            f"{WIKI}/thumb/archive/5/54/2026!A.jpg/800px-A.jpg",
        ),
        (_photo("A.png", 3000, 2000, form="png"), None),
        (_photo("A.jpg", 3000, 2000, "files/"), None),
        (_photo("A" * 170, 3000, 2000), None),
    ],
)
def test_where_the_copy_stands(photo: Photo, address: str | None) -> None:
    shown = shown_of(photo)
    assert (shown.url if shown else None) == address


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
                width, height = fitted(photo.renditions[0].width, photo.renditions[0].height)
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


async def test_one_answer_that_agrees_stands_for_all_of_the_layout() -> None:
    wiki = Asked(PHOTOS, RULE)
    found, follows = await with_shown(PHOTOS, None, wiki)
    assert follows
    assert wiki.titles == ["File:B.jpg", "File:C.png"]
    shown = [photo.rendition(Role.DISPLAYED) for photo in found]
    assert [copy and copy.url.rpartition("/")[2] for copy in shown] == [
        "800px-A.jpg",
        "800px-B.jpg",
        "800px-C.png",
        None,
    ]
    again = Asked(PHOTOS, RULE)
    assert await with_shown(PHOTOS, follows, again) == (found, True)
    assert again.titles == ["File:C.png"]


async def test_a_wiki_of_another_layout_is_asked_about_each_large_file() -> None:
    wiki = Asked(PHOTOS, "http://copies.example/{width}/{name}")
    found, follows = await with_shown(PHOTOS, None, wiki)
    assert follows is False
    assert set(wiki.titles) == {"File:A.jpg", "File:B.jpg", "File:C.png"}
    shown = [photo.rendition(Role.DISPLAYED) for photo in found]
    assert [copy.url for copy in shown if copy] == [
        f"http://copies.example/800/{name}" for name in ("A.jpg", "B.jpg", "C.png")
    ]


async def test_nothing_is_asked_of_small_files() -> None:
    wiki = Asked(PHOTOS, RULE)
    assert await with_shown(PHOTOS[3:], None, wiki) == (PHOTOS[3:], None)
    assert wiki.titles == []
