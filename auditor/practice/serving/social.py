"""A Mastodon server: its client API, webfinger and files.

Re-encodes uploads without metadata, as the real one does.

Shapes: mastodon/documentation content/en/entities/{Account,Status,MediaAttachment,V1_Instance}.md
and methods/accounts.md.
"""

from __future__ import annotations

import hashlib
import html
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from auditor.domain.account import Claim
from auditor.practice.catalogue import AVATAR, BANNER, Posting
from auditor.practice.serving import social_pages
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.stories.rows import AccountSpec

_EPOCH_SHIFT = 16  # a status id is milliseconds since 1970 and 16 bits of sequence
_ID_DIGITS = 18
_RATE = {
    "X-RateLimit-Limit": "300",
    "X-RateLimit-Remaining": "299",
    "X-RateLimit-Reset": "2026-10-18T18:00:00.000000Z",
}
_VERIFIED = "2024-03-02T10:11:12.000+00:00"
_SMALL = 640  # px, the longer side of a preview


def status_id(posting: Posting) -> int:
    """Return the id of a posting: it sorts by time."""
    return int(posting.posted.timestamp() * 1000) << _EPOCH_SHIFT


def status_of(media: str) -> int:
    """Return the id of the posting that the id of a picture belongs to; 0 is none."""
    return int(media) >> _EPOCH_SHIFT << _EPOCH_SHIFT if is_id(media) else 0


def is_id(text: str) -> bool:
    """Whether a text is an id; one that is longer than any real one is none."""
    return text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS


def _parted(number: str) -> str:
    """Return an id as the folders of its file: three digits each, as Paperclip parts it."""
    return "/".join(number[place : place + 3] for place in range(0, len(number), 3))


