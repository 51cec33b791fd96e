"""The figures of a workforce file that may be moved: which measures and seasons they are of."""

from __future__ import annotations

from collections.abc import Mapping

from engine.workforce.figures import FIGURES, QUALITY, QUOTAS
from engine.workforce.model import Figure, Measure, QualityCorrelation, SeasonalQuotas
from engine.workforce.workforce_reader import TWO_MEASURES, WorkforceReader
from engine.yaml_files import Json


def read_figures(
    reader: WorkforceReader,
    seasons: Mapping[str, tuple[float, ...]],
    measures: Mapping[str, Measure],
) -> dict[str, Figure]:
    """The figures of the section `figures`, which a file need not have."""
    found: dict[str, Figure] = {}
    reader.known_keys(dict(reader.section("figures")), FIGURES, "figures")
    for name, data in reader.entries("figures"):
        path = ("figures", name)
        if name == QUALITY:
            found[name] = _quality(reader, data, measures, *path)
        elif name == QUOTAS:
            found[name] = _quotas(reader, data, seasons, measures, *path)
    return found


def _quality(
    reader: WorkforceReader,
    data: Mapping[str, Json],
    measures: Mapping[str, Measure],
    *path: str,
) -> QualityCorrelation:
    reader.known_keys(data, ("of", "label"), *path)
    drawn = [measure.id for measure in measures.values() if measure.drawn]
    of = data.get("of")
    if not isinstance(of, list) or len(of) != 2 or of[0] == of[1]:
        reader.no_list(TWO_MEASURES, "[attainment, csat]", *path, "of")
        of = (drawn * 2)[:2]
    first, second = (reader.choice("measure", name, drawn, *path, "of") for name in of)
    return QualityCorrelation((first, second), reader.text(data.get("label"), *path, "label"))


def _quotas(
    reader: WorkforceReader,
    data: Mapping[str, Json],
    seasons: Mapping[str, tuple[float, ...]],
    measures: Mapping[str, Measure],
    *path: str,
) -> SeasonalQuotas:
    reader.known_keys(data, ("season", "quotas", "rest"), *path)
    graded = [m.id for m in measures.values() if m.drawn and not m.drawn.whole]
    season = reader.choice("season", data.get("season"), tuple(seasons), *path, "season")
    quotas = reader.choice("measure", data.get("quotas"), graded, *path, "quotas")
    rest = ""
    if "rest" in data:
        others = [name for name in graded if name != quotas]
        rest = reader.choice("measure", data["rest"], others, *path, "rest")
    for month, index in enumerate(seasons.get(season, ()), start=1):
        reader.positive(index, 0, 100, "seasons", season, str(month))
    return SeasonalQuotas(season, quotas, rest)
