"""Servers that list entries, page by page, as each platform does; entries may be damaged."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import httpx

from auditor.domain.account import Account
from tests.contract.source_cases import (
    ACTORS,
    ART,
    BLOG,
    BLOG_POSTS,
    CASES,
    CHANNEL,
    DID,
    FLICKR,
    FORGE,
    LINKS,
    MW,
    NOTES,
    PDS,
    REDDIT,
    SITE,
    WP,
)
from tests.recorded import FIXTURES, Reply, Route, account, jpeg

Entry = Any
"""An entry as JSON; what a damage made of it may be anything."""


@dataclass
class Listing:
    """What stands on the server: `entries` in order, `page` of them in one answer."""

    entries: list[Entry] = field(default_factory=list)
    page: int = 2

    def after(self, start: int) -> tuple[list[Entry], int | None]:
        """Return a page of entries and where the next one begins."""
        stop = start + self.page
        return self.entries[start:stop], stop if stop < len(self.entries) else None


@dataclass(frozen=True)
class Platform:
    """How a platform lists: a good entry of a number, the routes, and what is no picture.

    `meant` says of a damaged entry that it is as documented, only no picture of the account.
    """

    account: Account
    entry: Callable[[int], Entry]
    routes: Callable[[Listing], dict[str, Route]]
    meant: Callable[[Entry], bool] = lambda _entry: False
    allow_hosts: tuple[str, ...] = ()


def picture(number: int) -> str:
    """Return what stands in the address of the picture of an entry."""
    return f"picture{number}x"


def _json(value: object, **headers: str) -> Reply:
    told = {"content-type": "application/json"}
    told |= {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), headers=told)


def _mastodon() -> Platform:
    case = CASES["mastodon"]()
    good = json.loads((FIXTURES / "mastodon/statuses.json").read_bytes())[0]
    place = "https://social.example/api/v1/accounts/43/statuses"

    def entry(number: int) -> Entry:
        status = copy.deepcopy(good)
        media = status["media_attachments"][0]
        status["id"], media["id"] = str(9000 - number), f"m{number}"
        media["url"] = f"https://files.example/{picture(number)}.jpg"
        status["media_attachments"] = [media]
        return status

    def routes(listing: Listing) -> dict[str, Route]:
        def statuses(url: httpx.URL) -> Reply:
            some, then = listing.after(int(url.params.get("at", "0")))
            link = {"link": f'<{place}?at={then}>; rel="next"'} if then is not None else {}
            return _json(some, **(link or {"link": f'<{place}?min_id=1>; rel="prev"'}))

        return {**case.routes, place: statuses}

    def meant(status: Entry) -> bool:
        if not isinstance(status, dict) or status.get("reblog"):
            return isinstance(status, dict) and isinstance(status.get("reblog"), dict)
        attached = status.get("media_attachments")
        return attached in ([], {})

    return Platform(case.account, entry, routes, meant, case.allow_hosts)


def _wordpress() -> Platform:
    case = CASES["wordpress"]()
    good = json.loads((FIXTURES / "wordpress/media.json").read_bytes())[1]

    def entry(number: int) -> Entry:
        media = copy.deepcopy(good)
        name = media["source_url"].rpartition("/")[2].removesuffix(".jpg")
        media = json.loads(json.dumps(media).replace(name, picture(number)))
        return {**media, "id": 100 + number}

    def routes(listing: Listing) -> dict[str, Route]:
        def media(url: httpx.URL) -> Reply:
            number = int(url.params.get("page", "1"))
            some, _then = listing.after((number - 1) * listing.page)
            pages = -(-len(listing.entries) // listing.page)
            total = {"x_wp_total": str(len(listing.entries)), "x_wp_totalpages": str(pages)}
            return _json(some, **total)

        return {**case.routes, f"{WP}/wp-json/wp/v2/media": media}

    return Platform(case.account, entry, routes, allow_hosts=case.allow_hosts)


def _no_file_of_alice(page: Entry) -> bool:
    """Whether a file is missing, no picture, hidden, or somebody else's."""
    if not isinstance(page, dict):
        return False
    infos = page.get("imageinfo")
    if infos in ([], {}) or page.get("missing") is True:
        return True
    info = infos[0] if isinstance(infos, list) else None
    if not isinstance(info, dict):
        return False
    kind, user = info.get("mime"), info.get("user")
    other = user is not None and not isinstance(user, dict | list) and user != "Alice"
    strange = isinstance(kind, str) and kind and not kind.startswith("image/")
    return bool(other or strange or info.get("filehidden"))


