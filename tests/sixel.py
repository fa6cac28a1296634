"""What a terminal makes of a Sixel picture (DEC STD 070, chapter 9): for the tests alone."""

from __future__ import annotations

import re

from PIL import Image

_PICTURE = re.compile(r"\x1bP[\d;]*q(.*?)\x1b\\", re.DOTALL)
_TOKEN = re.compile(
    r'"\d+;\d+;(?P<wide>\d+);(?P<high>\d+)'
    r"|#(?P<define>\d+);2;(?P<red>\d+);(?P<green>\d+);(?P<blue>\d+)"
    r"|#(?P<choose>\d+)"
    r"|!(?P<times>\d+)(?P<repeated>[?-~])"
    r"|(?P<sign>[?-~])"
    r"|(?P<start>\$)"
    r"|(?P<next>-)"
)
_ROWS = 6


def decoded_sixel(told: str) -> Image.Image:
    """Return the picture; what is never painted stays black. Fails where a sign is not known."""
    body = _PICTURE.search(told)
    assert body is not None, "no Sixel picture"
    colours: dict[int, tuple[int, int, int]] = {}
    picture, colour, x, top, end = Image.new("RGB", (1, 1)), (0, 0, 0), 0, 0, 0
    for token in _TOKEN.finditer(data := re.sub(r"\s", "", body[1])):
        assert token.start() == end, f"not Sixel: {data[end : token.start()]!r}"
        end = token.end()
        if token["wide"]:
            picture = Image.new("RGB", (int(token["wide"]), int(token["high"])))
        elif token["define"]:
            shares = (int(token[part]) for part in ("red", "green", "blue"))
            red, green, blue = (round(share * 255 / 100) for share in shares)
            colour = colours[int(token["define"])] = (red, green, blue)
        elif token["choose"]:
            colour = colours[int(token["choose"])]
        elif token["start"]:
            x = 0
        elif token["next"]:
            x, top = 0, top + _ROWS
        else:
            times = int(token["times"] or 1)
            bits = ord(token["repeated"] or token["sign"]) - ord("?")
            for row in (row for row in range(_ROWS) if bits >> row & 1):
                if top + row < picture.height:
                    picture.paste(colour, (x, top + row, x + times, top + row + 1))
            x += times
    assert end == len(data), "the end is no Sixel"
    return picture
