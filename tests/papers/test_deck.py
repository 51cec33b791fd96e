"""A paper as slides: what stands where, that charts can be edited, and that no text becomes more
than text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation as open_presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches
from python_calamine import load_workbook

from engine.papers import (
    Chart,
    Decision,
    Finding,
    KeyFigure,
    Paper,
    Series,
    neutral_template,
    to_pptx,
)
from engine.reports import Table
from engine.text import Refused, Text, untranslated

NASTY = "=cmd|' /C calc'!A1 <script>{{x}}</script> http://example.org/ & \"q\" \x07"
SAFE = NASTY.replace("\x07", "\N{REPLACEMENT CHARACTER}")


def text(english: str, chinese: str) -> Text:
    return {"en": english, "zh": chinese}


COLUMNS = Chart(
    "column",
    (text("Jan", "1月"), text("Feb", "2月")),
    (
        Series(text("Now", "现行"), (24_300_000.07, None), "before"),
        Series(text("Then", "调整后"), (23_000_000.0, 23_500_000.0), "after"),
    ),
    limit=(text("Budget", "预算"), 25_000_000.0),
)
STEPS = Chart(
    "waterfall",
    tuple(map(untranslated, ("A", "B", "C", "D"))),
    (Series(text("Cost", "成本"), (10_000_000.0, -3_000_000.0, 1_000_000.0, 8_000_000.0)),),
)
PAPER = Paper(
    title=text("Threshold", "门槛"),
    subtitle=text("Sellers", "客服销售"),
    decision=Decision(
        text("Adopt it?", "是否采用？"),
        (KeyFigure(text("Cost", "成本"), untranslated("¥1"), text("was ¥2", "原为 2 元")),),
    ),
    findings=(
        Finding(text("It saves", "成本减少"), COLUMNS, points=(text("Why", "原因"),)),
        Finding(text("In steps", "逐项影响"), STEPS, notes=(text("Source: steps", "来源：逐项"),)),
    ),
    basis=((text("Seed", "随机种子"), untranslated("7")),),
    footer=text("Sellers · seed 7", "客服销售 · 种子 7"),
)


def slides_of(data: bytes) -> list[list[str]]:
    """The texts of each slide."""
    file = open_presentation(io.BytesIO(data))
    return [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for slide in file.slides
    ]


def sheets_of(data: bytes) -> list[list[list[object]]]:
    """The sheets behind the charts, in their order."""
    file = open_presentation(io.BytesIO(data))
    charts = [shape.chart for slide in file.slides for shape in slide.shapes if shape.has_chart]
    books = (chart.part.chart_workbook.xlsx_part.blob for chart in charts)
    return [load_workbook(io.BytesIO(b)).get_sheet_by_index(0).to_python() for b in books]


@pytest.mark.parametrize(("language", "decision"), [("en", "Adopt it?"), ("zh", "是否采用？")])
def test_the_decision_comes_first_and_each_message_has_its_slide(
    language: str, decision: str
) -> None:
    slides = slides_of(to_pptx(PAPER, language))
    titles = [texts[0] for texts in slides]
    assert titles[:3] == [decision, *(f.title[language] for f in PAPER.findings)]
    assert len(slides) == 4
    first = slides[0]
    assert {"¥1", PAPER.findings[0].title[language], PAPER.findings[1].title[language]} <= set(
        first
    )
    assert all(PAPER.footer[language] in texts for texts in slides)


def test_notes_hold_the_sources_and_what_the_figures_stand_on() -> None:
    file = open_presentation(io.BytesIO(to_pptx(PAPER, "en")))
    notes = [slide.notes_slide.notes_text_frame.text for slide in file.slides]
    assert "Seed: 7" in notes[0]
    assert "Source: steps" in notes[2]
    assert all("Sellers · seed 7" in note for note in notes)


def test_a_chart_carries_its_figures_to_the_fen_and_its_limit_as_a_line() -> None:
    data = to_pptx(PAPER, "en")
    columns, steps = sheets_of(data)
    assert columns == [
        ["", "Now", "Then", "Budget"],
        ["Jan", 24.30000007, 23.0, 25.0],
        ["Feb", "", 23.5, 25.0],
    ]
    # what lies below, the totals, what adds, what saves, and the height of each
    assert [row[1:] for row in steps[1:]] == [
        [0.0, 10.0, 0.0, 0.0, 10.0],
        [7.0, 0.0, 0.0, 3.0, 10.0],
        [7.0, 0.0, 1.0, 0.0, 8.0],
        [0.0, 8.0, 0.0, 0.0, 8.0],
    ]
    file = open_presentation(io.BytesIO(data))
    chart = next(s.chart for s in file.slides[1].shapes if s.has_chart)
    assert [type(plot).__name__ for plot in chart.plots] == ["BarPlot", "LinePlot"]
    assert [s.name for s in chart.plots[1].series] == ["Budget"]
    assert chart.value_axis.minimum_scale == 0


@pytest.mark.parametrize(("labels", "every"), [("26.6", None), ("2,660", "2"), ("Week 26", None)])
def test_numbers_below_a_chart_are_thinned_before_they_are_broken(
    labels: str, every: str | None
) -> None:
    """Twenty of four characters stand side by side, of five they do not; words break between."""
    names = tuple(map(untranslated, [labels] * 20))
    chart = Chart("column", names, (Series(text("Trials", "次数"), (1.0,) * 20),), unit="number")
    paper = replace(PAPER, findings=(Finding(text("Spread", "分布"), chart),))
    file = open_presentation(io.BytesIO(to_pptx(paper, "en")))
    native = next(s.chart for s in file.slides[1].shapes if s.has_chart)
    found = native._chartSpace.find(f".//{qn('c:tickLblSkip')}")
    assert (None if found is None else found.get("val")) == every


def test_amounts_are_in_the_unit_of_the_language() -> None:
    texts = slides_of(to_pptx(PAPER, "zh"))[1]
    assert "万元" in texts
    assert sheets_of(to_pptx(PAPER, "zh"))[0][1][1] == 2430.000007


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_pptx(PAPER, "en") == to_pptx(PAPER, "en")


def test_text_stays_text() -> None:
    nasty = untranslated(NASTY)
    chart = Chart("line", (nasty, nasty), (Series(nasty, (1.0, 2.0)), Series(nasty, (2.0, 1.0))))
    table = Table((nasty,), ((nasty,),), (False,))
    points = Chart("scatter", (), (Series(nasty, (1.0, None), across=(1.0, 2.0)),))
    paper = Paper(
        *(nasty, nasty, Decision(nasty, (KeyFigure(nasty, nasty, nasty),))),
        (
            Finding(nasty, chart, table, (nasty,), (nasty,)),
            Finding(nasty, points),
        ),
        ((nasty, nasty),),
        *(nasty, (nasty,)),
    )
    data = to_pptx(paper, "en")
    lines, scatter = sheets_of(data)
    assert lines[0][1:] == [SAFE, SAFE] and lines[1][0] == SAFE
    assert scatter == [["", SAFE], [1.0, 1.0]]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            content = packed.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as book:
                    content = book.read("xl/worksheets/sheet1.xml")
                assert b"<f>" not in content and b"hyperlink" not in content
            elif name.endswith(".rels"):
                assert b"External" not in content, name
            elif name.startswith("ppt/slides/"):
                assert b"hlink" not in content.replace(b'hlink="', b"")
                fields = set(re.findall(rb'<a:fld [^>]*type="(\w+)"', content))
                assert fields <= {b"slidenum"}
    assert slides_of(data)[0][0] == SAFE


def test_a_long_table_runs_over_slides_and_keeps_every_row() -> None:
    rows = tuple((untranslated(f"row {i}"), untranslated(f"{i}")) for i in range(40))
    table = Table((untranslated("Name"), untranslated("Value")), rows, (False, True), total=True)
    paper = replace(PAPER, findings=(Finding(untranslated("Rows"), table=table),))
    file = open_presentation(io.BytesIO(to_pptx(paper, "en")))
    tables = [s.table for slide in file.slides for s in slide.shapes if s.has_table][:-1]
    assert len(tables) > 1
    found = [[t.cell(i, 0).text for i in range(len(t.rows))] for t in tables]
    assert all(column[0] == "Name" for column in found)
    assert [cell for column in found for cell in column[1:]] == [f"row {i}" for i in range(40)]
    assert len(found[-1]) > 2, "a total does not stand alone"


def test_no_figure_of_a_table_is_broken_over_lines() -> None:
    long = untranslated(
        "Sellers: the employer's contributions to social insurance and housing fund"
    )
    amounts = tuple(untranslated(f"¥{i}12,709,624.06") for i in range(1, 5))
    rows = tuple((long, *amounts) for _ in range(3))
    table = Table((untranslated("Line"), *map(untranslated, "ABCD")), rows, (False, *[True] * 4))
    paper = replace(PAPER, findings=(Finding(untranslated("Rows"), table=table),))
    file = open_presentation(io.BytesIO(to_pptx(paper, "en")))
    shown = next(s.table for s in file.slides[1].shapes if s.has_table)
    size = shown.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size
    for column in list(shown.columns)[1:]:
        assert column.width > len(amounts[0]["en"]) * 0.53 * size
    assert shown.columns[0].width > Inches(1.3)


# -- one's own template ----------------------------------------------------------------------


def own_template(*kept: str) -> bytes:
    """A presentation of 4:3 with two slides and python-pptx's layouts, or those that are named."""
    file = open_presentation()
    for _ in range(2):
        slide = file.slides.add_slide(file.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "old"
    for layout in list(file.slide_layouts):
        if kept and layout.name not in (*kept, "Blank"):
            file.slide_layouts.remove(layout)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def test_slides_stand_on_ones_own_template_without_its_slides() -> None:
    data = to_pptx(PAPER, "en", own_template())
    file = open_presentation(io.BytesIO(data))
    assert len(file.slides) == 4
    assert (file.slide_width, file.slide_height) == (9_144_000, 6_858_000)
    assert {slide.slide_layout.name for slide in file.slides} == {"Title Only"}
    assert not any("old" in texts for texts in slides_of(data))
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= file.slide_width, shape.name
            assert shape.top + shape.height <= file.slide_height, shape.name


def test_on_a_dark_template_every_tone_can_be_told_from_the_ground() -> None:
    """The master's mapping has text and ground change places: what was a lighter tone of dark text
    would be white, and a darker one of the ground black."""
    file = open_presentation(io.BytesIO(neutral_template("en")))
    mapping = file.slide_master._element.find(qn("p:clrMap"))
    mapping.set("bg1", "dk1")
    mapping.set("tx1", "lt1")
    buffer = io.BytesIO()
    file.save(buffer)
    steps = replace(PAPER, findings=(*PAPER.findings, Finding(text("All", "全部"), COLUMNS)))
    painted = _tones(to_pptx(steps, "en", buffer.getvalue()))
    as_light = _tones(to_pptx(steps, "en"))
    assert {("tx1", 65_000, 35_000), ("bg1", 85_000, 0), ("0F766E", 0, 0)} <= as_light
    assert {("tx1", 65_000, 0), ("bg1", 85_000, 15_000), ("2DD4BF", 0, 0)} <= painted
    assert not painted & {("0F766E", 0, 0), ("C2410C", 0, 0), ("B45309", 0, 0)}
    assert not {tone for tone in painted if tone[0] == "tx1" and tone[2]}


def _tones(data: bytes) -> set[tuple[str, int, int]]:
    """The colours on slides and in their charts, with by how much they are darker and lighter."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if re.fullmatch(r"ppt/(slides/slide|charts/chart)\d+\.xml", name):
                for colour in parse_xml(file.read(name)).iter(qn("a:schemeClr"), qn("a:srgbClr")):
                    parts = (colour.find(qn(f"a:{part}")) for part in ("lumMod", "lumOff"))
                    tones = [0 if part is None else int(part.get("val")) for part in parts]
                    found.add((colour.get("val"), *tones))
    return found


def test_nothing_is_left_to_fill_in_where_no_layout_has_a_title_alone() -> None:
    data = to_pptx(PAPER, "en", own_template("Two Content"))
    for slide in open_presentation(io.BytesIO(data)).slides:
        assert slide.slide_layout.name == "Two Content"
        kinds = {shape.placeholder_format.type for shape in slide.placeholders}
        assert kinds == {
            PP_PLACEHOLDER.TITLE,
            PP_PLACEHOLDER.FOOTER,
            PP_PLACEHOLDER.SLIDE_NUMBER,
        }


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The same file with its kind told as another one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        (b"no archive", "template_unreadable"),
        (b"", "template_unreadable"),
        (own_template()[:2000], "template_unreadable"),
        (
            _renamed(own_template(), b"presentationml.presentation", b"presentationml.slideshow"),
            "template_unreadable",
        ),
        (
            _renamed(
                own_template(),
                b"application/vnd.openxmlformats-officedocument.presentationml.presentation",
                b"application/vnd.ms-powerpoint.presentation.macroEnabled",
            ),
            "template_unreadable",
        ),
        (own_template("Blank"), "template_without_title"),
        (bytes(50_000_001), "template_too_large"),
    ],
    ids=["text", "empty", "cut off", "a show", "macros", "no title", "too large"],
)
def test_a_template_that_slides_cannot_stand_on_is_refused(template: bytes, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        to_pptx(PAPER, "en", template)
    assert [one.key for one in refused.value.problems] == [problem]
