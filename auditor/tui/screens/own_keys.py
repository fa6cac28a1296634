"""Keeps the person's own keys of services in the keyring, and takes them out. Asks nobody."""

from __future__ import annotations

from functools import partial

from auditor.domain.secret import Secret
from auditor.messages import N_, _
from auditor.tui.base.desk import ServiceRow
from auditor.tui.work_box import Field, FormAnswers, WorkBox


class OwnKeysBox(WorkBox):
    """The services first, then what a key of one is for, then the key."""

    HELP = N_(
        "Some platforms and look-ups answer only to a key of your own. Each row says what a key is "
        "for and where to get one. It is kept in the keyring of this system, is never shown, and "
        "goes to its service alone."
    )
    TITLE_KEY = N_("Your keys of services")
    OWN_WORDS = True

    async def begin(self) -> None:
        """Offer every service that takes a key."""
        rows = await self.desk.services()
        await self.menu(
            (_("Anyone in this log-in can use a key that the keyring keeps."),),
            [(f"{row.title}: {row.state}", partial(self._of_one, row)) for row in rows],
        )

    async def _of_one(self, row: ServiceRow) -> None:
        await self.menu(
            (f"{row.title}: {row.state}", row.purpose, row.hint),
            (
                (_("Keep a key of yours"), partial(self._ask_key, row)),
                (_("Take your key out of the keyring"), partial(self._ask_forget, row)),
            ),
        )

    async def _ask_key(self, row: ServiceRow) -> None:
        await self.form(
            (row.hint, _("It looks so: {looks}").format(looks=row.looks)),
            (Field("key", _("Key of {title}").format(title=row.title), secret=True),),
            _("Keep it"),
            partial(self._keep, row),
        )

    async def _keep(self, row: ServiceRow, typed: FormAnswers) -> None:
        key = Secret(typed.texts["key"].strip())
        await self.tell(await self.desk.keep_service_key(row.name, key))

    async def _ask_forget(self, row: ServiceRow) -> None:
        await self.ask(
            (
                _(
                    "Take your key of {title} out of the keyring? Nothing is read with it then."
                ).format(title=row.title),
            ),
            partial(self._forget, row),
            self.begin,
        )

    async def _forget(self, row: ServiceRow) -> None:
        await self.tell(await self.desk.forget_service_key(row.name))
