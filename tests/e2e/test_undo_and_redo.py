"""Undo and redo by keys and buttons, however quickly they follow each other and what is moved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import PATIENCE_MS, Screen
from tests.e2e.conftest import Opens
from tests.e2e.figures import FIELD, at_figures
from tests.e2e.test_what_if import type_over

expect.set_options(timeout=PATIENCE_MS)
BUTTONS = ".st-key-undo_and_redo .stButton"


@pytest.fixture
def screen(open_app: Opens) -> Screen:
    screen = open_app()
    at_figures(screen)
    return screen


def changed(screen: Screen, *values: str) -> Locator:
    """The field of a figure that has been each of these after the other; nothing has the focus."""
    field = screen.page.locator(FIELD)
    for value in values:
        type_over(field, value)
        screen.idle()
    screen.page.evaluate("() => document.activeElement.blur()")
    return field


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_steps_that_follow_each_other_quickly_are_all_taken(screen: Screen) -> None:
    page, back, forth = screen.page, "Control+z", "Control+Shift+z"
    field = changed(screen, "0.5", "0.55", "0.6", "0.65")
    for keys, value in (
        ([back] * 3, "0.5"),
        ([forth, back, forth, forth], "0.6"),
        (["Control+y", back, "Control+y", "Control+y"], "0.65"),
        ([back] * 6, "0.4"),
        ([forth] * 3, "0.6"),
    ):
        press(page, *keys)
        screen.idle()
        expect(field).to_have_value(value)
    button = page.locator(BUTTONS).first.get_by_role("button").last
    for _ in range(2):
        button.click()
    screen.idle()
    expect(field).to_have_value("0.5")


def test_what_is_changed_and_taken_back_at_once_is_taken_up_in_that_order(screen: Screen) -> None:
    page = screen.page
    field = changed(screen, "0.5")
    type_over(field, "0.6")
    press(page, "Control+z")
    screen.idle()
    expect(field).to_have_value("0.5")
    press(page, "Control+y")
    screen.idle()
    expect(field).to_have_value("0.6")
    press(page, "Control+z", "Control+z")  # and moved before the page has heard of it
    type_over(field, "0.7")
    screen.idle()
    expect(field).to_have_value("0.7")
    press(page, "Control+z")
    screen.idle()
    expect(field).to_have_value("0.4")
    press(page, "Control+y")
    screen.idle()
    expect(field).to_have_value("0.7")


def test_a_step_back_on_a_broken_line_is_taken_once_the_server_is_heard_again(
    screen: Screen,
) -> None:
    field = changed(screen, "0.5", "0.55")
    with screen.broken_line():
        press(screen.page, "Control+z")
    expect(field).to_have_value("0.5")


def test_a_step_back_takes_back_what_was_moved_before_it_and_no_choice_after_it(
    screen: Screen,
) -> None:
    page = screen.page
    screen.unfold("figure-bonus_on_period")
    choice = page.locator(".st-key-figure-bonus_on_period .stCheckbox")
    field = changed(screen, "0.5")
    with screen.slow_line() as answered:
        type_over(field, "0.6")
        page.evaluate("() => document.activeElement.blur()")
        press(page, "Control+z")
        expect(choice).to_have_css("pointer-events", "none")
        answered()
    choice.locator("label").click()
    screen.idle()
    expect(field).to_have_value("0.5")
    expect(choice.locator("input")).not_to_be_checked()
    page.evaluate("() => document.activeElement.blur()")
    press(page, "Control+z")
    screen.idle()
    expect(choice.locator("input")).to_be_checked()
    expect(field).to_have_value("0.5")
