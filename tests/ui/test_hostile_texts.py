"""Whatever a plan, its people or a workspace are called, no text of theirs is markup on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

import engine
from engine.scenario import Personas
from engine.workspace import Version, Workspace, plan_content, scenario_content
from pages.ui.session import link
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
EVIL = (
    "<img src=//h><style>*{}</style>![p](http://h/m.png)[l](javascript:x)$a$ `b` http://h www.h.com"
)
PLAIN = re.compile(
    r"\.(id|value|raw_value|raw_values|default|placeholder|json|string_value|bytes_value)$"
    r"|^(Selectbox|MultiSelect)\.options$"  # Streamlit reads no Markdown in the options of a box
    r"|^TextInput\.|^Text\.body$|^DocString|^ArrowDataframe|\.url$|\.file_name$|\.page|^Block\.id$"
)
"""Fields that are shown as the text they are, or not shown."""
LABELS = re.compile(r"\.label$")
UNESCAPED = re.compile(r"(?<!\\)(?:<img|<style|\]\((?:http|javascript)|http://h|www\.h|\$a\$)")
FOREIGN = re.compile(r"<(?:img src=//|style>\*)")
pytestmark = pytest.mark.usefixtures("kept")


def hostile_plan() -> str:
    """A plan of the catalogue in which every text that people read begins with markup."""
    text = (ROOT / "data/plans/service-seller.yaml").read_text("utf-8")

    def infect(value: Any, inside: str = "") -> Any:
        if isinstance(value, dict) and value.keys() == {"en", "zh"}:
            return {language: EVIL + said for language, said in value.items()}
        if isinstance(value, dict):
            return {key: infect(entry, key) for key, entry in value.items()}
        if isinstance(value, list):
            return [infect(entry) for entry in value]
        return EVIL if inside in ("document", "unit") and value == "CNY" else value

    content: Any = engine.plan.build(engine.yaml_files.Document(text, "plan")).content
    return engine.yaml_files.Document.of(infect(content), "").text()


@pytest.fixture
def plan(kept: Workspace) -> Version:
    return kept.save(plan_content(hostile_plan(), EVIL[:100]), note=EVIL, author=EVIL).version


def fields(message: Message, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a message, with the way to it."""
    for field, value in message.ListFields():
        if field.type == field.TYPE_MESSAGE:
            if not field.message_type.GetOptions().map_entry:
                parts = value if isinstance(value, list) or hasattr(value, "add") else [value]
                for part in parts:
                    yield from fields(part, f"{path}.{field.name}")
        elif field.type == field.TYPE_STRING:
            for text in [value] if isinstance(value, str) else value:
                yield f"{path}.{field.name}", text


def markup(app: AppTest) -> dict[str, str]:
    """Where a text of the plan would be read as Markdown or HTML."""
    found = {}
    stack: list[Any] = [app._tree]
    while stack:
        node = stack.pop()
        children = getattr(node, "children", {})
        stack += children.values() if isinstance(children, dict) else []
        proto = getattr(node, "proto", None)
        if not isinstance(proto, Message):
            continue
        for path, text in fields(proto, type(proto).__name__):
            wrong = FOREIGN if path == "Html.body" else UNESCAPED
            if PLAIN.search(path) and not LABELS.search(path):
                continue
            if match := wrong.search(text):
                found[path] = text[max(0, match.start() - 40) : match.end() + 20]
    return found


def page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def scenario_link(kept: Workspace, plan: Version) -> str:
    scenario = engine.Scenario(kept.plan(plan.id), people=Personas()).set("weight_sales", 0.5)
    kept.save(scenario_content(scenario, EVIL[:100], plan.item), note=EVIL, author=EVIL)
    return link.encode({**scenario.as_json(), "plan_item": plan.item})


def test_what_if_and_health_show_texts_as_texts(kept: Workspace, plan: Version) -> None:
    token = scenario_link(kept, plan)
    app = page("what_if", s=token)
    assert not app.exception
    found = markup(app)
    for group in app.get("button_group"):
        if group.key and group.key.startswith("details"):
            for option in group.options:
                found |= markup(group.set_value(option).run())
    assert found == {}
    app = page("health", s=token)
    assert not app.exception
    assert markup(app) == {}


def test_library_and_workspace_show_texts_as_texts(kept: Workspace, plan: Version) -> None:
    scenario_link(kept, plan)
    kept.save(plan_content("nope: [", f"draft {EVIL}"[:100]), note=EVIL, author=EVIL)
    assert markup(page("library")) == {}
    assert markup(page("library", plan=plan.item)) == {}
    app = page("workspace")
    for item in kept.items(hidden=True):
        app.session_state["workspace/chosen"] = item.id
        app.run()
        assert not app.exception
        assert markup(app) == {}


def test_the_editor_shows_texts_as_texts(kept: Workspace, plan: Version) -> None:
    def opened(item: str) -> None:
        import runpy

        from pages.ui.session import draft_session, kept_items

        if not draft_session.is_open():
            draft_session.edit_version(kept_items.workspace().item(item).current)
        runpy.run_path("pages/editor.py")

    app = AppTest.from_function(opened, default_timeout=120, args=(plan.item,)).run()
    for tab in ("lines", "columns", "parameters", "personas", "about", "text"):
        app.session_state["editor/tab"] = tab
        app.run()
        assert markup(app) == {}
