"""What a company costs beyond its units, each paid apart on the same facts: who manages whom is
added up anew, nothing is remembered. `python -m tests.bench.whole_companies` prints the rows alone.
"""

from __future__ import annotations

from dataclasses import replace

from engine.companies import companies, company_facts, evaluate_company, load_company
from engine.evaluation import Memory, evaluate
from tests.bench.timing import Contender, Stopwatch, interleaved

REPETITIONS = 15
TIMES = 10
"""So many times the people that a company has: small arrays fit into the processor."""


def main() -> None:
    """Prints a row for each company: person-months, milliseconds, and how many times the units."""
    print(f"A company beside its units apart, {REPETITIONS} repetitions")
    print(f"{'':24}{'person-months':>15}{'units ms':>10}{'whole ms':>10}{'x units':>9}")
    for name in companies():
        print(row(name))


def row(name: str) -> str:
    """The row of one company with `TIMES` its people."""
    known = load_company(name)
    many = {u.id: replace(u, headcount=(u.headcount or 1) * TIMES) for u in known.units.values()}
    company = replace(known, units=many)
    facts = company_facts(company)
    paid = evaluate_company(company, facts)
    units = [(company.units[name].plan, of_unit.facts) for name, of_unit in paid.units.items()]

    def whole(watch: Stopwatch) -> None:
        with watch("whole"):
            evaluate_company(company, facts, Memory())

    def apart(watch: Stopwatch) -> None:
        with watch("apart"):
            for plan, own in units:
                evaluate(plan, own, Memory())

    contenders: dict[str, Contender] = {"whole": whole, "apart": apart}
    watch = interleaved(contenders, REPETITIONS)
    took, floor = watch.median("whole"), watch.median("apart")
    months = sum(own.person_months for _, own in units)
    return f"{name:24}{months:15,}{floor * 1e3:10.1f}{took * 1e3:10.1f}{took / floor:9.2f}"


if __name__ == "__main__":
    main()
