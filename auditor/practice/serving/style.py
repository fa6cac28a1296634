"""The one sheet of style that the pages of the range share, and the frame around each page."""

from __future__ import annotations

import html

_SHEET = """
*{box-sizing:border-box}body{margin:0;
font:16px/1.55 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;background:var(--back);
color:var(--ink)}
:root{--back:#f6f5f2;--ink:#1d2327;--soft:#667079;--card:#fff;--line:#e2e0da;--accent:#1f6f78;--good:#2a7047}
@media(prefers-color-scheme:dark){:root{--back:#15181b;--ink:#e8e6e1;--soft:#98a2ab;--card:#1e2327;
--line:#30363b;--good:#7fd09c}}
a{color:var(--accent)}img{display:block;max-width:100%;height:auto}
main,header.top,footer{max-width:1060px;margin:0 auto;padding:0 22px}
header.top{padding-top:30px;padding-bottom:14px;display:flex;gap:20px;align-items:baseline;
flex-wrap:wrap}
header.top h1{font-size:1.7rem;margin:0;letter-spacing:-.02em}header.top a{text-decoration:none}
header.top nav{margin-left:auto;
display:flex;gap:18px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:18px;margin:18px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;overflow:hidden;
display:flex;flex-direction:column}
.card .pad{padding:14px 16px;overflow-wrap:anywhere}
.card img.fit{width:100%;aspect-ratio:4/3;object-fit:cover}
.soft{color:var(--soft);font-size:.88rem}
.round{border-radius:50%;width:112px;height:112px;object-fit:cover;border:4px solid var(--card)}
.cover{width:100%;height:230px;object-fit:cover;border-radius:16px}
.who{display:flex;gap:20px;align-items:flex-end;margin:-52px 20px 10px}
.who h1{margin:0;font-size:1.6rem}.fields{display:flex;gap:14px;flex-wrap:wrap;margin:10px 0}
.fields span{background:var(--card);
border:1px solid var(--line);
border-radius:10px;padding:6px 12px;font-size:.9rem}.ok{color:var(--good)}p{margin:.5em 0}
code{background:var(--card);
border:1px solid var(--line);
border-radius:6px;padding:1px 6px;font-size:.86rem;word-break:break-all}
footer{padding:34px 22px 50px;color:var(--soft);font-size:.86rem}
figure{margin:18px 0}figure img{border-radius:14px}
.pager{display:flex;gap:14px;justify-content:center;margin:22px}h2{margin:1.4em 0 .3em}
.strip{display:grid;grid-template-columns:repeat(3,1fr);gap:2px}
.strip img{aspect-ratio:1;object-fit:cover;width:100%}
.tag{font-size:.75rem;text-transform:uppercase;letter-spacing:.06em;color:var(--accent);
font-weight:600}
"""


MICROBLOG = """
body{background:#ecebf5}:root{--back:#ecebf5;--ink:#1b1a2b;--soft:#5a5873;--card:#fff;
--line:#d6d3ea;--accent:#4a3aa6;--good:#1f6b41;color-scheme:light}
.bar{background:#2a2550;color:#fff}.bar>*{max-width:1100px;margin:0 auto;padding:12px 20px;
display:flex;gap:18px;align-items:center}.bar a{color:#fff;text-decoration:none;font-weight:700}
.bar .mark{width:30px;height:30px;border-radius:9px;background:#8c7bf0;display:inline-block}
.columns{display:grid;grid-template-columns:320px minmax(0,620px);gap:24px;max-width:1100px;
margin:22px auto;padding:0 20px;justify-content:center;align-items:start}
.columns main{padding:0;margin:0;max-width:none}
.about{background:var(--card);border-radius:12px;overflow:hidden;border:1px solid var(--line)}
.about .top-picture{height:120px;width:100%;object-fit:cover}.about .in{padding:0 16px 16px}
.about .face{width:92px;height:92px;border-radius:22px;border:4px solid #fff;margin-top:-46px;
object-fit:cover;position:relative}.about h1{font-size:1.35rem;margin:.4em 0 0}
.about dl{margin:12px 0 0;border-top:1px solid var(--line)}.about dt{font-size:.75rem;
text-transform:uppercase;letter-spacing:.05em;color:var(--soft);margin-top:10px}
.about dd{margin:0;overflow-wrap:anywhere}
.toot{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;
margin-bottom:14px;overflow-wrap:anywhere}.toot .by{display:flex;gap:10px;align-items:center}
.toot .by img{width:44px;height:44px;border-radius:12px;object-fit:cover}
.toot img.shown{width:100%;border-radius:10px;border:1px solid var(--line);margin-top:8px;
max-height:460px;object-fit:cover}.toot .counts{display:flex;gap:22px;color:var(--soft);
font-size:.88rem;margin-top:10px}
@media(max-width:860px){.columns{grid-template-columns:minmax(0,1fr);padding:0 10px;
margin-top:10px}}
"""
"""The look of a microblog: a dark bar, who it is at the side, posts as cards in one column."""

