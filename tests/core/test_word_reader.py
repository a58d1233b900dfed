"""Words in a .docx = words placed + words listed, whatever Word wrapped them in."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from staalkaart.core.writing.word_parts import STRICT, NotWord
from staalkaart.core.writing.word_reader import Paragraph, Table
from staalkaart.core.writing.word_reader import read_word_here as read_word

W = nsdecls("w")
TRACKED = 'w:id="1" w:author="An" w:date="2026-11-01T10:00:00Z"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def box(text: str) -> str:
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    inside = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    drawing = (
        f'<w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="9" name="x"/><a:graphic><a:graphicData uri="{shape}">'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}'
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    return f"<w:r>{both}</w:r>"


SPACES = (
    f'{nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
# name → (XML around one word, does the word come out?)
INLINE = {
    "plain": (run, True),
    "inserted": (lambda t: f"<w:ins {TRACKED}>{run(t)}</w:ins>", True),
    "moved here": (lambda t: f"<w:moveTo {TRACKED}>{run(t)}</w:moveTo>", True),
    "deleted": (lambda t: f"<w:del {TRACKED}><w:r><w:delText>{t}</w:delText></w:r></w:del>", False),
    "moved away": (lambda t: f"<w:moveFrom {TRACKED}>{run(t)}</w:moveFrom>", False),
    "control": (lambda t: f"<w:sdt><w:sdtContent>{run(t)}</w:sdtContent></w:sdt>", True),
    "control in insertion": (lambda t: f"<w:ins {TRACKED}><w:sdt><w:sdtContent>{run(t)}</w:sdtContent></w:sdt></w:ins>", True),
    "link": (lambda t: f"<w:hyperlink>{run(t)}</w:hyperlink>", True),
    "tag": (lambda t: f'<w:smartTag w:element="place">{run(t)}</w:smartTag>', True),
    "simple field": (lambda t: f'<w:fldSimple w:instr="AUTHOR">{run(t)}</w:fldSimple>', True),
    "field": (lambda t: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>'
                        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(t)}<w:r><w:fldChar w:fldCharType="end"/></w:r>', True),
    "box": (box, True),
    "hidden": (lambda t: run(t, "<w:rPr><w:vanish/></w:rPr>"), True),
    "in two runs": (lambda t: run(t[:3]) + run(t[3:]), True),
}  # fmt: skip


def document(*blocks: str) -> bytes:
    made = Document()
    body = made.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(re.sub(r"^<w:(\w+)", rf"<w:\1 {SPACES}", block)))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def everything(data: bytes) -> str:
    read = read_word(data)
    texts = list(read.left_out)
    for block in read.blocks:
        if isinstance(block, Paragraph):
            texts += [block.text, *block.remarks]
        else:
            texts += [part for row in block.rows for cell in row.cells for part in (cell.text, *cell.remarks)]
    return "\n".join(texts)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"woord\d+", text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(sorted(INLINE)), min_size=1, max_size=5), min_size=1, max_size=6), st.data())
def test_words_in_are_words_placed_and_listed(shape, data):
    number, kept, blocks = 0, [], []
    for pieces in shape:
        inside = ""
        for piece in pieces:
            number += 1
            wrap, comes = INLINE[piece]
            inside += wrap(f"woord{number}") + run(" ")
            kept += [f"woord{number}"] if comes else []
        whole = paragraph(inside)
        where = data.draw(st.sampled_from(["body", "control", "table", "nested"]))
        cell = f"<w:tc>{whole}</w:tc>"
        blocks.append({
            "body": whole,
            "control": f"<w:sdt><w:sdtContent>{whole}</w:sdtContent></w:sdt>",
            "table": f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>",
            "nested": f"<w:tbl><w:tr><w:tc><w:tbl><w:tr>{cell}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        }[where])  # fmt: skip
    assert words(everything(document(*blocks))) == sorted(kept)


def test_a_paragraph_whose_end_was_struck_out_goes_on():
    gone = f"<w:pPr><w:rPr><w:del {TRACKED}/></w:rPr></w:pPr>"
    read = read_word(document(paragraph(gone + run("Een ")), paragraph(run("zin."))))
    assert [block.text for block in read.blocks] == ["Een zin."]


def test_a_row_that_was_struck_out_says_so():
    cell = f"<w:tc>{paragraph(f'<w:del {TRACKED}><w:r><w:delText>P12</w:delText></w:r></w:del>')}</w:tc>"
    read = read_word(document(f"<w:tbl><w:tr><w:trPr><w:del {TRACKED}/></w:trPr>{cell}</w:tr></w:tbl>"))
    table = read.blocks[0]
    assert isinstance(table, Table)
    assert (table.rows[0].is_deleted, table.rows[0].cells[0].text) == (True, "P12")


def test_comments_and_footnotes_are_remarks_of_where_they_hang():
    made = Document()
    line = made.add_paragraph("De buddy belt ")
    word = line.add_run("elke week")
    made.add_comment(runs=[word], text="Of om de twee weken?", author="Mia", initials="M")
    out = io.BytesIO()
    made.save(out)
    block = read_word(out.getvalue()).blocks[0]
    assert block.text == "De buddy belt elke week"
    assert block.remarks == ["Kanttekening (Mia) bij “elke week”: Of om de twee weken?"]


def test_what_cannot_be_placed_is_named():
    made = Document()
    made.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    made.add_paragraph("Tekst.")
    out = io.BytesIO()
    made.save(out)
    assert read_word(out.getvalue()).left_out == ["Koptekst: Vertrouwelijk"]


def test_lists_keep_their_signs_and_headings_their_level():
    made = Document()
    made.add_heading("Titel", 0)
    made.add_heading("Deel", 2)
    for text in ("een", "twee"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("drie", style="List Bullet")
    made.add_paragraph().add_run("Vet").bold = True
    out = io.BytesIO()
    made.save(out)
    read = [(block.level, block.text, block.bold) for block in read_word(out.getvalue()).blocks]
    assert read[:2] == [(1, "Titel", False), (2, "Deel", False)]
    assert read[-1] == (0, "Vet", True)
    assert read[4] == (0, "- drie", False)


def test_the_strict_dialect_is_read_too():
    usual = io.BytesIO(document(paragraph(run("Strikt."))))
    strict = io.BytesIO()
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            for other, ours in STRICT:
                raw = raw.replace(ours, other)
            new.writestr(name, raw)
    assert [block.text for block in read_word(strict.getvalue()).blocks] == ["Strikt."]


@pytest.mark.parametrize(("data", "said"), [
    (b"", "geen Word-bestand"),
    (b"geen zip", "geen Word-bestand"),
    (b"PK\x03\x04" + b"\0" * 100, "geen Word-bestand"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oud Word-bestand"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    (b"%PDF-1.7", "pdf"),
    (b"{\\rtf1 tekst}", "RTF"),
])  # fmt: skip
def test_what_is_something_else_is_called_by_its_name(data, said):
    with pytest.raises(NotWord, match=said):
        read_word(data)


def test_an_entity_is_not_followed():
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(paragraph(run("x"))))) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == "word/document.xml":
                raw = raw.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY a "aaaa">]>', 1)
            new.writestr(name, raw)
    with pytest.raises(NotWord):
        read_word(bomb.getvalue())
