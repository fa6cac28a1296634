"""Mails as a mailbox holds them."""

from __future__ import annotations

ADDRESS = "robin@post.example"
RECEIVER = "mx.post.example"


def mail(
    sender: str,
    subject: str = "Hello",
    *,
    day: str = "Mon, 2 Mar 2020 10:00:00 +0000",
    to: str = ADDRESS,
    signer: str | None = None,
    checked_by: str = RECEIVER,
    more: str = "",
    body: str = "text\n",
    ends: str = "\n",
) -> bytes:
    """Return one mail in the form mbox. `signer`: None without a check, "" where it failed."""
    result = f"dkim=pass header.d={signer}" if signer else "dkim=fail header.d=x.example"
    checked = "" if signer is None else f"Authentication-Results: {checked_by};\n {result}\n"
    text = (
        f"From 1@xxx Mon Mar 02 10:00:00 +0000 2020\nDelivered-To: {to}\n{checked}{more}"
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {day}\n\n{body}\n"
    )
    return text.replace("\n", ends).encode()
