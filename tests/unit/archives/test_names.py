"""Names of files in exports: what was put on top of them."""

from __future__ import annotations

from auditor.archives.tree.names import prefixes_of


def test_a_part_that_holds_pictures_only_lies_beside_the_one_with_the_lists() -> None:
    names = [
        "part 1/your_instagram_activity/media/posts_1.json",
        "part 2/media/posts/202401/1_1_n.jpg",
    ]
    assert set(prefixes_of(names)) == {"part 1/", "part 2/"}


def test_a_folder_of_the_export_itself_is_none_on_top() -> None:
    names = [
        "your_facebook_activity/posts/your_posts_1.json",
        "personal_information/profile_information/profile_information.json",
        "media/posts/202401/1_1_n.jpg",
    ]
    assert prefixes_of(names) == ()


def test_a_folder_of_an_export_beside_a_part_is_none_on_top() -> None:
    names = ["part 1/your_instagram_activity/media/posts_1.json", "media/posts/202401/1.jpg"]
    assert prefixes_of(names) == ("part 1/",)


def test_what_else_lies_there_keeps_its_name() -> None:
    names = ["mine/Takeout/Google Photos/a/1.jpg", "letters/2024/1.jpg", "notes.txt"]
    assert prefixes_of(names) == ("mine/",)