def _mediawiki() -> Platform:
    case = CASES["mediawiki"]()
    good = json.loads((FIXTURES / "mediawiki/files.json").read_bytes())["query"]["pages"][0]
    site = json.loads((FIXTURES / "mediawiki/siteinfo.json").read_bytes())["query"]

    def entry(number: int) -> Entry:
        return json.loads(json.dumps(good).replace("Holiday", picture(number)))

    def routes(listing: Listing) -> dict[str, Route]:
        def api(url: httpx.URL) -> Reply:
            query: dict[str, Any] = dict(site) if "meta" in url.params else {}
            told: dict[str, Any] = {"query": query}
            if "generator" in url.params:
                some, then = listing.after(int(url.params.get("gaicontinue", "0")))
                query["pages"] = some
                if then is not None:
                    told["continue"] = {"gaicontinue": str(then), "continue": "gaicontinue||"}
            if "logevents" in url.params.get("list", ""):
                query["logevents"] = []
            return _json(told)

        return {**case.routes, f"{MW}/api.php": api}

    return Platform(case.account, entry, routes, _no_file_of_alice, case.allow_hosts)


def _atproto() -> Platform:
    case = CASES["atproto"]()
    good = json.loads((FIXTURES / "atproto/posts.json").read_bytes())["records"][0]

    def entry(number: int) -> Entry:
        record = copy.deepcopy(good)
        record["uri"] = f"at://{DID}/app.bsky.feed.post/{picture(number)}"
        return record

    def routes(listing: Listing) -> dict[str, Route]:
        def records(url: httpx.URL) -> Reply:
            if url.params["collection"] != "app.bsky.feed.post":
                return _json({"records": []})
            some, then = listing.after(int(url.params.get("cursor", "0")))
            return _json({"records": some, **({"cursor": str(then)} if then is not None else {})})

        return {**case.routes, PDS + "com.atproto.repo.listRecords": records}

    def meant(record: Entry) -> bool:
        """No blob of a picture anywhere in the record: a post of words alone."""
        return isinstance(record, dict) and "image/" not in json.dumps(record.get("value"))

    return Platform(case.account, entry, routes, meant, case.allow_hosts)


_PAGE = Reply(b"<html><title>me</title><p>words</p>", headers={"content-type": "text/html"})


def _site(
    entries: Callable[[Listing], dict[str, Route]],
    entry: Callable[[int], Entry],
    meant: Callable[[Entry], bool],
) -> Platform:
    def routes(listing: Listing) -> dict[str, Route]:
        shown: dict[str, Route] = {f"{SITE}/{picture(number)}.jpg": jpeg() for number in range(12)}
        pages: dict[str, Route] = {f"{SITE}/{number}/": _PAGE for number in range(12)}
        return {f"{SITE}/": _PAGE, **pages, **shown, **entries(listing)}

    return Platform(account("website", "site.example", f"{SITE}/"), entry, routes, meant)


def _is_address(value: Entry) -> bool:
    """Whether a value may be read as an address, only as another one than was meant."""
    return isinstance(value, str) and bool(value.strip())


def _written(name: str, value: Entry) -> str:
    """Return JSON as XML: an object's keys are elements, a list's members elements of one name."""
    if isinstance(value, list):
        return "".join(_written(name, member) for member in value)
    if isinstance(value, dict):
        inside = "".join(_written(key, member) for key, member in value.items())
    else:
        inside = "" if value is None else escape(str(value).replace("\ud800", "?"))
    return f"<{name}>{inside}</{name}>"


def _sitemap() -> Platform:
    def entry(number: int) -> Entry:
        shown = {"image:loc": f"{SITE}/{picture(number)}.jpg", "image:title": "me"}
        return {"loc": f"{SITE}/{number}/", "lastmod": "2026-01-01", "image:image": shown}

    def entries(listing: Listing) -> dict[str, Route]:
        inside = "".join(_written("url", entry) for entry in listing.entries)
        names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        names += 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        text = f"<urlset {names}>{inside}</urlset>"
        return {f"{SITE}/sitemap.xml": Reply(text.encode())}

    def meant(entry: Entry) -> bool:
        """Written as nothing, without a picture, or with another address."""
        if not isinstance(entry, dict):
            return not _written("url", entry)
        shown = entry.get("image:image", [])
        place = shown.get("image:loc") if isinstance(shown, dict) else None
        text = "" if isinstance(place, dict) else _written("", place).replace("<></>", "")
        return bool(
            not _written("image:image", shown) or text.replace("<>", "").replace("</>", "").strip()
        )

    return _site(entries, entry, meant)


