"""What stands on a person's own web site, as HTML, RSS and a site map.

Forms: schema.org ImageObject and Person, RSS 2.0 with Media RSS, sitemaps.org 0.9 with Google's
image extension, Open Graph.
"""

from __future__ import annotations

import json
from email.utils import format_datetime

from auditor.guidance.agents import agents
from auditor.guidance.opt_out import ROBOTS, opt_out
from auditor.practice.catalogue import AVATAR, Posting
from auditor.practice.serving.style import SITE, esc, page
from auditor.practice.serving.world import World
from auditor.practice.stories import rows

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FEED_LENGTH = 20
_PER_PAGE = 12
_WIDTHS = (400, 800)
"""Widths in px of the smaller sizes of a picture."""


class SiteContents:
    """What one web site holds.

    Its owner, the pages of its listing, and the sizes of its pictures.
    """

    def __init__(self, world: World, spec: rows.AccountSpec) -> None:
        self.world = world
        self.spec = spec
        self.owner = world.cast.person(spec.person)
        self.base = world.base(spec)

    @property
    def shown(self) -> str:
        """What the site calls its owner."""
        return self.world.shown_name(self.spec)

    @property
    def noindex(self) -> bool:
        """Whether the owner asks search engines to stay away."""
        return self.world.flags[self.spec.key].noindex

    @property
    def bio(self) -> str:
        """What the owner says of themselves."""
        return self.world.bio(self.spec)

    @property
    def licence(self) -> bool:
        """Whether everybody may copy the pictures."""
        return self.world.flags[self.spec.key].open_licence

    def pages(self) -> int:
        """Return the number of pages of the listing."""
        return max(1, -(-self.world.catalogue.count(self.spec.key) // _PER_PAGE))

    def postings(self, number: int) -> list[Posting]:
        """Return the postings of one page of the listing, from 1."""
        first = (number - 1) * _PER_PAGE
        places = range(first, min(first + _PER_PAGE, self.world.catalogue.count(self.spec.key)))
        return [found for place in places if (found := self.world.find(self.spec.key, place))]

    def avatar(self) -> tuple[str, int]:
        """Return address and side in px of the owner's portrait."""
        portrait = self.world.avatar(self.spec)
        return f"{self.base}/images/me.jpg", portrait.size[0]

    def files(self, posting: Posting) -> list[tuple[str, int, int]]:
        """Return address, width and height in px of each size of a picture, the original last."""
        width, height = posting.size
        stem = posting.file_name.rsplit(".", 1)[0]
        folder = f"{self.base}/photos/{posting.index}"
        sizes = []
        for wide in _WIDTHS:
            tall = max(1, round(height * wide / width))
            if wide < width:
                sizes.append((f"{folder}/{stem}-{wide}x{tall}.jpg", wide, tall))
        return [*sizes, (f"{folder}/{posting.file_name}", width, height)]


def listing(site: SiteContents, number: int) -> str:
    """Return one page of the list of photos."""
    cards = "".join(_card(site, posting) for posting in site.postings(number))
    older, newer = number + 1 if number < site.pages() else 0, number - 1
    links = (f'<a rel="prev" href="{_page_url(site, newer)}">Newer</a>' if newer else "") + (
        f'<a rel="next" href="{_page_url(site, older)}">Older</a>' if older else ""
    )
    head = f'<link rel="next" href="{_page_url(site, older)}">' if older else ""
    first = next(iter(site.postings(number)), None)
    if first:
        head += f'<meta property="og:image" content="{esc(site.files(first)[-1][0])}">'
    body = (
        f'<h1>{esc(site.bio)}</h1><div class="grid">{cards}</div>'
        f'<nav class="pager" aria-label="Pages">{links}</nav>'
    )
    return _frame(site, site.spec.name, body, head)


def photo(site: SiteContents, posting: Posting) -> str:
    """Return the page of one photo."""
    entry, files = posting.shot.entry, site.files(posting)
    original, width, height = files[-1]
    data = {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "contentUrl": original,
        "url": f"{site.base}/photo/{posting.index}/",
        "width": width,
        "height": height,
        "caption": entry.caption,
        "name": entry.caption,
        "datePublished": posting.posted.isoformat(),
        **({"license": _LICENCE} if site.licence else {}),
        "creator": {"@type": "Person", "name": site.shown},
    }
    told = site.world.cast.level == 1  # later the pictures alone say where it was
    if "g" in entry.marks:
        data["contentLocation"] = {"@type": "Place", "name": posting.shot.place.name}
    head = (
        f'<meta property="og:title" content="{esc(entry.caption)}"><meta property="og:type" '
        'content="article">'
        f'<meta property="og:image" content="{esc(original)}">'
        f'<meta property="og:image:width" content="{width}">'
        f'<meta property="og:image:height" content="{height}">'
        f'<script type="application/ld+json">{_json(data)}</script>'
    )
    where = f"{esc(posting.shot.place.name)} · " if told else ""
    body = (
        f"<figure>{_img(site, posting, '(max-width: 1060px) 100vw, 1060px')}"
        f"<figcaption><h1>{esc(entry.caption)}</h1>"
        f'<span class="soft">{posting.posted:%d %B %Y} · {where}<a'
        f' href="{esc(original)}">original, {width} × {height}</a>'
        f"</span></figcaption></figure>"
    )
    return _frame(site, entry.caption, body, head)


def about(site: SiteContents) -> str:
    """Return the page about the owner, with links to the other accounts."""
    (portrait, side), work = site.avatar(), "" if site.spec.alias else site.owner.work
    shown = site.world.shows(site.spec.key)
    others = site.world.cast.linked(site.spec)
    links = "".join(
        f'<li><a rel="me" href="{esc(site.world.page(other))}">{esc(_called(other))}</a></li>'
        for other in others
    )
    person = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": site.shown,
        **({"jobTitle": work} if work else {}),
        **({"image": portrait} if shown else {}),
        "url": site.base + "/",
        "sameAs": [site.world.page(other) for other in others],
    }
    alt = site.world.words.get((site.spec.key, AVATAR), site.shown)
    figure = (
        f'<figure><img src="{portrait}" srcset="{site.base}/images/me-small.jpg 200w, {portrait} '
        f'{side}w"'
        f' sizes="320px" width="320" height="320" alt="{esc(alt)}"></figure>'
    )
    body = (
        f"{figure if shown else ''}<h1>{esc(', '.join(filter(None, (site.shown, work))))}</h1>"
        f"<p>{esc(site.bio)}</p><ul>{links}</ul>"
        f'<p><a href="{site.base}/family/">For the family</a></p>'
    )
    return _frame(
        site,
        f"About {site.shown}",
        body,
        f'<script type="application/ld+json">{_json(person)}</script>',
    )


def family(site: SiteContents) -> str:
    """Return the page that robots.txt asks not to read."""
    return _frame(
        site,
        "For the family",
        "<h1>For the family</h1>"
        "<p>Birthday on Saturday, cake at four. Please do not pass this page on.</p>",
        "",
    )


def feed(site: SiteContents) -> str:
    """Return the RSS feed of the newest photos."""
    items = ""
    for posting in site.postings(1) + site.postings(2):
        url, width, height = site.files(posting)[-1]
        mime = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}[posting.format]
        link = f"{site.base}/photo/{posting.index}/"
        items += (
            f"<item><title>{esc(posting.shot.entry.caption)}</title><link>{link}</link><guid "
            f'isPermaLink="true">{link}</guid>'
            f"<pubDate>{format_datetime(posting.posted)}</pubDate><description>{esc(posting.shot.entry.alt)}</description>"
            f'<media:content url="{esc(url)}" type="{mime}" medium="image" width="{width}" '
            f'height="{height}"/></item>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>{esc(site.spec.name)}</title><link>{site.base}/</link>"
        f"<description>{esc(site.bio)}</description>{items}</channel></rss>"
    )


