"""The pages of the practice Mastodon server that a person reads in a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.practice.serving.style import MICROBLOG, esc, page

_MARK = '<span class="mark" aria-hidden="true"></span>'


def home(title: str, names: Sequence[str]) -> str:
    """Return the server's front page."""
    people = "".join(f'<li><a href="/@{esc(name)}">@{esc(name)}</a></li>' for name in names)
    body = f"<main><h1>{esc(title)}</h1><ul>{people}</ul></main>"
    return page(title, _bar(title) + body, look=MICROBLOG)


def profile(title: str, account: Mapping[str, Any], statuses: Sequence[Mapping[str, Any]]) -> str:
    """Return an account's page with its newest posts."""
    robots = '<meta name="robots" content="noindex, noarchive">' if account["noindex"] else ""
    links = f'<link rel="alternate" type="application/activity+json" href="{esc(account["uri"])}">'
    og = (
        '<meta property="og:type" content="profile">'
        f'<meta property="og:image" content="{esc(account["avatar"])}">'
    )
    posts = "".join(_post(account, status) for status in statuses)
    body = (
        f'{_bar(title)}<div class="columns"><section class="about" aria-label="Profile">'
        f'{_about(account)}</section><main aria-label="Posts">{posts}</main></div>'
    )
    return page(
        f"{account['display_name']} (@{account['acct']})",
        body,
        head=robots + links + og,
        look=MICROBLOG,
    )


def post(title: str, account: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    """Return the page of one post."""
    media = status["media_attachments"][0]
    robots = '<meta name="robots" content="noindex, noarchive">' if account["noindex"] else ""
    head = f'{robots}<meta property="og:image" content="{esc(media["url"])}">'
    body = (
        f'{_bar(title)}<main><h1 class="soft"><a href="{esc(account["url"])}">'
        f"{esc(account['display_name'])}</a> "
        f"{esc(status['created_at'][:16].replace('T', ' '))}</h1>{status['content']}"
        f'<figure><img src="{esc(media["url"])}" alt="{esc(media["description"] or "")}"></figure>'
        f"</main>"
    )
    return page(account["display_name"], body, head=head, look=MICROBLOG)


def _bar(title: str) -> str:
    return f'<header class="bar"><div>{_MARK}<a href="/">{esc(title)}</a></div></header>'


def _about(account: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<dt>{esc(field['name'])}</dt>"
        f"<dd>{field['value']}{' <span class=ok>✓</span>' if field['verified_at'] else ''}</dd>"
        for field in account["fields"]
    )
    fields = f"<dl>{rows}</dl>" if rows else ""
    return (
        f'<img class="top-picture" src="{esc(account["header"])}" alt=""><div class="in">'
        f'<img class="face" src="{esc(account["avatar"])}" alt="">'
        f"<h1>{esc(account['display_name'])}</h1>"
        f'<span class="soft">@{esc(account["acct"])}@{esc(account["url"].split("/")[2])}</span>'
        f"{account['note']}{fields}</div>"
    )


def _post(account: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    media = status["media_attachments"][0]
    return (
        f'<article class="toot"><div class="by"><img src="{esc(account["avatar"])}" alt="">'
        f"<div><b>{esc(account['display_name'])}</b><br>"
        f'<a class="soft" href="{esc(status["url"])}">{esc(status["created_at"][:10])} · '
        f"{esc(status['visibility'])}</a></div></div>{status['content']}"
        f'<img class="shown" loading="lazy" src="{esc(media["preview_url"])}" '
        f'alt="{esc(media["description"] or "")}">'
        f'<div class="counts"><span>{status["reblogs_count"]} shared</span>'
        f"<span>{status['favourites_count']} liked</span></div></article>"
    )
