"""A link brings back what was put in, and nothing else gets in."""

from __future__ import annotations

import base64
import json
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.session import link

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_what_went_in_comes_out(content: dict[str, object]) -> None:
    token = link.encode(content)
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert link.decode(token) == content


def test_a_scenario_fits_easily() -> None:
    edits = [[f"parameter_{number}", [[0.8, 0.1], [1.0, 0.2]]] for number in range(30)]
    assert len(link.encode({"plan": "service-seller", "edits": edits, "seed": 7})) < 500


@given(st.text(max_size=60))
def test_any_other_text_is_refused_in_words(token: str) -> None:
    with pytest.raises(link.BadLink) as broken:
        link.decode(token)
    assert broken.value.words.startswith("link.")


@given(st.data())
def test_a_cut_link_is_refused(data: st.DataObject) -> None:
    token = link.encode({"plan": "service-seller", "edits": [["point_value", 0.6]]})
    with pytest.raises(link.BadLink):
        link.decode(token[: data.draw(st.integers(0, len(token) - 1))])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[2, {}]", "link.other_version"),
        ("[1, []]", "link.unreadable"),
        ("[1]", "link.unreadable"),
        ("{}", "link.unreadable"),
        ("[" * 100_000, "link.unreadable"),
        (json.dumps([1, {"a": "b" * 1_000_000}]), "link.unreadable"),
    ],
)
def test_what_is_inside_is_looked_at(text: str, words: str) -> None:
    packed = zlib.compress(text.encode(), 9)
    token = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    with pytest.raises(link.BadLink) as broken:
        link.decode(token)
    assert broken.value.words == words


def test_too_much_for_a_link_is_said() -> None:
    noise = random.Random(7).randbytes(20_000).hex()
    with pytest.raises(link.BadLink) as broken:
        link.encode({"noise": noise})
    assert broken.value.words == "link.too_long"