def sitemap(site: SiteContents) -> str:
    """Return the site map with the address of every picture."""
    urls = f"<url><loc>{site.base}/</loc></url><url><loc>{site.base}/about/</loc></url>"
    for posting in site.world.postings(site.spec.key):
        image = (
            f"<image:image><image:loc>{esc(site.files(posting)[-1][0])}</image:loc></image:image>"
        )
        urls += f"<url><loc>{site.base}/photo/{posting.index}/</loc>"
        urls += f"<lastmod>{posting.posted:%Y-%m-%d}</lastmod>{image}</url>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{urls}</urlset>'
    )


def robots(site: SiteContents) -> str:
    """Return robots.txt, with the collectors for AI training if they are asked to stay away."""
    text = f"User-agent: *\nDisallow: /family/\nSitemap: {site.base}/sitemap.xml\n"
    if site.world.flags[site.spec.key].training:
        return text
    return dict(opt_out(agents(), everyone=False, existing=text).files)[ROBOTS]


def _frame(site: SiteContents, title: str, body: str, head: str) -> str:
    robots = '<meta name="robots" content="noindex, nofollow">' if site.noindex else ""
    me = "".join(
        f'<link rel="me" href="{esc(site.world.page(account))}">'
        for account in site.world.cast.linked(site.spec)
    )
    if proof := site.world.proofs.get(site.spec.key):
        me += f'<meta name="owner" content="{esc(proof)}">'
    feed_link = f'<link rel="alternate" type="application/rss+xml" href="{site.base}/feed.xml">'
    top = (
        f'<header class="top"><p class="brand"><a href="{site.base}/">{esc(site.spec.name)}</a></p>'
        f'<nav aria-label="Site"><a href="{site.base}/about/">About</a>'
        f'<a href="{site.base}/feed.xml">Feed</a></nav></header>'
    )
    terms = "pictures CC BY 4.0" if site.licence else "all rights reserved"
    foot = f"<footer>{esc(site.shown)} · {terms}</footer>"
    return page(
        title,
        f"{top}<main>{body}</main>{foot}",
        head=robots + me + feed_link + head,
        accent=site.owner.accent,
        look=SITE,
    )


def _card(site: SiteContents, posting: Posting) -> str:
    entry = posting.shot.entry
    named = "" if entry.alt else f' aria-label="{esc(entry.caption)}"'  # a link has a name
    return (
        f'<article class="card">'
        f'<a href="{site.base}/photo/{posting.index}/"{named}>'
        f"{_img(site, posting, '(max-width: 560px) 100vw, 330px', fit=True)}</a>"
        f'<div class="pad">{esc(entry.caption)}<br>'
        f'<span class="soft">{posting.posted:%d %B %Y}</span></div></article>'
    )


def _img(site: SiteContents, posting: Posting, sizes: str, *, fit: bool = False) -> str:
    files = site.files(posting)
    sources = ", ".join(f"{esc(url)} {width}w" for url, width, _height in files)
    shown, width, height = files[min(1, len(files) - 1)]
    kind = ' class="fit" loading="lazy"' if fit else ""
    return (
        f'<img{kind} src="{esc(shown)}" srcset="{sources}" sizes="{sizes}"'
        f' width="{width}" height="{height}" alt="{esc(posting.shot.entry.alt)}">'
    )


def _page_url(site: SiteContents, number: int) -> str:
    return site.base + "/" if number == 1 else f"{site.base}/page/{number}/"


def _called(spec: rows.AccountSpec) -> str:
    return rows.TITLES.get(spec.platform, spec.name)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
