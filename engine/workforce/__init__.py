"""People that nobody needs to know: facts drawn from a model of a workforce."""

from engine.workforce.draw import simulate
from engine.workforce.figures import (
    FIGURES,
    QUALITY,
    QUOTAS,
    Movable,
    figure_text,
    figures_text,
    movable,
    with_figures,
)
from engine.workforce.fitting import Fitted, fit, months_of
from engine.workforce.load import load_workforce, read_workforce, workforce_of, workforces
from engine.workforce.model import QualityCorrelation, SeasonalQuotas, Workforce
from engine.workforce.workforce_reader import between

__all__ = [
    "FIGURES",
    "QUALITY",
    "QUOTAS",
    "Fitted",
    "Movable",
    "QualityCorrelation",
    "SeasonalQuotas",
    "Workforce",
    "between",
    "figure_text",
    "figures_text",
    "fit",
    "load_workforce",
    "months_of",
    "movable",
    "read_workforce",
    "simulate",
    "with_figures",
    "workforce_of",
    "workforces",
]