SKY = """
body{background:#fff}:root{--back:#fff;--ink:#0b1420;--soft:#4a5a6d;--card:#fff;--line:#dce3ea;
--accent:#0a5fb4;--good:#1f6b41;color-scheme:light}
.sky{max-width:600px;margin:0 auto;border-left:1px solid var(--line);
border-right:1px solid var(--line);min-height:100vh}.sky main{padding:0;max-width:none}
.sky header{padding:14px 16px;border-bottom:1px solid var(--line);display:flex;gap:12px;
align-items:center}.sky header a{font-weight:800;text-decoration:none;font-size:1.1rem}
.sky .wide{width:100%;height:150px;object-fit:cover}
.sky .who{display:block;margin:-44px 16px 6px}.sky .who img{width:88px;height:88px;
border-radius:50%;border:3px solid #fff;object-fit:cover}.sky h1{font-size:1.7rem;
letter-spacing:-.02em;margin:.2em 0 0}.sky .said{padding:0 16px 12px;overflow-wrap:anywhere}
.tabs{display:flex;border-bottom:1px solid var(--line);padding:0 16px;gap:24px}
.tabs span{padding:10px 0;font-weight:700;border-bottom:3px solid var(--accent)}
.entry{display:grid;grid-template-columns:44px minmax(0,1fr);gap:12px;padding:14px 16px;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.entry>img{width:44px;height:44px;border-radius:50%;object-fit:cover}
.entry .shown{border-radius:14px;width:100%;border:1px solid var(--line);margin-top:6px;
max-height:480px;object-fit:cover}.entry h2{font-size:1rem;margin:0;display:inline}
@media(max-width:620px){.sky{border:0}}
"""
"""The look of a sky of short posts: one white column, round faces, thin lines between posts."""

SITE = """
body{font-family:Georgia,"DejaVu Serif",serif}
header.top{border-bottom:3px double var(--line);margin-bottom:18px;max-width:none;
padding:34px max(22px,calc((100vw - 1060px)/2 + 22px)) 16px;background:var(--card)}
header.top .brand{font-size:2.1rem;font-weight:700;letter-spacing:-.01em;margin:0}
header.top nav{font-variant:small-caps;font-size:1.1rem}
main h1{font-size:1.5rem;margin:.4em 0}
.grid{grid-template-columns:repeat(auto-fill,minmax(290px,1fr));gap:26px}
.card{border:0;border-radius:2px;box-shadow:0 1px 5px rgba(0,0,0,.22);padding:10px 10px 0}
.card .pad{padding:12px 4px 14px;font-style:italic}.card img.fit{aspect-ratio:1}
figure img{border-radius:2px}
@media(prefers-color-scheme:dark){:root{--accent:color-mix(in srgb,var(--own) 40%,#fff)!important}}
"""
"""The look of somebody's own web site: letters with serifs, prints on paper."""

FRONT = """
:root{--back:#f3f1ea;--ink:#1c2226;--soft:#515b62;--card:#fff;--line:#d6d1c4;--accent:#17626a}
@media(prefers-color-scheme:dark){:root{--back:#14181a;--ink:#ebe8e1;--soft:#a3adb3;--card:#1d2225;
--line:#363d42;--accent:#6cc3cc}}
header.top{max-width:none;background:var(--accent);color:var(--card);margin-bottom:26px;
padding:26px max(22px,calc((100vw - 1060px)/2 + 22px))}header.top h1{font-size:2rem}
.intro{max-width:44rem;font-size:1.08rem}
.seat{display:flex;flex-wrap:wrap;gap:12px 22px;align-items:center;background:var(--card);
border:2px solid var(--accent);border-radius:14px;padding:12px 18px;margin:0 0 20px}
.seat p{margin:0;flex:1 1 16rem;font-size:1.2rem;font-weight:600}
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));gap:22px;
margin:22px 0}
.person{background:var(--card);border:1px solid var(--line);border-radius:16px;overflow:hidden;
overflow-wrap:anywhere}.person .pad{padding:0 18px 16px}
.person .wide{width:100%;height:120px;object-fit:cover}
.person .round{margin-top:-56px;position:relative}.person h2{margin:.3em 0 0;font-size:1.35rem}
.places{list-style:none;margin:14px 0 0;padding:0}
.places li{border-top:1px solid var(--line);padding:10px 0}
.places .tag{display:block}.places a{display:inline-block;padding:3px 0;margin-right:14px}
.note{background:var(--card);border-left:5px solid var(--accent);border-radius:0 10px 10px 0;
padding:10px 16px;margin:14px 0;overflow-wrap:anywhere}
"""
"""The look of the front page: a notice board with a card for each person."""

