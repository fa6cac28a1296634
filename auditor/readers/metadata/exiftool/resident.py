"""ExifTool's own library in one Perl process that stays, for whoever asks for names of tags.

The program takes 90 ms of processor time to start for each file, the library 1 ms for a file that
goes through a pipe. It is used where Perl finds it; else the program is asked.
"""

from __future__ import annotations

import atexit
import os
import select
import shutil
import struct
import subprocess
import time
from pathlib import Path

__all__ = ["end_resident", "resident_tags"]

_DEADLINE_S = 20.0
_LENGTH = struct.Struct(">I")
_LONGEST_ANSWER = 4 * 1024 * 1024
_PIECE = 64 * 1024
# No configuration file of the user is read: it is Perl code that would be run.
_SCRIPT = r"""
use strict;
BEGIN { $Image::ExifTool::configFile = ''; }
use Image::ExifTool;
binmode STDIN; binmode STDOUT; $| = 1;
while (read(STDIN, my $head, 4) == 4) {
    my $size = unpack("N", $head);
    my $data = "";
    while (length($data) < $size) {
        read(STDIN, $data, $size - length($data), length($data)) or exit;
    }
    my $tool = Image::ExifTool->new;
    $tool->Options(Duplicates => 1, Unknown => 2);
    my $told = $tool->ImageInfo(\$data);
    my %names;
    $names{$tool->GetGroup($_, 1) . ":" . Image::ExifTool::GetTagName($_)} = 1 for keys %$told;
    my $text = join("\n", sort keys %names);
    print pack("N", length $text), $text;
}
"""


_running: dict[str, subprocess.Popen[bytes] | None] = {}
"""By where exiftool stands."""


def resident_tags(data: bytes, program: str) -> frozenset[str] | None:
    """Return the tags in `data` as `exiftool -a -u -U -G1` names them, but none of a file.

    `program` is where exiftool stands. None where the library cannot be asked, or does not answer.
    """
    if program not in _running:
        _running[program] = _start(program)
    process = _running[program]
    if process is None:
        return None
    try:
        answer = _exchange(process, data)
    except (OSError, ValueError):
        _end(process)
        del _running[program]  # the next file gets a new one
        return None
    return frozenset(answer.decode("utf-8", "replace").split("\n"))


def end_resident() -> None:
    """End the processes."""
    for process in _running.values():
        if process is not None:
            _end(process)
    _running.clear()


atexit.register(end_resident)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def _start(program: str) -> subprocess.Popen[bytes] | None:
    """Return a process, None where there is no Perl or no library."""
    perl = shutil.which("perl")
    if perl is None or os.name != "posix":
        return None
    beside = Path(program).resolve().parent / "lib"
    include = [f"-I{beside}"] if (beside / "Image" / "ExifTool.pm").is_file() else []
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed list of arguments, no shell
            [perl, *include, "-e", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )
    except OSError:
        return None
    try:
        _exchange(process, b"")
    except (OSError, ValueError):
        _end(process)
        return None
    return process


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send a file and return the answer. Raises OSError, ValueError."""
    assert process.stdin is not None
    assert process.stdout is not None
    writing, reading = process.stdin.fileno(), process.stdout.fileno()
    left = memoryview(_LENGTH.pack(len(data)) + data)
    answer = bytearray()
    until = time.monotonic() + _DEADLINE_S
    os.set_blocking(writing, False)
    while True:
        ready, free, _odd = select.select(
            [reading], [writing] if left else [], [], max(0.0, until - time.monotonic())
        )
        if not (ready or free):
            raise TimeoutError
        if free:
            left = left[os.write(writing, left[:_PIECE]) :]
        if ready:
            piece = os.read(reading, _PIECE)
            answer += piece
            whole = _LENGTH.size + (_LENGTH.unpack(answer[:4])[0] if len(answer) >= 4 else 0)  # noqa: PLR2004 - the length
            if not piece or whole > _LONGEST_ANSWER:
                message = "no answer"
                raise ValueError(message)
            if len(answer) >= max(whole, _LENGTH.size):
                return bytes(answer[_LENGTH.size :])
