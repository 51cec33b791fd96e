"""The file of a presentation by the rules that PowerPoint asks of it: parts with a type, relations
that lead somewhere, ids and series once each, elements of charts in the order of their schema."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from pptx.oxml import parse_xml

from engine.papers import to_pptx
from tests.papers.every_chart import paper_of_every_chart

SERIES = "idx order tx spPr invertIfNegative marker dPt dLbls cat xVal val yVal smooth"
ORDER = {
    "ser": SERIES,
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "areaChart": "grouping varyColors ser dLbls axId",
    "lineChart": "grouping varyColors ser dLbls marker smooth axId",
    "scatterChart": "scatterStyle varyColors ser dLbls axId",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "scaling": "orientation max min",
    "catAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossBetween",
    "tcPr": "lnT lnB noFill solidFill",
}


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    data = to_pptx(paper_of_every_chart(), "zh")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name.lower() for name in packed.namelist()]
        assert len(set(names)) == len(names)
        return {name: packed.read(name) for name in packed.namelist()}


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _elements(parts: dict[str, bytes], folder: str) -> Iterator[tuple[str, Any]]:
    for name, content in parts.items():
        if name.startswith(folder) and name.endswith(".xml"):
            yield name, parse_xml(content)


def test_every_part_has_a_type_and_every_relation_leads_somewhere(parts: dict[str, bytes]) -> None:
    types = parse_xml(parts["[Content_Types].xml"])
    known = {one.get("PartName") for one in types if _local(one) == "Override"}
    endings = {one.get("Extension").lower() for one in types if _local(one) == "Default"}
    assert {name[1:] for name in known} <= set(parts)
    for name in parts:
        ending = name.rpartition(".")[2].lower()
        assert f"/{name}" in known or ending in endings or name == "[Content_Types].xml", name
    for name in (name for name in parts if name.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        relations = list(parse_xml(parts[name]))
        assert len({one.get("Id") for one in relations}) == len(relations), name
        for one in relations:
            target = one.get("Target")
            full = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            assert posixpath.normpath(full) in parts, (name, target)


def test_shapes_and_series_have_numbers_of_their_own(parts: dict[str, bytes]) -> None:
    for name, root in _elements(parts, "ppt/slides/"):
        ids = [one.get("id") for one in root.iter("{*}cNvPr")]
        assert len(set(ids)) == len(ids), name
    charts = list(_elements(parts, "ppt/charts/"))
    assert charts
    for name, root in charts:
        for number in ("idx", "order"):
            found = [one.find(f"{{*}}{number}").get("val") for one in root.iter("{*}ser")]
            assert len(set(found)) == len(found), (name, number)


def test_elements_stand_in_the_order_of_their_schema(parts: dict[str, bytes]) -> None:
    seen = set()
    for folder in ("ppt/charts/", "ppt/slides/"):
        for name, root in _elements(parts, folder):
            for element in root.iter():
                order = ORDER.get(_local(element))
                if order is None:
                    continue
                places = [order.split().index(_local(child)) for child in element]
                assert places == sorted(places), (name, _local(element))
                seen.add(_local(element))
    assert seen == set(ORDER)


def test_charts_are_told_in_words_with_their_figures(parts: dict[str, bytes]) -> None:
    told = [
        frame.find(".//{*}cNvPr").get("descr").replace("\u00a0", " ")
        for _, root in _elements(parts, "ppt/slides/")
        for frame in root.iter("{*}graphicFrame")
        if frame.find(".//{*}chart") is not None
    ]
    assert len(told) == 8
    assert all("元" in text for text in told)
    (steps,) = [text for text in told if "瀑布图" in text]
    assert "2027年1月 500 万元；2027年2月 10 万元" in steps
    (band,) = [text for text in told if "区间与折线图" in text]
    assert "low：2027年1月 100 万元" in band
