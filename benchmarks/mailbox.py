"""Accounts forgotten in a mailbox of many mails: how fast, in how much memory, how many are found.

`python benchmarks/mailbox.py [MAILS] [SEED]` makes a mailbox (mean 20 kB a mail, with attachments,
newsletters, look-alikes, forged senders and forwards), has it read as `auditor forgotten` does, and
prints the numbers. The mailbox is deleted afterwards.
"""

from __future__ import annotations

import base64
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from email.header import Header
from pathlib import Path
from typing import BinaryIO

from auditor.cli.records.apart import read_apart
from auditor.domain.outside.own_records import OwnRecords, TraceKind
from auditor.guidance.deletion import Deletion, sites
from auditor.guidance.records.read import is_provider, subjects
from auditor.records.mail.senders import sender_of
from auditor.report.json.outside.forgotten import forgotten

ADDRESS = "robin.miller@post.example"
SECRETS = ("correct-horse-Subject-7719", "hunter2-Xylophone-Body")
"""Stand in a subject and a body: neither may be anywhere afterwards."""
_SAID = f"{SECRETS[1]}\n".encode()
_PLANTED = 300
_NEWSLETTERS = 150
_MEAN = 20_000
_ALONE = 2 << 30
"""Bytes that are read without looking at them, for comparison."""
_TODAY = date(2026, 11, 1)


def planted(draw: random.Random) -> list[Deletion]:
    """Return services with an account, each of a domain of its own."""
    fitting = {}
    for site in sites():
        if site.domains and not is_provider(site.domains[0]):
            sender = sender_of(site.domains[0].casefold())
            if sender.page is not None:
                fitting.setdefault(sender.domain, site)
    return draw.sample(sorted(fitting.values(), key=lambda site: site.name), _PLANTED)