class Social:
    """One server and the accounts on it."""

    def __init__(self, world: World, server: str, title: str) -> None:
        self.world = world
        self.title = title
        self.base = world.bases[server]
        self._all = {spec.name: spec for spec in world.cast.accounts if spec.server == server}

    @property
    def accounts(self) -> dict[str, AccountSpec]:
        """The accounts that there are, by name."""
        return {
            name: spec for name, spec in self._all.items() if spec.key not in self.world.deleted
        }

    def account_id(self, spec: AccountSpec) -> str:
        """Return the id of an account on this server."""
        return str(109_300_000_000_000_000 + 7919 * spec.number)

    def __call__(self, request: Request) -> Response:  # noqa: PLR0911 - a table of routes reads best in one match
        """Answer a request to this server."""
        parts = [part for part in request.path.split("/") if part]
        match parts:
            case []:
                return html_response(social_pages.home(self.title, list(self.accounts)))
            case ["robots.txt"]:
                return Response(
                    b"User-agent: *\nDisallow: /media_proxy/\nDisallow: /interact/\n",
                    "text/plain; charset=utf-8",
                )
            case [".well-known", "webfinger"]:
                return self._webfinger(request.query.get("resource", ""))
            case ["api", "v1", "instance"]:
                return json_response(self._instance(), headers=_RATE)
            case ["api", "v1", "accounts", *rest]:
                return self._accounts(rest, request)
            case ["api", "v1", "statuses", number]:
                found = self.by_status(number)
                return json_response(self.status(found), headers=_RATE) if found else _missing()
            case ["system", "accounts", "avatars" | "headers" as what, *place, "original", file]:
                return self._portrait_file(what, "".join(place), file)
            case ["system", "media_attachments", "files", *place, style, file]:
                return self._file("".join(place), style, file)
            case [name, *rest] if name.startswith("@") and name[1:] in self.accounts:
                return self._page(self.accounts[name[1:]], rest)
            case _:
                return _missing() if request.path.startswith("/api/") else not_found()

    def account(self, spec: AccountSpec) -> dict[str, object]:
        """Return the Account entity."""
        flags = self.world.flags[spec.key]
        avatar, header = self.portrait(spec, AVATAR), self.portrait(spec, BANNER)
        newest = next(iter(self.world.postings(spec.key)), None)
        return {
            "id": self.account_id(spec),
            "username": spec.name,
            "acct": spec.name,
            "display_name": self.world.shown_name(spec),
            "locked": False,
            "bot": False,
            "discoverable": flags.discoverable,
            "indexable": flags.indexable,
            "noindex": flags.noindex,
            "hide_collections": False,
            "group": False,
            "created_at": "2022-11-08T00:00:00.000Z",
            "note": f"<p>{html.escape(self.world.bio(spec))}</p>",
            "url": f"{self.base}/@{spec.name}",
            "uri": f"{self.base}/users/{spec.name}",
            "avatar": avatar,
            "avatar_static": avatar,
            "header": header,
            "header_static": header,
            "followers_count": 214,
            "following_count": 187,
            "statuses_count": self.world.catalogue.count(spec.key),
            "last_status_at": newest.posted.date().isoformat() if newest else None,
            "emojis": [],
            "fields": self._fields(spec),
        }

    def portrait(self, spec: AccountSpec, picture: int) -> str:
        """Return the address of AVATAR or BANNER; each file that is put up has its own."""
        folder = "avatars" if picture == AVATAR else "headers"
        if not self.world.shows(spec.key, picture):
            return f"{self.base}/{folder}/original/missing.png"
        name = self._file_name(spec.key, picture, self.world.turn(spec.key, picture))
        parted = _parted(self.account_id(spec))
        return f"{self.base}/system/accounts/{folder}/{parted}/original/{name}.jpg"

    def media_id(self, posting: Posting) -> int:
        """Return the id of the picture of a posting; one that is put up later has another."""
        return status_id(posting) + self.world.turn(posting.account.key, posting.place)

    def files(self, posting: Posting) -> tuple[str, str]:
        """Return the addresses of a posting's picture: the original and the preview."""
        ending = posting.file_name.rsplit(".", 1)[-1]
        media = self.media_id(posting)
        folder = f"{self.base}/system/media_attachments/files/{_parted(str(media))}"
        # another picture is another upload, which has a file of its own
        uploaded = posting.shot.uploaded
        turn = uploaded.turn if uploaded is not None else 0
        name = self._file_name(posting.account.key, media, posting.edit, turn)
        return f"{folder}/original/{name}.{ending}", f"{folder}/small/{name}.jpg"

    def _file_name(self, *parts: object) -> str:
        """Return what a file is called: as Mastodon draws it, 16 hexadecimal digits an upload."""
        seed = self.world.catalogue.seed
        return hashlib.sha256(repr((seed, parts)).encode()).hexdigest()[:16]

    def status(self, posting: Posting) -> dict[str, object]:
        """Return the Status entity with its one picture."""
        spec, number = posting.account, str(status_id(posting))
        url = f"{self.base}/@{spec.name}/{number}"
        return {
            "id": number,
            "created_at": posting.posted.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": "unlisted" if posting.index % 24 == 3 else "public",  # noqa: PLR2004 - one of the first two dozen
            "language": "en",
            "uri": f"{self.base}/users/{spec.name}/statuses/{number}",
            "url": url,
            "replies_count": 0,
            "reblogs_count": posting.index % 5,
            "favourites_count": posting.index % 17,
            "edited_at": None,
            "content": f"<p>{html.escape(posting.shot.entry.caption)}</p>",
            "reblog": None,
            "account": self.account(spec),
            "media_attachments": [self._attachment(posting)],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": None,
        }

    def _attachment(self, posting: Posting) -> dict[str, object]:
        width, height = posting.size
        share = min(1.0, _SMALL / max(width, height))
        small = (round(width * share), round(height * share))
        original, preview = self.files(posting)
        return {
            "id": str(self.media_id(posting)),
            "type": "image",
            "url": original,
            "preview_url": preview,
            "remote_url": None,
            "preview_remote_url": None,
            "text_url": None,
            "meta": {
                "original": _meta(width, height),
                "small": _meta(*small),
                "focus": {"x": 0.0, "y": 0.0},
            },
            "description": posting.shot.entry.alt or None,
            "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        }

    def _fields(self, spec: AccountSpec) -> list[dict[str, object]]:
        if spec.claim is not Claim.MINE:
            return [{"name": "Mail me", "value": "for private pictures", "verified_at": None}]
        if spec.alias:
            return []
        linked = self.world.cast.linked(spec)
        site = next((other for other in linked if other.platform == rows.WEBSITE), None)
        fields: list[dict[str, object]] = [
            {"name": "Job", "value": self.world.cast.person(spec.person).work, "verified_at": None}
        ]
        if site:
            url = self.world.page(site)
            link = f'<a href="{url}" target="_blank" rel="nofollow noopener me">{url.removeprefix("http://")}</a>'
            fields.append({"name": "Web site", "value": link, "verified_at": _VERIFIED})
        return fields

    def _accounts(self, rest: list[str], request: Request) -> Response:
        match rest:
            case ["lookup"]:
                name, _at, host = request.query.get("acct", "").removeprefix("@").partition("@")
                spec = (
                    self.accounts.get(name)
                    if host in {"", self.base.removeprefix("http://")}
                    else None
                )
                return json_response(self.account(spec), headers=_RATE) if spec else _missing()
            case ["search"]:
                name = request.query.get("q", "").removeprefix("@").partition("@")[0]
                return json_response(
                    [self.account(spec) for key, spec in self.accounts.items() if key == name],
                    headers=_RATE,
                )
            case [number, *tail] if tail in ([], ["statuses"]):
                spec = next(
                    (
                        account
                        for account in self.accounts.values()
                        if self.account_id(account) == number
                    ),
                    None,
                )
                if spec is None:
                    return _missing()
                return (
                    self._statuses(spec, request)
                    if tail
                    else json_response(self.account(spec), headers=_RATE)
                )
            case _:
                return _missing()

    def _statuses(self, spec: AccountSpec, request: Request) -> Response:
        if request.query.get("pinned") == "true":
            return json_response([], headers=_RATE)
        most, start = request.number("limit", 20, 40), 0
        moment = _read_moment(request.query.get("max_id", ""))
        if moment:
            start = self.world.catalogue.older_than(spec.key, moment)
        page: list[Posting] = []
        for posting in self.world.postings(spec.key, start):
            page.append(posting)
            if len(page) == most:
                break
        headers = dict(_RATE)
        if page:
            url = (
                f"{self.base}/api/v1/accounts/{self.account_id(spec)}/statuses"
                f"?only_media=true&exclude_reblogs=true&limit={most}"
            )
            newer = f'<{url}&min_id={status_id(page[0])}>; rel="prev"'
            older = (
                f'<{url}&max_id={status_id(page[-1])}>; rel="next", ' if len(page) == most else ""
            )
            headers["Link"] = older + newer
        return json_response([self.status(posting) for posting in page], headers=headers)

    def _portrait_file(self, what: str, number: str, file: str) -> Response:
        picture = AVATAR if what == "avatars" else BANNER
        for spec in self.accounts.values():
            of_account = self.account_id(spec) == number
            if of_account and self.portrait(spec, picture).endswith(f"/{file}"):
                shot = self.world.profile_shot(spec, picture)
                return self.world.picture(shot, "", 400 if picture == AVATAR else 1500)
        return not_found()

    def _file(self, number: str, style: str, file: str) -> Response:
        posting = self.by_status(str(status_of(number)))
        if posting is None or number != str(self.media_id(posting)):
            return not_found()
        files = self.files(posting)
        if not any(address.endswith(f"/{style}/{file}") for address in files):
            return not_found()
        return self.world.picture(posting.shot, posting.edit, _SMALL if style == "small" else None)

    def by_status(self, number: str) -> Posting | None:
        """Return the posting of that id."""
        moment = _read_moment(number)
        if moment is None:
            return None
        for spec in self.accounts.values():
            after = moment + timedelta(seconds=1)
            found = self.world.find(spec.key, self.world.catalogue.older_than(spec.key, after))
            if found and status_id(found) == int(number):
                return found
        return None

    def _page(self, spec: AccountSpec, rest: list[str]) -> Response:
        robots = {"X-Robots-Tag": "noindex"} if self.world.flags[spec.key].noindex else {}
        if not rest:
            postings = [
                self.status(posting)
                for posting, _n in zip(self.world.postings(spec.key), range(40), strict=False)
            ]
            return html_response(
                social_pages.profile(self.title, self.account(spec), postings), headers=robots
            )
        found = self.by_status(rest[0])
        if found is None:
            return not_found()
        return html_response(
            social_pages.post(self.title, self.account(spec), self.status(found)), headers=robots
        )

    def _webfinger(self, resource: str) -> Response:
        name = resource.removeprefix("acct:").partition("@")[0]
        if name not in self.accounts:
            return json_response({"error": "Not found"}, HTTPStatus.NOT_FOUND)
        page, host = f"{self.base}/@{name}", self.base.removeprefix("http://")
        links = [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
            {
                "rel": "self",
                "type": "application/activity+json",
                "href": f"{self.base}/users/{name}",
            },
        ]
        value = {
            "subject": f"acct:{name}@{host}",
            "aliases": [page, f"{self.base}/users/{name}"],
            "links": links,
        }
        answer = json_response(value)
        return Response(answer.body, "application/jrd+json; charset=utf-8")

    def _instance(self) -> dict[str, object]:
        return {
            "uri": self.base.removeprefix("http://"),
            "title": self.title,
            "short_description": "A practice server with invented people.",
            "description": "A practice server with invented people.",
            "email": "",
            "version": "4.3.2",
            "urls": {},
            "stats": {"user_count": len(self.accounts), "status_count": 0, "domain_count": 1},
            "thumbnail": None,
            "languages": ["en"],
            "registrations": False,
            "approval_required": True,
            "invites_enabled": False,
            "configuration": {
                "media_attachments": {"image_size_limit": 16777216, "image_matrix_limit": 33177600}
            },
            "contact_account": None,
            "rules": [],
        }


def _read_moment(number: str) -> datetime | None:
    """Return when the status of that id was posted; ids longer than any real one are no ids."""
    if not is_id(number):
        return None
    return datetime.fromtimestamp((int(number) >> _EPOCH_SHIFT) / 1000, UTC)


def _meta(width: int, height: int) -> dict[str, object]:
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": width / height}


def _missing() -> Response:
    return json_response({"error": "Record not found"}, HTTPStatus.NOT_FOUND, _RATE)
