"""The service-seller plan as an able user of Polars or DuckDB would write it.

Polars gets a row for each employee and a column for each month, DuckDB a row for each month: each
the form in which it is quickest at 100,000 people. Everyone must be in service all year. The guards
are those of the other rivals.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from engine.facts import Facts
from tests.bench.rivals import (
    BINS,
    HALF,
    INPUTS,
    LINES,
    PERCENTS,
    REACHED,
    Figures,
    Lines,
    Report,
    Steps,
    pandas_table,
)

if TYPE_CHECKING:
    import polars as pl

MONTHS = range(12)


# --- Polars -----------------------------------------------------------------------------------


def polars_table(facts: Facts) -> pl.DataFrame:
    """A row for each employee, a column for each input and month."""
    import polars as pl

    columns = {f"grade_{m}": facts.categories["grade"].codes[m] for m in MONTHS}
    columns |= {f"{name}_{m}": facts.numbers[name][m] for name in INPUTS for m in MONTHS}
    return pl.DataFrame(columns)


def polars_lines(table: pl.DataFrame, figures: Figures) -> pl.DataFrame:
    """Measures and lines in yuan: a column for each of them and each month that pays it."""
    import polars as pl

    def ratio(sold: pl.Expr, expected: pl.Expr) -> pl.Expr:
        return pl.when(expected > 0).then(sold / expected).otherwise(0.0)

    def step(x: pl.Expr, steps: Steps) -> pl.Expr:
        value: Any = pl.lit(0.0)
        for start, figure in steps:
            value = pl.when(x >= start * REACHED).then(figure).otherwise(value)
        return value

    def fen(yuan: pl.Expr) -> pl.Expr:
        return (yuan * 100 + HALF).floor() / 100

    def base(month: int) -> pl.Expr:
        value: Any = pl.lit(figures.base_by_grade[-1])
        for code, figure in reversed(list(enumerate(figures.base_by_grade[:-1]))):
            value = pl.when(pl.col(f"grade_{month}") == code).then(figure).otherwise(value)
        return value.alias(f"base_pay_{month}")

    def total(columns: Iterable[pl.Expr]) -> pl.Expr:
        return reduce(lambda a, b: a + b, columns)

    def bonus(last: int, every: int, steps: Steps) -> pl.Expr:
        months = range(last - every + 1, last + 1)
        with_quota = [pl.col(f"quota_{m}") > 0 for m in months]
        sold = total(
            pl.when(has).then(pl.col(f"sales_{m}")).otherwise(0.0)
            for has, m in zip(with_quota, months, strict=True)
        )
        expected = total(pl.col(f"quota_{m}").clip(0) for m in months)
        pay = total(pl.col(f"base_pay_{m}") for m in months)
        return fen(pay * step(ratio(sold, expected), steps))

    def coefficient(m: int) -> pl.Expr:
        parts = (
            pl.col(f"attainment_{m}"),
            pl.col(f"csat_{m}") / figures.csat_target,
            2 - pl.col(f"complaint_rate_{m}") / figures.complaint_target,
            pl.col(f"team_score_{m}") / 100,
        )
        weighed = zip(figures.weights, parts, strict=True)
        return total(weight * part.clip(0, figures.factor_cap) for weight, part in weighed)

    def gross(m: int) -> pl.Expr:
        lines = [f"{line}_{m}" for line in ("base_pay", "performance_pay", "monthly_bonus")]
        lines += [f"quarterly_bonus_{m}"] * (m % 3 == 2) + [f"annual_bonus_{m}"] * (m == 11)
        return total(pl.col(line) for line in lines)

    return (
        table.lazy()
        .with_columns(
            *(
                ratio(pl.col(f"sales_{m}"), pl.col(f"quota_{m}")).alias(f"attainment_{m}")
                for m in MONTHS
            ),
            *(base(m) for m in MONTHS),
        )
        .with_columns(coefficient(m).alias(f"coefficient_{m}") for m in MONTHS)
        .with_columns(
            *(
                fen(pl.col(f"base_pay_{m}") * pl.col(f"coefficient_{m}")).alias(
                    f"performance_pay_{m}"
                )
                for m in MONTHS
            ),
            *(
                fen(
                    pl.col(f"base_pay_{m}") * step(pl.col(f"attainment_{m}"), figures.monthly_steps)
                ).alias(f"monthly_bonus_{m}")
                for m in MONTHS
            ),
            *(
                bonus(m, 3, figures.quarterly_steps).alias(f"quarterly_bonus_{m}")
                for m in MONTHS[2::3]
            ),
            bonus(11, 12, figures.annual_steps).alias("annual_bonus_11"),
        )
        .with_columns(gross(m).alias(f"gross_pay_{m}") for m in MONTHS)
        .drop(f"{name}_{m}" for name in ("grade", *INPUTS) for m in MONTHS)
        .collect()
    )


def polars_report(lines: pl.DataFrame) -> Report:
    """Totals, histogram and percentiles of gross pay."""
    import polars as pl

    months = [f"gross_pay_{m}" for m in MONTHS]
    by_person = lines.select(pl.sum_horizontal(months).alias("pay"))["pay"]
    return Report(
        np.array(lines.select(pl.col(months).sum()).row(0)),
        np.histogram(by_person.to_numpy(), BINS)[0],
        np.array([by_person.quantile(p / 100, "linear") for p in PERCENTS]),
    )


def polars_grid(facts: Facts, lines: pl.DataFrame) -> Lines:
    """The lines as arrays `[month, employee]`."""
    grids = {name: np.zeros(facts.present.shape) for name in LINES}
    for name, grid in grids.items():
        for m in MONTHS:
            if f"{name}_{m}" in lines.columns:
                grid[m] = lines[f"{name}_{m}"].to_numpy()
    return grids


# --- DuckDB -----------------------------------------------------------------------------------


class DuckDB:
    """A database in memory that holds a row for each employee and month."""

    def __init__(self, facts: Facts) -> None:
        import duckdb

        self._connection = duckdb.connect()
        table = pa.Table.from_pandas(pandas_table(facts), preserve_index=False)
        self._connection.register("given", table)
        self._connection.execute("create table facts as select * from given")
        self._connection.unregister("given")

    def lines(self, figures: Figures) -> None:
        """Works measures and lines in yuan out, into a table of the database."""
        self._connection.execute(f"create or replace table lines as {_query(figures)}")

    def report(self) -> Report:
        """Totals, histogram and percentiles of gross pay."""
        run = self._connection.execute
        by_month = run("select sum(gross_pay) from lines group by month order by month")
        months = by_month.fetchnumpy()["sum(gross_pay)"]
        pay = run("select sum(gross_pay) as pay from lines group by employee").fetchnumpy()["pay"]
        return Report(
            np.asarray(months),
            np.histogram(pay, BINS)[0],
            np.percentile(np.asarray(pay), PERCENTS),
        )

    def grid(self, facts: Facts) -> Lines:
        """The lines as arrays `[month, employee]`."""
        found = self._connection.execute(
            f"select {', '.join(LINES)} from lines order by month, employee"
        ).fetchnumpy()
        return {name: np.asarray(found[name]).reshape(facts.present.shape) for name in LINES}


def _query(figures: Figures) -> str:
    grades = " ".join(
        f"when {code} then {base!r}" for code, base in enumerate(figures.base_by_grade)
    )
    cap = figures.factor_cap
    parts = (
        "attainment",
        f"csat / {figures.csat_target!r}",
        f"2 - complaint_rate / {figures.complaint_target!r}",
        "team_score / 100",
    )
    coefficient = " + ".join(
        f"{weight!r} * least(greatest({part}, 0), {cap!r})"
        for weight, part in zip(figures.weights, parts, strict=True)
    )

    def step(x: str, steps: Steps) -> str:
        cases = " ".join(
            f"when {x} >= {start * REACHED!r} then {value!r}" for start, value in reversed(steps)
        )
        return f"case {cases} else 0 end"

    def fen(yuan: str) -> str:
        return f"floor(({yuan}) * 100 + {HALF!r}) / 100"

    def bonus(period: str, steps: Steps) -> str:
        reached = f"case when {period}.quota > 0 then {period}.sales / {period}.quota else 0 end"
        return fen(f"{period}.base * ({step(f'({reached})', steps)})")

    monthly = step("attainment", figures.monthly_steps)
    sums = "sum(sales_with_quota) as sales, sum(quota_above_0) as quota, sum(base_pay) as base"
    return f"""
        with months as (
            select *, cast(case grade {grades} end as double) as base_pay,
                case when quota > 0 then sales / quota else 0 end as attainment,
                case when quota > 0 then sales else 0 end as sales_with_quota,
                greatest(quota, 0) as quota_above_0
            from facts),
        quarters as (select quarter, {sums} from months group by quarter),
        years as (select employee, {sums} from months group by employee),
        lines as (
            select months.employee, month, attainment, {coefficient} as coefficient, base_pay,
                {fen(f"base_pay * ({coefficient})")} as performance_pay,
                {fen(f"base_pay * ({monthly})")} as monthly_bonus,
                case when pays_quarter then {bonus("quarters", figures.quarterly_steps)}
                    else 0 end as quarterly_bonus,
                case when pays_year then {bonus("years", figures.annual_steps)}
                    else 0 end as annual_bonus
            from months join quarters using (quarter) join years using (employee))
        select *, base_pay + performance_pay + monthly_bonus + quarterly_bonus + annual_bonus
            as gross_pay
        from lines"""
