"""Numbers, dates, periods, units and yes or no as people write them, read as what they say."""

from engine.written.flags import NO, YES
from engine.written.heading_units import (
    Unit,
    heading_seconds,
    heading_unit,
    said_unit,
    seconds_of_label,
)
from engine.written.written_dates import (
    Day,
    Days,
    Form,
    month_within,
    read_day,
    read_days,
    year_within,
)
from engine.written.written_numbers import (
    BARE,
    NumberParts,
    Numbers,
    lone_thousands,
    measure_of,
    number_parts,
    number_seconds,
    plain_decimal,
    read_numbers,
    unusual_numbers,
)
from engine.written.written_periods import (
    READINGS,
    PeriodKind,
    is_reading,
    lack_year,
    months_of_periods,
    periods_of,
    read_period,
)

__all__ = [
    "BARE",
    "NO",
    "READINGS",
    "YES",
    "Day",
    "Days",
    "Form",
    "NumberParts",
    "Numbers",
    "PeriodKind",
    "Unit",
    "heading_seconds",
    "heading_unit",
    "is_reading",
    "lack_year",
    "lone_thousands",
    "measure_of",
    "month_within",
    "months_of_periods",
    "number_parts",
    "number_seconds",
    "periods_of",
    "plain_decimal",
    "read_day",
    "read_days",
    "read_numbers",
    "read_period",
    "said_unit",
    "seconds_of_label",
    "unusual_numbers",
    "year_within",
]
