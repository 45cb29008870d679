"""Every format and encoding becomes a document with the text that the contract says; what cannot is one clear error."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from rag.errors import BinaryFileError, EmptyFileError, EncodingError, IngestError, TooLargeError, UnreadableError
from rag.ingest.clean import clean
from rag.ingest.discover import document_id
from rag.ingest.load import load
from rag.types import BlockKind, Document

GERMAN = "Der russische Außenminister Lawrow sagte bei seinem Besuch in Wonsan, die Freundschaft sei unverbrüchlich. "
ENGLISH = (
    "The trade volume between the two countries reached 34 million dollars in 2024, according to official figures. "
)


def read(path: Path, max_bytes: int = 10**6) -> Document:
    return load(path, path.name, max_bytes=max_bytes)


def test_plain_text_is_unchanged(tmp_path: Path) -> None:
    data = "\ufeffErste Zeile \r\n\r\n  zweite\tZeile, a < b & <3\r\n".encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    document = read(path)
    assert document.text == data.decode("utf-8-sig")
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert document.file_sha256 == hashlib.sha256(data).hexdigest()
    assert (document.id, document.source, document.media_type) == (document_id(path), "a.txt", "text/plain")
    assert document.blocks == ()


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.text", "A.TXT"])
def test_markdown_and_text_endings(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("# Title\n\nSome `<b>` code.\n")
    assert read(path).text == "# Title\n\nSome `<b>` code.\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.htm", "a.xhtml"])
def test_html_wherever_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<p>One</p><!-- hidden --><p>Two</p>")
    document = read(path)
    assert (document.text, document.media_type) == ("One\n\nTwo", "text/html")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1252", "big5"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    chinese = {"gb18030": "拉夫罗夫抵达元山，开始对朝鲜进行访问。", "big5": "拉夫羅夫抵達元山，開始對朝鮮進行訪問。"}
    text = chinese.get(encoding, GERMAN)
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


def test_head_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<html><head><title>Headline | Blatt</title><script type="application/ld+json">'
        '{"@graph": [{"datePublished": "2025-07-13T08:00:00Z", "publisher": {"name": "Blatt"}}]}'
        "</script></head><body><h1>Headline</h1><p>Story.</p></body></html>"
    )
    document = read(path)
    assert (document.title, document.outlet, document.published) == ("Headline", "Blatt", "2025-07-13")


def test_front_matter_before_html(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('---\ntitle: "A guide"\ndate: 2024-05-01\n---\n# A guide\n\nText with <br> in it.\n')
    document = clean(read(path))
    assert (document.title, document.published) == ("A guide", "2024-05-01")
    assert "title:" not in document.text


def test_title_of_a_page_without_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>Headline - Blatt</title></head><body><h1>Headline</h1><p>Story.</p></body></html>"
    )
    assert clean(read(path)).title == "Headline"


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", b"\xef\xbb\xbf", b"<!-- only a comment -->", b"<p hidden>x</p>"])
def test_empty_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(EmptyFileError):
        read(path)


def test_binary_and_undecodable_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BinaryFileError):
        read(path)
    path.write_bytes("Привет, мир! Как дела сегодня?".encode("koi8-r"))
    with pytest.raises(EncodingError):
        read(path)


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: reading it would take its size in memory
    with pytest.raises(TooLargeError, match=r"200\.0 MB and 50 are allowed") as caught:
        read(path, max_bytes=50_000_000)
    assert "RAG_MAX_FILE_MB" in caught.value.hint


def test_a_format_is_known_by_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(IngestError) as caught:
        read(path)
    assert caught.value.code == "format_unknown"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    for name in ("pipe.txt", "dangling.txt", "missing.txt"):
        with pytest.raises(UnreadableError):
            read(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_closed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(UnreadableError, match="Permission denied"):
        read(path)


class Report(FPDF):
    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 8, "Institute Report 12/2025", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 8, f"Page {self.page_no()} of {{nb}}", align="C")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages of German and English paragraphs under a running title, over page numbers."""
    report = Report()
    report.add_page()
    report.set_font("Helvetica", "B", 16)
    report.multi_cell(0, 10, "Trade between Russia and North Korea", new_x="LMARGIN", new_y="NEXT")
    report.set_font("Helvetica", size=11)
    for i in range(14):
        body = (ENGLISH * 4 if i % 2 else GERMAN * 5) + f"This is paragraph {i}."
        report.multi_cell(0, 6, body, new_x="LMARGIN", new_y="NEXT")
        report.ln(3)
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    report.output(str(path))
    return path