def _feed() -> Platform:
    """Return a site with a JSON Feed, whose pages lead to one another."""

    def entry(number: int) -> Entry:
        attached = {"url": f"{SITE}/{picture(number)}.jpg", "mime_type": "image/jpeg"}
        return {"id": str(number), "url": f"{SITE}/{number}/", "attachments": [attached]}

    def entries(listing: Listing) -> dict[str, Route]:
        def feed(url: httpx.URL) -> Reply:
            some, then = listing.after(int(url.params.get("at", "0")))
            after = {"next_url": f"{SITE}/feed.json?at={then}"} if then is not None else {}
            told = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": some}
            return _json({**told, **after})

        link = b'<link rel="alternate" type="application/feed+json" href="/feed.json">'
        front = Reply(b"<html>" + link + b"<p>words", headers={"content-type": "text/html"})
        return {f"{SITE}/": front, f"{SITE}/feed.json": feed}

    def meant(item: Entry) -> bool:
        """Without a picture, with a file of another kind, or with another address."""
        attached = item.get("attachments") if isinstance(item, dict) else 0
        if attached in (None, []):
            return True
        first = attached[0] if isinstance(attached, list) else None
        if not isinstance(first, dict):
            return False
        kind = first.get("mime_type")
        other = isinstance(kind, str) and bool(kind) and not kind.startswith("image/")
        return other or _is_address(first.get("url"))

    return _site(entries, entry, meant)


def _json_ld() -> Platform:
    def entry(number: int) -> Entry:
        place = f"{SITE}/{picture(number)}.jpg"
        return {"@type": "ImageObject", "contentUrl": place, "width": 800, "name": "me"}

    def entries(listing: Listing) -> dict[str, Route]:
        text = json.dumps(listing.entries).replace("</", "<\\/")
        page = f'<html><script type="application/ld+json">{text}</script><p>words'
        return {f"{SITE}/": Reply(page.encode(), headers={"content-type": "text/html"})}

    def meant(image: Entry) -> bool:
        """No object of a picture, a reference to another one, or with another address."""
        if not isinstance(image, dict) or image.get("@type") != "ImageObject":
            return True
        place = image.get("contentUrl")
        return place in (None, "") or _is_address(place)

    return _site(entries, entry, meant)


def _no_picture_file(node: Entry) -> bool:
    """Whether a file is none of a picture: another name, a folder, a module, a link."""
    if not isinstance(node, dict):
        return False
    path, kind, mode = node.get("path"), node.get("type"), node.get("mode")
    other = isinstance(path, str) and bool(path) and not path.endswith(".jpg")
    return other or kind in ("tree", "commit") or mode == "120000"


def _files(name: str, file: str, key: str, tree: str) -> Platform:
    """Lists the files of one repository; `key` is where they stand in the answer, "" for alone."""
    case = CASES[name]()
    answer = json.loads((FIXTURES / name / file).read_bytes())
    nodes = answer[key] if key else answer
    good = next(node for node in nodes if node["path"].endswith(".jpg"))

    def entry(number: int) -> Entry:
        return {**good, "path": f"photos/{picture(number)}.jpg"}

    def routes(listing: Listing) -> dict[str, Route]:
        def page(url: httpx.URL) -> Reply:
            if name == "github":  # all in one answer
                return _json({**answer, key: listing.entries})
            number = int(url.params.get("page", "1"))
            some, then = listing.after((number - 1) * listing.page)
            if key:
                return _json({**answer, key: some, "truncated": then is not None})
            following = url.copy_set_param("page", str(number + 1))
            link = {"link": f'<{following}>; rel="next"'} if then is not None else {}
            return _json(some, **link)

        return {**case.routes, tree: page}

    return Platform(case.account, entry, routes, _no_picture_file, case.allow_hosts)


def _github() -> Platform:
    api = "https://api.github.com/repos/wanda-example/garden/git/trees/main"
    return _files("github", "tree.json", "tree", api)


def _gitea() -> Platform:
    return _files(
        "gitea", "tree_1.json", "tree", f"{FORGE}/api/v1/repos/wanda/garden/git/trees/main"
    )


def _gitlab() -> Platform:
    api = "https://gitlab.com/api/v4/projects/901/repository/tree"
    return _files("gitlab", "tree_1.json", "", api)


