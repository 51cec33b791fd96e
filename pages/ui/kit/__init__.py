"""What every page is made of, and knows nothing of pay: frame, words, numbers, state, charts."""

from pages.ui.kit.numbers import (
    DASH,
    MINUS,
    Kind,
    compact_money,
    count,
    moment,
    money,
    month,
    month_names,
    months,
    number,
    percent,
    points,
    read_as,
    signed,
    span,
)

from pages.ui.kit import drawing, frame, scales, upload
from pages.ui.kit.chart import chart, clicked
from pages.ui.kit.colours import tint
from pages.ui.kit.drawing import Axis, Figure, Values
from pages.ui.kit.frame import beside
from pages.ui.kit.state import History, Row, Store, bound, choice, table, undo_and_redo
from pages.ui.kit.translations import LANGUAGES, catalogue, language, pick, t, translate
from pages.ui.kit.upload import EXPORTS, Kept
from pages.ui.kit.waiting import MEASURED, Loading, Show, awaited, leave

__all__ = [
    "DASH",
    "EXPORTS",
    "LANGUAGES",
    "MEASURED",
    "MINUS",
    "Axis",
    "Figure",
    "History",
    "Kept",
    "Kind",
    "Loading",
    "Row",
    "Show",
    "Store",
    "Values",
    "awaited",
    "beside",
    "bound",
    "catalogue",
    "chart",
    "choice",
    "clicked",
    "compact_money",
    "count",
    "drawing",
    "frame",
    "language",
    "leave",
    "moment",
    "money",
    "month",
    "month_names",
    "months",
    "number",
    "percent",
    "pick",
    "points",
    "read_as",
    "scales",
    "signed",
    "span",
    "t",
    "table",
    "tint",
    "translate",
    "undo_and_redo",
    "upload",
]
