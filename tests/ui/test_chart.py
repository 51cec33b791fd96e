"""A chart sends its figure with a text alternative, and Plotly comes from this server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import plotly
import pytest
from plotly import graph_objects
from plotly.basedatatypes import BaseTraceType as Trace
from streamlit.testing.v1 import AppTest

from pages.ui import kit
from pages.ui.kit.chart import _locale

HERE = Path(kit.__file__).parent
OF_PYTHON = Path(plotly.__file__).parent / "package_data/plotly.min.js"
"""The Plotly of the Python package, which knows what a figure may hold."""


def page() -> None:
    import streamlit as st
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager

    from pages.ui.charts import earner_charts
    from pages.ui.kit import chart

    drawn = earner_charts.winners_and_losers([1, 2, 3, 4, 5], longest=0.6, lang="en")
    point = chart(drawn, key="bands", title="Most gain", caption="15 people", clickable=True)
    st.text(point)
    st.text(get_bidi_component_manager().get_component_path("paycurve.chart"))


@pytest.fixture(scope="module")
def app() -> AppTest:
    app = AppTest.from_function(page).run()
    assert not app.exception
    return app


def test_the_finding_is_the_text_alternative(app: AppTest) -> None:
    (component,) = app.get("bidi_component")
    sent = json.loads(component.proto.json)
    assert (sent["title"], sent["alt"], sent["caption"]) == ("Most gain", "Most gain", "15 people")
    assert sent["clickable"] is True
    assert sent["config"]["showSendToCloud"] is False
    assert sent["config"]["modeBarButtons"] == [["toImage"]]
    assert re.search(r"/paycurve\.chart/plotly\.js\?v=[0-9a-f]{12}$", sent["library"])
    assert app.text[0].value == "None"


def test_plotly_is_served_as_the_version_that_figures_are_held_against(app: AppTest) -> None:
    folder = Path(app.text[1].value)
    assert folder == HERE / "served"
    package = json.loads((HERE / "plotly/package.json").read_text("utf-8"))
    version = package["dependencies"]["plotly.js"]
    assert f"plotly.js v{version}" in OF_PYTHON.read_text("utf-8")[:200]
    assert f'"{version}"' in (folder / "plotly.js").read_text("utf-8")


def test_all_kinds_of_traces_that_pages_draw_are_served() -> None:
    source = (HERE / "plotly/source.js").read_text("utf-8")
    served = {"scatter", *re.findall(r'"plotly\.js/lib/(?!core)(\w+)"', source)}
    assert served == {"scatter", "bar", "heatmap"}
    every = (getattr(graph_objects, name) for name in graph_objects.__all__)
    kinds = {of._path_str for of in every if isinstance(of, type) and issubclass(of, Trace)}
    pages = HERE.parents[1].rglob("*.py")
    drawn = {
        kind for file in pages for kind in re.findall(r'"type": "(\w+)"', file.read_text("utf-8"))
    }
    assert {"scatter", "bar", "heatmap"} <= drawn & kinds <= served


def test_plotly_speaks_both_languages() -> None:
    english, chinese = _locale("en"), _locale("zh")
    assert english["dictionary"].keys() == chinese["dictionary"].keys()
    assert chinese["format"]["shortMonths"][0] == "1月"
    spoken = (HERE / "served/plotly.js").read_text("utf-8")
    for sentence in english["dictionary"]:
        assert sentence in spoken, "Plotly has changed this sentence"


def test_nothing_is_loaded_from_outside() -> None:
    for file in (*HERE.glob("*.js"), *HERE.glob("*.css"), *HERE.glob("*.svg")):
        outside = re.findall(r"https?://[^\s\"')]+", file.read_text("utf-8"))
        assert set(outside) <= {"http://www.w3.org/2000/svg"}, file.name