def _no_picture_of_wanda(item: Entry) -> bool:
    """Whether an activity is no post of hers, or a post without a picture."""
    if not isinstance(item, dict) or item.get("type") != "Create":
        return False
    post = item.get("object")
    if not isinstance(post, dict):
        return False
    writers = post.get("attributedTo")
    others = writers if isinstance(writers, list) else [writers]
    strangers = [name for name in others if isinstance(name, str) and name]
    attached = post.get("attachment")
    picture_of = attached[0] if isinstance(attached, list) and attached else attached
    other_kind = isinstance(picture_of, dict) and picture_of.get("type") in ("Note", "Link")
    return attached in (None, [], [None]) or other_kind or bool(strangers)


def _activitypub() -> Platform:
    case = CASES["activitypub"]()
    good = json.loads((FIXTURES / "activitypub/page_1.json").read_bytes())["orderedItems"][0]
    place = f"{ACTORS}/actor/wanda/outbox"

    def entry(number: int) -> Entry:
        item = copy.deepcopy(good)
        item["object"]["id"] = f"{ACTORS}/notes/n{number}"
        item["object"]["attachment"][0]["url"] = f"{ACTORS}/media/{picture(number)}.jpg"
        return item

    def routes(listing: Listing) -> dict[str, Route]:
        def outbox(url: httpx.URL) -> Reply:
            if "page" not in url.params:
                return _json({"totalItems": 0, "first": f"{place}?page=0"})
            number = int(url.params["page"])
            some, then = listing.after(number * listing.page)
            following = {"next": f"{place}?page={number + 1}"} if then is not None else {}
            return _json({"orderedItems": some, **following})

        return {**case.routes, place: outbox}

    return Platform(case.account, entry, routes, _no_picture_of_wanda, case.allow_hosts)


def _no_picture_of_a_note(note: Entry) -> bool:
    if not isinstance(note, dict):
        return False
    files, user = note.get("files"), note.get("userId")
    kind = (
        files[0].get("type")
        if isinstance(files, list) and files and isinstance(files[0], dict)
        else ""
    )
    other = isinstance(kind, str) and bool(kind) and not kind.startswith("image/")
    strange = isinstance(user, str) and user != "9fabcdef01"
    return files in ([], {}) or other or strange


def _misskey() -> Platform:
    case = CASES["misskey"]()
    good = json.loads((FIXTURES / "misskey/notes_1.json").read_bytes())[0]

    def entry(number: int) -> Entry:
        note = copy.deepcopy(good)
        note["id"] = f"9fn{900 - number}"
        note["files"][0]["url"] = f"{NOTES}/files/{picture(number)}"
        return note

    def routes(listing: Listing) -> dict[str, Route]:
        def notes(url: httpx.URL) -> Reply:
            until = url.params.get("untilId", "")
            names = [note.get("id") if isinstance(note, dict) else None for note in listing.entries]
            start = names.index(until) + 1 if until in names else len(names) if until else 0
            return _json(listing.entries[start : start + 2])

        empty: Route = _json([])
        gallery = f"{NOTES}/api/users/gallery/posts"
        return {**case.routes, f"{NOTES}/api/users/notes": notes, gallery: empty}

    return Platform(case.account, entry, routes, _no_picture_of_a_note, case.allow_hosts)


def _no_picture_of_a_blog(post: Entry) -> bool:
    if not isinstance(post, dict):
        return False
    passed_on = any(isinstance(post.get(key), str | int) for key in post if "reblogged" in str(key))
    return passed_on or post.get("type") != "photo"


def _tumblr() -> Platform:
    case = CASES["tumblr"]()
    told = json.loads((FIXTURES / "tumblr/posts_0.json").read_bytes())

    def entry(number: int) -> Entry:
        post = copy.deepcopy(told["posts"][0])
        post["id"] = f"900{number}"
        for key in [key for key in post if key.startswith("photo-url-")]:
            post[key] = f"https://64.media.tumblr.com/{picture(number)}/{key}.jpg"
        return post

    def routes(listing: Listing) -> dict[str, Route]:
        def posts(url: httpx.URL) -> Reply:
            some, _then = listing.after(int(url.params["start"]))
            return _json({**told, "posts": some, "posts-total": len(listing.entries)})

        return {f"{BLOG}/api/read/json": posts}

    return Platform(case.account, entry, routes, _no_picture_of_a_blog, case.allow_hosts)


