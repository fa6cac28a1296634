"""Every way in which a page may name a picture leads to it."""

from __future__ import annotations

from auditor.markup.page import parse_page
from tests.rows import each_row

URL = "https://alice.example/p/"
BLANK = "src='data:image/gif;base64,R0lGODlhAQABAAAAACw='"
LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-url",
    "data-image",
    "data-img-src",
    "data-srcset",
    "data-full-src",
    "data-large_image",
    "loading-src",
    "data-async-src",
    "data-pin-media",
    "nitro-lazy-src",
    "data-orig",
    "data-source",
    "ng-src",
    "file",
    "data-ks-lazyload",
    "data-wp-src",
    "data-srcset-webp",
)
WAYS = [
    *(f"<img {BLANK} {name}='/big.jpg'>" for name in LAZY),
    "<picture><source srcset='/s.avif 400w'><source srcset='/big.webp 2000w'></picture>",
    "<div style=\"background-image:image-set('/s.jpg' 1x, '/big.jpg' 2x)\"></div>",
    "<div style='background:url(\"/big (1).jpg\")'></div>",
    "<svg><filter><feImage href=/big.jpg /></filter></svg>",
    "<meta name=thumbnail content=/big.jpg>",
    "<iframe srcdoc=\"<img src='/big.jpg'>\"></iframe>",
    "<my-photo src=/big.jpg></my-photo>",
    "<a href=/big.jfif>x</a>",
    "<a href=/big.dng>x</a>",
    "<a href='/dl.php?file=big.jpg'><img src=/t.jpg></a>",
    "<img src=/t.jpg onclick=\"window.open('/big.jpg')\">",
    "<a href=\"javascript:show('/big.jpg')\"><img src=/t.jpg></a>",
    "<img src=/t.jpg data-my-large=/big.jpg>",
]


@each_row("markup", WAYS)
def test_a_picture_is_found_however_it_is_named(markup: str) -> None:
    page = parse_page(f"<body><p>words</p>{markup}</body>".encode(), URL, "text/html")
    named = {
        url
        for image in page.images
        for url in (image.url, *image.offered, *image.guesses, *image.rivals)
    }
    assert any("big" in url for url in named), named


def test_another_picture_that_an_image_names_is_one_of_its_own() -> None:
    page = parse_page(b"<img src=/a.jpg data-hover=/b.jpg>", URL, "text/html")
    assert [image.largest for image in page.images] == [
        "https://alice.example/a.jpg",
        "https://alice.example/b.jpg",
    ]
