"""The one sheet of style that the pages of the range share, and the frame around each page."""

from __future__ import annotations

import html

_SHEET = """
*{box-sizing:border-box}body{margin:0;
font:16px/1.55 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;background:var(--back);
color:var(--ink)}
:root{--back:#f6f5f2;--ink:#1d2327;--soft:#667079;--card:#fff;--line:#e2e0da;--accent:#1f6f78}
@media(prefers-color-scheme:dark){:root{--back:#15181b;--ink:#e8e6e1;--soft:#98a2ab;--card:#1e2327;
--line:#30363b}}
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
border-radius:10px;padding:6px 12px;font-size:.9rem}.ok{color:#2e7d4f}p{margin:.5em 0}
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


def esc(text: str) -> str:
    """Return text for HTML."""
    return html.escape(text, quote=True)


def page(title: str, body: str, *, head: str = "", accent: str = "") -> str:
    """Return a whole page. `head` and `body` are HTML, `title` is text."""
    colour = f":root{{--accent:{accent}}}" if accent else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{esc(title)}</title><style>{_SHEET}{colour}</style>{head}</head><body>{body}</body></html>"
    )
