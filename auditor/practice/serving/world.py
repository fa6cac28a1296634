"""What all local servers share.

The catalogue, the files of photos, each other's addresses, and what the people changed since.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime

from msgspec import structs

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.practice.catalogue import AVATAR, Catalogue, Posting, Shot
from auditor.practice.hosting import Hosting
from auditor.practice.photo_files import MIME, PhotoFiles
from auditor.practice.serving.exchange import Request, Response
from auditor.practice.stories import rows
from auditor.practice.stories.cast import Cast
from auditor.practice.stories.rows import AccountSpec, Flags, Person
from auditor.practice.uploads import UploadBounds, UploadedFile, read_upload


@dataclass(slots=True)
class World:
    """One practice range. What its people did through /control or as owners is locked by `lock`.

    `token` is what /control asks for, `form_token` what the forms of the owners' pages carry.
    `hidden` postings (AVATAR, BANNER: the profile's pictures) are taken down, `deleted` accounts
    too; of `changed` ones an edited copy stands there ("clean", a number of px, or both joined by
    "-"), `uploads` are files that were put in their place, and `words` are new alt texts. `bios`
    are new descriptions of accounts. `hosting` is the clock of the host with pictures.

    `seat` is the number of the learner whose copy it is, 0 where there is only this; `forgets` are
    called when all is put back, and `past_turns` counts the uploads of before. `bounds` are those
    of what its learner puts up, `proofs` the words by which owners show that an account is theirs,
    and `codes` are what its owner shows on a network (of serving.lan).
    """

    catalogue: Catalogue
    photo_files: PhotoFiles
    bases: dict[str, str]
    token: str
    flags: dict[str, Flags] = field(default_factory=dict)
    hidden: set[tuple[str, int]] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    changed: dict[tuple[str, int], str] = field(default_factory=dict)
    words: dict[tuple[str, int], str] = field(default_factory=dict)
    uploads: dict[tuple[str, int], UploadedFile] = field(default_factory=dict)
    bios: dict[str, str] = field(default_factory=dict)
    hosting: Hosting = field(default_factory=Hosting)
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock)
    seat: int = 0
    forgets: list[Callable[[], None]] = field(default_factory=list)
    past_turns: int = 0
    bounds: UploadBounds = field(default_factory=UploadBounds)
    proofs: dict[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Set what the owners of the accounts had set before."""
        self.flags = {spec.key: spec.flags for spec in self.cast.accounts} | self.flags

    def reset(self) -> None:
        """Put everything back as it was when the range was opened. The lock is the caller's."""
        turns = (uploaded.turn for uploaded in self.uploads.values())
        self.past_turns = max(self.past_turns, *turns, 0)
        self.flags.update({spec.key: spec.flags for spec in self.cast.accounts})
        for changes in (self.hidden, self.deleted, self.changed, self.words, self.uploads):
            changes.clear()
        for words in (self.bios, self.proofs):
            words.clear()
        with self.hosting.lock:
            self.hosting.hour = 0.0
            self.hosting.asked.clear()
        for forget in self.forgets:
            forget()

    @property
    def cast(self) -> Cast:
        """Who lives here."""
        return self.catalogue.cast

    def may_control(self, request: Request) -> bool:
        """Whether a request carries the token that was printed at the start."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), self.token.encode())

    def is_own_form(self, request: Request, fields: Mapping[str, str]) -> bool:
        """Whether a page of the range, or the program that read it, sent a form."""
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{request.headers.get('host', '')}":
            return False
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        return hmac.compare_digest(fields.get("token", "").encode(), self.form_token.encode())

    def base(self, spec: AccountSpec) -> str:
        """Return the address of the server an account stands on."""
        return self.bases[spec.server]

    def page(self, spec: AccountSpec) -> str:
        """Return the address of an account's own page."""
        match spec.platform:
            case rows.ATPROTO:
                return f"{self.bases['view']}/profile/{spec.name}"
            case rows.MASTODON:
                return f"{self.base(spec)}/@{spec.name}"
            case _:
                return self.base(spec) + "/"

    def owner_page(self, spec: AccountSpec) -> str:
        """Return where the owner changes things; of the impostor, where it is reported."""
        name = "owner" if spec.claim is Claim.MINE else "report"
        return f"{self.page(spec).rstrip('/')}/{name}/"

    def avatar(self, spec: AccountSpec) -> Shot:
        """Return the picture an account shows as its avatar.

        The impostor shows the one of the person it copies.
        """
        return self.profile_shot(spec, AVATAR)

    def profile_shot(self, spec: AccountSpec, picture: int) -> Shot:
        """Return an account's AVATAR or BANNER as its owner left it."""
        made = self.catalogue
        person = self.cast.person(spec.person)
        shot = made.alias_shot(spec, picture) if spec.alias else made.profile_shot(person, picture)
        return _put(shot, self.uploads.get((spec.key, picture)))

    def bio(self, spec: AccountSpec) -> str:
        """Return what an account says of its owner, with the words that prove it where it stands.

        A site has them in the head of its pages.
        """
        proof = "" if spec.platform == rows.WEBSITE else self.proofs.get(spec.key, "")
        return f"{self.own_words(spec)} {proof}" if proof else self.own_words(spec)

    def own_words(self, spec: AccountSpec) -> str:
        """Return what an account says of its owner and nothing else."""
        return self.bios.get(spec.key, spec.bio or self.cast.person(spec.person).bio)

    def shown_name(self, spec: AccountSpec) -> str:
        """Return what an account calls its owner."""
        return spec.shown or self.cast.person(spec.person).name

    def turn(self, account: str, place: int) -> int:
        """Return how many files were put up in a place since the range was opened."""
        uploaded = self.uploads.get((account, place))
        return uploaded.turn if uploaded else 0

    def upload(self, account: str, place: int, data: bytes, name: str) -> None:
        """Put a file in the place of a posting or profile picture.

        The lock is the caller's. Raises ValueError where it is no picture.
        """
        others = (len(put.data) for key, put in self.uploads.items() if key != (account, place))
        if sum(others) + len(data) > self.bounds.kept:
            raise ValueError("too much")
        # an address that was used before must not name another file
        turn = max(self.turn(account, place), self.past_turns) + 1
        put = read_upload(data, name, datetime.now(UTC), turn, self.bounds)
        self.uploads[account, place] = put
        self.changed.pop((account, place), None)

    def postings(self, account: str, start: int = 0) -> Iterator[Posting]:
        """Yield an account's postings from a place on, newest first.

        Those that were taken down are left out.
        """
        for place in range(start, self.catalogue.count(account)):
            if (account, place) not in self.hidden:
                yield self.posting(account, place)

    def find(self, account: str, place: int) -> Posting | None:
        """Return one posting, None if there is none or it was taken down."""
        if not 0 <= place < self.catalogue.count(account) or (account, place) in self.hidden:
            return None
        return self.posting(account, place)

    def posting(self, account: str, place: int) -> Posting:
        """Return a posting as its owner left it."""
        made = self.catalogue.posting(account, place)
        uploaded = self.uploads.get((account, place))
        if uploaded is not None:
            made = replace(made, edit="", shot=_put(made.shot, uploaded))
        if (account, place) in self.changed:
            made = replace(
                made, edit="-".join(filter(None, (made.edit, self.changed[account, place])))
            )
        if (account, place) in self.words:
            made = replace(
                made,
                shot=replace(
                    made.shot,
                    entry=structs.replace(made.shot.entry, alt=self.words[account, place]),
                ),
            )
        return made

    def shows(self, account: str, picture: int = AVATAR) -> bool:
        """Whether an account still shows its avatar or banner."""
        return (account, picture) not in self.hidden

    def etag(self, *parts: object) -> str:
        """Return a strong validator for something pure.

        It is a pure function of `parts` and the range.
        """
        made = self.catalogue
        range_key = (made.seed, made.photos, made.same_size, *self.cast.tag)
        return f'"{hashlib.sha256(repr((range_key, parts)).encode()).hexdigest()[:24]}"'

    def picture(
        self, shot: Shot, edit: str, longest: int | None, *, keep_metadata: bool = False
    ) -> Response:
        """Answer with a picture: as uploaded, or at most `longest` px without metadata."""
        form = "JPEG" if edit else shot.format
        etag = self.etag(
            "picture", shot.person.key, shot.number, shot.digest, edit, longest, keep_metadata
        )
        modified = shot.uploaded.at if shot.uploaded else shot.taken
        cache = {"Cache-Control": "public, max-age=3600"}
        if keep_metadata:
            return Response(
                lambda: self.photo_files.upload(shot, edit),
                MIME[form],
                headers=cache,
                etag=etag,
                modified=modified,
            )
        if longest is None:
            return Response(
                lambda: self.photo_files.stripped(shot, edit),
                MIME[form],
                headers=cache,
                etag=etag,
                modified=modified,
            )
        return Response(
            lambda: self.photo_files.resized(shot, edit, longest),
            MIME["JPEG"],
            headers=cache,
            etag=etag,
            modified=modified,
        )

    def accounts_of(self, person: Person) -> tuple[AccountSpec, ...]:
        """Return the accounts a person really has."""
        return self.cast.accounts_of(person)


def _put(shot: Shot, uploaded: UploadedFile | None) -> Shot:
    """Return a shot with the file that was put in its place."""
    if uploaded is None:
        return shot
    return replace(shot, uploaded=uploaded, size=uploaded.size, file_name=uploaded.name)
