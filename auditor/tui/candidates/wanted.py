"""An account that is no longer wanted, or that is again: the same on each list of accounts."""

from __future__ import annotations

from functools import partial

from auditor.domain.account import Account
from auditor.messages import _
from auditor.tui.list_page import ListPage


async def turn_wanted(page: ListPage, account: Account, *, unwanted: bool) -> None:
    """Say of an account that is `unwanted` that it is wanted, and of another that it is not."""
    want = page.context.session.planning.set_unwanted
    await want(account.id, unwanted)
    page.done(
        _("It stays.")
        if unwanted
        else _("No longer wanted. The plan (5) says where it is deleted."),
        _("wanted again") if unwanted else _("no longer wanted"),
        partial(want, account.id, not unwanted),
    )
    page.reload()
