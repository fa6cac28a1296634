"""What lets a search go on after it was stopped: which files are done, and what they gave.

It stands beside the result. No address, domain, hash or name of a file is in it in the clear: what
was found is sealed with a key made of the search itself, so that only who asks the same can read
it, and files are known by a keyed fingerprint of their name, size and time. Who guesses the whole
search can check the guess.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auditor import __version__
from auditor.corpus.sources import CorpusFile
from auditor.domain.outside.training_sets import CorpusHit, Sought, SoughtKind
from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_SALT_BYTES = 16
_COST = 2**14
"""Of scrypt, with r = 8: 16 MB and some 50 ms for each guess at a search."""
_NONCE_BYTES = 12
_FIRST_LINE = 1_000
"""Bytes that are read to see what a file is: more than the first line of one of ours has."""


def progress_path(output: Path) -> Path:
    """Return where the progress of a search is kept: beside its result."""
    return output.with_name(f"{output.name}.progress")


def require_own(path: Path) -> None:
    """Raise UsageError where a file of that name is there which no search made.

    A folder passes: whoever writes there says what it is.
    """
    try:
        told = path.lstat()
        if stat.S_ISDIR(told.st_mode):
            return
        own = stat.S_ISREG(told.st_mode) and (not told.st_size or _begins_as_ours(path))
    except FileNotFoundError:
        return
    except OSError:
        own = False
    if not own:
        raise UsageError(
            _("{file} is there already and keeps no search; nothing was written over.").format(
                file=clean(str(path))
            ),
            _("Choose another name for the result."),
        )


def _begins_as_ours(path: Path) -> bool:
    with path.open("rb") as file, suppress(ValueError, RecursionError):
        return bool(_salt_of(json.loads(file.readline(_FIRST_LINE))))
    return False


def fingerprint(sought: Sought, salt: bytes, *further: str) -> bytes:
    """Return 32 bytes that stand for a search; without all of it nobody can make them.

    Another version may read addresses in another way: to it, it is another search.
    """
    told = json.dumps([__version__, asdict(sought), *further], sort_keys=True).encode()
    return hashlib.scrypt(told, salt=salt, n=_COST, r=8, p=1, dklen=32)


class ProgressFile:
    """The finished files of one search, a line each. Only the same search reads them again.

    What another search kept is written over only where it `replaces`. Raises UsageError where it
    does not, or nothing can be written.
    """

    def __init__(self, path: Path, sought: Sought, *further: str, replaces: bool = True) -> None:
        self._path = path
        lines = self._lines()
        self._salt = _salt_of(lines[0]) if lines else os.urandom(_SALT_BYTES)
        self._key = fingerprint(sought, self._salt, *further)
        self._box = AESGCM(self._key)
        self._done: dict[str, tuple[int, tuple[CorpusHit, ...]]] = {}
        for line in lines[1:]:
            with suppress(InvalidTag, KeyError, ValueError, TypeError, AttributeError):
                self._done[line["file"]] = self._opened(line)
        if len(lines) > 1 and not self._done:
            if not replaces and any(map(_is_finished, lines[1:])):
                raise _of_another(path)
            lines = []
        if not lines:
            self._write({"salt": base64.b64encode(self._salt).decode()}, new=True)

    def done(self, file: CorpusFile) -> tuple[int, tuple[CorpusHit, ...]] | None:
        """Return the rows and hits of a file that was finished and has not changed since."""
        return self._done.get(self._name(file))

    def keep(self, finished: Iterable[tuple[CorpusFile, int, Sequence[CorpusHit]]]) -> None:
        """Keep which files are finished, with their rows and hits; it is on disk at the end."""
        lines = []
        for file, rows, hits in finished:
            nonce = os.urandom(_NONCE_BYTES)
            name = self._name(file)
            body = json.dumps([rows, [asdict(hit) for hit in hits]]).encode()
            sealed = nonce + self._box.encrypt(nonce, body, name.encode())
            lines.append({"file": name, "sealed": base64.b64encode(sealed).decode()})
        self._write(*lines)

    def remove(self) -> None:
        """Remove it: the search is finished."""
        self._path.unlink(missing_ok=True)

    def _name(self, file: CorpusFile) -> str:
        told = f"{file.name}\0{file.size}\0{file.changed}".encode()
        return hmac.new(self._key, told, "sha256").hexdigest()

    def _opened(self, line: dict[str, Any]) -> tuple[int, tuple[CorpusHit, ...]]:
        sealed = base64.b64decode(line["sealed"])
        body = self._box.decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], line["file"].encode()
        )
        rows, hits = json.loads(body)
        return rows, tuple(CorpusHit(**{**hit, "kind": SoughtKind(hit["kind"])}) for hit in hits)

    def _lines(self) -> list[dict[str, Any]]:
        try:
            texts = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        lines = []
        for text in texts:
            with suppress(ValueError):  # a line that was cut off when the power went
                lines.append(json.loads(text))
        return lines if lines and _salt_of(lines[0]) else []

    def _write(self, *lines: dict[str, str], new: bool = False) -> None:
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if new else os.O_APPEND)
        try:
            descriptor = os.open(self._path, flags, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                # the line before may have been cut off when the power went
                file.write("" if new else "\n")
                file.writelines(f"{json.dumps(each)}\n" for each in lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UsageError(
                _("Beside the result nothing can be written: {reason}.").format(
                    reason=error.strerror or type(error).__name__
                )
            ) from error


def _is_finished(line: Any) -> bool:
    """Whether a line tells of a finished file, of whatever search."""
    return isinstance(line, dict) and {"file", "sealed"} <= line.keys()


def _of_another(path: Path) -> UsageError:
    return UsageError(
        _("{file} keeps how far another search came; nothing was written over.").format(
            file=clean(str(path))
        ),
        _(
            "Choose another name for the result. If that search, or that of an older version, is "
            "not to go on, remove the file."
        ),
    )


def _salt_of(line: Any) -> bytes:
    """Return the salt of the first line; b"" where another program wrote it."""
    with suppress(TypeError, KeyError, ValueError):
        return base64.b64decode(line["salt"])
    return b""
