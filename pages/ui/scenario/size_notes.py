"""What does not grow with the simulated people: amounts for all together, places, posts."""

from __future__ import annotations

import streamlit as st

from engine.analysis import fixed_size, in_proportion
from engine.plan import Parameter, Plan, shapes
from engine.scenario import Simulated
from engine.text import Decimals, count, listed, multiple, quantity, value_text
from engine.workforce import Workforce
from pages.ui.kit import Store, escape_markdown, language, pick, t
from pages.ui.session import SessionScenario, model_of


def size_notes(session: SessionScenario, people: Simulated) -> list[str]:
    """A sentence for each thing that does not fit this size; none in the size that the people are
    modelled in, and none of amounts that were brought along.
    """
    plan, model = session.plan, model_of(people.workforce)
    if people.employees == model.employees:
        return []
    fixed, along = fixed_size(plan), in_proportion(session.base, people.employees / model.employees)
    amounts = [plan.parameters[name] for name in fixed.amounts]
    notes = [_amount(p, people.employees) for p in amounts if along.get(p.id) != p.json]
    if fixed.places:
        labels = [pick(plan.lines[name].label) for name in fixed.places]
        notes.append(t("choose.fixed_places", labels=listed(labels, "nouns", language())))
    return [*notes, *_posts(plan, model)]


def told_size_notes(store: Store[SessionScenario], people: Simulated) -> None:
    """The sentences, and a button that brings the amounts along."""
    plan, modelled = store.present.plan, model_of(people.workforce).employees
    notes = size_notes(store.present, people)
    if not notes:
        return
    said = t("choose.fixed", modelled=count(modelled))
    st.caption("\n".join((said, *(f"- {escape_markdown(note)}" for note in notes))))
    times = people.employees / modelled
    wanted = in_proportion(store.present.base, times)
    if any(plan.parameters[name].json != value for name, value in wanted.items()):
        factor = multiple(times, language(), Decimals(0, 1 if times >= 1 else 3))
        st.button(
            t("choose.in_proportion", times=factor),
            key="in_proportion",
            icon=":material/open_in_full:",
            help=t("choose.in_proportion_help", modelled=count(modelled)),
            on_click=lambda: store.switch_to(store.present.set_all(wanted)),
        )


def _amount(parameter: Parameter, employees: int) -> str:
    """An amount for everybody, and what it is a head where it is one number."""
    label, lang = pick(parameter.label), language()
    if not isinstance(parameter.value, shapes.Number) or parameter.json is None:
        return t("choose.fixed_table", label=label)
    return t(
        "choose.fixed_amount",
        label=label,
        amount=quantity(parameter.json, parameter.unit, lang),
        each=value_text(float(f"{parameter.json / employees:.3g}"), parameter.unit, lang),
    )


def _posts(plan: Plan, model: Workforce) -> list[str]:
    """The posts of which there is a fixed number."""
    if model.roles is None:
        return []
    column = plan.facts.get(model.roles.column)
    posts = [
        t(
            "choose.fixed_post",
            count=role.posts,
            role=pick(column.values[role.id]) if column and role.id in column.values else role.id,
        )
        for role in model.roles.values.values()
        if role.posts
    ]
    return [t("choose.fixed_posts", posts=listed(posts, "nouns", language()))] if posts else []
