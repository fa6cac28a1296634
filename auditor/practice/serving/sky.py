"""AT Protocol: PLC directory and PDS on one port, the AppView on another.

The AppView has its image service and pages.

Shapes: bluesky-social/atproto lexicons com.atproto.{identity,repo,sync,server},
app.bsky.{actor,feed,embed}; did:plc specification.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from datetime import UTC, datetime
from http import HTTPStatus

from auditor.practice.catalogue import AVATAR, BANNER, Shot
from auditor.practice.photo_files import MIME
from auditor.practice.serving.exchange import Request, Response, json_response
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.stories.rows import AccountSpec

POST, PROFILE, PHOTO = "app.bsky.feed.post", "app.bsky.actor.profile", "social.grain.photo"
_PAGE_MOST = 25  # records a page: each needs its picture drawn before its hash is known
_BLOB_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_TID = "234567abcdefghijklmnopqrstuvwxyz"


def did(spec: AccountSpec) -> str:
    """Return the account's DID: did:plc and 24 base32 letters."""
    return (
        "did:plc:"
        + base64.b32encode(hashlib.sha256(f"practice {spec.key}".encode()).digest())
        .decode()
        .lower()[:24]
    )


def tid(moment: datetime, clock: int = 0) -> str:
    """Return a timestamp identifier: 13 letters that sort by time (atproto.com/specs/tid)."""
    value = (int(moment.timestamp() * 1_000_000) << 10) | (clock & 1023)
    return "".join(_TID[value >> shift & 31] for shift in range(60, -1, -5))


