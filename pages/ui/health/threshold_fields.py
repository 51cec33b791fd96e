"""The thresholds of the check, to be read and changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.health import Limit, Policy, Threshold, load_policy
from engine.statutory import LOWEST, wage_places
from engine.text import Refused
from engine.yaml_files import Json
from pages.ui.health import policy_choice
from pages.ui.kit import escape_markdown, language, number_field, pick, popover, t
from pages.ui.session import health_policy

_SMALLEST = "smallest_group"
_REFUSED = "health/refused"


def common(policy: Policy) -> None:
    """What concerns all checks: whose thresholds, where people work, the smallest group."""
    options, store = [LOWEST, *wage_places()], health_policy.PolicyStore()
    with st.container(
        horizontal=True, gap="small", key="health_common", vertical_alignment="bottom"
    ):
        policy_choice.choice()
        st.selectbox(
            t("health.city"),
            options,
            index=options.index(policy.city),
            format_func=_place_label,
            key=f"health.city.{language()}.{policy.city}",
            on_change=lambda: _change(
                "city",
                st.session_state.get(f"health.city.{language()}.{policy.city}", policy.city),
            ),
            help=t("health.city_help"),
            width=240,
        )
        number_field(
            store,
            _SMALLEST,
            t("health.smallest_group"),
            policy.smallest_group,
            lambda policy, to: policy.with_values({_SMALLEST: _tidy(to)}),
            label_visibility="visible",
            help=t("health.smallest_group_help"),
            width=160,
        )
        policy_choice.keeping()
        changed = health_policy.changed()
        if changed:
            st.button(
                t("health.reset_all", count=len(changed)),
                key="health_reset",
                icon=":material/undo:",
                on_click=lambda: health_policy.adopt(load_policy()),
            )
    for reason in filter(None, (_reason(""), store.refused(_SMALLEST))):
        st.error(escape_markdown(reason))


def editor(threshold: Threshold) -> None:
    """The limits of a check with their source and evidence, behind a button."""
    is_changed = any(at.startswith(f"{threshold.id}.") for at in health_policy.changed())
    with popover(
        t("health.thresholds_changed" if is_changed else "health.thresholds"),
        type="tertiary",
        key=f"thresholds-{threshold.id}",
    ) as is_open:
        if not is_open:
            return
        st.markdown(f"**{pick(threshold.label)}**")
        ranges = isinstance(threshold.watch, tuple)
        places_ = [st.container(), st.container()] if ranges else st.columns(2)
        for place, key in zip(places_, ("watch", "fail"), strict=True):
            with place:
                _limit(threshold, key, threshold.watch if key == "watch" else threshold.fail)
        for name, setting in threshold.settings.items():
            _figure(pick(setting.label), f"{threshold.id}.{name}", setting.value, setting.unit)
        if reason := _reason(threshold.id):
            st.error(escape_markdown(reason))
        st.caption(f"{t(f'health.evidence_{threshold.evidence}')} {pick(threshold.source)}")
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("health.leave_out"),
                key=f"off-{threshold.id}",
                on_click=lambda: _change(f"{threshold.id}.off", True),
            )
            if is_changed:
                st.button(
                    t("health.reset"),
                    key=f"reset-{threshold.id}",
                    icon=":material/undo:",
                    on_click=lambda: health_policy.reset(threshold.id),
                )


def back_on(threshold: Threshold) -> None:
    """A button that takes up a check again that was left out."""
    st.button(
        t("health.take_up", name=pick(threshold.label)),
        key=f"on-{threshold.id}",
        on_click=lambda: _change(f"{threshold.id}.off", False),
    )


def _limit(threshold: Threshold, key: str, limit: Limit) -> None:
    at, unit = f"{threshold.id}.{key}", threshold.unit
    if limit is None:
        st.caption(t(f"health.no_{key}"))
    elif isinstance(limit, tuple):
        low, high = limit
        left, right = st.columns(2)
        with left:
            _figure(t(f"health.{key}_below"), at, low, unit, lambda v: [v, high], ".low")
        with right:
            _figure(t(f"health.{key}_above"), at, high, unit, lambda v: [low, v], ".high")
    else:
        side = "below" if threshold.good == "at_least" else "above"
        _figure(t(f"health.{key}_{side}"), at, limit, unit)


def _figure(
    label: str,
    at: str,
    value: float,
    unit: str,
    to_limit: Callable[[float], Json] = lambda value: value,
    end: str = "",
) -> None:
    """A field for one figure of a check, and why what was typed there is refused."""
    store = health_policy.PolicyStore()
    name = f"{at}{end}"
    number_field(
        store,
        name,
        label,
        value,
        lambda policy, to: policy.with_values({at: to_limit(_tidy(to))}),
        unit="share" if unit == "share" else "",
        near=[value],
        label_visibility="visible",
    )
    if reason := store.refused(name):
        st.error(escape_markdown(reason))


def _tidy(value: float) -> float | int:
    """A whole number as policies write it."""
    return int(value) if value.is_integer() else value


def _change(at: str, value: Json) -> None:
    """Another threshold; where it does not fit, the reason is kept and nothing changes."""
    check = at.partition(".")[0] if "." in at else ""
    try:
        health_policy.change(at, value)
    except Refused as refused:
        st.session_state[_REFUSED] = (check, refused)
    else:
        st.session_state.pop(_REFUSED, None)


def _reason(check: str) -> str:
    kept = st.session_state.get(_REFUSED)
    if kept is None or kept[0] != check:
        return ""
    problems = kept[1].problems
    return " ".join(f"{p.text(language())} {p.remedy(language())}" for p in problems)


def _place_label(name: str) -> str:
    return t("health.lowest") if name == LOWEST else pick(wage_places()[name].label)
