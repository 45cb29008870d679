"""Documents over HTTP: what goes in comes out to the letter, and no name reaches the file system."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.api.routes.documents import known_ending, upload_name
from rag.errors import IngestError, RagError
from rag.ingest.discover import Failure, document_id
from tests.http.scripted import Report, ScriptedService


def test_an_upload_can_be_listed_read_and_removed(client: Any) -> None:
    text = "Titel „Zitat“\r\n\r\n“引文”与「引文」 １２３ 🙂\n"
    report = client.post("/v1/documents", files={"file": ("bericht.txt", text.encode())}).json()
    assert (report["added"], report["updated"]) == (1, 0)
    id = document_id("bericht.txt")
    assert id in [document["id"] for document in client.get("/v1/documents").json()["documents"]]
    assert client.get(f"/v1/documents/{id}/text").content == text.encode()
    assert client.get(f"/v1/documents/{id}").json()["characters"] == len(text)
    assert client.delete(f"/v1/documents/{id}").json() == {"removed": 1}
    assert client.get(f"/v1/documents/{id}").status_code == 404


def test_an_upload_of_the_same_name_is_an_update(client: Any) -> None:
    for text, key in ((b"one", "added"), (b"two", "updated")):
        assert client.post("/v1/documents", files={"file": ("a.txt", text)}).json()[key] == 1


def test_several_files_are_one_report(client: Any) -> None:
    files = [("file", ("a.txt", b"one")), ("file", ("b.txt", b"")), ("file", ("c.txt", b"three"))]
    report = client.post("/v1/documents", files=files).json()
    assert (report["added"], report["failed"]) == (2, 1)
    assert report["failures"][0]["path"] == "b.txt"


def test_a_single_file_that_fails_is_the_error_of_its_kind(client: Any) -> None:
    response = client.post("/v1/documents", files={"file": ("b.txt", b"")})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "file_empty")


def test_a_bug_that_one_of_several_files_brings_out_tells_nothing(
    client: Any, service: ScriptedService, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = Failure("a.txt", RagError.code, "KeyError: '/srv/secret'.", "Please report it.")
    monkeypatch.setattr(service, "upload", lambda path, name: Report(failed=1, failures=(failure,)))
    files = [("file", ("a.txt", b"one")), ("file", ("b.txt", b"two"))]
    response = client.post("/v1/documents", files=files)
    assert response.json()["failed"] == 2
    assert "secret" not in response.text
    assert "KeyError" not in response.text
    assert client.post("/v1/documents", files=files[:1]).status_code == 500


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\windows\\system.txt", "/abs/x.txt", "C:\\x.txt", "a\r\nX: 1.txt"]
)
def test_a_name_never_becomes_a_path(client: Any, service: ScriptedService, name: str) -> None:
    client.post("/v1/documents", files={"file": (name, b"text")})
    for document in service.found.values():
        assert "/" not in document.source
        assert "\\" not in document.source
        assert "\n" not in document.source


@given(st.builds("{}{}".format, st.text(max_size=300), st.sampled_from([".txt", ".MD", ".exe", ""])))
def test_names_are_made_harmless(name: str) -> None:
    try:
        kept = upload_name(name)
    except IngestError:
        return
    assert kept
    assert not set(kept) & set("/\\\x00\r\n\u202e")
    assert kept.strip(".") != ""
    assert Path(f"upload{known_ending(kept)}").name == f"upload{known_ending(kept)}"


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.zip"])
def test_an_unknown_format_is_refused_and_the_known_ones_are_named(client: Any, name: str) -> None:
    response = client.post("/v1/documents", files={"file": (name, b"text")})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "format_unknown")
    assert ".html" in response.json()["error"]["hint"]


def test_names_keep_their_scripts() -> None:
    assert upload_name("外长访问.txt") == "外长访问.txt"
    assert upload_name("Übersicht „neu“.md") == "Übersicht „neu“.md"


@pytest.mark.parametrize("id", ["..%2f..%2fetc%2fpasswd", "article.txt", "x", "%00", "0" * 17, "ABCDEF0123456789"])
def test_only_an_id_names_a_document(client: Any, id: str) -> None:
    for response in (client.get(f"/v1/documents/{id}"), client.delete(f"/v1/documents/{id}")):
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(client: Any) -> None:
    response = client.post("/v1/documents", content=b"", headers={"content-length": str(60_000_000)})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


def test_a_body_that_hides_its_length_is_counted(client: Any) -> None:
    pieces = (b"x" * 65_536 for _ in range(40))
    response = client.post("/v1/search", content=pieces, headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "body_too_large"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"not a form", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"), (b"{}", "application/json")],
)
def test_a_form_that_is_none_is_a_clear_4xx(client: Any, content: bytes, kind: str) -> None:
    response = client.post("/v1/documents", content=content, headers={"content-type": kind})
    assert response.status_code in (400, 422)
    assert response.json()["error"]["code"]


def test_uploads_leave_no_files_behind(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client.post("/v1/documents", files={"file": ("big.txt", b"line\n" * 600_000)})
    assert list(tmp_path.iterdir()) == []
