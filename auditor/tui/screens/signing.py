"""The user's own certificate, and signed copies of their own pictures."""

from __future__ import annotations

from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.guidance import handover
from auditor.guidance.passphrases.strength import LEAST, hint, own_names
from auditor.messages import N_, _
from auditor.tui.base.desk import MADE_BY
from auditor.tui.work_box import ChoiceField, Field, FormAnswers, WorkBox

_TITLES = {
    "camera": N_("a camera"),
    "screen": N_("a picture of a screen"),
    "hand": N_("drawn or painted"),
    "ai": N_("made by AI"),
}


class SigningBox(WorkBox):
    """Make a certificate; then sign, give its public part away, or remove it."""

    HELP = N_(
        "Signed copies of your own pictures let others tell true ones from fakes, once they trust "
        "your certificate. All that you sign carries the same one, so anyone can tell that the "
        "pictures come from one person, across accounts too. Originals are never changed."
    )
    TITLE_KEY = N_("Sign your own pictures")

    async def begin(self) -> None:
        """Offer what can be done now."""
        own = self.desk.certificate()
        if own is None:
            await self.form(
                (_("There is no certificate to sign with yet. Its name stands in every picture."),),
                (
                    Field("name", _("A name: nobody checks it, it can be any")),
                    ChoiceField(
                        "place",
                        _("Where its key is kept"),
                        (
                            ("keyring", _("in the keyring: anyone in this log-in can sign")),
                            ("file", _("in a file, encrypted with a passphrase")),
                        ),
                    ),
                    Field("first", _("Passphrase, for a file only"), secret=True),
                    Field("again", _("The same again"), secret=True),
                ),
                _("Make it"),
                self._create,
            )
            return
        await self.menu(
            own.lines,
            (
                (_("Sign pictures"), self._ask_pictures),
                (_("Give the public part to others"), self._ask_file),
                (_("Destroy the key"), self._ask_remove),
            ),
        )

    async def _create(self, typed: FormAnswers) -> None:
        secret = None
        if typed.chosen["place"] == "file":
            secret = Secret(typed.texts["first"])
            if len(typed.texts["first"]) < LEAST:
                raise UsageError(_("Use at least {count} characters.").format(count=LEAST))
            if typed.texts["first"] != typed.texts["again"]:
                raise UsageError(_("The two passphrases differ."))
        told = await self.desk.make_certificate(typed.texts["name"], secret)
        if secret is not None:
            names = (typed.texts["name"], *own_names())
            told = (*told, _(hint(secret.reveal(), names)[0]))
        await self.tell(told)

    async def _ask_pictures(self) -> None:
        own = self.desk.certificate()
        secret = [Field("secret", _("Passphrase of the key for signing"), secret=True)]
        await self.form(
            (
                _("Your own pictures: JPEG, PNG or WebP. Several: with commas between them."),
                handover.not_for_minors(),
            ),
            (
                Field("paths", _("Pictures")),
                Field("folder", _("Folder for the signed copies; empty: beside each picture")),
                ChoiceField("made", _("Made by"), tuple((k, _(t)) for k, t in _TITLES.items())),
                *(secret if own is not None and own.sealed else []),
            ),
            _("Sign them"),
            self._sign,
        )

    async def _sign(self, typed: FormAnswers) -> None:
        paths = typed.paths("paths")
        folder = typed.path("folder") if typed.texts["folder"].strip() else None
        self.hide_paths(*paths, *([folder] if folder else []))
        made = typed.chosen.get("made") or MADE_BY[0]
        secret = Secret(typed.texts.get("secret", ""))
        await self.tell(await self.desk.sign(paths, folder, made, secret))

    async def _ask_file(self) -> None:
        await self.form(
            (_("It holds no secret. Those who import it trust what you sign."),),
            (Field("target", _("New file for it (PEM)")),),
            _("Write it"),
            self._export,
        )

    async def _export(self, typed: FormAnswers) -> None:
        target = typed.path("target")
        self.hide_paths(target)
        await self.tell(self.desk.export_certificate(target))

    async def _ask_remove(self) -> None:
        await self.ask(
            (
                _("Destroy your key for signing? It cannot be brought back."),
                _("Pictures that it signed stay signed."),
            ),
            self._remove,
            self.begin,
        )

    async def _remove(self) -> None:
        await self.tell(await self.desk.remove_certificate())
