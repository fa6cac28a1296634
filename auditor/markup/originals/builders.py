"""Site builders and generators: where they keep pictures, and how they name sizes of them.

One row each. A row whose hosts are named lets pictures be read there (never pages); the forms of
its addresses lead from a size back to the original. They are guesses: what answers has to be
looked at. Looked at in November 2026, where `source` says, unless the row gives another month.
"""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass

CHECKED = "2026-11"

_END = r"(?=\.[A-Za-z0-9]{2,5}$)"
_KINDS = (".jpg", ".jpeg", ".JPG", ".png", ".webp", ".JPEG")


@dataclass(frozen=True, slots=True)
class Form:
    """How one address is made from another: a pattern in its path, and what may stand for it.

    `whole`: the pattern is looked for in path and query together. `inner`: group 1 is the address
    of the picture itself, written out. `weak`: a habit of many, not the rule of one program.
    `sizes`: what stands for the pattern in other sizes that are public beside an original.
    """

    pattern: str
    becomes: tuple[str, ...] = ("",)
    whole: bool = False
    inner: bool = False
    weak: bool = False
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Builder:
    """One builder. `hosts`: patterns of its picture hosts' whole names, empty if it has none.

    `only`: the forms hold on these hosts alone. `drop`: keys of the query that choose a size or
    sign it. `put`: a query that asks for the original, on these hosts or in an address of this
    form.
    """

    name: str
    source: str
    hosts: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    only: bool = False
    drop: frozenset[str] = field(default_factory=frozenset)
    put: tuple[str, str, str] | None = None  # key, what its value looks like, what it becomes
    checked: str = CHECKED


