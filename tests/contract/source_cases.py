"""For every source: an account, and recorded answers.

With them it can be read from start to end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx

from auditor.domain.account import Account
from tests.recorded import Reply, Route, account, recorded

DID = "did:plc:sxwaz7uogs42su5frzb2xuhw"
PDS = "http://localhost:2583/xrpc/"


@dataclass(frozen=True, slots=True)
class Case:
    """`texts` are what a user may type for the account; `photos` how many there are.

    `one_page`: everything stands in one answer, so that no list can go on without end.
    `never_whole`: the platform shows strangers a part, which is told each time.
    """

    account: Account
    routes: dict[str, Route]
    photos: int
    texts: tuple[str, ...]
    allow_hosts: tuple[str, ...] = ()
    one_page: bool = False
    never_whole: bool = False


def _records(url: httpx.URL) -> Reply:
    name = {
        "app.bsky.actor.profile": "profile",
        "app.bsky.feed.post": "posts",
        "social.grain.photo": "grain",
    }[url.params["collection"]]
    return recorded("atproto/empty.json" if "cursor" in url.params else f"atproto/{name}.json")


def _atproto() -> Case:
    routes: dict[str, Route] = {
        f"https://plc.directory/{DID}": recorded("atproto/did_document.json"),
        PDS + "com.atproto.repo.describeRepo": recorded("atproto/describe_repo.json"),
        PDS + "com.atproto.server.describeServer": recorded("atproto/describe_server.json"),
        PDS + "com.atproto.repo.listRecords": _records,
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed": recorded(
            "atproto/author_feed.json"
        ),
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile": recorded(
            "atproto/profile_view.json"
        ),
        "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle": recorded(
            "atproto/resolve_handle.json"
        ),
    }
    who = account("atproto", "alice.test", "at://alice.test")
    texts = (
        "at://alice.test",
        "@alice.test",
        f"at://{DID}",
        DID,
        "https://bsky.app/profile/alice.test",
    )
    return Case(who, routes, 4, texts, ("localhost:2583",))


def _statuses(url: httpx.URL) -> Reply:
    if "max_id" in url.params:
        return recorded("mastodon/empty.json")
    after = "limit=40&max_id=110447003454258225&only_media=true"
    following = f'<https://social.example{url.path}?{after}>; rel="next"'
    return recorded(
        "mastodon/statuses.json",
        link=f'{following}, <https://social.example{url.path}?min_id=1>; rel="prev"',
    )


def _mastodon() -> Case:
    routes: dict[str, Route] = {
        "https://social.example/api/v1/accounts/lookup": recorded("mastodon/account.json"),
        "https://social.example/api/v1/accounts/43/statuses": _statuses,
        "https://social.example/api/v1/instance": Reply(
            b'{"uri": "social.example", "version": "4.3.0"}'
        ),
    }
    who = account("mastodon", "@wanda@social.example", "https://social.example/@wanda")
    texts = (
        "@wanda@social.example",
        "acct:wanda@social.example",
        "https://social.example/@wanda",
        "https://social.example/users/wanda",
    )
    return Case(who, routes, 5, texts)


WP = "http://127.0.0.1:3500"


def _wordpress() -> Case:
    routes: dict[str, Route] = {
        f"{WP}/": recorded("wordpress/front.html", content_type="text/html; charset=UTF-8"),
        f"{WP}/wp-json/": recorded("wordpress/site.json"),
        f"{WP}/wp-json/wp/v2/users": recorded("wordpress/users.json"),
        f"{WP}/wp-json/wp/v2/media": recorded(
            "wordpress/media.json", x_wp_total="2", x_wp_totalpages="1"
        ),
    }
    return Case(
        account("wordpress", "127.0.0.1:3500", f"{WP}/"),
        routes,
        2,
        (f"{WP}/wp-content/uploads/a.jpg",),
        ("127.0.0.1:3500",),
    )


MW = "http://127.0.0.1:3400"


def _api(url: httpx.URL) -> Reply:
    return recorded("mediawiki/siteinfo.json" if "meta" in url.params else "mediawiki/files.json")


def _mediawiki() -> Case:
    page = f"{MW}/index.php/User:Alice"
    routes: dict[str, Route] = {page: recorded("mediawiki/page.html"), f"{MW}/api.php": _api}
    return Case(
        account("mediawiki", "Alice", page),
        routes,
        1,
        (page, f"{MW}/index.php?title=User:Alice"),
        ("127.0.0.1:3400",),
    )


SITE = "https://site.example"


def _website() -> Case:
    routes: dict[str, Route] = {
        f"{SITE}/": recorded("website/front.html", content_type="text/html; charset=UTF-8"),
        f"{SITE}/robots.txt": recorded("website/robots.txt", content_type="text/plain"),
        f"{SITE}/wp-sitemap.xml": recorded("website/sitemap.xml", content_type="application/xml"),
        f"{SITE}/wp-sitemap-posts-post-1.xml": recorded(
            "website/sitemap_posts.xml", content_type="application/xml"
        ),
        f"{SITE}/feed/": recorded("website/feed.xml", content_type="application/rss+xml"),
        f"{SITE}/2026/roof/": recorded(
            "website/post.html", content_type="text/html; charset=UTF-8"
        ),
    }
    return Case(
        account("website", "site.example", f"{SITE}/"),
        routes,
        2,
        (f"{SITE}/", f"{SITE}/2026/roof/"),
    )


ACTORS = "https://actors.example"


def _activitypub() -> Case:
    routes: dict[str, Route] = {
        f"{ACTORS}/actor/wanda": recorded("activitypub/actor.json"),
        f"{ACTORS}/.well-known/webfinger": recorded("activitypub/webfinger.json"),
        f"{ACTORS}/actor/wanda/outbox": _outbox,
    }
    who = account("activitypub", "@wanda@actors.example", f"{ACTORS}/actor/wanda")
    return Case(who, routes, 5, ())  # any address may be one: its server is asked


def _outbox(url: httpx.URL) -> Reply:
    page = url.params.get("page")
    return recorded(f"activitypub/page_{page}.json" if page else "activitypub/outbox.json")


NOTES = "https://notes.example"


def _notes(url: httpx.URL) -> Reply:
    page = {"": "notes_1", "9fn06": "notes_2"}.get(url.params.get("untilId", ""))
    return recorded(f"misskey/{page}.json" if page else "gitea/empty.json")


def _gallery(url: httpx.URL) -> Reply:
    return recorded("gitea/empty.json" if "untilId" in url.params else "misskey/gallery.json")


def _misskey() -> Case:
    routes: dict[str, Route] = {
        f"{NOTES}/api/users/show": recorded("misskey/user.json"),
        f"{NOTES}/api/users/notes": _notes,
        f"{NOTES}/api/users/gallery/posts": _gallery,
    }
    who = account("misskey", "@wanda@notes.example", f"{NOTES}/@wanda")
    return Case(who, routes, 6, ("@wanda@misskey.io", "https://misskey.io/@wanda"))


LINKS = "https://links.example"


def _lemmy() -> Case:
    def page(url: httpx.URL) -> Reply:
        return recorded(f"lemmy/page_{url.params['page']}.json")

    who = account("lemmy", "@wanda@links.example", f"{LINKS}/u/wanda")
    texts = ("@wanda@lemmy.world", "https://lemmy.world/u/wanda", "https://lemmy.ml/u/a@lemmy.ca")
    return Case(who, {f"{LINKS}/api/v3/user": page}, 6, texts)


def _gravatar() -> Case:
    profile = "https://api.gravatar.com/v3/profiles/wandaexample"
    who = account("gravatar", "wandaexample", "https://gravatar.com/wandaexample")
    texts = ("https://gravatar.com/wandaexample", "https://en.gravatar.com/wandaexample")
    return Case(who, {profile: recorded("gravatar/profile.json")}, 2, texts, one_page=True)


GARDEN = "https://garden.example/feed.xml"


def _feed() -> Case:
    def page(url: httpx.URL) -> Reply:
        name = "feed/rss_2.xml" if "page" in url.params else "feed/rss.xml"
        return recorded(name, content_type="application/rss+xml")

    who = account("web_feed", "garden.example/feed.xml", GARDEN)
    return Case(who, {GARDEN: page}, 2, (GARDEN,), never_whole=True)


BLOG = "https://wandasgarden.tumblr.com"


def _tumblr() -> Case:
    def posts(url: httpx.URL) -> Reply:
        return recorded(f"tumblr/posts_{url.params['start']}.json")

    who = account("tumblr", "wandasgarden", f"{BLOG}/")
    texts = (f"{BLOG}/", "https://www.tumblr.com/wandasgarden")
    return Case(who, {f"{BLOG}/api/read/json": posts}, 5, texts)


BLOG_POSTS = "https://api.tumblr.com/v2/blog/wandasgarden.tumblr.com/posts"


def tumblr_with_key() -> Case:
    """Return the same blog with the interface that takes a key beside its own answer."""

    def posts(url: httpx.URL) -> Reply:
        return recorded(f"tumblr/interface_{url.params['offset']}.json")

    case = _tumblr()
    return replace(case, routes={**case.routes, BLOG_POSTS: posts})


CHANNEL = "https://t.me/s/wandasgarden"


def _telegram() -> Case:
    def posts(url: httpx.URL) -> Reply:
        return recorded(f"telegram/posts_{url.params.get('before', '0')}.html")

    who = account("telegram", "wandasgarden", "https://t.me/wandasgarden")
    texts = ("https://t.me/wandasgarden", CHANNEL, "https://telegram.me/wandasgarden/44")
    return Case(who, {CHANNEL: posts}, 6, texts)


TUBE = "https://www.youtube.com/@wandasgarden"


def _youtube() -> Case:
    who = account("youtube", "wandasgarden", TUBE)
    texts = (TUBE, f"{TUBE}/videos", "https://m.youtube.com/channel/UCwandawandawandawanda12")
    page = recorded("youtube/channel.html")
    return Case(who, {TUBE: page}, 2, texts, never_whole=True)


PICS = "https://pics.example"


def _pixelfed() -> Case:
    routes: dict[str, Route] = {
        f"{PICS}/users/wanda": recorded("pixelfed/actor.json"),
        f"{PICS}/users/wanda/outbox": recorded("pixelfed/outbox.json"),
        f"{PICS}/users/wanda.atom": recorded("pixelfed/user.atom"),
    }
    who = account("pixelfed", "@wanda@pics.example", f"{PICS}/users/wanda")
    texts = ("@wanda@pixelfed.social", "https://pixelfed.social/users/wanda")
    return Case(who, routes, 3, texts, never_whole=True)


ART = "https://www.deviantart.com"


def _deviantart() -> Case:
    def gallery(url: httpx.URL) -> Reply:
        return recorded(f"deviantart/gallery_{url.params['offset']}.json")

    api = f"{ART}/api/v1/oauth2"
    routes: dict[str, Route] = {
        f"{ART}/oauth2/token": recorded("deviantart/token.json"),
        f"{api}/user/profile/wanda-paints": recorded("deviantart/profile.json"),
        f"{api}/gallery/all": gallery,
    }
    who = account("deviantart", "wanda-paints", f"{ART}/wanda-paints")
    texts = (
        f"{ART}/wanda-paints",
        f"{ART}/Wanda-Paints/gallery",
        "https://wanda-paints.deviantart.com/",
    )
    return Case(who, routes, 5, texts)


FLICKR = "https://api.flickr.com/services/rest/"


def _flickr() -> Case:
    def answer(url: httpx.URL) -> Reply:
        method = url.params.get("method", "").rpartition(".")[2]
        page = url.params.get("page", "")
        return recorded(f"flickr/{method}{f'_{page}' if page else ''}.json")

    who = account("flickr", "wanda-lens", "https://www.flickr.com/people/wanda-lens/")
    texts = (
        "https://www.flickr.com/people/wanda-lens/",
        "https://www.flickr.com/photos/wanda-lens/52000000001/in/photostream/",
    )
    return Case(who, {FLICKR: answer}, 5, texts)


REDDIT = "https://oauth.reddit.com/user/wanda_paints"


def _reddit() -> Case:
    def posts(url: httpx.URL) -> Reply:
        return recorded(f"reddit/submitted_{url.params.get('after', 't3_new')[3:]}.json")

    routes: dict[str, Route] = {
        "https://www.reddit.com/api/v1/access_token": recorded("reddit/token.json"),
        f"{REDDIT}/about": recorded("reddit/about.json"),
        f"{REDDIT}/submitted": posts,
    }
    who = account("reddit", "wanda_paints", "https://www.reddit.com/user/wanda_paints")
    texts = (
        "https://www.reddit.com/user/wanda_paints",
        "https://old.reddit.com/u/wanda_paints/submitted/",
        "https://www.reddit.com/r/u_wanda_paints/",
    )
    return Case(who, routes, 6, texts)


def _github() -> Case:
    api = "https://api.github.com"
    repos = f"{api}/users/wanda-example/repos"
    routes: dict[str, Route] = {
        f"{api}/users/wanda-example": recorded("github/user.json"),
        f"{api}/users/wanda-example/social_accounts": recorded("github/social_accounts.json"),
        repos: _by_page("github/repositories.json", "gitea/empty.json"),
        f"{api}/repos/wanda-example/garden/git/trees/main": recorded("github/tree.json"),
        f"{api}/repos/wanda-example/nothing-yet/git/trees/main": recorded(
            "github/empty_repository.json", 409
        ),
    }
    who = account("github", "wanda-example", "https://github.com/wanda-example")
    texts = ("https://github.com/wanda-example", "https://github.com/wanda-example/garden")
    return Case(who, routes, 3, texts)


def _by_page(*names: str) -> Route:
    """Answer page 1, 2, ... with these files, each but the last with a link to the next."""

    def page(url: httpx.URL) -> Reply:
        number = min(int(url.params.get("page", "1")), len(names))
        reply = recorded(names[number - 1])
        if number == len(names):
            return reply
        then = url.copy_set_param("page", str(number + 1))
        return replace(reply, headers={"link": f'<{then}>; rel="next"'})

    return page


FORGE = "https://git.example"


def _gitea() -> Case:
    api = f"{FORGE}/api/v1"
    routes: dict[str, Route] = {
        f"{api}/users/wanda": recorded("gitea/user.json"),
        f"{api}/users/wanda/repos": _by_page("gitea/repositories.json", "gitea/empty.json"),
        f"{api}/repos/wanda/garden/git/trees/main": _by_page(
            "gitea/tree_1.json", "gitea/tree_2.json"
        ),
    }
    texts = ("https://codeberg.org/wanda", "https://codeberg.org/wanda/garden")
    return Case(account("gitea", "wanda", f"{FORGE}/wanda"), routes, 3, texts)


def _gitlab() -> Case:
    api = "https://gitlab.com/api/v4"
    routes: dict[str, Route] = {
        f"{api}/users": recorded("gitlab/users.json"),
        f"{api}/users/4321": recorded("gitlab/user.json"),
        f"{api}/users/4321/projects": _by_page("gitlab/projects.json", "gitea/empty.json"),
        f"{api}/projects/901/repository/tree": _by_page("gitlab/tree_1.json", "gitlab/tree_2.json"),
        f"{api}/projects/902/repository/tree": recorded("gitlab/no_tree.json", 404),
    }
    who = account("gitlab", "wanda", "https://gitlab.com/wanda")
    texts = ("https://gitlab.com/wanda", "https://gitlab.com/wanda/garden")
    return Case(who, routes, 3, texts)


CASES: dict[str, Callable[[], Case]] = {
    "activitypub": _activitypub,
    "atproto": _atproto,
    "deviantart": _deviantart,
    "flickr": _flickr,
    "gitea": _gitea,
    "github": _github,
    "gitlab": _gitlab,
    "gravatar": _gravatar,
    "lemmy": _lemmy,
    "mastodon": _mastodon,
    "mediawiki": _mediawiki,
    "misskey": _misskey,
    "pixelfed": _pixelfed,
    "reddit": _reddit,
    "telegram": _telegram,
    "tumblr": _tumblr,
    "web_feed": _feed,
    "website": _website,
    "wordpress": _wordpress,
    "youtube": _youtube,
}
