"""Pictures laden with everything that a file can carry beside its picture.

`SECRET` stands in all of it.
"""

from __future__ import annotations

import io

from PIL import Image, ImageCms, PngImagePlugin

from tests.fakes.pictures import drawn

SECRET = b"ZQSECRET"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>' + SECRET + b"</x:xmpmeta>"
)
TRAILER = b"\0\0\0\x20ftypmp42" + SECRET


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def odd_profile() -> bytes:
    """A profile in which red and green have changed places: nobody can take it for sRGB."""
    return (
        srgb()
        .replace(b"rXYZ", b"????", 1)
        .replace(b"gXYZ", b"rXYZ", 1)
        .replace(b"????", b"gXYZ", 1)
    )


def exif(turn: int = 1) -> bytes:
    made = Image.Exif()
    made[0x0112] = turn
    made[0x010F] = SECRET.decode()
    made[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    return made.tobytes()


def image(mode: str = "RGB") -> Image.Image:
    return Image.fromarray(drawn(b"laden")).convert(mode)


def jpeg(
    turn: int = 1, *, profile: bytes = b"", mode: str = "RGB", progressive: bool = False
) -> bytes:
    out = io.BytesIO()
    image(mode).save(
        out,
        "JPEG",
        quality=90,
        exif=exif(turn),
        xmp=XMP,
        comment=SECRET,
        icc_profile=profile or None,
        progressive=progressive,
        dpi=(72, 72),
    )
    return out.getvalue() + TRAILER


def png(mode: str = "RGB") -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    image(mode).save(out, "PNG", pnginfo=texts, exif=exif(), icc_profile=srgb(), dpi=(72, 72))
    return out.getvalue() + TRAILER


def webp() -> bytes:
    out = io.BytesIO()
    image().save(out, "WEBP", quality=80, exif=exif(), xmp=XMP, icc_profile=srgb())
    return out.getvalue() + TRAILER


def other(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "GIF":
        image("P").save(
            out, kind, comment=SECRET, save_all=True, append_images=[image("P").rotate(90)]
        )
    elif kind == "TIFF":
        image().save(out, kind, description=SECRET.decode(), software=SECRET.decode())
    elif kind == "AVIF":
        image().save(out, kind, exif=exif(), xmp=XMP)
    else:
        image().save(out, kind)
    return out.getvalue()