_GENERATED = (
    Builder(
        "WordPress sizes",
        "developer.wordpress.org/reference/functions/wp_get_attachment_image_src",
        forms=(
            Form(rf"-\d{{1,5}}x\d{{1,5}}{_END}", ("", "-scaled"), sizes=("-scaled",)),
            Form(rf"-scaled{_END}"),
            Form(rf"-rotated{_END}"),
            Form(rf"-e\d{{10,14}}(?:-\d{{1,5}}x\d{{1,5}})?{_END}"),
            Form(r"(\.(?:jpe?g|png|gif|tiff?))\.(?:webp|avif)$", (r"\1",)),
            Form(r"-(jpe?g|png)\.(?:webp|avif)$", (r".\1",)),
        ),
    ),
    Builder(
        "Ghost",
        "ghost.org/docs/themes/assets",
        hosts=(r"storage\.ghost\.io",),
        forms=(
            Form(r"(/content/images)/size/(?:[wh]\d{1,5}){1,2}(?:/format/\w{1,9})?(?=/)", (r"\1",)),
            Form(
                r"(/content/images/(?!size/)[^?]{1,999})(?<!_o)(\.[A-Za-z0-9]{2,5})$", (r"\1_o\2",)
            ),
        ),
    ),
    Builder(
        "Drupal",
        "drupal.org/docs/8/core/modules/image/working-with-images",
        forms=(Form(r"/styles/[^/]{1,100}/(?:public|s3)/", ("/",)),),
        drop=frozenset({"itok", "h"}),
    ),
    Builder(
        "MediaWiki thumbnails",
        "mediawiki.org/wiki/Manual:Thumb_handler.php",
        forms=(
            Form(r"/thumb((?:/archive)?/[0-9a-f]/[0-9a-f]{2}/[^/]{1,300})/[^/]{1,600}$", (r"\1",)),
            Form(
                r"/thumb/([^/]{1,300}\.[A-Za-z0-9]{2,5})/[^/]{0,99}\d{1,5}px-[^/]{1,300}$",
                (r"/\1",),
            ),
        ),
    ),
    Builder(
        "Piwigo",
        "piwigo.org/doc, derivatives",
        forms=(
            Form(
                r"/_data/i/(.{1,999})-(?:sq|th|2s|xs|sm|me|la|xl|xx|3xl|4xl|cu_[^/.]{1,60})"
                r"(\.[A-Za-z0-9]{2,5})$",
                (r"/\1\2",),
            ),
            Form(
                r"/i(?:\.php)?\?/?(.{1,999})-(?:sq|th|2s|xs|sm|me|la|xl|xx|3xl|4xl|cu_[^/.]{1,60})"
                r"(\.[A-Za-z0-9]{2,5})$",
                (r"/\1\2",),
                whole=True,
            ),
        ),
    ),
    Builder(
        "Hugo",
        "gohugo.io/content-management/image-processing",
        forms=(
            Form(
                r"_hu_?[0-9a-f]{6,64}(?:_[^/]{1,200})?(\.[A-Za-z0-9]{2,5})$",
                (r"\1", *_KINDS),
            ),
        ),
    ),
    Builder(
        "Astro",
        "docs.astro.build/en/guides/images",
        forms=(
            Form(
                r"(/_astro/[^/]{1,300}\.[A-Za-z0-9_-]{8})_[A-Za-z0-9]{4,9}(\.[A-Za-z0-9]{2,5})$",
                tuple(rf"\1{kind}" for kind in (r"\2", *_KINDS)),
            ),
        ),
    ),
    Builder(
        "Next.js, Vercel, Netlify, Gatsby, timthumb",
        "nextjs.org/docs/app/api-reference/components/image",
        forms=(
            Form(r"[?&](?:url|href|u|src|image|img|file)=([^&#]{1,3000})", inner=True, whole=True),
        ),
    ),
    Builder(
        "Nuxt",
        "image.nuxt.com/providers/ipx",
        forms=(Form(r"/_ipx/[^/]{1,200}/(.{1,3000})$", inner=True),),
    ),
    Builder(
        "Cloudflare",
        "developers.cloudflare.com/images/transform-images/transform-via-url",
        forms=(Form(r"/cdn-cgi/image/[^/]{1,500}/(.{1,3000})$", inner=True, whole=True),),
    ),
    Builder(
        "Jekyll",
        "github.com/rbuchberger/jekyll_picture_tag; wildlyinaccurate/jekyll-responsive-image",
        forms=(
            Form(
                r"/generated/(.{1,999}?)-\d{2,5}-[0-9a-f]{6,64}\.[A-Za-z0-9]{2,5}$",
                tuple(rf"/\1{kind}" for kind in _KINDS[:4]),
            ),
            Form(r"/resized/(?:\d{1,5}(?:x\d{0,5})?/)?", ("/",)),
        ),
    ),
    Builder("Nikola", "getnikola.com/handbook.html", forms=(Form(rf"\.thumbnail{_END}"),)),
    Builder(
        "Wagtail",
        "docs.wagtail.org/en/stable/topics/images.html",
        forms=(
            Form(
                r"/images/([^/]{1,300}?)(?:\.[0-9a-f]{8})?"
                r"\.(?:fill|max|min|width|height|scale|original)[^/]{0,99}(\.[A-Za-z0-9]{2,5})$",
                tuple(f"/original_images/\\1{kind}" for kind in (r"\2", *_KINDS[:4])),
            ),
        ),
    ),
    Builder(
        "easy-thumbnails",
        "easy-thumbnails.readthedocs.io",
        forms=(Form(r"(\.[A-Za-z0-9]{2,5})\.\d{1,5}x\d{1,5}_[^/]{1,99}\.\w{2,5}$", (r"\1",)),),
    ),
    Builder(
        "Kirby",
        "getkirby.com/docs/guide/templates/resize-images-on-the-fly",
        forms=(
            Form(
                rf"-(?:\d{{1,5}}x\d{{0,5}}|x\d{{1,5}})(?:-crop(?:-[a-z]{{1,9}})*)?(?:-q\d{{1,3}})?{_END}"
            ),
        ),
    ),
    Builder(
        "Craft",
        "craftcms.com/docs/5.x/development/image-transforms.html",
        forms=(Form(r"/_(?:\d{1,5}|AUTO)x(?:\d{1,5}|AUTO)_[^/]{1,99}(?:/\d{1,9})?/", ("/",)),),
    ),
    Builder(
        "Discourse",
        "github.com/discourse/discourse, app/models/optimized_image.rb",
        forms=(
            Form(
                r"/optimized/(\dX/.{1,300}?)_\d{1,3}_\d{1,5}x\d{1,5}(\.[A-Za-z0-9]{2,5})$",
                tuple(f"/original/\\1{kind}" for kind in (r"\2", ".jpeg", ".jpg", ".png")),
            ),
        ),
    ),
    Builder(
        "Zenphoto",
        "zenphoto.org, cache of images",
        forms=(
            Form(
                r"/cache/(.{1,999}?)_(?:\d{1,5}|w\d{1,5}|h\d{1,5})(?:_[^/]{1,99}?)?"
                r"(\.[A-Za-z0-9]{2,5})$",
                (r"/albums/\1\2",),
            ),
        ),
    ),
    Builder(
        "Concrete",
        "documentation.concretecms.org",
        forms=(Form(r"/files/thumbnails/[^/]{1,99}/", ("/files/",)),),
    ),
    Builder(
        "Weebly",
        "weebly.com, addresses of pages",
        forms=(
            Form(
                r"(/uploads/(?:\d{1,3}/){3}[^/]{1,300}?)(?:_orig)?(\.[A-Za-z0-9]{2,5})\?\d{1,12}$",
                (r"\1_orig\2", r"\1\2"),
                whole=True,
            ),
        ),
    ),
    Builder(
        "galleries",
        "thumbsup.github.io; sigal.saimon.org; lycheeorg.dev; coppermine-gallery.net",
        forms=(
            Form(
                r"/(?:thumbs?|thumbnails|small|medium|large|big|previews?|display)/(?=[^?]{1,999}$)",
                ("/original/", "/originals/", "/full/", "/"),
                weak=True,
                sizes=("/small/", "/medium/", "/large/"),
            ),
            Form(r"/(?:thumb|normal|tn|th)[_-](?=[^/]{1,300}$)", ("/",), weak=True),
            Form(
                rf"[_.-](?:thumb|thumbnail|tn|th){_END}",
                weak=True,
            ),
            Form(rf"@[23]x{_END}", weak=True),
        ),
    ),
)
"""Programs whose pictures stand on the site's own host."""

