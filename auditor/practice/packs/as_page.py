"""A sheet as one HTML page that asks for nothing, on a screen and on paper."""

from __future__ import annotations

import html
import re
from typing import assert_never

from auditor.messages import _
from auditor.practice.packs.blocks import (
    Sheet,
    SheetBlanks,
    SheetBlock,
    SheetHeading,
    SheetList,
    SheetTable,
    SheetText,
    SheetWords,
)

_STYLE = """
:root{--ground:#fbfaf7;--ink:#1c2226;--quiet:#4d575e;--line:#c9c5ba;--mark:#17626a;--say:#eef4f3;
color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:17px/1.6 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.01em;margin:.2em 0 .6em}
h2{font-size:1.3rem;margin:2em 0 .5em;padding-top:.7em;border-top:2px solid var(--line)}
h3{font-size:1rem;margin:1.2em 0 .3em;color:var(--mark)}
p{margin:.5em 0}ul,ol{margin:.4em 0;padding-left:1.4em}li{margin:.25em 0}
.quiet{color:var(--quiet);font-size:.93em}
blockquote{margin:.6em 0;padding:.7em 1.1em;background:var(--say);border-left:5px solid var(--mark);
font-size:1.08em}
ul.boxes{list-style:none;padding-left:0}ul.boxes li{padding-left:1.9em;position:relative}
ul.boxes li::before{content:"";position:absolute;left:.2em;top:.35em;width:.85em;height:.85em;
border:1.5px solid var(--ink);border-radius:2px}
table{border-collapse:collapse;width:100%;margin:.6em 0}
th,td{text-align:left;vertical-align:top;padding:.4em .6em .4em 0;
border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-size:.9em}td:first-child{min-width:4.5em}
.blank{display:block;margin:.4em 0 .9em;padding-bottom:1.7em;border-bottom:1px solid var(--ink)}
a{color:var(--mark)}
@page{size:A4;margin:16mm 17mm}
@media print{
body{background:#fff;font-size:10.5pt;line-height:1.42}main{max-width:none;padding:0}
h1{font-size:19pt}h2{font-size:13.5pt;margin:1.3em 0 .3em;padding-top:.5em}h3{font-size:10.5pt}
h1,h2,h3,.leads{break-after:avoid}
.apart{break-before:page;border-top:0}
li,tr,.blank{break-inside:avoid}blockquote p{break-inside:avoid}
p{orphans:3;widows:3}thead{display:table-header-group}a{color:inherit;text-decoration:none}
blockquote{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.small{font-size:10.6pt;line-height:1.38}.small h1{font-size:18pt;margin:0 0 .3em}
.small h2{font-size:12.5pt;margin:.9em 0 .2em;padding-top:.4em}
.small .blank{margin:.2em 0 .4em;padding-bottom:1.1em}
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_KINDS = {
    (False, False): "",
    (True, False): ' class="quiet"',
    (False, True): ' class="leads"',
    (True, True): ' class="quiet leads"',
}
"""The class of a paragraph, quiet or not, with a list behind it or not."""
_ADDRESS = re.compile(r"https://[^\s<>\"]+")


def page(sheet: Sheet) -> str:
    """Return a sheet as a whole page."""
    body = "\n".join(map(_block, sheet.blocks))
    small = ' class="small"' if sheet.small else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_text(sheet.title)}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body{small}><main>\n{body}\n</main></body></html>\n"
    )


def _block(block: SheetBlock) -> str:
    match block:
        case SheetHeading():
            apart = ' class="apart"' if block.apart else ""
            return f"<h{block.level}{apart}>{_text(block.text)}</h{block.level}>"
        case SheetText():
            return f"<p{_KINDS[block.quiet, block.leads]}>{_linked(block.text)}</p>"
        case SheetList():
            return _list(block)
        case SheetWords():
            said = "".join(f"<p>{_text(paragraph)}</p>" for paragraph in block.paragraphs)
            return f"<blockquote>{said}</blockquote>"
        case SheetTable():
            return _table(block)
        case SheetBlanks():
            return "".join(
                f'<div class="blank">{_text(_("{label}:").format(label=label))}</div>'
                for label in block.labels
            )
        case _:
            assert_never(block)


def _list(block: SheetList) -> str:
    items = "".join(f"<li>{_linked(item)}</li>" for item in block.items)
    if block.numbered:
        return f"<ol>{items}</ol>"
    return f'<ul class="boxes">{items}</ul>' if block.boxes else f"<ul>{items}</ul>"


def _table(block: SheetTable) -> str:
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in block.head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _linked(text: str) -> str:
    """Return text in which whole addresses can be followed; nothing is asked for before that."""
    pieces, last = [], 0
    for address in _ADDRESS.finditer(text):
        url = _text(address.group())
        pieces += [_text(text[last : address.start()]), f'<a href="{url}">{url}</a>']
        last = address.end()
    return "".join([*pieces, _text(text[last:])])


def _text(text: str) -> str:
    return html.escape(text, quote=True)
