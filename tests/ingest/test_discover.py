"""Files are found in order and once, whatever paths lead to them; sources are never absolute."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.errors import NotFoundError
from rag.ingest.discover import Discovery, discover, document_id


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """docs/{b.txt, a.md, image.png, .hidden.txt, sub/c.html, .git/d.txt}, seen from their parent."""
    docs = tmp_path / "docs"
    for name in ("b.txt", "a.md", "image.png", ".hidden.txt", "sub/c.html", ".git/d.txt"):
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    monkeypatch.chdir(tmp_path)
    return docs


def sources(found: Discovery) -> list[str]:
    return [file.source for file in found.files]


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    found = discover([Path("docs")])
    assert sources(found) == ["docs/a.md", "docs/b.txt", "docs/sub/c.html"]
    assert (found.skipped, found.failures) == (("docs/image.png",), ())


def test_a_file_reached_twice_is_one(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    (folder / "again").symlink_to(folder / "sub")
    found = discover([Path("docs"), Path("docs/b.txt"), folder / "sub" / ".." / "b.txt"])
    assert sources(found) == ["docs/a.md", "docs/again/c.html", "docs/b.txt"]


def test_link_loops_end(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    assert sources(discover([Path("docs")])) == ["docs/a.md", "docs/b.txt", "docs/self.txt", "docs/sub/c.html"]


def test_sources_outside_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "sub")
    assert sources(discover([folder])) == ["docs/a.md", "docs/b.txt", "c.html"]
    assert sources(discover([Path("../b.txt")])) == ["b.txt"]
    assert not any(source.startswith("/") for source in sources(discover([folder])))


def test_a_hidden_folder_that_is_named_is_walked(folder: Path) -> None:
    assert sources(discover([Path("docs/.git")])) == ["docs/.git/d.txt"]


def test_a_missing_path_is_an_error_at_once(folder: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nowhere\.txt"):
        discover([Path("docs"), Path("nowhere.txt")])


def test_a_named_file_of_unknown_format_fails(folder: Path) -> None:
    (failure,) = discover([Path("docs/image.png")]).failures
    assert (failure.path, failure.code) == ("docs/image.png", "format_unknown")
    assert ".docx" in failure.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_closed_folder_is_a_failure_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "sub").chmod(0)
    try:
        found = discover([Path("docs")])
    finally:
        (folder / "sub").chmod(0o755)
    assert sources(found) == ["docs/a.md", "docs/b.txt"]
    assert [failure.path for failure in found.failures] == ["docs/sub"]


def test_names_of_any_bytes_can_be_shown(folder: Path) -> None:
    odd = os.fsdecode(b"\xff\xfe.txt")
    (folder / odd).write_text("text")
    (source,) = [each for each in sources(discover([Path("docs")])) if "\ufffd" in each]
    assert source.encode()


def test_ids_follow_the_resolved_path_or_the_upload_s_name(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    assert document_id(folder / "link.txt") == document_id(Path("docs/b.txt"))
    assert document_id("b.txt") != document_id(Path("docs/b.txt"))
    assert len(document_id("b.txt")) == 16
