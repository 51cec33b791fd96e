"""People that nobody needs to know: facts drawn from a model of a workforce."""

from engine.workforce.draw import (
    BLOCK,
    people_for,
    people_there,
    simulate,
    simulated_blocks,
)
from engine.workforce.drawn_columns import has_columns_of
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
from engine.workforce.fitting_coverage import Coverage, Split, coverage
from engine.workforce.fitting_quality import Likeness, Pair, Quality, quality
from engine.workforce.future import Future
from engine.workforce.load import load_workforce, read_workforce, workforce_of, workforces
from engine.workforce.model import (
    Measure,
    Product,
    QualityCorrelation,
    SeasonalQuotas,
    Unsure,
    Workforce,
)
from engine.workforce.outlook import Outlook, Temporary, has_factor
from engine.workforce.staying import leavers_a_year, with_leavers
from engine.workforce.traits import Trait, traits
from engine.workforce.workforce_reader import between

__all__ = [
    "BLOCK",
    "FIGURES",
    "QUALITY",
    "QUOTAS",
    "Coverage",
    "Fitted",
    "Future",
    "Likeness",
    "Measure",
    "Movable",
    "Outlook",
    "Pair",
    "Product",
    "Quality",
    "QualityCorrelation",
    "SeasonalQuotas",
    "Split",
    "Temporary",
    "Trait",
    "Unsure",
    "Workforce",
    "between",
    "coverage",
    "figure_text",
    "figures_text",
    "fit",
    "has_columns_of",
    "has_factor",
    "leavers_a_year",
    "load_workforce",
    "months_of",
    "movable",
    "people_for",
    "people_there",
    "quality",
    "read_workforce",
    "simulate",
    "simulated_blocks",
    "traits",
    "with_figures",
    "with_leavers",
    "workforce_of",
    "workforces",
]
