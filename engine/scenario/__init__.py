"""A plan, what was changed in it, and whose pay it is about: one small value, and its file."""

from engine.scenario.example_variant import example_values
from engine.scenario.held_against import BASELINE, Baseline
from engine.scenario.people import (
    FILE_KINDS,
    LARGEST_SEED,
    FromFile,
    People,
    Personas,
    Simulated,
    people_from_json,
    people_json,
)
from engine.scenario.projection_settings import (
    ASSUMPTIONS,
    MOST_MONTHS_AHEAD,
    PROJECTION,
    SET,
    ProjectionSettings,
    unknown_entries,
)
from engine.scenario.scenario import Scenario
from engine.scenario.scenario_file import beside, facts_of, located, read_scenario

__all__ = [
    "ASSUMPTIONS",
    "BASELINE",
    "FILE_KINDS",
    "LARGEST_SEED",
    "MOST_MONTHS_AHEAD",
    "PROJECTION",
    "SET",
    "Baseline",
    "FromFile",
    "People",
    "Personas",
    "ProjectionSettings",
    "Scenario",
    "Simulated",
    "beside",
    "example_values",
    "facts_of",
    "located",
    "people_from_json",
    "people_json",
    "read_scenario",
    "unknown_entries",
]
