"""The parts of the editor: a plan written line by line beside what it pays typical people."""

from pathlib import Path

from pages.ui.editor.block_gallery import block_form, chosen_block
from pages.ui.editor.draft_heading import draft_heading
from pages.ui.editor.draft_pay import curve, outcome, payouts
from pages.ui.editor.editor_sidebar import sidebar
from pages.ui.editor.formula_field import PAID, knowing
from pages.ui.editor.opening import refused, welcome
from pages.ui.editor.plan_parts import plan_parts

STYLE = Path(__file__).with_name("editor.css")

__all__ = [
    "PAID",
    "STYLE",
    "block_form",
    "chosen_block",
    "curve",
    "draft_heading",
    "knowing",
    "outcome",
    "payouts",
    "plan_parts",
    "refused",
    "sidebar",
    "welcome",
]