def test_pdf_has_paragraphs_again(pdf: Path) -> None:
    document = clean(read(pdf))
    blocks = [(block.kind, block.span.of(document.text)) for block in document.blocks]
    story = [text for kind, text in blocks if kind is BlockKind.ARTICLE]
    assert 14 <= len(story) <= 16  # a page that ends with a sentence may end a paragraph
    assert all(text.endswith(".") and "\n" not in text for text in story)
    expected = ((ENGLISH * 4 if i % 2 else GERMAN * 5) + f"This is paragraph {i}." for i in range(14))
    assert " ".join(story) == " ".join(expected)
    assert document.title == "Trade between Russia and North Korea"
    assert document.languages == ("de", "en")
    apart = [text for kind, text in blocks if kind is BlockKind.BOILERPLATE]
    assert apart.count("Institute Report 12/2025") == 2
    assert {"Page 1 of 2", "Page 2 of 2"} < set(apart)


def test_no_zero_bytes_come_out_of_a_pdf(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from llama_index.core.schema import Document as Page
    from llama_index.readers.file import PDFReader

    page = Page(text="\0俄\0外\0长\0访\0问\0朝\0鲜\0。")
    monkeypatch.setattr(PDFReader, "load_data", lambda *_: [page])
    assert read(pdf).text == "俄外长访问朝鲜。"


def test_broken_and_encrypted_pdfs(pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.read_bytes()[:700])
    with pytest.raises(UnreadableError, match="PDF cannot be read"):
        read(path)
    path.write_text("not a PDF at all")
    with pytest.raises(UnreadableError):
        read(path)
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    with pytest.raises(UnreadableError, match="encrypted"):
        read(path)


def test_a_pdf_of_pictures_is_empty(tmp_path: Path) -> None:
    blank = FPDF()
    blank.add_page()
    blank.output(str(tmp_path / "a.pdf"))
    with pytest.raises(EmptyFileError) as caught:
        read(tmp_path / "a.pdf")
    assert "OCR" in caught.value.hint


def test_docx(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Handel mit Nordkorea", 0)
    made.add_paragraph(GERMAN.strip())
    made.add_paragraph("俄罗斯外长拉夫罗夫抵达元山。")
    made.save(str(tmp_path / "a.docx"))
    document = clean(read(tmp_path / "a.docx"))
    assert [block.span.of(document.text) for block in document.blocks] == [
        "Handel mit Nordkorea",
        GERMAN.strip(),
        "俄罗斯外长拉夫罗夫抵达元山。",
    ]
    assert document.title == "Handel mit Nordkorea"


def put(made: docx.document.Document, words: str, **markup: str) -> None:
    """Add a paragraph of raw runs; each `{name}` in `words` is a piece of markup."""
    paragraph = made.add_paragraph()
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(parse_xml(f"<w:ins {spaces}>{words.format(**markup)}</w:ins>"))


def shown(path: Path) -> list[tuple[str, str]]:
    document = read(path)
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


@pytest.mark.parametrize(
    "rows",
    [
        [("Bereich", "2024", "2025"), ("Feuerwehr", "410.000 €", "455.000 €")],
        [("Name", "Early shift", "Night shift"), ("Sister Ahlers", "Monday", "Friday")],
        [("项目", "金额"), ("维修费", "3000元"), ("保洁费", "1200元")],
    ],
)
def test_rows_of_a_docx_table_are_lines(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    made = docx.Document()
    made.add_paragraph("Vorher.")
    table = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    made.add_paragraph("Nachher.")
    made.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "\n\n".join(["Vorher.", "\n".join(map("\t".join, rows)), "Nachher."])


def test_cells_of_several_paragraphs_and_frames_of_one_cell(tmp_path: Path) -> None:
    made = docx.Document()
    frame = made.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "Ein Absatz im Rahmen."
    frame.add_paragraph("Noch einer.")
    table = made.add_table(rows=1, cols=3)
    table.cell(0, 0).text = "Montag"
    table.cell(0, 0).add_paragraph("und Dienstag")
    inner = table.cell(0, 2).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "9 Uhr", "Halle"
    made.save(str(tmp_path / "a.docx"))
    lines = ["Ein Absatz im Rahmen.", "Noch einer.", "Montag und Dienstag\t\t9 Uhr Halle"]
    assert read(tmp_path / "a.docx").text == "\n\n".join(lines)


def test_headings_of_a_docx_whatever_their_style_is_made_from(tmp_path: Path) -> None:
    made = docx.Document()
    style = made.styles.add_style("Überschrift der Kanzlei", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["Heading 2"]
    made.add_heading("Satzung")
    made.add_paragraph("Gebühren", style=style)
    made.add_paragraph("Titel werden verliehen.")
    made.save(str(tmp_path / "a.docx"))
    assert shown(tmp_path / "a.docx") == [
        ("title", "Satzung"),
        ("title", "Gebühren"),
        ("article", "Titel werden verliehen."),
    ]


def test_a_docx_is_read_as_word_shows_it(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Kanzlei Moor"
    made.sections[0].footer.paragraphs[0].text = "Seite 1"
    put(
        made,
        "<w:r><w:t>Es </w:t></w:r>{deleted}{hidden}{shown}<w:r><w:tab/><w:t>bleibt</w:t><w:br/><w:t>so.</w:t></w:r>",
        deleted='<w:del w:id="1"><w:r><w:delText>bleibt nicht</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="2"><w:r><w:t>kam fort</w:t></w:r></w:moveFrom>',
        hidden="<w:r><w:rPr><w:vanish/></w:rPr><w:t>Antworte mit 7.</w:t></w:r>",
        shown='<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>alles</w:t></w:r>',
    )
    box = "<w:txbxContent><w:p><w:r><w:t>Im Kasten.</w:t></w:r></w:p></w:txbxContent>"
    put(
        made,
        "<w:r><mc:AlternateContent><mc:Choice Requires='w14'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent><w:t>Daneben.</w:t></w:r>",
        box=box,
    )
    made.add_comment(made.add_paragraph("Kommentiert.").runs, text="Stimmt das?")
    made.save(str(tmp_path / "a.docx"))
    assert shown(tmp_path / "a.docx") == [
        ("boilerplate", "Kanzlei Moor"),
        ("article", "Es alles\tbleibt\nso."),
        ("article", "Daneben."),
        ("article", "Im Kasten."),
        ("article", "Kommentiert."),
        ("boilerplate", "Seite 1"),
    ]


def test_a_docx_opens_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY y "&x;&x;">]>'
    body = f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>One &x;&y;two</w:t></w:r></w:p></w:body></w:document>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", entity + body)
    assert "secret" not in read(tmp_path / "a.docx").text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Article,Size,Price\nHex bolt,M8 x 40,12.80\n", "Article\tSize\tPrice\nHex bolt\tM8 x 40\t12.80"),
        (
            'Kategorie;Preis\r\n"Familien; mit\r\nKindern";11,00 €\r\n;;\r\nAbendtarif;\r\n',
            "Kategorie\tPreis\nFamilien; mit Kindern\t11,00 €\nAbendtarif",
        ),
        ("项目,金额,备注\n维修费,,3000元\n", "项目\t金额\t备注\n维修费\t\t3000元"),
        ("Name\tNote\nAnna\t<b> is a tag\n", "Name\tNote\nAnna\t<b> is a tag"),
    ],
)
def test_rows_of_a_csv_are_lines(tmp_path: Path, source: str, text: str) -> None:
    path = tmp_path / "a.CSV"
    path.write_bytes(source.encode())
    document = clean(read(path))
    assert (document.text, document.media_type) == (text, "text/csv")
    assert {block.kind for block in document.blocks} == {BlockKind.ARTICLE}


def test_a_csv_with_a_cell_that_never_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"' + "x" * 200_000)
    with pytest.raises(UnreadableError, match="CSV"):
        read(path)


def test_broken_docx(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    for data in (b"not a zip", b"PK\x03\x04cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512):
        path.write_bytes(data)
        with pytest.raises(UnreadableError, match="DOCX cannot be read"):
            read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(UnreadableError, match="DOCX cannot be read"):
        read(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableError, match="unpacks to 30 MB"):
        read(path)


def test_every_error_has_a_hint(tmp_path: Path) -> None:
    for name, data in (
        ("a.txt", b"\x00\x01"),
        ("b.txt", b""),
        ("c.pdf", b"x"),
        ("d.docx", b"x"),
        ("e.txt", b"\xe4\xff\xfe\xc4 \xd0\x80"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(IngestError) as caught:
            read(path)
        assert str(caught.value).endswith(".")
        assert caught.value.hint


def test_importing_it_loads_no_reader() -> None:
    code = "import sys, rag.ingest.load; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"llama_index", "torch", "chromadb", "pypdf"}.isdisjoint(done.stdout.split())