_HOSTED = (
    Builder(
        "WordPress.com",
        "developer.wordpress.com/docs/photon",
        hosts=(r"[a-z0-9-]{1,63}\.files\.wordpress\.com", r"i[0-3]\.wp\.com"),
    ),
    Builder(
        "Photon",
        "developer.wordpress.com/docs/photon",
        hosts=(r"i[0-3]\.wp\.com",),
        forms=(Form(r"^/([^/]{1,253}\.[a-z]{2,63}/.{1,3000})$", inner=True),),
        only=True,
    ),
    Builder(
        "Blogger",
        "developers.google.com/photos, base addresses with =s and /s",
        hosts=(r"(?:blogger|lh[3-6])\.googleusercontent\.com", r"[1-4]\.bp\.blogspot\.com"),
        forms=(
            Form(
                r"/(?:s\d{2,5}|w\d{1,5}(?:-h\d{1,5})?|h\d{1,5})(?:-[a-z0-9]{1,9}){0,9}/(?=[^/]{1,300}$)",
                ("/s0/",),
            ),
            Form(r"=(?:[swh]\d{1,5})(?:-[A-Za-z0-9]{1,9}){0,9}$", ("=s0",)),
        ),
    ),
    Builder(
        "Squarespace",
        "developers.squarespace.com/image-loader",
        hosts=(r"images\.squarespace-cdn\.com", r"static1\.squarespace\.com"),
        put=("format", r"\d{2,5}w", "original"),
    ),
    Builder(
        "Wix",
        "dev.wix.com/docs/sdk, media, image addresses",
        hosts=(r"static\.wixstatic\.com",),
        forms=(Form(r"(/media/[^/]{1,300})/v1/.{1,999}$", (r"\1",)),),
    ),
    Builder(
        "Substack",
        "substack.com, addresses of posts",
        hosts=(
            r"substackcdn\.com",
            r"substack-post-media\.s3\.amazonaws\.com",
            r"bucketeer-e05bbc84-baa3-437e-9518-adb32be77984\.s3\.amazonaws\.com",
        ),
    ),
    Builder(
        "Cloudinary",
        "cloudinary.com/documentation/transformation_reference",
        hosts=(r"res\.cloudinary\.com", r"custom-images\.strikinglycdn\.com"),
        forms=(
            Form(r"/image/fetch/(?:[^/]{1,500}/){0,9}?(https?(?::|%3A).{1,3000})$", inner=True),
            Form(
                r"(/images?/(?:upload|private)/)(?:[a-z]{1,3}_[^/]{1,500}/){1,9}(?=[^/])", (r"\1",)
            ),
        ),
    ),
    Builder(
        "Medium",
        "miro.medium.com, addresses of stories",
        hosts=(r"miro\.medium\.com", r"cdn-images-1\.medium\.com"),
        forms=(
            Form(
                r"^/(?:v2/)?(?:(?:max|fit|c|freeze|[a-z]{1,9}:[^/]{1,60}|\d{1,5})/){1,9}(?=[01]\*)",
                ("/v2/", "/"),
            ),
        ),
    ),
    Builder(
        "Tumblr",
        "tumblr.com/docs/npf, sizes of media",
        hosts=(r"\d{2}\.media\.tumblr\.com",),
        forms=(
            Form(
                r"/s\d{2,5}x\d{2,5}(?:_c\d{0,9})?(?=/[^/]{1,300}$)",
                ("/s99999x99999", "/s2048x3072"),
            ),
            Form(rf"_(?:75sq|100|250|400|500|540|640){_END}", ("_1280",)),
        ),
    ),
    Builder(
        "Shopify",
        "shopify.dev/docs/api/liquid/filters/image_url",
        hosts=(r"cdn\.shopify\.com",),
        forms=(
            Form(
                rf"_(?:\d{{1,5}}x\d{{0,5}}|x\d{{1,5}})(?:_crop_[a-z]{{1,9}})?(?:@[23]x)?(?:\.progressive)?{_END}"
            ),
            Form(
                r"((?:/cdn/shop|/s/files)/[^?]{1,999})_(?:pico|icon|thumb|small|compact|medium|large"
                r"|grande|original|master)(\.[A-Za-z0-9]{2,5})$",
                (r"\1\2",),
            ),
        ),
    ),
    Builder(
        "GitHub Pages",
        "docs.github.com, attaching files",
        hosts=(r"(?:raw|user-images)\.githubusercontent\.com",),
    ),
    Builder(
        "GoDaddy",
        "img1.wsimg.com, addresses of sites",
        hosts=(r"img1\.wsimg\.com",),
        forms=(Form(r"/:/.{1,500}$"),),
        only=True,
    ),
    Builder(
        "Webflow",
        "help.webflow.com, responsive images",
        hosts=(r"uploads-ssl\.webflow\.com", r"cdn\.prod\.website-files\.com"),
        forms=(Form(rf"-p-\d{{2,4}}(?:x\d{{2,4}})?(?:q\d{{1,3}})?{_END}"),),
    ),
    Builder(
        "Framer",
        "framer.com, addresses of sites",
        hosts=(r"framerusercontent\.com",),
        drop=frozenset({"scale-down-to", "lossless"}),
    ),
    Builder(
        "Jimdo",
        "image.jimcdn.com, addresses of sites",
        hosts=(r"image\.jimcdn\.com",),
        forms=(Form(r"/transf/(?!none/)[^/]{1,200}/", ("/transf/none/",)),),
    ),
    Builder(
        "imgix and services of its kind",
        "docs.imgix.com/apis/rendering",
        hosts=(
            r"[a-z0-9-]{1,63}\.imgix\.net",
            r"images\.ctfassets\.net",
            r"cdn\.sanity\.io",
            r"www\.datocms-assets\.com",
            r"images\.prismic\.io",
        ),
    ),
    Builder(
        "Storyblok",
        "storyblok.com/docs/image-service",
        hosts=(r"a\.storyblok\.com",),
        forms=(Form(r"/m/(?:[^/]{1,40})?(?:/filters:.{1,300})?$"),),
        only=True,
    ),
    Builder(
        "Micro.blog",
        "help.micro.blog",
        hosts=(r"cdn\.uploads\.micro\.blog",),
        forms=(Form(r"/photos/\d{1,5}x?\d{0,5}/(https?(?::|%3A).{1,3000})$", inner=True),),
    ),
    Builder(
        "Typepad",
        "typepad.com, addresses of pages",
        hosts=(r"[a-z0-9-]{1,63}\.typepad\.com",),
        forms=(Form(r"(/\.a/[0-9a-z]{10,60})-[0-9a-z]{2,9}$", (r"\1", r"\1-pi")),),
        only=True,
    ),
    Builder(
        "LiveJournal",
        "livejournal.com, sizes of pictures",
        hosts=(r"ic\.pics\.livejournal\.com",),
        forms=(Form(rf"_\d{{3,4}}{_END}", ("_original",)),),
        only=True,
    ),
    Builder(
        "SmugMug",
        "api.smugmug.com/api/v2/doc/reference/image-sizes.html",
        hosts=(r"photos\.smugmug\.com",),
        forms=(
            Form(
                r"/(?:Ti|Th|S|M|L|XL|X[2-5]|[45]K)/([^/]{1,300})-(?:Ti|Th|S|M|L|XL|X[2-5]|[45]K)"
                r"(\.[A-Za-z0-9]{2,5})$",
                (r"/O/\1-O\2",),
            ),
        ),
        only=True,
    ),
    Builder(
        "Adobe Portfolio",
        "cdn.myportfolio.com, addresses of sites",
        hosts=(r"cdn\.myportfolio\.com", r"pro2-bar-s3-cdn-cf\d?\.myportfolio\.com"),
    ),
)
"""Builders that keep pictures on hosts of their own."""

BUILDERS = (*_GENERATED, *_HOSTED)

RESIZE_KEYS = frozenset(
    (
        "w", "h", "width", "height", "fit", "crop", "resize", "q", "quality", "auto", "dpr", "zoom",
        "fm", "format", "ixlib", "ssl", "strip", "lossy", "lb", "ulb", "bg", "rect", "max-w",
        "max-h", "size", "scale",
    )
)  # fmt: skip
"""Query keys that only change size or encoding, as imgix (docs.imgix.com/apis/rendering), Jetpack
Photon (developer.wordpress.com/docs/photon/api) and Shopify document them."""