BUTTONS = """
button{font:inherit;font-weight:600;color:var(--accent);background:var(--card);
border:2px solid var(--accent);border-radius:9px;padding:7px 14px;cursor:pointer;max-width:100%}
button:hover{background:var(--back)}
button:focus-visible,input:focus-visible,textarea:focus-visible,summary:focus-visible,
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
input,textarea{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);
border-radius:8px;padding:7px 10px;max-width:100%}
"""
"""Forms, wherever the range has some."""

OWNER = """
header.top{max-width:none;margin:0 0 22px;background:var(--card);
border-bottom:1px solid var(--line);padding:16px max(22px,calc((100vw - 1180px)/2 + 22px))}
header.top h1{font-size:1.5rem}main{max-width:1180px}
.desk{display:grid;grid-template-columns:minmax(0,330px) minmax(0,1fr);gap:26px;align-items:start}
.panel{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:6px 18px 16px}
.panel h2,.photos h2{font-size:1.2rem;margin:.7em 0 .4em}.photos h2{margin-top:0}
.panel form{border-top:1px solid var(--line);padding:12px 0 2px;margin:10px 0 0}
.photos .grid{grid-template-columns:repeat(auto-fill,minmax(min(230px,100%),1fr));gap:18px;
margin:0}.photos .card{box-shadow:none;border:1px solid var(--line);border-radius:12px;padding:0}
.photos .pad{padding:12px 14px;font-style:normal}
.photos h3{font-size:.95rem;margin:0 0 .5em;overflow-wrap:anywhere}
form{margin:.5em 0}textarea,input[type=file],input[type=text]{width:100%}label{display:block}
details{margin-top:.6em;border-top:1px solid var(--line);padding-top:.5em}
summary{cursor:pointer;color:var(--accent);padding:3px 0}
.told{background:var(--card);border-left:5px solid var(--accent);padding:.6em 1em;
border-radius:0 10px 10px 0}
@media(max-width:860px){.desk{grid-template-columns:minmax(0,1fr)}}
"""
"""What an owner's page adds to the look of its platform: the account at the side, the photos."""

HOST = """
:root{--back:#17181c;--ink:#ecebe6;--soft:#b0b3ba;--card:#22242a;--line:#3a3d46;--accent:#f2b071;
--good:#7fd09c;color-scheme:dark}body{background:var(--back)}
header.top{max-width:none;background:#0e0f12;border-bottom:1px solid var(--line);margin-bottom:22px;
align-items:center;padding:14px max(22px,calc((100vw - 900px)/2))}
header.top h1{font-size:1.25rem}header.top .sign img{height:44px;width:auto;border-radius:6px}
header.top .sign{margin:0}main{max-width:900px}figure{margin:0 0 14px}
figure img{border-radius:6px;width:100%}.links{list-style:none;padding:0}
.links li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 14px;
margin:0 0 10px}.clock{background:var(--card);border:1px solid var(--line);border-radius:10px;
padding:12px 14px}
"""
"""The look of a host of pictures: dark, a narrow bar, the picture large."""


def esc(text: str) -> str:
    """Return text for HTML."""
    return html.escape(text, quote=True)


def page(title: str, body: str, *, head: str = "", accent: str = "", look: str = "") -> str:
    """Return a whole page. `head` and `body` are HTML, `title` is text, `look` a sheet of style."""
    colour = f":root{{--own:{accent};--accent:{accent}}}" if accent else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{esc(title)}</title><style>{_SHEET}{colour}{look}</style>{head}</head><body>{body}</body></html>"
    )
