"""The AppView: profiles, feeds, and pictures re-encoded without metadata, as an app shows them.

Also its pages in a browser.

Shapes: bluesky-social/atproto lexicons app.bsky.actor.getProfile, app.bsky.feed.getAuthorFeed,
app.bsky.embed.images#view.
"""

from __future__ import annotations

from http import HTTPStatus

from auditor.practice.catalogue import AVATAR, BANNER
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.sky import POST, PROFILE, Pds, Repository, error, iso
from auditor.practice.serving.style import SKY, esc, page
from auditor.practice.serving.world import World

# Longer sides in px (bluesky-social/atproto packages/bsky/src/image/uri.ts).
_PRESETS = {
    "avatar": 1000,
    "avatar_thumbnail": 128,
    "banner": 1500,
    "feed_thumbnail": 800,
    "feed_fullsize": 1000,
}
_TITLE = "Practice sky"


class AppView:
    """The part of the network that apps talk to."""

    def __init__(self, world: World, pds: Pds) -> None:
        self.world = world
        self.pds = pds
        self.base = world.bases["view"]

    def __call__(self, request: Request) -> Response:  # noqa: PLR0911 - a table of routes reads best in one match
        """Answer a request to the AppView."""
        parts = [part for part in request.path.split("/") if part]
        match parts:
            case ["xrpc", "com.atproto.identity.resolveHandle"]:
                return self.pds.resolve(request)
            case ["xrpc", "app.bsky.actor.getProfile"]:
                found = self.pds.repository(request.query.get("actor", ""))
                return (
                    json_response(self._profile(found))
                    if found
                    else error("InvalidRequest", "Profile not found")
                )
            case ["xrpc", "app.bsky.feed.getAuthorFeed"]:
                return self._feed(request)
            case ["xrpc", *_rest]:
                return error(
                    "MethodNotImplemented", "Method Not Implemented", HTTPStatus.NOT_IMPLEMENTED
                )
            case ["img", preset, "plain", name, cid]:
                return self._image(preset, name, cid)
            case ["profile", name]:
                return self._page(name)
            case ["robots.txt"]:
                return Response(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")
            case []:
                names = "".join(
                    f'<p><a href="/profile/{repository.spec.name}">{repository.spec.name}</a></p>'
                    for repository in self.pds.repositories.values()
                )
                body = f'<div class="sky"><main class="said"><h1>{_TITLE}</h1>{names}</main></div>'
                return html_response(page(_TITLE, body, look=SKY))
            case _:
                return not_found()

    def _url(self, preset: str, found: Repository, place: int) -> str:
        return f"{self.base}/img/{preset}/plain/{found.did}/{found.cid(place)}@jpeg"

    def _basic(self, found: Repository) -> dict[str, object]:
        labels = (
            []
            if self.world.flags[found.spec.key].logged_out
            else [{"src": found.did, "val": "!no-unauthenticated"}]
        )
        avatar = (
            {"avatar": self._url("avatar", found, -1)} if self.world.shows(found.spec.key) else {}
        )
        return {
            "did": found.did,
            "handle": found.spec.name,
            "displayName": self.world.shown_name(found.spec),
            **avatar,
            "labels": labels,
        }

    def _profile(self, found: Repository) -> dict[str, object]:
        counts = {"followersCount": 96, "followsCount": 120, "postsCount": len(found.records(POST))}
        banner = (
            {"banner": self._url("banner", found, BANNER)}
            if self.world.shows(found.spec.key, BANNER)
            else {}
        )
        return {
            **self._basic(found),
            "description": self.world.bio(found.spec),
            **banner,
            **counts,
            "indexedAt": "2023-09-02T09:14:00.000Z",
        }

    def _feed(self, request: Request) -> Response:
        found = self.pds.repository(request.query.get("actor", ""))
        if found is None:
            return error("InvalidRequest", "Profile not found")
        cursor = request.query.get("cursor", "")
        places = [
            place
            for place in found.records(POST)
            if not cursor or self._time(found, place) < cursor
        ]
        most = min(request.number("limit", 50, 100), 25)
        shown = places[:most]
        answer: dict[str, object] = {
            "feed": [{"post": self._post(found, place)} for place in shown]
        }
        if len(shown) == most:
            answer["cursor"] = self._time(found, shown[-1])
        return json_response(answer)

    def _time(self, found: Repository, place: int) -> str:
        return iso(self.world.catalogue.posting(found.spec.key, place).posted)

    def _post(self, found: Repository, place: int) -> dict[str, object]:
        posting = self.world.posting(found.spec.key, place)
        record = found.record(POST, place)
        image = {
            "thumb": self._url("feed_thumbnail", found, place),
            "fullsize": self._url("feed_fullsize", found, place),
            "alt": posting.shot.entry.alt,
            "aspectRatio": {"width": posting.size[0], "height": posting.size[1]},
        }
        embed = {"$type": "app.bsky.embed.images#view", "images": [image]}
        counts = {"replyCount": 0, "repostCount": 0, "likeCount": posting.index % 23}
        time = iso(posting.posted)
        known = {
            "uri": record["uri"],
            "cid": record["cid"],
            "author": self._basic(found),
            "record": record["value"],
        }
        return {**known, "embed": embed, **counts, "indexedAt": time, "labels": []}

    def _image(self, preset: str, name: str, cid: str) -> Response:
        found = self.pds.repositories.get(name)
        place = found.find(cid.partition("@")[0]) if found else None
        if found is None or place is None or preset not in _PRESETS:
            return not_found()
        shot, edit = found.shot(place)
        return self.world.picture(shot, edit, _PRESETS[preset])

    def _page(self, name: str) -> Response:
        found = self.pds.repository(name)
        if found is None:
            return not_found()
        name_shown = self.world.shown_name(found.spec)
        face = self._url("avatar_thumbnail", found, AVATAR)
        posts = ""
        for place in found.records(POST)[:40]:
            posting = self.world.posting(found.spec.key, place)
            entry = posting.shot.entry
            posts += (
                f'<article class="entry"><img src="{face}" alt=""><div><h2>{esc(name_shown)}</h2> '
                f'<span class="soft">{posting.posted:%d %b %Y}</span><p>{esc(entry.caption)}</p>'
                f'<img class="shown" loading="lazy"'
                f' src="{self._url("feed_thumbnail", found, place)}" alt="{esc(entry.alt)}">'
                "</div></article>"
            )
        if not self.world.flags[found.spec.key].logged_out:
            posts = (
                '<p class="said">This account asks apps to show its posts only to people who are '
                "logged in.</p>"
            )
        body = (
            f'<div class="sky"><header><a href="/">{_TITLE}</a></header><main>'
            f'<img class="wide" src="{self._url("banner", found, BANNER)}" alt="">'
            f'<div class="who"><img src="{self._url("avatar", found, AVATAR)}" alt="">'
            f"<h1>{esc(name_shown)}</h1>"
            f'<span class="soft">@{esc(found.spec.name)} · {esc(found.did)}</span></div>'
            f'<p class="said">{esc(self.world.bio(found.spec))}</p>'
            f'<div class="tabs"><span>Posts</span></div>{posts}</main></div>'
        )
        head = f'<link rel="alternate" href="at://{found.did}/{PROFILE}/self">'
        return html_response(page(f"{name_shown} (@{found.spec.name})", body, head=head, look=SKY))