def _tumblr_with_key() -> Platform:
    case = CASES["tumblr"]()
    told = json.loads((FIXTURES / "tumblr/interface_0.json").read_bytes())

    def entry(number: int) -> Entry:
        post = copy.deepcopy(told["response"]["posts"][0])
        post |= {"id": 900 + number, "id_string": f"900{number}"}
        for size in (post["photos"][0]["original_size"], *post["photos"][0]["alt_sizes"]):
            size["url"] = f"https://64.media.tumblr.com/{picture(number)}/s{size['width']}.jpg"
        return post

    def routes(listing: Listing) -> dict[str, Route]:
        def posts(url: httpx.URL) -> Reply:
            some, _then = listing.after(int(url.params["offset"]))
            counted = {"posts": some, "total_posts": len(listing.entries)}
            return _json({**told, "response": {**told["response"], **counted}})

        return {BLOG_POSTS: posts}

    return Platform(case.account, entry, routes, _no_picture_of_a_blog, case.allow_hosts)


def _no_picture_of_a_post(view: Entry) -> bool:
    """Whether a post is somebody else's, or one of words alone."""
    post = view.get("post") if isinstance(view, dict) else None
    if not isinstance(post, dict) or not isinstance(post.get("id"), int | str):
        return False
    strange = post.get("creator_id") not in (None, 77)
    return strange or (post.get("url") in (None, "") and "thumbnail_url" not in post)


def _lemmy() -> Platform:
    case = CASES["lemmy"]()
    told = json.loads((FIXTURES / "lemmy/page_1.json").read_bytes())
    good = {"post": told["posts"][0]["post"], "creator": told["posts"][0]["creator"]}
    del good["post"]["thumbnail_url"]

    def entry(number: int) -> Entry:
        view = copy.deepcopy(good)
        view["post"] |= {"id": 2000 - number, "url": f"{LINKS}/pictrs/image/{picture(number)}.jpeg"}
        return view

    def routes(listing: Listing) -> dict[str, Route]:
        def posts(url: httpx.URL) -> Reply:
            some, _then = listing.after((int(url.params["page"]) - 1) * listing.page)
            return _json({**told, "posts": some, "comments": []})

        return {f"{LINKS}/api/v3/user": posts}

    return Platform(case.account, entry, routes, _no_picture_of_a_post, case.allow_hosts)


def _no_picture_of_an_artist(item: Entry) -> bool:
    """Whether a deviation is somebody else's, one of words alone, or a film."""
    if not isinstance(item, dict) or not isinstance(item.get("deviationid"), str):
        return False
    author = item.get("author")
    writer = author.get("userid") if isinstance(author, dict) else None
    strange = isinstance(writer, str) and writer != "A1B2C3D4-0000-4000-8000-00000000WAND"
    return strange or item.get("content") is None


def _deviantart() -> Platform:
    case = CASES["deviantart"]()
    told = json.loads((FIXTURES / "deviantart/gallery_0.json").read_bytes())
    good = {key: told["results"][0][key] for key in ("deviationid", "url", "author", "content")}

    def entry(number: int) -> Entry:
        item = copy.deepcopy(good)
        item["deviationid"] = f"00000000-0000-4000-8000-00000000000{number}"
        item["content"]["src"] = f"https://images-wixmp-example.wixmp.com/f/{picture(number)}.jpg"
        return item

    def routes(listing: Listing) -> dict[str, Route]:
        def gallery(url: httpx.URL) -> Reply:
            some, then = listing.after(int(url.params["offset"]))
            return _json({"has_more": then is not None, "next_offset": then, "results": some})

        return {**case.routes, f"{ART}/api/v1/oauth2/gallery/all": gallery}

    return Platform(case.account, entry, routes, _no_picture_of_an_artist, case.allow_hosts)