def iso(moment: datetime) -> str:
    """Return a moment as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def error(name: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> Response:
    """Answer as XRPC does when it cannot."""
    return json_response({"error": name, "message": message}, status)


class Repository:
    """The records and blobs of one account."""

    def __init__(self, world: World, spec: AccountSpec) -> None:
        self.world = world
        self.spec = spec
        self.did = did(spec)
        self._places: dict[
            str, int
        ] = {}  # CID -> place in the account's postings, -1 avatar, -2 banner
        self._lock = threading.Lock()
        world.forgets.append(self._forget)

    def _forget(self) -> None:
        with self._lock:
            self._places.clear()

    @property
    def collections(self) -> list[str]:
        """Collections that hold records."""
        return (
            [PROFILE, POST, PHOTO]
            if any(self._is_grain(place) for place in range(self._count))
            else [PROFILE, POST]
        )

    def records(self, collection: str) -> list[int]:
        """Return the places of a collection's records, newest first."""
        if collection == PROFILE:
            return [-1]
        wanted = [collection == PHOTO, collection in {POST, PHOTO}]
        return [
            place
            for place in range(self._count)
            if all(wanted) == self._is_grain(place) and wanted[1] and self._visible(place)
        ]

    def rkey(self, place: int) -> str:
        """Return the record key of a posting."""
        return (
            "self"
            if place < 0
            else tid(self.world.catalogue.posting(self.spec.key, place).posted, place)
        )

    def record(self, collection: str, place: int) -> dict[str, object]:
        """Return one record with its URI and CID."""
        value = self._profile() if collection == PROFILE else self._value(collection, place)
        cid = hashlib.sha256(repr(value).encode()).digest()
        name = "b" + base64.b32encode(b"\x01\x71\x12\x20" + cid).decode().lower().rstrip("=")
        return {
            "uri": f"at://{self.did}/{collection}/{self.rkey(place)}",
            "cid": name,
            "value": value,
        }

    def blob(self, place: int) -> dict[str, object]:
        """Return the reference to a picture, which draws it."""
        shot, edit = self.shot(place)
        size = len(self.world.photo_files.upload(shot, edit))
        form = "JPEG" if edit else shot.format
        return {
            "$type": "blob",
            "ref": {"$link": self.cid(place)},
            "mimeType": MIME[form],
            "size": size,
        }

    def cid(self, place: int) -> str:
        """Return the CID of a picture and remember it."""
        shot, edit = self.shot(place)
        cid = self.world.photo_files.cid(shot, edit)
        with self._lock:
            self._places[cid] = place
        return cid

    def shot(self, place: int) -> tuple[Shot, str]:
        """Return shot and edit of a posting, the avatar (-1) or the banner (-2)."""
        if place < 0:
            return self.world.profile_shot(self.spec, place), ""
        posting = self.world.posting(self.spec.key, place)
        return posting.shot, posting.edit

    def find(self, cid: str) -> int | None:
        """Return the place of a blob, None where there is none or another took its place."""
        known = self.place_of(cid)
        gone = known is None or (self._replaced(known) and self.cid(known) != cid)
        return None if gone else known

    def place_of(self, cid: str) -> int | None:
        """Return the place of which a blob is, or was before another took its place.

        What was not asked for yet is drawn until it is found. None for what was taken down.
        """
        with self._lock:
            known = self._places.get(cid)
            seen = {place for place in self._places.values() if not self._replaced(place)}
        if known is None:
            known = next(
                (place for place in self.places() if place not in seen and self.cid(place) == cid),
                None,
            )
        return known if known is not None and self._visible(known) else None

    def places(self) -> list[int]:
        """Return the places of all blobs."""
        return [place for place in (AVATAR, BANNER, *range(self._count)) if self._visible(place)]

    @property
    def _count(self) -> int:
        return self.world.catalogue.count(self.spec.key)

    def _replaced(self, place: int) -> bool:
        key = (self.spec.key, place)
        return key in self.world.changed or key in self.world.uploads

    def _visible(self, place: int) -> bool:
        return (self.spec.key, place) not in self.world.hidden

    def _is_grain(self, place: int) -> bool:
        return place % 6 == 4  # noqa: PLR2004 - one picture in six goes to the gallery instead of a post

    def _profile(self) -> dict[str, object]:
        value: dict[str, object] = {
            "$type": PROFILE,
            "displayName": self.world.shown_name(self.spec),
            "description": self.world.bio(self.spec),
        }
        for name, place in (("avatar", AVATAR), ("banner", BANNER)):
            value |= {name: self.blob(place)} if self.world.shows(self.spec.key, place) else {}
        value |= {"createdAt": "2023-09-02T09:14:00.000Z"}
        if not self.world.flags[self.spec.key].logged_out:
            value["labels"] = {
                "$type": "com.atproto.label.defs#selfLabels",
                "values": [{"val": "!no-unauthenticated"}],
            }
        return value

    def _value(self, collection: str, place: int) -> dict[str, object]:
        posting = self.world.posting(self.spec.key, place)
        entry = posting.shot.entry
        ratio = {"width": posting.size[0], "height": posting.size[1]}
        if collection == PHOTO:
            return {
                "$type": PHOTO,
                "photo": self.blob(place),
                "alt": entry.alt,
                "aspectRatio": ratio,
                "createdAt": iso(posting.posted),
            }
        image = {"alt": entry.alt, "image": self.blob(place), "aspectRatio": ratio}
        embed = {"$type": "app.bsky.embed.images", "images": [image]}
        return {
            "$type": POST,
            "text": entry.caption,
            "createdAt": iso(posting.posted),
            "langs": ["en"],
            "embed": embed,
        }


