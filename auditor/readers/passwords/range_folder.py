"""A folder with one file a range, as PwnedPasswordsDownloader makes it (`-s false`).

https://github.com/HaveIBeenPwned/PwnedPasswordsDownloader: `5BAA6.txt` holds what follows 5BAA6.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from auditor.domain.outside.passwords import PREFIX, HashRange, PasswordAnswer, read_range
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.readers.passwords.sorted_file import LENGTHS

_NAME = re.compile(r"[0-9A-Fa-f]{5}(?:\.txt)?")


class RangeFolder:
    """`read` returns a file of the folder by its name, None where there is none.

    `names` are some of its files; `length` is how many characters each hash has. Raises
    ReaderError where it is no such folder.
    """

    note = ""

    def __init__(self, names: list[str], read: Callable[[str], bytes | None]) -> None:
        self._read = read
        ranges = (name for name in names if _NAME.fullmatch(name))
        name = next(ranges, None)
        body = (read(name) if name else None) or b""
        fitting = (length for length in LENGTHS if read_range(body, length - PREFIX) is not None)
        length = next(fitting, None)
        if name is None or length is None:
            raise ReaderError(
                _("is no folder of ranges: none of its files is called 5BAA6.txt or like it")
                if name is None
                else _("is no folder of ranges: its first one is no list of hashes")
            )
        self.length = length

    def about(self, digest: str) -> PasswordAnswer:
        """Return what the folder says of a hash."""
        return self._range(digest[:PREFIX]).about(digest[PREFIX:])

    def _range(self, prefix: str) -> HashRange:
        body = self._read(f"{prefix}.txt")
        if body is None:
            return HashRange(reason=_("the list lacks this range"))
        return read_range(body, self.length - PREFIX) or HashRange(
            reason=_("the list is damaged here: a line is not a hash and a count")
        )