def _telegram() -> Platform:
    """Return a channel: an entry is the number of a message and the address of its picture."""
    case = CASES["telegram"]()

    def entry(number: int) -> Entry:
        return {"number": 900 - number, "picture": f"https://cdn.example/{picture(number)}.jpg"}

    def message(item: Entry) -> str:
        told = item if isinstance(item, dict) else {}
        number, url = (escape(str(told.get(key, "")))[:400] for key in ("number", "picture"))
        style = f"width:800px;background-image:url('{url}')"
        return (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class='
            f'"tgme_widget_message js-widget_message" data-post="wandasgarden/{number}">'
            f'<a class="tgme_widget_message_photo_wrap" href="" style="{style}"></a></div></div>'
        )

    def routes(listing: Listing) -> dict[str, Route]:
        def posts(url: httpx.URL) -> Reply:
            at = 1000 - int(url.params.get("before", "1000"))
            some, then = listing.after(at)
            before = "" if then is None else f'data-before="{1000 - then}"'
            told = f'<a class="js-messages_more" {before}></a>{"".join(map(message, some))}'
            page = f'<section class="tgme_channel_history">{told}</section>'
            return Reply(page.encode("utf-8", "replace"), headers={"content-type": "text/html"})

        return {CHANNEL: posts}

    def meant(item: Entry) -> bool:
        """With another address, or another number than that of the message."""
        return isinstance(item, dict) and _is_address(item.get("picture"))

    return Platform(case.account, entry, routes, meant, case.allow_hosts)


def _flickr() -> Platform:
    case = CASES["flickr"]()
    told = json.loads((FIXTURES / "flickr/getPublicPhotos_1.json").read_bytes())
    keys = ("id", "owner", "title", "ispublic", "media", "url_o", "height_o", "width_o")
    good = {key: told["photos"]["photo"][0][key] for key in keys}

    def entry(number: int) -> Entry:
        place = f"https://live.staticflickr.com/65535/{picture(number)}_o.jpg"
        return {**good, "id": f"5300000{number}", "url_o": place}

    def routes(listing: Listing) -> dict[str, Route]:
        asked = case.routes[FLICKR]

        def answer(url: httpx.URL) -> Reply:
            page = int(url.params.get("page", "0"))
            if not page:
                return asked if isinstance(asked, Reply) else asked(url)
            some, _then = listing.after((page - 1) * listing.page)
            pages = -(-len(listing.entries) // listing.page)
            head = {"page": page, "pages": pages, "perpage": 500, "total": len(listing.entries)}
            return _json({"photos": {**head, "photo": some}, "stat": "ok"})

        return {FLICKR: answer}

    def meant(item: Entry) -> bool:
        """Whether it is somebody else's, a film, or has another address."""
        if not isinstance(item, dict):
            return False
        strange = item.get("owner", good["owner"]) not in (None, good["owner"])
        other = isinstance(item.get("url_o"), str) and "//" in item["url_o"]
        return strange or item.get("media") == "video" or other

    return Platform(case.account, entry, routes, meant, case.allow_hosts)


def _reddit() -> Platform:
    case = CASES["reddit"]()
    told = json.loads((FIXTURES / "reddit/submitted_new.json").read_bytes())
    keys = ("id", "permalink", "title", "author", "url_overridden_by_dest", "is_self")
    first = told["data"]["children"][0]["data"]
    good = {key: first[key] for key in keys}

    def entry(number: int) -> Entry:
        place = f"https://i.redd.it/{picture(number)}.jpg"
        return {"kind": "t3", "data": {**good, "id": f"d{number}", "url_overridden_by_dest": place}}

    def routes(listing: Listing) -> dict[str, Route]:
        def posts(url: httpx.URL) -> Reply:
            some, then = listing.after(int(url.params.get("after", "t3_0")[3:]))
            after = None if then is None else f"t3_{then}"
            return _json({"kind": "Listing", "data": {"after": after, "children": some}})

        return {**case.routes, f"{REDDIT}/submitted": posts}

    def meant(item: Entry) -> bool:
        """Whether it leads elsewhere, or is one of words alone."""
        data = item.get("data") if isinstance(item, dict) else None
        if not isinstance(data, dict) or not isinstance(data.get("id"), str | int | float):
            return False
        return bool(data.get("is_self")) or _is_address(data.get("url_overridden_by_dest"))

    return Platform(case.account, entry, routes, meant, case.allow_hosts)


PLATFORMS: dict[str, Callable[[], Platform]] = {
    "tumblr": _tumblr,
    "tumblr-with-key": _tumblr_with_key,
    "telegram": _telegram,
    "flickr": _flickr,
    "reddit": _reddit,
    "misskey": _misskey,
    "lemmy": _lemmy,
    "deviantart": _deviantart,
    "activitypub": _activitypub,
    "github": _github,
    "gitea": _gitea,
    "gitlab": _gitlab,
    "mastodon": _mastodon,
    "wordpress": _wordpress,
    "mediawiki": _mediawiki,
    "atproto": _atproto,
    "website-sitemap": _sitemap,
    "website-feed": _feed,
    "website-json-ld": _json_ld,
}
"""Every way of every source to list pictures, by name; what stands before "-" is the source."""
