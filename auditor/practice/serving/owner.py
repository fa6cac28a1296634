"""The owner's page of an account: no log-in, since nobody here exists, but for its own forms only.

A page of the open web must not change the range: the server answers loopback names only, and a
form is taken when the browser says that this page sent it and it carries the token of this run.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from msgspec import structs

from auditor.domain.account import Claim
from auditor.messages import _
from auditor.practice.serving import owner_pages
from auditor.practice.serving.addresses import PhotoAddresses
from auditor.practice.serving.exchange import (
    Request,
    Response,
    html_response,
    json_response,
    not_found,
)
from auditor.practice.serving.forms import SentForm, read_form
from auditor.practice.serving.world import World
from auditor.practice.switches import SWITCHES
from auditor.practice.uploads import UploadBounds

_LONGEST_TEXT = 1500
_LONGEST_PROOF = 120
_LONGEST_SIDE = 20_000
_DIGITS = 8


class Refused(ValueError):
    """What was asked cannot be done; the text says why."""


class OwnerDesk:
    """Shows an account to its owner and does what they ask. The impostor's can be reported only."""

    def __init__(self, world: World, addresses: PhotoAddresses) -> None:
        self.world = world
        self.addresses = addresses
        self.spec = addresses.spec
        self._actions = {
            "take-down": self._take_down,
            "replace": self._replace,
            "copy": self._copy,
            "alt": self._alt,
            "bio": self._bio,
            "proof": self._proof,
            "setting": self._setting,
            "delete": self._delete,
        }
        if self.spec.claim is not Claim.MINE:
            self._actions = {"report": self._delete}

    def __call__(self, request: Request) -> Response:
        """Answer a request to the page."""
        if self.spec.key in self.world.deleted:
            return not_found()
        if request.method != "POST":
            if request.headers.get("accept") == "application/json":
                return json_response({"settings": self._settings()})
            return self._page(request.number("page", 1, 10_000), request.query.get("done", ""))
        try:
            return self._answer(request, read_form(request))
        except ValueError:
            return self._refuse(request, _("The form cannot be read."), HTTPStatus.BAD_REQUEST)

    def _answer(self, request: Request, form: SentForm) -> Response:
        """Do what a form asks, if it is this page's own."""
        if not self.world.is_own_form(request, form.fields):
            return self._refuse(request, _("Only this page may ask that."), HTTPStatus.FORBIDDEN)
        try:
            with self.world.lock:
                address = self._actions[form.fields.get("do", "")](form)
        except Refused as error:
            return self._refuse(request, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        except KeyError:
            return self._refuse(request, _("This cannot be done here."), HTTPStatus.BAD_REQUEST)
        return self._done(request, form, address)

    def _page(self, number: int, done: str) -> Response:
        html = owner_pages.page_of(self.world, self.addresses, number, done)
        policy = (
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
            f"frame-ancestors 'none'; img-src 'self' {' '.join(self.world.bases.values())}"
        )
        headers = {
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "same-origin",
        }
        return html_response(html, headers=headers)

    def _done(self, request: Request, form: SentForm, address: str) -> Response:
        if request.headers.get("accept") == "application/json":
            return json_response({"done": True, "address": address})
        if self.spec.key in self.world.deleted:
            return html_response(owner_pages.farewell(self.world))
        page = form.fields.get("page", "1")
        asked = urlencode({"page": page if page.isdigit() else "1", "done": form.fields["do"]})
        return Response(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": f"?{asked}"})

    def _refuse(self, request: Request, why: str, status: int) -> Response:
        if request.headers.get("accept") == "application/json":
            return json_response({"done": False, "error": why}, status)
        return html_response(owner_pages.refusal(why), status)

    def _settings(self) -> dict[str, bool]:
        flags = self.world.flags[self.spec.key]
        return {
            switch.key: bool(getattr(flags, switch.key)) for switch in SWITCHES[self.spec.platform]
        }

    def _place(self, form: SentForm) -> int:
        place = self.addresses.place_of(form.fields.get("photo", ""))
        if place is None:
            raise Refused(_("No photo of this account stands at that address."))
        return place

    def _take_down(self, form: SentForm) -> str:
        self.world.hidden.add((self.spec.key, self._place(form)))
        return ""

    def _replace(self, form: SentForm) -> str:
        place = self._place(form)
        return self._put(place, form.file, form.fields.get("name") or form.file_name)

    def _copy(self, form: SentForm) -> str:
        """Put up a copy without metadata, under a neutral name where no other was wished for."""
        place, longest = self._place(form), form.fields.get("longest", "")
        if longest and not (longest.isascii() and longest.isdigit() and len(longest) < _DIGITS):
            raise Refused(_("The longest side is a number of px."))
        side = min(max(int(longest), 1), _LONGEST_SIDE) if longest else None
        key = self.spec.key
        if place in self.addresses.portraits:
            shot, edit = self.world.profile_shot(self.spec, place), ""
        else:
            posting = self.world.posting(key, place)
            shot, edit = posting.shot, posting.edit
        data = self.world.photo_files.clean_copy(shot, edit, side)
        name = form.fields.get("name") or f"photo-{self.world.turn(key, place) + 1}.jpg"
        return self._put(place, data, name)

    def _put(self, place: int, data: bytes, name: str) -> str:
        try:
            self.world.upload(self.spec.key, place, data, name)
        except ValueError as error:
            megabytes = 1024 * 1024
            bounds = self.world.bounds
            told = _("It takes JPEG, PNG and WebP of at most {size} MB, {kept} MB in all.")
            if bounds == UploadBounds():
                told = _("It takes JPEG, PNG and WebP of at most 16 MB.")
            sizes = {"size": bounds.file // megabytes, "kept": bounds.kept // megabytes}
            raise Refused(told.format(**sizes)) from error
        return self.addresses.file(place)

    def _alt(self, form: SentForm) -> str:
        place = self._place(form)
        if place in owner_pages.without_alt(self.addresses):
            raise Refused(_("This picture has no description here."))
        self.world.words[self.spec.key, place] = form.fields["text"][:_LONGEST_TEXT]
        return self.addresses.file(place)

    def _bio(self, form: SentForm) -> str:
        self.world.bios[self.spec.key] = form.fields["text"][:_LONGEST_TEXT]
        return ""

    def _proof(self, form: SentForm) -> str:
        words = form.fields["text"].strip()
        if len(words) > _LONGEST_PROOF or not words.isprintable():
            raise Refused(_("These are no words that prove an account."))
        if words:
            self.world.proofs[self.spec.key] = words
        else:
            self.world.proofs.pop(self.spec.key, None)
        return ""

    def _setting(self, form: SentForm) -> str:
        key, value = form.fields["key"], form.fields["value"]
        known = {switch.key for switch in SWITCHES[self.spec.platform]}
        if key not in known or value not in {"on", "off"}:
            raise Refused(_("There is no such setting here."))
        flags = self.world.flags[self.spec.key]
        self.world.flags[self.spec.key] = structs.replace(flags, **{key: value == "on"})
        return ""

    def _delete(self, _form: SentForm) -> str:
        self.world.deleted.add(self.spec.key)
        return ""
