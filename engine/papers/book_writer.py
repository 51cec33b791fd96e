"""Workbooks written: numbers in their formats, headings that stay in sight, native charts, ready to
be printed. No text in them can become a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from engine.papers.book import Book, BookCell, BookChart, BookColumn, BookSheet, Number
from engine.papers.book_places import HERE, Place, Places
from engine.papers.paper_look import COLOURS, LIMIT, MUTED, ONE_BY_ONE, RULE, SHADE
from engine.reports import MOST_ROWS, Figure, one_line
from engine.text import Problem, Refused, count

FORMATS: Mapping[str, str] = {
    "yuan": "#,##0.00",
    "mean": "#,##0.00",
    "yuan_more": "+#,##0.00;-#,##0.00;0.00",
    "share": "0.00%",
    "share_more": "+0.00%;-0.00%;0.00%",
    "points": "+0.00%;-0.00%;0.00%",
    "count": "#,##0",
    "count_more": "+#,##0;-#,##0;0",
    "number": "General",
    "coefficient": "0.0000",
    "coefficient_more": "+0.0000;-0.0000;0.0000",
    "number_more": "+General;-General;0",
    "amount": "#,##0.00####",
    "amount_more": "+#,##0.00####;-#,##0.00####;0.00",
    "percentage": "0.00####%",
    "percentage_more": "+0.00####%;-0.00####%;0.00%",
}
"""How a workbook shows numbers of each unit."""
ON_AXES: Mapping[str, str] = {"yuan": "#,##0", "yuan_more": "#,##0", "share": "0%"}
A4, NARROW, WIDE, WIDEST = 9, 10, 14, 60
LONGEST_NAME, LONGEST_TEXT, LONGEST_FOOTER = 31, 32_767, 180
"""Characters of the name of a sheet, of a cell, and of a footer that fits on a line."""
SERIES = (COLOURS["before"], *ONE_BY_ONE)
"""Colours of the columns of a chart, in their order; the first is the baseline's."""
LINE, LINE_PIXELS, FEW = 15, 20, 12
"""The height of a line in points and pixels, and so many rows that stay in sight anyway."""
ON_ONE_PAGE, WITHOUT_CHARTS = 75, 45
"""So many lines are still read when they are printed on one page, with charts among them and as
lines of figures alone."""
LARGE: Mapping[str, tuple[float, str]] = {
    "en": (10_000_000.0, "millions"),
    "zh": (1_000_000.0, "ten_thousands"),
}
"""From which amount on an axis has a larger unit, and which."""
SAMPLED = 200
"""So many rows decide how wide a column is, and whether it holds numbers."""
EARLIEST = datetime(2000, 1, 1)
CHART_WIDTH, CHART_HEIGHT = 760, 300
_NOT_IN_NAMES = str.maketrans({c: " " for c in r"[]:*?/\'"})
_NO_CODES = str.maketrans({"&": "＆"})
"""What begins a code in a footer, such as that of a picture."""
_FONT = {"en": "Calibri", "zh": "微软雅黑"}


def to_workbook(book: Book, language: str) -> bytes:
    """The workbook in one language; the same one gives the same bytes. Raises Refused where a sheet
    is longer than one can be."""
    for sheet in book.sheets:
        if len(sheet.rows) + sheet_head(sheet) + 2 > MOST_ROWS:
            said = {"count": len(sheet.rows), "most": count(MOST_ROWS)}
            raise Refused([Problem("workbook_too_long", said)])
    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": True,
        "in_memory": True,
        "default_format_properties": {"font_name": _FONT[language], "font_size": 10},
    }
    with xlsxwriter.Workbook(buffer, options) as file:
        _Writer(file, book, language).write()
    return buffer.getvalue()


def sheet_head(sheet: BookSheet) -> int:
    """The row of the headings, counted from 0: below the title, the remarks and an empty row."""
    return 2 + len(sheet.lead)


