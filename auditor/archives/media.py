"""Files of an export by their endings, and words that several formats say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.archives.tree.tree import Tree, ending
from auditor.domain.archives.archive import NotOwn
from auditor.messages import N_

PICTURES = frozenset(
    {
        "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "heic", "heif", "hif", "avif", "bmp",
        "tif", "tiff", "jxl", "jp2", "dng", "cr2", "cr3", "nef", "arw", "orf", "raf", "rw2",
    }
)  # fmt: skip
FILMS = frozenset(
    {"mp4", "m4v", "mov", "mp", "avi", "mkv", "webm", "3gp", "wmv", "mpg", "mpeg", "mts", "srt"}
)
NO_FILE = N_("its file is in none of the parts")
UNNAMED = N_("no list of the archive names it")
NO_LIST = N_(
    "None of the lists of {platform} is here. The pictures are looked into, but not when and where "
    "they were posted. Name all parts of the archive."
)
HTML_FORM = N_(
    "This is the form for reading in a browser (HTML). Its pictures are looked into, but not when "
    "and where they were posted. Ask {platform} again, and choose JSON as the format."
)


def is_picture(name: str) -> bool:
    """Whether a file is called like a picture."""
    return ending(name) in PICTURES


def is_film(name: str) -> bool:
    """Whether a file is called like a film."""
    return ending(name) in FILMS


def others_in(tree: Tree, where: re.Pattern[str]) -> Iterator[NotOwn]:
    """Yield how many pictures of other people lie in the folders that `where` matches."""
    number = sum(1 for name in tree.names if where.match(name) and is_picture(name))
    if number:
        yield NotOwn(number)
