"""Reads what a form sent: the fields, and the one file that it may hold (RFC 7578)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from email.message import Message
from urllib.parse import parse_qsl

from auditor.dataclass import dataclass
from auditor.practice.serving.exchange import Request

_NAME = re.compile(r'[; ]name="([^"]*)"')
_FILE = re.compile(r'[; ]filename="([^"]*)"')
_MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class SentForm:
    """`fields` by name, the bytes of the file (empty without one) and its name."""

    fields: Mapping[str, str]
    file: bytes = field(default=b"", repr=False)
    file_name: str = ""


def read_form(request: Request) -> SentForm:
    """Return what was sent, urlencoded or in parts. Raises ValueError for anything else."""
    head = Message()
    head["Content-Type"] = request.headers.get("content-type", "")
    match head.get_content_type():
        case "application/x-www-form-urlencoded":
            return SentForm(dict(parse_qsl(request.body.decode("ascii"), keep_blank_values=True)))
        case "multipart/form-data":
            boundary = head.get_param("boundary")
            if not isinstance(boundary, str) or not boundary:
                raise ValueError("no boundary")
            return _in_parts(request.body, b"--" + boundary.encode("ascii"))
    raise ValueError("no form")


def _in_parts(body: bytes, line: bytes) -> SentForm:
    fields: dict[str, str] = {}
    file, file_name = b"", ""
    parts = (b"\r\n" + body).split(b"\r\n" + line)
    if len(parts) > _MOST_PARTS or not parts[-1].startswith(b"--"):
        raise ValueError("broken parts")
    for part in parts[1:-1]:
        head, gap, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        words = head.decode("utf-8")
        name, called = _NAME.search(words), _FILE.search(words)
        if not gap or name is None:
            raise ValueError("broken part")
        if called is not None:
            file, file_name = value, called[1]
        else:
            fields[name[1]] = value.decode("utf-8")
    return SentForm(fields, file, file_name)