class _KnownFunctions(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas have only functions that every version of Excel knows: they need not
    be looked through for names of newer ones, which takes half of the time of a long sheet."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Writer:
    """Writes the sheets of a workbook in one language."""

    def __init__(self, file: xlsxwriter.Workbook, book: Book, language: str) -> None:
        self.file, self.book, self.language = file, book, language
        self._formats: dict[tuple[str, ...], Format] = {}
        names: set[str] = set()
        self.places = Places(
            Place(sheet, _free_name(self._said(sheet.name), names), sheet_head(sheet))
            for sheet in book.sheets
        )

    def write(self) -> None:
        """All sheets, in their order."""
        self.file.set_properties(
            {
                "title": self._said(self.book.title),
                "author": "Paycurve",
                "comments": self._said(self.book.footer),
                "created": EARLIEST,
            }
        )
        self.file.set_size(2400, 1500)
        for sheet in self.book.sheets:
            self._sheet(sheet, self.places[sheet.id])

    def _sheet(self, sheet: BookSheet, place: Place) -> None:
        file = self.file.add_worksheet(place.name, _KnownFunctions)
        file.hide_gridlines(2)
        self._printed(file, sheet, place)
        widths = self._widths(sheet)
        for j, width in enumerate(widths):
            file.set_column(j, j, width)
        self._lead(file, sheet, widths)
        numbers = _number_columns(sheet)
        heads = [self._said(column.head) for column in sheet.columns]
        file.set_row(place.head, LINE * max(map(_lines, heads, widths)) + 3)
        for j, column in enumerate(sheet.columns):
            look = "head_right" if column.id in numbers else "head"
            file.write_string(place.head, j, heads[j], self._format(look))
        formulas = [
            self.places.formula(column.formula, place) if column.formula else ""
            for column in sheet.columns
        ]
        looks = ["right" if column.id in numbers else "" for column in sheet.columns]
        for i, row in enumerate(sheet.rows):
            if len(sheet.rows) <= SAMPLED:
                said = ["" if isinstance(c, Number | Figure) else self._said(c) for c in row]
                file.set_row(place.first + i, LINE * max(map(_lines, said, widths)))
            for j, cell in enumerate(row):
                self._cell(file, place, place.first + i, j, cell, formulas[j], looks[j])
        if sheet.total is not None:
            for j, (cell, column) in enumerate(zip(sheet.total, sheet.columns, strict=True)):
                formula = self._total(column, place) if sheet.rows else ""
                self._cell(file, place, place.last + 1, j, cell, formula, "total")
        if sheet.is_filtered and sheet.rows:
            file.autofilter(place.head, 0, place.last, len(sheet.columns) - 1)
        self._charts(file, sheet, place)

    def _lead(self, file: Worksheet, sheet: BookSheet, widths: Sequence[int]) -> None:
        """The title and the remarks below it, each over the whole width of the table."""
        file.set_row(0, 24)
        file.write_string(0, 0, self._said(sheet.title), self._format("title"))
        wide = max(sum(widths), 60)
        for i, text in enumerate(sheet.lead, start=1):
            said = self._said(text)
            file.set_row(i, LINE * _lines(said, wide))
            if len(widths) > 1:
                file.merge_range(i, 0, i, len(widths) - 1, said, self._format("lead"))
            else:
                file.write_string(i, 0, said, self._format("lead"))

    def _cell(
        self,
        file: Worksheet,
        place: Place,
        row: int,
        column: int,
        cell: BookCell,
        formula: str,
        look: str = "",
    ) -> None:
        if not isinstance(cell, Number | Figure):
            file.write_string(row, column, self._said(cell), self._format("text", look))
            return
        style = self._format("number", look, cell.unit)
        if cell.value is None or cell.value != cell.value:
            file.write_blank(row, column, None, style)
            return
        if isinstance(cell, Number) and cell.formula:
            formula = self.places.formula(cell.formula, place)
        if formula:
            written = formula.replace(HERE, str(row + 1))
            file.write_formula(row, column, written, style, cell.value)
        else:
            file.write_number(row, column, cell.value, style)

    def _total(self, column: BookColumn, place: Place) -> str:
        """How the number of the row that sums up comes about."""
        if column.total == "sum":
            return self.places.formula(f"SUM([{column.id}:])", place)
        return self.places.formula(column.total, place) if column.total else ""

    # -- charts ----------------------------------------------------------------------------

    def _charts(self, file: Worksheet, sheet: BookSheet, place: Place) -> None:
        """Charts below the table, under one another."""
        if not sheet.rows:
            return
        row = place.last + 4
        for chart in sheet.charts:
            file.insert_chart(row, 0, self._chart(chart, sheet, place), {"x_offset": 8})
            row += self._chart_height(chart, sheet) // LINE_PIXELS + 2

    def _chart(self, chart: BookChart, sheet: BookSheet, place: Place) -> Any:
        kinds = {"stacked": {"type": "column", "subtype": "stacked"}}
        drawn = self.file.add_chart(kinds.get(chart.kind, {"type": chart.kind}))
        count = min(chart.most or len(sheet.rows), len(sheet.rows))
        across = f"={place.span(chart.across, count, chart.within)}"
        for name, colour in zip(chart.series, SERIES * len(chart.series), strict=False):
            said = f"={place.quoted}!{_cell_name(place, name)}"
            series: dict[str, Any] = {
                "name": said,
                "categories": across,
                "values": f"={place.span(name, count)}",
                "gap": 60,
            }
            line = {"color": f"#{colour}", "width": 2.25}
            series |= {"line": line} if chart.kind == "line" else {"fill": {"color": f"#{colour}"}}
            drawn.add_series(series)
        if chart.limit:
            self._limit(drawn, chart, place, across, count)
        drawn.set_title(
            {"name": self._said(chart.title), "name_font": {"size": 12}, "overlay": False}
        )
        values: dict[str, Any] = {
            "num_format": ON_AXES.get(chart.unit, "General"),
            "major_gridlines": {"visible": True, "line": {"color": f"#{RULE}"}},
            "line": {"none": True},
        }
        known = [value for name in chart.series for value in _values(sheet, name, count)]
        if all(value >= 0 for value in known):
            values["min"] = 0
        if chart.unit == "yuan" and max(map(abs, known), default=0.0) >= LARGE[self.language][0]:
            values["display_units"] = LARGE[self.language][1]
            values["display_units_visible"] = True
        sideways = chart.kind == "bar"
        drawn.set_x_axis(values if sideways else {})
        drawn.set_y_axis({"reverse": True, "crossing": "max"} if sideways else values)
        one = len(chart.series) == 1 and not chart.limit
        drawn.set_legend({"none": True} if one else {"position": "bottom"})
        height = self._chart_height(chart, sheet)
        drawn.set_size({"width": CHART_WIDTH, "height": height})
        return drawn

    def _limit(self, drawn: Any, chart: BookChart, place: Place, across: str, count: int) -> None:
        line = {"color": f"#{LIMIT}", "width": 2.25, "dash_type": "dash"}
        own = {
            "name": f"={place.quoted}!{_cell_name(place, chart.limit)}",
            "categories": across,
            "values": f"={place.span(chart.limit, count)}",
            "line": line,
        }
        if chart.kind == "line":
            drawn.add_series(own)
            return
        above = self.file.add_chart({"type": "line"})
        above.add_series(own)
        drawn.combine(above)

    # -- looks -----------------------------------------------------------------------------

    def _printed(self, file: Worksheet, sheet: BookSheet, place: Place) -> None:
        file.set_landscape()
        file.set_paper(A4)
        most = ON_ONE_PAGE if sheet.charts else WITHOUT_CHARTS
        file.fit_to_pages(1, 1 if self._height(sheet, place) <= most else 0)
        file.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        file.repeat_rows(place.head)
        if len(sheet.rows) > FEW:
            file.freeze_panes(place.head + 1, 1)
        rests_on = self._said(self.book.footer)
        if len(rests_on) > LONGEST_FOOTER:
            rests_on = f"{rests_on[: LONGEST_FOOTER - 1]}…"
        file.set_footer(f"&L&8 {rests_on.translate(_NO_CODES)}&R&8 &A · &P / &N")

    def _height(self, sheet: BookSheet, place: Place) -> int:
        """How many lines a sheet has down to the end of its charts."""
        heights = (self._chart_height(chart, sheet) // LINE_PIXELS + 2 for chart in sheet.charts)
        return place.last + 3 + sum(heights)

    @staticmethod
    def _chart_height(chart: BookChart, sheet: BookSheet) -> int:
        """How high a chart is in pixels: bars need room for each."""
        if chart.kind != "bar":
            return CHART_HEIGHT
        count = min(chart.most or len(sheet.rows), len(sheet.rows))
        return max(CHART_HEIGHT, 120 + 16 * count * len(chart.series))

    def _format(self, *looks: str) -> Format:
        if looks not in self._formats:
            parts: dict[str, Any] = {"valign": "vcenter"}
            for look in looks:
                parts |= _LOOKS.get(look, {})
            if "number" in looks:
                parts["num_format"] = FORMATS[looks[-1]]
            self._formats[looks] = self.file.add_format(parts)
        return self._formats[looks]

    def _widths(self, sheet: BookSheet) -> list[int]:
        """The width of each column in characters: of its heading on two lines, and of what it holds
        in the first rows."""
        numbers = _number_columns(sheet)
        widths = []
        for j, column in enumerate(sheet.columns):
            width = max(NARROW, _width(self._said(column.head)) // 2 + 4)
            if column.id in numbers:
                width = max(width, WIDE)
            for row in (*sheet.rows[:SAMPLED], *([sheet.total] if sheet.total is not None else [])):
                if isinstance(cell := row[j], Number | Figure):
                    width = max(width, len(f"{cell.value or 0.0:,.2f}") + 3)
                else:
                    width = max(width, _width(self._said(cell)) + 2)
            widths.append(column.width or min(width, WIDEST))
        return widths

    def _said(self, text: Mapping[str, str]) -> str:
        lines = map(one_line, text[self.language].split("\n"))
        return "\n".join(lines)[:LONGEST_TEXT]


_HEAD = {"bold": True, "bg_color": f"#{SHADE}", "bottom": 1, "text_wrap": True, "valign": "bottom"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "lead": {"font_color": f"#{MUTED}", "text_wrap": True, "valign": "top"},
    "head": _HEAD,
    "head_right": {**_HEAD, "align": "right"},
    "text": {"text_wrap": True},
    "right": {"align": "right"},
    "total": {"bold": True, "top": 1, "top_color": f"#{MUTED}"},
}


def _number_columns(sheet: BookSheet) -> frozenset[str]:
    """The columns that hold numbers in their first rows."""
    rows = [*sheet.rows[:SAMPLED], *([sheet.total] if sheet.total is not None else [])]
    return frozenset(
        column.id
        for j, column in enumerate(sheet.columns)
        if any(isinstance(row[j], Number | Figure) for row in rows)
    )


def _values(sheet: BookSheet, column: str, count: int) -> Iterator[float]:
    """The numbers in the first rows of a column."""
    j = [own.id for own in sheet.columns].index(column)
    for row in sheet.rows[:count]:
        if isinstance(cell := row[j], Number | Figure) and cell.value is not None:
            yield cell.value


def _cell_name(place: Place, column: str) -> str:
    """The heading of a column, as a chart names its series."""
    return str(xl_rowcol_to_cell(place.head, place.column(column), row_abs=True, col_abs=True))


def _free_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    name = name.translate(_NOT_IN_NAMES).strip()[:LONGEST_NAME] or "-"
    found, again = name, 2
    while found.casefold() in taken:
        found = f"{name[: LONGEST_NAME - 5]} ({again})"
        again += 1
    taken.add(found.casefold())
    return found


def _lines(text: str, width: int) -> int:
    """On how many lines a text stands in a column of so many characters."""
    return sum(max(1, -(-_width(line) * 9 // (10 * width))) for line in text.split("\n"))


def _width(text: str) -> int:
    """The width of a text in characters; a Chinese one takes two."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