class Writer:
    """Writes mails one after the other."""

    def __init__(self, file: BinaryIO, seed: int) -> None:
        self._file = file
        self._draw = random.Random(seed)
        self._lines = base64.encodebytes(self._draw.randbytes(200_000)).splitlines(keepends=True)

    def write(
        self,
        sender: str,
        subject: str,
        day: datetime,
        *,
        signer: str | None,
        whom: str = ADDRESS,
        bulk: bool = False,
        more: str = "",
    ) -> None:
        """Write one mail. `signer`: None where nobody checked, "" where the check failed."""
        draw = self._draw
        said = subject if subject.isascii() else Header(subject, "utf-8").encode()
        checked = ""
        if signer is not None:
            result = (
                f"dkim=pass header.i=@{signer} header.s=s1 header.b=Ab3"
                if signer
                else ("dkim=fail (bad signature) header.i=@elsewhere.example")
            )
            checked = (
                f"Authentication-Results: mx.post.example;\n       {result};\n"
                "       spf=pass (mx: domain of x designates 192.0.2.1) smtp.mailfrom=x\n"
            )
        lines = "".join(
            f"X-Trace-{n}: {draw.getrandbits(256):064x}\n" for n in range(draw.randrange(10, 30))
        )
        head = (
            f"From {draw.getrandbits(60)}@xxx {day:%a %b %d %H:%M:%S} +0000 {day.year}\n"
            f"Delivered-To: {whom}\nReceived: by 192.0.2.7 with SMTP id x; {day:%d %b %Y}\n"
            f"{checked}{lines}From: {sender}\nTo: {whom}\nSubject: {said}\n"
            f"Date: {day:%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <{draw.getrandbits(90)}@x>\n"
            + ("List-Unsubscribe: <https://x.example/u>\n" if bulk else "")
            + f"{more}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        )
        size = int(draw.expovariate(1 / (_MEAN - 2500)))
        first = draw.randrange(len(self._lines) - 1)
        body = b"".join(self._lines[first : first + size // 77 + 1])
        while len(body) < size:
            body += b"".join(self._lines[: (size - len(body)) // 77 + 1])
        self._file.write(
            head.encode() + b"--b\n\nFrom here on\n>From you\n" + _SAID + body + b"\n--b--\n\n"
        )


def make(path: Path, mails: int, seed: int = 7) -> frozenset[str]:
    """Write a mailbox; the domains of the services with an account."""
    draw = random.Random(seed)
    services = planted(draw)
    domains = [site.domains[0].casefold() for site in services]
    phrases = {
        kind: [phrase.removeprefix("^") for phrase in found] for kind, found in subjects().items()
    }
    start = datetime(2008, 1, 1, tzinfo=UTC)
    kinds = [TraceKind.SIGN_UP, TraceKind.VERIFICATION, TraceKind.RECEIPT]
    with path.open("wb") as file:
        writer = Writer(file, seed)
        for number in range(mails):
            day = start + timedelta(days=draw.randrange(6_800), seconds=draw.randrange(86_400))
            which = draw.random()
            site = draw.randrange(_PLANTED)
            domain = domains[site]
            words = f"{draw.choice(phrases[draw.choice(kinds)])} {services[site].name} {number}"
            if number < _PLANTED:  # each at least once
                site, domain = number, domains[number]
                words = f"{draw.choice(phrases[draw.choice(kinds)])} {services[number].name}"
                writer.write(f"X <no-reply@{domain}>", words, day, signer=domain)
            elif which < 0.05:
                host = draw.choice(("", "mail.", "e."))
                writer.write(f"X <info@{host}{domain}>", words, day, signer=domain)
            elif which < 0.35:  # newsletters of shops that nobody registered at
                shop = f"angebote-{draw.randrange(_NEWSLETTERS)}-qx.example"
                writer.write(f"Shop <n@{shop}>", "Only today!", day, signer=shop, bulk=True)
            elif which < 0.45:
                writer.write(f"X <n@{domain}>", f"News {number}", day, signer=domain, bulk=True)
            elif which < 0.50:  # look-alikes, which sign what they send
                name = domain.partition(".")[0]
                false = draw.choice(
                    (
                        f"{name}-{draw.getrandbits(24):x}.example",
                        f"{name}.{draw.getrandbits(24):x}.example",
                    )
                )
                writer.write(f"Security <a@{false}>", words, day, signer=false)
            elif which < 0.55:  # forged
                other = draw.choice(sites()).domains[0]
                writer.write(f"X <a@{other}>", words, day, signer="")
            elif which < 0.60:  # forwards of people
                other = draw.choice(sites())
                writer.write(
                    "Sam <sam@gmail.com>", f"Fwd: {words} {other.name}", day, signer="gmail.com"
                )
            elif which < 0.62:  # mail to somebody else that lies in this mailbox
                other = draw.choice(sites()).domains[0]
                writer.write(f"X <a@{other}>", words, day, signer=other, whom="kim@post.example")
            else:
                writer.write(
                    f"Kim <kim{draw.randrange(400)}@post.example>",
                    SECRETS[0] if number % 1000 == 0 else f"Re: dinner {number}",
                    day,
                    signer="post.example",
                    more="In-Reply-To: <a@b>\n",
                )
    return frozenset(sender_of(domain).domain for domain in domains)


def judged(records: OwnRecords, meant: frozenset[str]) -> tuple[float, float]:
    """Return the share of the planted services that was found, and of the found that is wrong."""
    found = {service.domain for service in records.services}
    return len(found & meant) / len(meant), len(found - meant) / max(1, len(found))


def _alone(path: Path) -> float:
    """Return how many bytes a second come from the disk, of the first part of the file."""
    began = time.monotonic()
    read = 0
    with path.open("rb", buffering=0) as file:
        while read < _ALONE and (piece := file.read(1 << 22)):
            read += len(piece)
    return read / (time.monotonic() - began)


def main() -> None:
    """Make, read, print."""
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory(prefix="mailbox-") as room:
        path = Path(room) / "all.mbox"
        meant = make(path, mails, seed)
        size = path.stat().st_size
        os.sync()  # what is still being written would slow the reading down
        alone = _alone(path)
        began = time.monotonic()
        records = read_apart([str(path)], ADDRESS, _TODAY, lambda _mails: None)
        took = time.monotonic() - began
    found, wrong = judged(records, meant)
    print(f"mails: {records.counts.mails:,} of {size / mails:,.0f} bytes")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = used.ru_utime + used.ru_stime
    print(f"mails a second: {mails / took:,.0f}; of processor time: {mails / busy:,.0f}")
    most = used.ru_maxrss / 1024
    print(f"processor time: {busy:,.0f} s in {took:,.0f} s by the clock")
    print(f"the disk alone, in the same run: {alone / (size / mails):,.0f} mails a second")
    print(f"memory of the process that reads: {most:,.0f} MB")
    told = forgotten(records.services, records, records.look_alikes, {})
    leaked = [secret for secret in SECRETS if secret in told]
    print(f"planted subject or body in what is told: {len(leaked)}")
    print(f"planted services found: {found:.1%}")
    print(f"wrong among what was found: {wrong:.1%}")
    print(f"look-alikes told: {len(records.look_alikes)}; forged: {records.counts.unsigned:,}")
    kept = found >= 0.95 and wrong <= 0.10 and most <= 300 and mails / took >= 4000
    kept = kept and not leaked
    print("held" if kept and records.counts.mails == mails else "not held")
    sys.exit(not kept or records.counts.mails != mails)


if __name__ == "__main__":
    main()
