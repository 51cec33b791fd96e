"""`plans`, `show`, `run`, `explain` and `check`: a plan, and what it pays."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import engine
from engine.calendar import month_number
from engine.cli.command_options import (
    COMPANY_HELP,
    DOCUMENT_HELP,
    TABLES,
    Commands,
    command,
    take_figures,
    take_plan_and_facts,
)
from engine.cli.idle_options import apart, idle, of_plans
from engine.cli.named_companies import company_and_facts, plan_or_company, unit_of
from engine.cli.named_inputs import changed_and_facts, changed_plan, scenario_named, with_figures
from engine.cli.outputs import put_document, write_table
from engine.cli.payroll_options import OF_TAX, payroll_asked, take_net
from engine.cli.run_in_parts import ran_in_parts
from engine.cli.worker_options import take_workers
from engine.companies import (
    CompanyPayouts,
    basis_told,
    company_payroll,
    company_people,
    legal_basis,
    names_company,
    paid_before,
    unknown_unit,
)
from engine.explain import explain
from engine.health import check_company
from engine.payroll import (
    OF_COST,
    OF_NET,
    PayrollSettings,
    dead_zone_of,
    pay_slip,
    pay_slip_lines,
    payroll_of_people,
)
from engine.plan import any_currency, plan_listing
from engine.reports import (
    company_document,
    company_health_document,
    dead_zone_told,
    design_notes,
    figures_told,
    health_document,
    pay_statement,
    policy_document,
    statement_document,
    with_assumptions,
)
from engine.text import Refused, Text


def _plans(options: argparse.Namespace) -> int:
    plans = {plan: plan_listing(plan) for plan in (*engine.catalogue(), *engine.samples())}
    if options.json:
        listed = [
            {"id": plan, "title": title, "source": document}
            for plan, (title, document) in plans.items()
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for plan, (title, document) in plans.items():
        print(f"{plan:32} {title[options.lang]:44} {document}")
    return 0


def _companies(options: argparse.Namespace) -> int:
    for company in map(engine.load_company, engine.companies()):
        units = ", ".join(unit.title[options.lang] for unit in company.units.values())
        print(f"{company.id:32} {company.title[options.lang]:44} {units}")
    return 0


def _show(options: argparse.Namespace) -> int:
    if names_company(options.plan):
        if found := of_plans(options, ("part", "against")):
            raise Refused(found)
        put_document(company_document(engine.company_named(options.plan)), options)
        return 0
    plan = scenario_named(options.plan).plan
    if options.part == "notes":
        if found := apart(options, ["against"], "--part notes"):
            raise Refused(found)
        put_document(design_notes(plan), options)
        return 0
    against = scenario_named(options.against).plan if options.against else None
    put_document(policy_document(plan, against), options)
    return 0


def _run(options: argparse.Namespace) -> int:
    """Amounts stand in a table, without the sign of a currency."""
    with any_currency():
        return 0 if ran_in_parts(options) else _payouts(options)


def _payouts(options: argparse.Namespace) -> int:
    if options.employer_cost and not options.net and (of_tax := idle(options, OF_TAX, "--net")):
        raise Refused(of_tax)
    company, facts = company_and_facts(options)
    settings = payroll_asked(options, company.payroll, company.currency)
    payouts = engine.evaluate_company(company, facts, measures=options.measures)
    further: dict[str, dict[str, NDArray[np.float64]]] = {}
    basis: tuple[Text, ...] = ()
    if settings is not None:
        wanted = (*(OF_NET if options.net else ()), *(OF_COST if options.employer_cost else ()))
        people = company_people(payouts, settings)
        earlier = paid_before(payouts, settings)
        before = None if earlier is None else company_people(earlier, settings)
        found = payroll_of_people(people, before)
        for name, own in zip(payouts.units, pay_slip_lines(people, found), strict=True):
            further[name] = {line: own[line] for line in dict.fromkeys(wanted) if line in own}
        fine = dead_zone_told(dead_zone_of(found)) if options.net else ()
        basis = (*fine, *_basis(payouts, settings, options))
    if names_company(options.plan):
        table = payouts.table(options.measures, further)
    else:
        unit = next(iter(company.units))
        table = payouts.units[unit].table(options.measures, further.get(unit, {}))
    write_table(table, options.out, figures_told(facts, basis), options.lang)
    return 0


def _basis(
    payouts: CompanyPayouts, settings: PayrollSettings, options: argparse.Namespace
) -> tuple[Text, ...]:
    """What figures of payroll stand on; said apart as well where that is shown."""
    facts = next(iter(payouts.facts.units.values()))
    return legal_basis(
        payouts.company,
        settings,
        facts.first,
        facts.months,
        payouts.facts.units,
        cost=options.employer_cost,
        net=options.net,
    )


def _explain(options: argparse.Namespace) -> int:
    company, people = company_and_facts(options)
    settings = payroll_asked(options, company.payroll)
    payouts = engine.evaluate_company(company, people, amounts=settings is not None)
    unit = unit_of(payouts, options.employee, options.month, options.unit)
    plan, facts = payouts.units[unit].plan, payouts.units[unit].facts
    fewest = 0 if options.audit else engine.load_policy().smallest_group
    statement = explain(plan, facts, options.employee, options.month, fewest=fewest)
    slip = None
    basis: tuple[Text, ...] = ()
    if settings is not None:
        found = company_payroll(payouts, settings, paid_before(payouts, settings))
        person = payouts.employees.index(options.employee)
        slip = pay_slip(found, person, month_number(options.month) - facts.first)
        units = {
            n: u for n, u in company.units.items() if options.employee in people.units[n].position
        }
        own = replace(company, units=units)
        basis = basis_told(own, settings, facts.first, people.units, net=True)
    written = statement_document if options.audit else pay_statement
    put_document(with_assumptions(written(statement, slip), facts, basis), options)
    return 0


def _check(options: argparse.Namespace) -> int:
    policy = engine.load_policy(options.policy)
    if options.limit:
        policy = with_figures(policy, options.limit)
    scenario = plan_or_company(options)
    if isinstance(scenario, engine.Company):
        return _check_company(options, policy)
    plan, facts = scenario.plan, None
    if options.facts or scenario.people is not None:
        plan, facts = changed_and_facts(scenario, options)
    else:
        plan = changed_plan(plan, options)
    baseline = scenario.base if scenario.edits else None
    if options.baseline:
        baseline = scenario_named(options.baseline).plan
    health = engine.check(plan, facts, baseline, policy, payroll=scenario.payroll)
    if options.json:
        print(json.dumps(health.as_json(), ensure_ascii=False, indent=2))
    else:
        document = health_document(health)
        put_document(document if facts is None else with_assumptions(document, facts), options)
    return 0 if health.sound else 1


def _check_company(options: argparse.Namespace, policy: engine.Policy) -> int:
    """The company as a whole, then one health check after another, each with the unit's people as
    the company fills them."""
    company, people = company_and_facts(options)
    memory = engine.Memory()
    payouts = engine.evaluate_company(company, people, memory, amounts=False)
    before = engine.company_named(options.baseline).units if options.baseline else {}
    if unknown := [name for name in before if name not in company.units]:
        raise Refused([unknown_unit(name, tuple(company.units)) for name in unknown])
    whole, found = check_company(payouts), {}
    for name, unit in company.units.items():
        baseline = unit.scenario.base if unit.scenario.edits else None
        baseline = before[name].plan if name in before else baseline
        found[name] = engine.check(
            *(unit.plan, payouts.units[name].facts, baseline, policy, memory),
            payroll=company.payroll_of_unit(name),
        )
    if options.json:
        listed = {
            "company": company.id,
            "findings": [finding.as_json() for finding in whole],
            "units": {name: health.as_json() for name, health in found.items()},
        }
        print(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        document = company_health_document(company, whole, found)
        put_document(with_assumptions(document, people), options)
    failed = any(finding.outcome == "fail" for finding in whole)
    return 1 if failed or not all(health.sound for health in found.values()) else 0


def add_to(commands: Commands) -> None:
    """The commands about a plan."""
    plans = command(commands, "plans", _plans, "the catalogue of plans")
    plans.add_argument("--json", action="store_true", help="for machines")

    command(commands, "companies", _companies, "the companies that come with Paycurve")

    show = command(commands, "show", _show, "a plan or a company as a readable document")
    show.add_argument("plan", metavar="PLAN", help=COMPANY_HELP)
    show.add_argument(
        "--part",
        choices=("policy", "notes"),
        help="the policy to publish (default), or the design notes: grounds, formulas, limits",
    )
    show.add_argument("--against", metavar="PLAN", help="another plan: tell what has changed since")
    show.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)

    text = "payouts of every employee and month"
    run = command(commands, "run", _run, text, out=TABLES)
    take_plan_and_facts(run)
    run.add_argument("--measures", action="store_true", help="measures too, unrounded")
    take_net(run)
    take_workers(run, "as many as processors, for millions of people")
    run.add_argument("--out", metavar="FILE", help=".csv, .parquet or .xlsx; default CSV output")

    one = command(commands, "explain", _explain, "why one employee was paid what they were paid")
    take_plan_and_facts(one)
    one.add_argument("--employee", required=True, metavar="ID")
    one.add_argument("--month", required=True, metavar="YYYY-MM")
    one.add_argument("--unit", metavar="UNIT", help="the unit of a company, for who was in several")
    one.add_argument(
        "--audit", action="store_true", help="every step, standard and ground; default: in brief"
    )
    take_net(one)
    one.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)

    text = "the health check of a plan; status 1 when a check fails"
    health = command(commands, "check", _check, text)
    take_plan_and_facts(health)
    health.add_argument("--policy", metavar="FILE", help="thresholds of your own (YAML)")
    take_figures(health, "another threshold, such as cliffs.fail=30", "--limit")
    health.add_argument("--baseline", metavar="PLAN", help="plan that gains and losses are against")
    answer = health.add_mutually_exclusive_group()
    answer.add_argument("--json", action="store_true", help="for machines, in both languages")
    answer.add_argument("--out", metavar="FILE", help=DOCUMENT_HELP)
