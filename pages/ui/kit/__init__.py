"""What every page is made of, and knows nothing of pay: frame, words, numbers, state, charts."""

from pages.ui.kit import autosave, drawing, frame, positions, scales, upload
from pages.ui.kit.cards import Card, card_row, cards_html
from pages.ui.kit.chart import Picture, changes, chart, clicked, sent
from pages.ui.kit.colours import VARIANTS, tint
from pages.ui.kit.copy_button import copy_button
from pages.ui.kit.drawing import Axis, Figure, Values
from pages.ui.kit.frame import beside, on_leaving
from pages.ui.kit.labels import distinct_labels, escape_markdown
from pages.ui.kit.number_field import as_shown, number_field, percent_format
from pages.ui.kit.page_run import end_page, run_page
from pages.ui.kit.popover import close_popover, popover
from pages.ui.kit.reconnection import session_name
from pages.ui.kit.served_files import ServedFiles
from pages.ui.kit.state import History, PartStore, Store, bound, choice, new_here
from pages.ui.kit.tab_row import tab_row
from pages.ui.kit.translations import LANGUAGE_NAMES, WORDS, language, pick, spoken, t, translate
from pages.ui.kit.undo_and_redo import undo_and_redo
from pages.ui.kit.upload import EXPORTS, StoredFile
from pages.ui.kit.waiting import (
    CANCELLABLE,
    MEASURED,
    Job,
    Loading,
    Show,
    Stopped,
    stop_waiting,
    wait_for,
    while_open,
)

__all__ = [
    "CANCELLABLE",
    "EXPORTS",
    "LANGUAGE_NAMES",
    "MEASURED",
    "VARIANTS",
    "WORDS",
    "Axis",
    "Card",
    "Figure",
    "History",
    "Job",
    "Loading",
    "PartStore",
    "Picture",
    "ServedFiles",
    "Show",
    "Stopped",
    "Store",
    "StoredFile",
    "Values",
    "as_shown",
    "autosave",
    "beside",
    "bound",
    "card_row",
    "cards_html",
    "changes",
    "chart",
    "choice",
    "clicked",
    "close_popover",
    "copy_button",
    "distinct_labels",
    "drawing",
    "end_page",
    "escape_markdown",
    "frame",
    "language",
    "new_here",
    "number_field",
    "on_leaving",
    "percent_format",
    "pick",
    "popover",
    "positions",
    "run_page",
    "scales",
    "sent",
    "session_name",
    "spoken",
    "stop_waiting",
    "t",
    "tab_row",
    "tint",
    "translate",
    "undo_and_redo",
    "upload",
    "wait_for",
    "while_open",
]
