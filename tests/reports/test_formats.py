"""Documents of every kind in every format and language: the same content, and nothing raw."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable

import engine
from engine.explain import explain
from engine.reports import (
    FORMATS,
    Document,
    design_notes,
    health_document,
    policy_document,
    statement_document,
    write,
)
from engine.reports.document import (
    Block,
    Formula,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Table,
    numbered_list,
)
from engine.reports.html import escaped as html
from engine.reports.inline import one_line
from engine.reports.markdown import escaped as markdown
from engine.text import END, LANGUAGES, TERM, plain_text, untranslated
from tests.reports.reading import HtmlPage, document_texts, letters, word_file, word_texts

KINDS = ("policy", "notes", "statement", "health")
every_kind = pytest.mark.parametrize(("kind", "language"), [*product(KINDS, LANGUAGES)])


@cache
def document(kind: str) -> Document:
    plan = engine.load_plan("key-account-operations")
    facts = engine.persona_facts(plan)
    if kind == "policy":
        return policy_document(plan, engine.load_plan("sample-flat-commission"))
    if kind == "notes":
        return design_notes(plan)
    if kind == "statement":
        return statement_document(explain(plan, facts, facts.employees[0], facts.month_texts()[-1]))
    return health_document(engine.check(plan, facts))


# -- every kind ----------------------------------------------------------------------------


@every_kind
def test_all_formats_say_the_same(kind: str, language: str) -> None:
    wanted = [plain_text(text[language]) for text in document_texts(document(kind))]
    markdown_page = write(document(kind), ".md", language).decode().replace("<br>", "")
    html_page = HtmlPage(write(document(kind), ".html", language)).text
    word_page = "".join(word_texts(write(document(kind), ".docx", language)))
    for found in map(letters, (markdown_page, html_page, word_page)):
        at = 0
        for text in map(letters, wanted):
            place = found.find(text, at)
            assert place >= 0, text
            at = place + len(text)


@every_kind
def test_word_opens_it_with_tables_fonts_and_page_numbers(kind: str, language: str) -> None:
    blocks = document(kind).blocks
    file = word_file(write(document(kind), ".docx", language))
    assert len(file.tables) == sum(isinstance(block, Table) for block in blocks)
    assert all(_repeats_its_head(table) for table in file.tables)
    for level in (1, 2):
        style = f"Heading {level}"
        headings = [p.text for p in file.paragraphs if p.style and p.style.name == style]
        parts = [b for b in blocks if isinstance(b, Heading) and b.level == level]
        assert headings == [one_line(part.text[language]) for part in parts]
    for name in ("Normal", "Heading 1", "Heading 2", "Title", "Cell", "Bullet"):
        fonts = file.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    fields = file.sections[0].footer._element.findall(f".//{qn('w:fldSimple')}")
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    assert file.core_properties.title.startswith(document(kind).title[language])
    assert file.core_properties.author == "Paycurve"


@every_kind
def test_the_page_stands_alone_and_may_be_printed(kind: str, language: str) -> None:
    page = write(document(kind), ".html", language).decode()
    assert not re.search(r"(src|href)=|url\(|@import|<script", page)
    assert "@page" in page and "@media print" in page


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_document_gives_the_same_bytes(ending: str) -> None:
    document.cache_clear()
    first = write(document("policy"), ending, "zh")
    document.cache_clear()
    assert write(document("policy"), ending, "zh") == first


# -- hostile texts -------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script> & &lt; \"'",
    "*a* **b** _c_ `d` ~~e~~ $f$ \\",
    "[x](http://y) ![z](w) [x][y] <http://z>",
    "# a",
    "a | b",
    "- a\n1. b\n> c\n---\n===",
    "a\n|---|---|\n[b]: c",
    "a\x00\x07\x1b\x7fb\x85c",
    "a\ud800b\udfffc\uffff",
    "a\u202eb\u2028c\td",
    f"a{TERM}b",
    f"a{END}b{TERM}c{TERM}d{END}e{END}",
    "标题" * 150,
)


def every_block(text: str) -> Document:
    """A document that has the text in every place there is."""
    here = untranslated(text)
    blocks: tuple[Block, ...] = (
        Heading(1, here),
        Heading(2, here, text),
        Paragraph(here),
        Note(here),
        Formula(here, (here, here)),
        numbered_list([here, here]),
        List((Item(here, below=(Item(untranslated(f" = {text}"), lead=here),)),)),
        Table((here, here), ((here, here), (here, here)), (False, True), here, total=True),
    )
    return Document(here, blocks, here, here, text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_break_no_format(text: str, language: str) -> None:
    harmless, hostile = every_block("a"), every_block(text)
    pages = [HtmlPage(write(page, ".html", language)) for page in (harmless, hostile)]
    plain, tags = ([tag for tag in page.tags if tag not in ("br", "i")] for page in pages)
    assert tags == plain
    assert letters(one_line(text)) in letters(pages[1].text)

    file = word_file(write(hostile, ".docx", language))
    assert one_line(text) in [p.text.replace("\n", " ").strip() for p in file.paragraphs]
    assert len(file.core_properties.title) <= 255

    lines = [write(page, ".md", language).decode().splitlines() for page in (harmless, hostile)]
    signs = [[_sign(line) for line in page if _sign(line)] for page in lines]
    assert signs[0] == signs[1]


def _sign(line: str) -> str:
    """What makes a line of Markdown a heading, an item of a list or a row of a table."""
    found = re.match(r"\s*(#+ |- |\d+\. |\| )|\|[-:]", line)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("3 * 4 = 12", r"3 \* 4 = 12"),
        ("base_pay, _private, a__b", r"base_pay, \_private, a\_\_b"),
        ("base_by_grade[grade]", "base_by_grade[grade]"),
        ("[x](http://y)", r"[x]\(http://y)"),
        ("[x][y]", r"[x]\[y]"),
        ("[x]: http://y", r"\[x]: http://y"),
        ("a < b, <b>, </b>, <!-- a", r"a < b, \<b>, \</b>, \<!-- a"),
        ("R & D, &lt;, &#60;", r"R & D, \&lt;, \&#60;"),
        ("$5 ~ `x` \\", r"\$5 \~ \`x\` \\"),
        ("# a #, #3, a#b", r"\# a \#, \#3, a#b"),
        ("> a", r"\> a"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("−5, -5, +5", "−5, -5, +5"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("1.5 a", "1.5 a"),
        ("    a", "a"),
        ("a\n---", "a  \n\\---"),
        ("a\n===", "a  \n\\==="),
        ("a\n= 5", "a  \n= 5"),
        ("a | b\n-|-", "a | b  \n\\-|-"),
        (f"the {TERM}a*b{END}.", r"the *a\*b*."),
        (f"{END}a{TERM}", "a"),
        ("a\x00b", "a\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_markdown_escapes_what_would_be_markup_where_it_stands(text: str, written: str) -> None:
    assert markdown(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a < b & \"c\" 'd'", "a &lt; b &amp; &quot;c&quot; &#x27;d&#x27;"),
        ("<b>", "&lt;b&gt;"),
        ("a\nb\r\nc", "a<br>b<br>c"),
        (f"the {TERM}<a>{END}", "the <i>&lt;a&gt;</i>"),
        (f"{TERM}a", "a"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("*a*", "*a*"),
    ],
)
def test_html_escapes_what_would_be_markup(text: str, written: str) -> None:
    assert html(text) == written


def _repeats_its_head(table: WordTable) -> bool:
    properties = table.rows[0]._tr.trPr
    return properties is not None and properties.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", ["key-account-specialist", "online-shop-team", "points-pay"])
def test_no_column_in_word_breaks_an_amount_or_stands_a_letter_to_a_line(
    plan: str, language: str
) -> None:
    """A letter of a cell takes at least half its size in width, a Chinese one its whole size."""
    papers = [policy_document(engine.load_plan(plan)), design_notes(engine.load_plan(plan))]
    for paper in papers:
        for table in word_file(write(paper, ".docx", language)).tables:
            for cell in (cell for row in table.rows for cell in row.cells):
                size = cell.paragraphs[0].runs[0].font.size if cell.paragraphs[0].runs else None
                letters = size.pt if size is not None else 9.5
                room = cell.width.pt - 10.8  # the margins of a cell
                for amount in re.findall(r"[−¥\d,.]{5,}(?:\xa0元)?", cell.text):
                    wide = 2 * amount.count("元") + len(amount.replace("元", ""))
                    assert room >= wide * letters * 0.5, (amount, room)
                if cell.text:
                    fewest = min(4, len(cell.text)) if language == "zh" else 2
                    assert room >= min(2, fewest) * letters, cell.text
