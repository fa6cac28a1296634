"""Pages with status 200 that are not the page, as services, builders and servers write them."""

from __future__ import annotations

import pytest

from auditor.markup.hindrance import Hindrance
from auditor.markup.page import parse_page
from tests.rows import each_row

URL = "https://alice.example/"
SCRIPT = "<script src=/assets/main.js></script>"


def page(body: str, title: str = "Alice", head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def standing(text: str) -> Hindrance | None:
    return parse_page(text.encode(), URL, "text/html").hindrance


CHALLENGES = [
    page("<h1>x</h1><script>window._cf_chl_opt={}</script>", "Nur einen Moment…"),
    page("<p>安全を確認しています</p>", "しばらくお待ちください..."),
    page(
        "<img src='/own.png' width=400 height=400><p>Laden...</p>",
        "Überprüfung, dass Sie kein Bot sind!",
        "<link rel=stylesheet href='/.within.website/x/xess/xess.min.css'>",
    ),
    page("<p>Wir überprüfen Ihren Browser</p>", "Vercel-Sicherheitsprüfung"),
    page("<script src=/.bunny-shield/assets/challenge.js></script>", "Establishing"),
    page("<script src='/__qrator/qauth_utm_v2.js'></script>"),
    page("<script src='https://static.stormwall.pro/x.js'></script>"),
    page("<h1>Bitte bestätigen Sie, dass Sie kein Roboter sind</h1><form></form>", "Prüfung"),
    page("Подождите, идет проверка вашего браузера", "Проверка браузера"),
    page("<p>Veuillez patienter</p>", "Vérification de sécurité"),
    page("<p>请完成安全验证</p>", "安全验证"),
    page("Please hold on", head="<meta http-equiv=refresh content='5'>"),
    page("<script src='/TSPD/08a?type=5'></script><p>Your support ID is: 1</p>"),
]
SHELLS = [
    page("<h1>My photos</h1><article></article><script src=/gallery.js></script>"),
    page(f"<header>Anna</header><div class=main></div><footer>(c) 2026 Anna</footer>{SCRIPT}"),
    page(f"<div id=gallery>Wird geladen ...</div>{SCRIPT}"),
    page(
        f"<nav><a href=/>Start</a><a href=/about>Me</a></nav><div>Loading photos...</div>{SCRIPT}"
    ),
    page("Weiter zur Galerie<script>location.replace('/home')</script>"),
    page(f"<p>Bitte aktivieren Sie JavaScript.</p>{SCRIPT}"),
    page("<script>window.onload=function(){window.location.href='/lander'}</script>"),
    page(f"<div id=root></div>{SCRIPT}"),
    page(f"<article><h1>My photos</h1><div class=grid></div></article>{SCRIPT}"),
    page(f"<article><p>Of my summer.</p></article><div id=gallery></div>{SCRIPT}"),
    page(f"<header><h1>Anna</h1><div class=slideshow></div></header><p>Hello.</p>{SCRIPT}"),
    page(f"<header><h1>Anna</h1><div class=grid></div><p>Hello.</p>{SCRIPT}"),
    page(f"<form action=x><h1>Anna</h1><div class=grid></div></form>{SCRIPT}"),
    page(f"<div class=has-sidebar><h1>Anna</h1><div class=grid></div></div>{SCRIPT}"),
    page(f"<h1>Anna</h1><main class=no-sidebar></main>{SCRIPT}"),
    *(
        page(
            f"<h1>Anna</h1><a href=/trip/>trip</a><div id=gallery></div>{SCRIPT}"
            f"<script>{code}</script>"
        )
        for code in (
            "var all = []; load(all)",
            "var all = []; all = kept; renderGallery(all)",
            "var all = []; renderGallery(all); fetch('/all.json').then(renderGallery)",
            "var all = ['a']; var none = []; renderGallery(all, none)",
        )
    ),
    page(f"<h1>Anna</h1><div></div><script>if (text == '<!--') stop()</script>{SCRIPT}"),
    page(
        "<p>Short.</p><script src=/a.js></script><div id=x></div>"
        "<noscript>Please enable JavaScript to see the photos and comments.</noscript>"
    ),
]
LOGINS = [
    page("<form><label>Zugangscode <input type=text name=code></label></form>"),
    page("<form><input type=password></form>"),
]
GATES = [
    page("<h1>Wir schätzen Ihre Privatsphäre</h1><form><button>Alle akzeptieren</button></form>"),
    page("<h1>Are you over 18?</h1><form><button>Yes</button></form>", "Age verification"),
]
NOTICES = [
    page("<h1>Wir sind gleich zurück</h1>", "Wartungsarbeiten"),
    page("<h1>Briefly unavailable for scheduled maintenance.</h1>", "Maintenance"),
    page("<img src=/logo.png><h1>Coming Soon</h1>"),
    page("<h1>Welcome to nginx!</h1>", "Welcome to nginx!"),
    "<html><body><h1>It works!</h1></body></html>",
    page("<h1>Error establishing a database connection</h1>", "Database Error"),
    "<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function x() in /x.php:3",
    page("<p>There has been a critical error on this website.</p>", "Error"),
    page("This content is not available in your country."),
    page("<p>Your browser is not supported. Please upgrade.</p>"),
    page("<h1>This domain is parked free of charge</h1>"),
    page("<div>Diese Domain steht zum Verkauf!</div><a href='https://sedo.com/x'>buy</a>"),
    page("<div id='target'></div><script>window.park='eyJ1'</script>"),
]
MISSING = [
    page("Hoppla", "Seite nicht gefunden"),
    page("x", "Pagina niet gevonden"),
    page("<h1>404</h1><p>Page not found</p>"),
]
EMPTY = ["", "  \n", "<html><body></body></html>", "<html><body><!-- x --></body></html>"]
NO_TAGS = """
<header class="blog-header"><button class="navbar-toggler"><span></span></button>
<div class="collapse search-form-holder">
</div><a href="../"><span>Demo Site</span></a><nav><ul class="navbar-nav"></ul></nav></header>
<nav><ul><li><a href="/archive.html">Archive</a></li><li><a href="/g/">Galleries</a></li></ul></nav>
<div class="container" id="content" role="main"><div class="body-content"><!--Body content-->
<h1>Tags</h1><!--End of body content--><footer>Contents (c) 2026</footer></div></div>
<script src="../assets/js/all-nocdn.js"></script><script>box.run('div#content', {})</script>"""
"""The list of tags that Nikola writes for a blog without any."""
PAGES = [
    page(NO_TAGS),
    page(
        f"<h1>galleries</h1><ul><li><a href='trip/'>trip</a></li></ul><div id=gallery_container>"
        f"</div>{SCRIPT}<script>\nvar jsonContent = [];\nvar thumbnailSize = 180;\n"
        "renderGallery(jsonContent, thumbnailSize);\nwindow.addEventListener('resize', function(){"
        "renderGallery(jsonContent, thumbnailSize)});</script>"
    ),
    page(f"<h1>Search</h1><form><input name=q></form><div id=search-results></div>{SCRIPT}"),
    page(f"<div id=navbar><div></div></div><h1>Archive</h1><p>No posts yet.</p>{SCRIPT}"),
    page(f"<h1>Archive</h1><p>No posts yet.</p><div class=clearfix></div>{SCRIPT}"),
    page(
        "<h1>Tags</h1><a href=/>Home</a><div id=blueimp-gallery class=blueimp-gallery>"
        f"<div class=slides></div><h3 class=title></h3></div>{SCRIPT}"
    ),
    page(f"<h1>Tags</h1><p>None.</p>{SCRIPT}<script>add('<div class=grid></div>')</script>"),
    page("<h1>Tags</h1><div></div><!--[if lt IE 9]><script src=/html5.js></script><![endif]-->"),
    page(
        "<h1>Tags</h1><div></div>",
        head="<!--[if lt IE 9]><script src=/html5.js></script><![endif]-->",
    ),
    page(
        "<h1>Roses</h1><p>They bloom.</p><div id=disqus_thread></div><script>load()</script>"
        "<noscript>Please enable JavaScript to view the <a href='https://disqus.com/?ref_noscript'>"
        "comments powered by Disqus.</a></noscript>"
    ),
    page("<h1>Notes</h1><p>Nothing but words.</p><script>var seen = 1</script>"),
    page("<h1>Hello, I am Alice.</h1><script src=https://plausible.io/js/script.js></script>"),
    page("<p>Onderhoud van tuinen, bel 020-404-404.</p><a href=/b>Meer</a>", "Tuinen"),
    page("<img src=/a.jpg><p>Accept all cookies</p><form><button>Yes</button></form>"),
    page("<p>I look after gardens.</p><a href=/b>More</a>" + SCRIPT),
    page(
        "<div class='search'> </div><article><header><h1>Archive</h1></header><ul><li>"
        "<a href=/2024/>2024</a></li></ul></article><script src=/all.js></script>"
    ),
    page("<img src=/a.jpg><img src=/b.jpg><img src=/c.jpg><p>Coming soon: more</p>"),
    page("<p>" + "I write of roses and of the security check at the airport. " * 40 + "</p>"),
]
KINDS = [
    *((text, Hindrance.CHALLENGE) for text in CHALLENGES),
    *((text, Hindrance.SCRIPTS) for text in SHELLS),
    *((text, Hindrance.LOGIN) for text in LOGINS),
    *((text, Hindrance.GATE) for text in GATES),
    *((text, Hindrance.NOTICE) for text in NOTICES),
    *((text, Hindrance.MISSING) for text in MISSING),
    *((text, Hindrance.EMPTY) for text in EMPTY),
    *((text, None) for text in PAGES),
]


@each_row(("text", "kind"), KINDS)
def test_what_stands_in_place_of_a_page_is_told(text: str, kind: Hindrance | None) -> None:
    assert standing(text) is kind


@pytest.mark.parametrize(
    "filler",
    [
        *(" ", "<div> ", "<div ", "<meta http-equiv=refresh content= ", "<head>", "<header>"),
        *("<nav></div>", "<nav><div id=gallery></div>", "<!-- ", "<!--[if IE]>"),
    ],
)
def test_a_hostile_page_costs_little(filler: str) -> None:
    text = f"<div>{filler * (400_000 // len(filler))}<script src=/a.js>"
    assert standing(text) in {*Hindrance, None}  # without the bounds of the patterns: never
