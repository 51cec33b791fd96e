"""The same year with other people in it: another mix of groups, or places left empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.analysis import column_name, groups, value_name
from engine.facts import Facts, category
from engine.plan import Plan
from engine.text import Problem, Refused, count, number

Places = NDArray[np.intp]

SPELL = 3
"""Months that a place stays empty."""
MOST_EMPTY = 0.5
COPY = "{employee}~{copy}"
"""The id of whoever stands in the facts again."""


def mixed(
    facts: Facts, plan: Plan, column: str, shares: Mapping[str, float], seed: int
) -> tuple[Facts, tuple[Problem, ...]]:
    """As many people, of whom each value of a category has the share asked for; the other values
    share the rest as before. Whole people with all their months are left out or stand there again.

    People are grouped as they were last. Raises Refused where it cannot be.
    """
    found = _mix_problems(facts, column, shares)
    if found:
        raise Refused(found)
    names, group = groups(facts, column)
    have = np.bincount(group, minlength=len(names))[: len(names)]
    wanted = _wanted(have, {names.index(value): share for value, share in shares.items()})
    if not (wanted - have).any():
        return facts, ()
    rng = np.random.default_rng([seed, 1])
    chosen: list[int] = []
    for place, heads in enumerate(wanted.tolist()):
        there = np.flatnonzero(group == place)
        times = -(-heads // there.size) if there.size else 0
        rounds = [rng.permutation(there) for _ in range(times)]
        chosen += np.concatenate([there[:0], *rounds])[:heads].tolist()
    changed, lost = _again(facts, np.array(sorted(chosen), dtype=np.intp))
    told = [
        Problem(
            "assumed_mix",
            {
                "label": column_name(column, [plan]),
                "value": value_name(column, value, [plan]),
                "before": number(round(100 * have[i] / facts.size, 2)),
                "after": number(round(100 * wanted[i] / facts.size, 2)),
                "count": int(abs(wanted[i] - have[i])),
                "seed": str(seed),
            },
        )
        for i, value in enumerate(names)
        if value in shares
    ]
    if lost:
        told.append(Problem("assumed_links_lost", {"count": lost}))
    return changed, tuple(told)


def vacated(
    facts: Facts, share: float, seed: int, spell: int = SPELL
) -> tuple[Facts, tuple[Problem, ...]]:
    """The facts without a share of their person-months: people drawn by the seed are away for a
    spell of up to `spell` months each, nobody twice before everybody once.

    Who would be away always is left out. Raises Refused for a share that cannot be.
    """
    if not 0 <= share <= MOST_EMPTY:
        most = {"most": number(100 * MOST_EMPTY)}
        raise Refused([Problem("shift_vacancies", most, value=number(round(100 * share, 6)))])
    wanted = round(share * facts.person_months)
    if not wanted:
        return facts, ()
    rng = np.random.default_rng([seed, 2])
    here = facts.present.copy()
    spells = 0
    while wanted:
        for person in rng.permutation(facts.size):
            rows = np.flatnonzero(here[:, person])
            if not rows.size or not wanted:
                continue
            start = int(rng.integers(max(rows.size - spell, 0) + 1))
            gone = rows[start : start + min(spell, wanted)]
            here[gone, person] = False
            wanted -= gone.size
            spells += 1
    away = facts.present & ~here
    told = Problem(
        "assumed_vacant",
        {
            "count": int(away.sum()),
            "of": count(facts.person_months),
            "share": number(round(100 * away.sum() / facts.person_months, 2)),
            "spells": count(spells),
            "spell": spell,
            "gone": count(int((~here.any(axis=0)).sum())),
            "seed": str(seed),
        },
    )
    return _without(facts, here), (told,)


def _without(facts: Facts, here: NDArray[np.bool_]) -> Facts:
    """The facts with rows only where `here` says."""
    changed = replace(
        facts,
        present=here,
        numbers={name: np.where(here, x, 0.0) for name, x in facts.numbers.items()},
        categories={
            name: category(c.values, np.where(here, c.codes, len(c.values)))
            for name, c in facts.categories.items()
        },
        people={name: np.where(here, x, -1).astype(np.int32) for name, x in facts.people.items()},
        further={name: np.where(here, x, np.nan) for name, x in facts.further.items()},
    )
    return changed.take(np.flatnonzero(here.any(axis=0)))


def _again(facts: Facts, chosen: Places) -> tuple[Facts, int]:
    """The facts of chosen people, who may be there several times, and how many links to people
    were lost. Copies have ids of their own and go by the leader of the one they are a copy of."""
    copy = np.arange(chosen.size) - np.searchsorted(chosen, chosen) + 1
    names = [
        facts.employees[i] if n == 1 else COPY.format(employee=facts.employees[i], copy=n)
        for i, n in zip(chosen.tolist(), copy.tolist(), strict=True)
    ]
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.intp)
    source = chosen[order]
    new_place = np.full(facts.size + 1, -1, dtype=np.int32)
    first = copy[order] == 1
    new_place[source[first]] = np.flatnonzero(first)
    people = {name: new_place[x[:, source]] for name, x in facts.people.items()}
    lost = sum(
        int(((facts.people[name][:, source] >= 0) & (x < 0)).sum()) for name, x in people.items()
    )
    changed = replace(
        facts,
        employees=tuple(names[i] for i in order),
        present=np.ascontiguousarray(facts.present[:, source]),
        numbers={k: np.ascontiguousarray(v[:, source]) for k, v in facts.numbers.items()},
        categories={
            k: category(c.values, np.ascontiguousarray(c.codes[:, source]))
            for k, c in facts.categories.items()
        },
        people=people,
        further={k: np.ascontiguousarray(v[:, source]) for k, v in facts.further.items()},
        origin=None,
    )
    return changed, lost


def _wanted(have: NDArray[np.int64], shares: Mapping[int, float]) -> NDArray[np.int64]:
    """People of each group: those asked for to the nearest person, the others as large as they can
    be in the proportion they have, by the largest remainders."""
    size = int(have.sum())
    out = np.zeros(have.size, dtype=np.int64)
    for place, share in shares.items():
        out[place] = round(share * size)
    rest = np.array([0 if i in shares else int(n) for i, n in enumerate(have)], dtype=np.int64)
    out[np.argmax(out)] += min(size - int(out.sum()), 0)
    left = size - int(out.sum())
    if rest.sum():
        parts = rest * left
        out += parts // rest.sum()
        remainders = np.argsort(-(parts % rest.sum()), kind="stable")
        out[remainders[: size - int(out.sum())]] += 1
    else:
        out[np.argmax(out)] += left
    return out


def _mix_problems(facts: Facts, column: str, shares: Mapping[str, float]) -> list[Problem]:
    known = facts.categories.get(column)
    if known is None:
        about = {"known": tuple(facts.categories)}
        key = "mix_column" if facts.categories else "mix_no_column"
        return [Problem(key, about, column=column)]
    unknown = [value for value in shares if value not in known.values]
    if unknown:
        about = {"known": known.values}
        return [Problem("mix_value", about, column=column, value=value) for value in unknown]
    names, group = groups(facts, column)
    have = np.bincount(group, minlength=len(names))[: len(names)]
    total = sum(shares.values())
    others = any(have[i] and name not in shares for i, name in enumerate(names))
    bad = any(not 0 <= share <= 1 for share in shares.values())
    if bad or total > 1 + 1e-9 or (not others and abs(total - 1) > 1e-9):
        found = number(round(100 * total, 2))
        return [Problem("mix_shares", {"total": found}, column=column)]
    nobody = [v for v, share in shares.items() if share > 0 and not have[names.index(v)]]
    return [Problem("mix_nobody", {}, column=column, value=value) for value in nobody]
