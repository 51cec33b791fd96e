"""How measures hang together, as cells."""

from __future__ import annotations

import numpy as np

from pages.ui.workforce.link_charts import links_figure

NAMES = ["Months of service", "Quota", "Sales", "Customer satisfaction"]


def test_each_column_is_named_on_its_topmost_cell() -> None:
    figure = links_figure(NAMES, np.eye(4), "en")
    (heat,), sheet = figure["data"], figure["layout"]
    tops = [next(y for y, row in enumerate(heat["z"]) if row[x] is not None) for x in range(3)]
    assert tops == [0, 1, 2]
    named = {label["text"]: (label["x"], label["y"]) for label in sheet["annotations"]}
    assert named == {
        name: (x - 0.48, top - 0.5)
        for x, (name, top) in enumerate(zip(NAMES[:-1], tops, strict=True))
    }
    assert sheet["yaxis"]["range"][1] < -1, "room above the first cell"