class Pds:
    """PLC directory and PDS."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._all = {
            did(spec): Repository(world, spec)
            for spec in world.cast.accounts
            if spec.platform == rows.ATPROTO
        }

    @property
    def repositories(self) -> dict[str, Repository]:
        """The repositories of the accounts that there are, by DID."""
        return {
            name: repository
            for name, repository in self._all.items()
            if repository.spec.key not in self.world.deleted
        }

    def repository(self, name: str) -> Repository | None:
        """Return the repository of a DID or handle."""
        return next(
            (
                repository
                for key, repository in self.repositories.items()
                if name in {key, repository.spec.name}
            ),
            None,
        )

    def __call__(self, request: Request) -> Response:
        """Answer a request to the PLC directory or the PDS."""
        if request.path.startswith("/did:plc:"):
            return self._document(request.path[1:])
        routes = {
            "/xrpc/com.atproto.server.describeServer": self._server,
            "/xrpc/com.atproto.identity.resolveHandle": self.resolve,
            "/xrpc/com.atproto.repo.describeRepo": self._describe,
            "/xrpc/com.atproto.repo.listRecords": self._records,
            "/xrpc/com.atproto.repo.getRecord": self._record,
            "/xrpc/com.atproto.sync.listBlobs": self._blobs,
            "/xrpc/com.atproto.sync.getBlob": self._blob,
        }
        route = routes.get(request.path)
        return (
            route(request)
            if route
            else error("MethodNotImplemented", "Method Not Implemented", HTTPStatus.NOT_IMPLEMENTED)
        )

    def resolve(self, request: Request) -> Response:
        """Answer resolveHandle."""
        found = self.repository(request.query.get("handle", ""))
        return (
            json_response({"did": found.did})
            if found
            else error("InvalidRequest", "Unable to resolve handle")
        )

    def _server(self, _request: Request) -> Response:
        return json_response(
            {
                "did": "did:web:127.0.0.1",
                "availableUserDomains": [".test"],
                "inviteCodeRequired": True,
            }
        )

    def _document(self, name: str) -> Response:
        found = self.repositories.get(name)
        if found is None:
            return json_response({"message": f"DID not registered: {name}"}, HTTPStatus.NOT_FOUND)
        return json_response(self._did_document(found), headers={"Content-Type-Options": "nosniff"})

    def _did_document(self, found: Repository) -> dict[str, object]:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.world.bases["sky"],
        }
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": found.did,
            "alsoKnownAs": [f"at://{found.spec.name}"],
            "verificationMethod": [],
            "service": [service],
        }

    def _describe(self, request: Request) -> Response:
        found = self.repository(request.query.get("repo", ""))
        if found is None:
            return error("RepoNotFound", "Could not find user")
        known = {"handle": found.spec.name, "did": found.did, "didDoc": self._did_document(found)}
        return json_response({**known, "collections": found.collections, "handleIsCorrect": True})

    def _records(self, request: Request) -> Response:
        found = self.repository(request.query.get("repo", ""))
        if found is None:
            return error("InvalidRequest", f"Could not find repo: {request.query.get('repo', '')}")
        collection, cursor = request.query.get("collection", ""), request.query.get("cursor", "")
        places = found.records(collection)
        if request.query.get("reverse") == "true":
            places = [
                place for place in reversed(places) if not cursor or found.rkey(place) > cursor
            ]
        else:
            places = [place for place in places if not cursor or found.rkey(place) < cursor]
        most = min(request.number("limit", 50, 100), _PAGE_MOST)
        page = places[:most]
        answer: dict[str, object] = {"records": [found.record(collection, place) for place in page]}
        if page and len(page) == most:
            answer["cursor"] = found.rkey(page[-1])
        return json_response(answer)

    def _record(self, request: Request) -> Response:
        found = self.repository(request.query.get("repo", ""))
        collection, key = request.query.get("collection", ""), request.query.get("rkey", "")
        place = (
            next(
                (record for record in found.records(collection) if found.rkey(record) == key), None
            )
            if found
            else None
        )
        if found is None or place is None:
            return error("RecordNotFound", "Could not locate record")
        return json_response(found.record(collection, place))

    def _blobs(self, request: Request) -> Response:
        found = self.repositories.get(request.query.get("did", ""))
        if found is None:
            return error("RepoNotFound", "Could not find repo")
        # The real server sorts by CID; here by place, so that no page needs every picture drawn.
        cursor = request.query.get("cursor", "")
        start = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
        most = min(request.number("limit", 500, 1000), _PAGE_MOST)
        places = found.places()
        answer: dict[str, object] = {
            "cids": [found.cid(place) for place in places[start : start + most]]
        }
        if start + most < len(places):
            answer["cursor"] = str(start + most)
        return json_response(answer)

    def _blob(self, request: Request) -> Response:
        found = self.repositories.get(request.query.get("did", ""))
        cid = request.query.get("cid", "")
        place = found.find(cid) if found else None
        if found is None or place is None:
            return error("BlobNotFound", "Blob not found")
        shot, edit = found.shot(place)
        answer = self.world.picture(shot, edit, None, keep_metadata=True)
        headers = {**_BLOB_HEADERS, "Content-Disposition": f'attachment; filename="{cid}"'}
        return Response(
            answer.body, answer.mime, headers=headers, etag=f'"{cid}"', modified=answer.modified
        )
