"""What a variant changes in a company, in parts that each work on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.companies import Company
from engine.comparison.matched_units import matched
from engine.plan import FIGURE_KEYS, ORDER, ROLES, Edit, Plan, apply, diff
from engine.text import Refused

_PAID = {
    "parameters": (*FIGURE_KEYS, "by"),
    "lines": (*ROLES, "every", "leavers", "counts_as"),
    "facts": ("kind", "values"),
}
"""By section: the keys of an entry that pay can depend on, or what the employer pays on top of it;
the others only say something."""


@dataclass(frozen=True)
class Change:
    """Edits of one unit's plan that come in together: one alone, or those that only fit together,
    such as a line that is added and the figure it reads. Without `edits` it is all of a plan."""

    unit: str
    edits: tuple[Edit, ...]


def changes_of(baseline: Company, variant: Company) -> tuple[Change, ...]:
    """The changes that pay can depend on, in the order of units and of what is changed; whatever
    the order in which somebody made them."""
    found: list[Change] = []
    for own, other in matched(baseline, variant).items():
        before, after = baseline.units[own].plan, variant.units[other].plan
        if before == after:
            continue
        if before.id != after.id:
            found.append(Change(own, ()))
        else:
            found += _of_unit(own, before, after)
    return tuple(found)


def whole_plans(baseline: Company, variant: Company) -> tuple[Change, ...]:
    """All that is changed in a unit as one, for each unit where something is."""
    return tuple(
        Change(own, ())
        for own, other in matched(baseline, variant).items()
        if baseline.units[own].plan != variant.units[other].plan
    )


def plan_with(before: Plan, after: Plan, changes: Iterable[Change]) -> Plan:
    """A unit's plan with some of its changes; what pay does not depend on comes along where they
    do not fit without it. Raises Refused where they do not fit together."""
    changes = tuple(changes)
    if any(not change.edits for change in changes):
        return after
    wanted = {edit.at for change in changes for edit in change.edits}
    all_edits = diff(before, after)
    edits = [edit for edit in all_edits if edit.at in wanted]
    return _applied(edits, _unpaid(all_edits), before) if edits else before


def _of_unit(unit: str, before: Plan, after: Plan) -> list[Change]:
    all_edits = diff(before, after)
    unpaid = _unpaid(all_edits)
    edits = [edit for edit in all_edits if edit not in unpaid]
    groups = [[edit] for edit in sorted(edits, key=lambda edit: edit.at)]
    groups = _joined(groups, lambda one, other: _belong(one, other, before, after))
    groups = _fitting(groups, unpaid, before)
    return [Change(unit, tuple(sorted(group, key=lambda edit: edit.at))) for group in groups]


def _unpaid(edits: Sequence[Edit]) -> list[Edit]:
    """The edits of entries that are not about pay, and of the order of entries."""
    paid = {edit.at[:2] for edit in edits if _is_about_pay(edit)}
    return [edit for edit in edits if edit.at[:2] not in paid or edit.at[-1] == ORDER]


def _applied(edits: Sequence[Edit], unpaid: Sequence[Edit], before: Plan) -> Plan:
    """The plan with some edits, and with those that are not about pay where it must be. Raises
    Refused where the edits do not fit together."""
    try:
        return apply(edits, before)
    except Refused:
        if not unpaid:
            raise
    return apply([*edits, *unpaid], before)


def _is_about_pay(edit: Edit) -> bool:
    if edit.at[0] not in _PAID or edit.at[-1] == ORDER:
        return False
    return len(edit.at) == 2 or edit.at[2] in _PAID[edit.at[0]]


def _belong(one: Edit, other: Edit, before: Plan, after: Plan) -> bool:
    """Whether two edits are about one entry, or one is about what the other adds, takes away or
    makes into something else."""
    if one.at[:2] == other.at[:2]:
        return True
    return _needs(one, other, before, after) or _needs(other, one, before, after)


def _needs(reader: Edit, read: Edit, before: Plan, after: Plan) -> bool:
    """Whether an edit of a line, as it was or will be, reads what another one adds, takes away or
    gives another shape."""
    section, name = reader.at[:2]
    if section != "lines" or (len(reader.at) == 3 and reader.at[2] not in ROLES):
        return False
    if not _is_structural(read, before, after):
        return False
    lines = (plan.lines.get(name) for plan in (before, after))
    return any(read.at[1] in line.formula.reads for line in lines if line is not None)


def _is_structural(edit: Edit, before: Plan, after: Plan) -> bool:
    section, name = edit.at[:2]
    if len(edit.at) == 2:
        return True
    if section == "parameters":
        return type(before.parameters[name].value) is not type(after.parameters[name].value)
    return False


def _joined(groups: list[list[Edit]], together: Callable[[Edit, Edit], bool]) -> list[list[Edit]]:
    """Groups put together as long as an edit of one belongs to an edit of another."""
    found: list[list[Edit]] = []
    for group in groups:
        near = [g for g in found if any(together(a, b) for a in g for b in group)]
        found = [g for g in found if g not in near]
        found.append([edit for g in (*near, group) for edit in g])
    return sorted(found, key=lambda group: min(edit.at for edit in group))


def _fitting(groups: list[list[Edit]], unpaid: Sequence[Edit], before: Plan) -> list[list[Edit]]:
    """Groups put together until each of them fits alone, and so do all but each."""
    while len(groups) > 1:
        misfits = [
            i
            for i in range(len(groups))
            if not _fits([groups[i]], unpaid, before)
            or not _fits(groups[:i] + groups[i + 1 :], unpaid, before)
        ]
        if not misfits:
            return groups
        apart = set(misfits) if len(misfits) > 1 else set(range(len(groups)))
        merged = [edit for i in sorted(apart) for edit in groups[i]]
        rest = [group for i, group in enumerate(groups) if i not in apart]
        groups = sorted([*rest, merged], key=lambda group: min(edit.at for edit in group))
    return groups


def _fits(groups: Sequence[Sequence[Edit]], unpaid: Sequence[Edit], before: Plan) -> bool:
    try:
        _applied([edit for group in groups for edit in group], unpaid, before)
    except Refused:
        return False
    return True
