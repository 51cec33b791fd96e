"""The organisation of a workforce file: units, roles, attributes, and who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.workforce.model import Attribute, Career, Climbing, Growth, Role, Roles, Unit
from engine.workforce.workforce_reader import LEAVING, WorkforceReader, between
from engine.yaml_files import Json


def read_units(reader: WorkforceReader) -> dict[str, Unit]:
    """The levels of the organisation, each of which may be of the ones above it."""
    units: dict[str, Unit] = {}
    for name, data in reader.entries("units"):
        path = ("units", name)
        reader.known_keys(data, ("size", "prefix", "of"), *path)
        of = ""
        if units or "of" in data:
            of = reader.choice("of", data.get("of"), tuple(units), *path, "of")
        low, high = reader.pair(data.get("size"), 1, 100_000, *path, "size")
        units[name] = Unit(name, (int(low), int(high)), str(data.get("prefix", "")), of)
    return units


def read_roles(reader: WorkforceReader, units: Mapping[str, Unit]) -> Roles | None:
    """The roles, or None where the file has none."""
    data = reader.document.data.get("roles")
    if data is None:
        return None
    if not isinstance(data, Mapping) or not isinstance(data.get("values"), Mapping):
        reader.problem("not_entries", ("roles", "values"), key="roles.values")
        return None
    reader.known_keys(data, ("column", "manager", "values"), "roles")
    values = {}
    for name, given in data["values"].items():
        path = ("roles", "values", str(name))
        entry = reader.mapping(given, *path)
        reader.known_keys(entry, ("posts", "leads", "share", "reports_to", "leaving"), *path)
        if sum(key in entry for key in ("posts", "leads", "share")) != 1:
            reader.problem("workforce_one_form", path, keys="posts, leads, share")
        leads = ""
        if "leads" in entry:
            leads = reader.choice("leads", entry["leads"], tuple(units), *path, "leads")
        values[str(name)] = Role(
            id=str(name),
            posts=reader.whole(entry.get("posts", 0), 0, 1000, *path, "posts"),
            leads=leads,
            share=reader.within(entry.get("share", 0), 0, 1, *path, "share"),
            reports_to=str(entry.get("reports_to", "")),
            leaving=reader.within(entry.get("leaving", 1), 0, 10, *path, "leaving"),
        )
    reader.adds_to_one([r.share for r in values.values()], "roles", "values")
    _reporting(reader, values)
    return Roles(reader.name(data, "column", "roles"), values, str(data.get("manager", "")))


def _reporting(reader: WorkforceReader, roles: Mapping[str, Role]) -> None:
    """People report to roles whose holder is known, and to nobody above themselves."""
    known = [role.id for role in roles.values() if role.posts or role.leads]
    for role in roles.values():
        path = ("roles", "values", role.id, "reports_to")
        line = [role.id]
        while above := roles[line[-1]].reports_to:
            if above not in known:
                if len(line) == 1:
                    reader.unknown("reports_to", above, known, *path)
                break
            line.append(above)
            if above in line[:-1]:
                reader.problem("workforce_circle", path, circle=" → ".join(line))
                break


def read_attribute(
    reader: WorkforceReader,
    name: str,
    data: Mapping[str, Json],
    units: Mapping[str, Unit],
    before: Mapping[str, Attribute],
) -> Attribute:
    """A category of people, or of whole units; `before` are those above it."""
    path = ("attributes", name)
    known = ("shares", "of", "climbing", "given", "shares_by", "moves", "joining")
    reader.known_keys(data, known, *path)
    given, shares_by = _given(reader, data, before, *path)
    of = reader.choice("of", data["of"], tuple(units), *path, "of") if "of" in data else ""
    return Attribute(
        id=name,
        shares=reader.shares(data.get("shares"), *path, "shares"),
        of=of,
        climbing=_climbing(reader, data["climbing"], *path, "climbing")
        if "climbing" in data
        else None,
        given=given,
        shares_by=shares_by,
        moves=_moves(reader, data, *path),
        joining=_joining(reader, data, *path) if "joining" in data else {},
    )


def _moves(
    reader: WorkforceReader, data: Mapping[str, Json], *path: str
) -> dict[str, dict[str, float]]:
    """The shares that move from one value to others in a month."""
    if "moves" not in data:
        return {}
    if "of" in data or "climbing" in data:
        reader.problem("workforce_one_form", path, keys="of, climbing, moves")
    names = tuple(reader.mapping(data.get("shares"), *path, "shares"))
    found = {}
    entries = reader.mapping(data["moves"], *path, "moves")
    reader.known_keys(entries, names, *path, "moves")
    for value, given in entries.items():
        here = (*path, "moves", str(value))
        entry = reader.mapping(given, *here)
        reader.known_keys(entry, tuple(name for name in names if name != value), *here)
        shares = {k: reader.within(share, 0, 1, *here, k) for k, share in entry.items()}
        if sum(shares.values()) > 1:
            reader.problem(
                "workforce_figure", here, str(sum(shares.values())), bounds=between(0, 1)
            )
        found[str(value)] = shares
    return found


def _joining(reader: WorkforceReader, data: Mapping[str, Json], *path: str) -> dict[str, float]:
    """The shares of those who join after the first month, of every value."""
    if "given" in data or "of" in data or "climbing" in data:
        reader.problem("workforce_one_form", path, keys="of, climbing, given, joining")
    names = tuple(reader.mapping(data.get("shares"), *path, "shares"))
    shares = reader.shares(data["joining"], *path, "joining")
    reader.known_keys(shares, names, *path, "joining")
    return {name: shares.get(name, 0.0) for name in names}


def _given(
    reader: WorkforceReader, data: Mapping[str, Json], before: Mapping[str, Attribute], *path: str
) -> tuple[str, dict[str, dict[str, float]]]:
    """The attribute that the shares hang on, and the shares by each of its values."""
    if "given" not in data and "shares_by" not in data:
        return "", {}
    if "of" in data or "climbing" in data:
        reader.problem("workforce_one_form", path, keys="of, climbing, given")
    known = [a.id for a in before.values() if not a.climbing]
    given = reader.choice("given", data.get("given"), known, *path, "given")
    here = (*path, "shares_by")
    entries = reader.mapping(data.get("shares_by"), *here)
    if not given:
        return "", {}
    reader.known_keys(entries, tuple(before[given].shares), *here)
    names = tuple(reader.mapping(data.get("shares"), *path, "shares"))
    found: dict[str, dict[str, float]] = {}
    for value in before[given].shares:
        if value not in entries:
            reader.problem("missing_key", here, key=value)
            continue
        shares = reader.shares(entries[value], *here, value)
        reader.known_keys(shares, names, *here, value)
        found[value] = {name: shares.get(name, 0.0) for name in names}
    return given, found


def _climbing(reader: WorkforceReader, given: Json, *path: str) -> Climbing:
    data = reader.mapping(given, *path)
    reader.known_keys(data, ("with_tenure", "months_in_step", "demoted"), *path)
    return Climbing(
        with_tenure=reader.positive(data.get("with_tenure"), 0, 1, *path, "with_tenure"),
        months_in_step=reader.whole(data.get("months_in_step"), 0, 60, *path, "months_in_step"),
        demoted=reader.within(data.get("demoted", 0), 0, 1, *path, "demoted"),
    )


def read_career(reader: WorkforceReader, drawn: Sequence[str]) -> Career:
    """Who comes and goes; `drawn` are the measures that have a distribution."""
    path = ("career",)
    data = reader.mapping(reader.document.data.get("career"), *path)
    known = ("leaving", "longest", "season", "headcount", "weaker", "unpaid_leave", "starting")
    reader.known_keys(data, (*known, "growth"), *path)
    weaker = reader.mapping(data.get("weaker", {}), *path, "weaker")
    reader.known_keys(weaker, ("measure", "factor"), *path, "weaker")
    ability = ""
    if weaker:
        where = (*path, "weaker", "measure")
        ability = reader.choice("measure", weaker.get("measure"), drawn, *where)
    leave = reader.mapping(data.get("unpaid_leave", {}), *path, "unpaid_leave")
    reader.known_keys(leave, ("share", "months"), *path, "unpaid_leave")
    low, high = reader.pair(leave.get("months", [1, 1]), 1, 24, *path, "unpaid_leave", "months")
    longest = reader.whole(data.get("longest"), 1, 600, *path, "longest")
    return Career(
        leaving=_leaving(reader, data.get("leaving"), *path, "leaving"),
        longest=longest,
        season=reader.by_month(data.get("season", [1.0] * 12), *path, "season"),
        headcount=_headcount(reader, data.get("headcount", [1.0] * 12), *path, "headcount"),
        ability=ability,
        weaker=reader.within(weaker.get("factor", 1), 0.5, 3, *path, "weaker", "factor"),
        unpaid_leave=reader.within(leave.get("share", 0), 0, 0.2, *path, "unpaid_leave", "share"),
        unpaid_months=(int(low), int(high)),
        starting=_starting(reader, data["starting"], longest, *path, "starting")
        if "starting" in data
        else (),
        growth=_growth(reader, data.get("growth", {}), *path, "growth"),
    )


def _growth(reader: WorkforceReader, given: Json, *path: str) -> Growth:
    data = reader.mapping(given, *path)
    reader.known_keys(data, ("monthly", "unsure", "months"), *path)
    return Growth(
        monthly=reader.within(data.get("monthly", 0), -0.2, 0.2, *path, "monthly"),
        unsure=reader.within(data.get("unsure", 0), 0, 0.2, *path, "unsure"),
        months=reader.within(data.get("months", 0), 0, 0.5, *path, "months"),
    )


def _starting(reader: WorkforceReader, data: Json, longest: int, *path: str) -> tuple[float, ...]:
    """The shares by month of tenure at the start, from [[from month, share], …]: each share is
    spread over the months up to the next entry, the last one up to `longest`."""
    if not _is_pairs(data) or data[0][0] != 0:
        reader.no_list(LEAVING, "[[0, 0.25], [12, 0.75]]", *path)
        return ()
    months = [reader.whole(month, 0, longest, *path) for month, _ in data]
    shares = [reader.within(share, 0, 1, *path) for _, share in data]
    if any(b <= a for a, b in pairwise(months)):
        reader.no_list(LEAVING, "[[0, 0.25], [12, 0.75]]", *path)
        return ()
    reader.adds_to_one(shares, *path)
    spans = [b - a for a, b in pairwise([*months, longest + 1])]
    return tuple(s / n for s, n in zip(shares, spans, strict=True) for _ in range(n))


def _headcount(reader: WorkforceReader, data: Json, *path: str) -> tuple[float, ...]:
    """An index by calendar month that comes nowhere near 0."""
    index = reader.by_month(data, *path)
    return tuple(reader.within(figure, 0.1, 10, *path) for figure in index)


def _leaving(reader: WorkforceReader, data: Json, *path: str) -> tuple[float, ...]:
    """The share that leaves by month of tenure, from [[from month, share], …]."""
    if not _is_pairs(data) or data[0][0] != 0:
        reader.no_list(LEAVING, "[[0, 0.09], [3, 0.06]]", *path)
        return (0.0,)
    months = [reader.whole(month, 0, 600, *path) for month, _ in data]
    shares = [reader.within(share, 0, 0.5, *path) for _, share in data]
    if any(b <= a for a, b in pairwise(months)):
        reader.no_list(LEAVING, "[[0, 0.09], [3, 0.06]]", *path)
        return (0.0,)
    each = [s for s, (a, b) in zip(shares, pairwise(months), strict=False) for _ in range(b - a)]
    return (*each, shares[-1])


def _is_pairs(data: Json) -> bool:
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(row, list) and len(row) == 2 for row in data)
    )
