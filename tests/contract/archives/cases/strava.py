"""Strava: tables with translated headers, and photos beside them."""

from __future__ import annotations

from tests.contract.archives.layout import HTML, LANGUAGE, MOJIBAKE, Case, Files, Layout, jpeg

_TEXT = "Köln 🌊"
_NUMBER = "144106043"
_ENGLISH = "Activity ID,Activity Date,Activity Name,Distance,Filename,Distance,Media\n"
_GERMAN = "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Distanz,Dateiname,Distanz,Medien\n"
_BESIDE = {"shoes.csv": b"x\n", "privacy_zones.csv": b"x\n", "global_challenges.csv": b"x\n"}


def _layout(name: str, head: str, date: str, *, shows: frozenset[str] = frozenset()) -> Layout:
    pictures = ("media/aa-11.jpg", "media/bb-22.jpg")
    rows = f'12070555079,"{date}","{_TEXT}\nlines",3.3,activities/1.fit.gz,3,'
    files = {
        "activities.csv": f"{head}{rows}media/aa-11.jpg|media/bb-22.jpg|media/cc-33.mp4\n".encode(),
        "media.csv": f"Media Filename,Media Caption\nmedia/bb-22.jpg,{_TEXT}\n".encode(),
        "profile.csv": f"a,b,c,d,e\n{_NUMBER},a@x.test,Ada,Lens,x\n".encode(),
        "media/cc-33.mp4": b"film",
        **_BESIDE,
        **{each: jpeg(number) for number, each in enumerate(pictures)},
    }
    return Layout(
        name, files, photos=2, unknown=2, films=1, handle=_NUMBER, pictures=pictures,
        captions=(_TEXT,), shows=shows,
    )  # fmt: skip


def _oldest() -> Layout:
    files = {
        "activities.csv": b"id,date,name,type,filename\n1,2018-01-01 10:00:00,Run,Run,\n",
        "photos.csv": f"filename,caption\nphotos/dd-44.jpg,{_TEXT}\n".encode(),
        "photos/dd-44.jpg": jpeg(),
        **_BESIDE,
    }
    return Layout(
        "2018", files, photos=1, unknown=1, pictures=("photos/dd-44.jpg",), captions=(_TEXT,)
    )


def _layouts() -> tuple[Layout, ...]:
    return (
        _layout("English", _ENGLISH, "May 29, 2022, 3:53:35 PM"),
        _layout("German", _GERMAN, "29.05.2022, 15:53:35", shows=frozenset({LANGUAGE})),
        _oldest(),
    )


def _many(number: int) -> Files:
    names = [f"media/{each}.jpg" for each in range(number)]
    rows = "".join(f"{each},x,x,x,x,x,{name}\n" for each, name in enumerate(names))
    return {
        **{name: jpeg() for name in names},
        "activities.csv": f"{_ENGLISH}{rows}".encode(),
        "media.csv": b"Media Filename,Media Caption\n",
    }


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "Strava hands out tables only",
        MOJIBAKE: "texts are written as they are",
    },
)
