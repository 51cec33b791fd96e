"""A plan while somebody writes it: a text that need not be a plan yet.

Every change is a new draft. A change that cannot be made is refused and leaves the draft as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from keyword import iskeyword
from typing import Any

from engine.drafting.renaming import may_be_renamed, rename, uses
from engine.formula import CALENDAR, FUNCTIONS
from engine.plan import ORDER, OWN_SOURCE, SECTIONS, UNREAD, Edit, Plan, diff, read_plan, revise
from engine.text import LANGUAGES, Problem, Refused, Text, say
from engine.yaml_files import Document

_MADE = "_made_of"
_SUMS = "adds_up"


@dataclass(frozen=True)
class Draft:
    """A plan being written.

    `lasting` is the last plan that paid: what the page goes on showing while a formula is
    half typed.
    """

    text: str
    file: str = "plan.yaml"
    lasting: Plan | None = None

    @classmethod
    def of(cls, plan: Plan, text: str | None = None) -> Draft:
        """A draft of an existing plan; `text` is its file, if that has comments to keep."""
        written = plan.text if text is None else text
        return cls(written, plan.file, plan)

    @classmethod
    def blank(cls, title: Text) -> Draft:
        """A draft with nothing in it yet but its title."""
        note = {"en": "Our own design.", "zh": "自拟方案。"}
        content = {
            "id": "new-plan",
            "title": dict(title),
            "summary": {"en": "", "zh": ""},
            "source": {"document": OWN_SOURCE, "note": note},
            **{section: {} for section in ("facts", "parameters", "lines")},
        }
        return cls(Document.holding(content, "new-plan.yaml").text(), "new-plan.yaml")

    @cached_property
    def document(self) -> Document:
        """The text as a document. Raises Refused where it is no YAML mapping."""
        return Document(self.text, self.file)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the text says, as plain entries. Raises Refused where it is no YAML mapping."""
        return self._content.data

    @property
    def _content(self) -> Document:
        """The document, or the one that was written out as the text: the same, but with the line
        numbers of before, and at hand where reading the text again takes a tenth of a second."""
        made: Document | None = self.__dict__.get(_MADE)
        return self.document if made is None else made

    @cached_property
    def _built(self) -> tuple[Plan | None, tuple[Problem, ...]]:
        plan, found = self._read
        return (None if found else plan), found

    @cached_property
    def _read(self) -> tuple[Plan | None, tuple[Problem, ...]]:
        if _MADE in self.__dict__:
            plan, found = read_plan(self._content)
            if not found:
                return plan, ()
        try:
            plan, found = read_plan(self.document)
        except Refused as refused:
            return None, tuple(refused.problems)
        return plan, tuple(found)

    @property
    def plan(self) -> Plan | None:
        """The plan the text describes, or None while something is wrong with it."""
        return self._built[0]

    @property
    def payable(self) -> Plan | None:
        """What pays: the plan, also while figures are there that nothing reads yet."""
        plan, found = self._read
        pays = plan is not None and plan.pay_lines
        return plan if pays and all(problem.key in UNREAD for problem in found) else None

    @property
    def sound(self) -> Plan | None:
        """What of the plan is sound, to be shown; None where the text is no YAML mapping."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps the text from being a plan."""
        return self._built[1]

    # -- changing ---------------------------------------------------------------------------

    def written(self, text: str) -> Draft:
        """The draft with another text."""
        if text == self.text:
            return self
        return replace(self, text=text, lasting=self.payable or self.lasting)

    def edited(self, edits: Iterable[Edit]) -> Draft:
        """The draft after some edits; the result need not be a whole plan."""
        edits = tuple(edits)
        if len(edits) == 1 and (draft := self._respelled(edits[0])):
            return draft
        document = self._copy()
        revise(document, edits)
        return self._made(document)

    def _respelled(self, edit: Edit) -> Draft | None:
        """The draft after an edit that only puts another figure or formula in its place."""
        if edit.remove or isinstance(edit.to, Mapping | list) or _MADE in self.__dict__:
            return None
        found = self.document.respelled(self.text, edit.at, edit.to)
        if found is None or found[0] == self.text:
            return None
        draft = self.written(found[0])
        draft.__dict__["document"] = found[1]
        return draft

    def _made(self, document: Document) -> Draft:
        """The draft with the text of a document that nobody else will change."""
        draft = self.written(document.text())
        if draft is not self:
            draft.__dict__[_MADE] = document
        return draft

    def added(self, section: str, name: str, entry: Mapping[str, Any], after: str = "") -> Draft:
        """The draft with a further column, parameter, line or persona, at the end or after
        another one. Refused where the name is taken or no name."""
        self._free(name)
        order = self.names(section)
        edits = [Edit((section, name), dict(entry))]
        if section not in self.data:
            edits.insert(0, Edit((section,), {}))
        if after in order:
            order.insert(order.index(after) + 1, name)
            edits.append(Edit((section, ORDER), order))
        return self.edited(edits)

    def renamed(self, section: str, old: str, new: str) -> Draft:
        """The draft with another name for an entry; formulas and everything else follow."""
        self._there(section, old)
        if new == old:
            return self
        if not may_be_renamed(section, old):
            raise Refused([Problem("name_fixed", {}, column=old, value=new)])
        self._free(new)
        document = self._copy()
        rename(document, section, old, new)
        return self._made(document)

    def moved(self, section: str, name: str, by: int) -> Draft:
        """The draft with an entry so many places further down (or up, below 0)."""
        self._there(section, name)
        order = self.names(section)
        place = order.index(name)
        order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
        return self.edited([Edit((section, ORDER), order)])

    def removed(self, section: str, name: str, with_parameters: bool = False) -> Draft:
        """The draft without an entry; with a line go, if wished, the parameters it alone reads.

        Refused while something else mentions it; what personas have in a column and the place of a
        parameter in a sum go with it.
        """
        self._there(section, name)
        mentioned = uses(self._content, section, name)
        lost = [path for path in mentioned if section == "facts" and path[0] == "personas"]
        others = [
            path
            for path in mentioned
            if path not in lost and path[:2] != (section, name) and path[0] != _SUMS
        ]
        if others:
            raise Refused([Problem("still_used", {"name": name, "where": _places(others)})])
        edits = [Edit(path, remove=True) for path in (*lost, (section, name))]
        parameters = [name] if section == "parameters" else []
        if with_parameters and section == "lines":
            parameters = self.only_read_by(name)
            edits += [Edit(("parameters", p), remove=True) for p in parameters]
        return self.edited([*edits, *self._sums_without(parameters)])

    def _sums_without(self, parameters: Sequence[str]) -> list[Edit]:
        """The edits that take parameters out of the sums; a sum of nothing goes."""
        rules = self.data.get(_SUMS)
        if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
            return []
        left = [
            {**rule, "parameters": [p for p in rule.get("parameters") or () if p not in parameters]}
            for rule in rules
        ]
        left = [rule for rule in left if rule["parameters"]]
        if left == rules:
            return []
        return [Edit((_SUMS,), left, remove=not left)]

    def only_read_by(self, line: str) -> list[str]:
        """The parameters that a line reads and nothing else mentions."""
        places = {p: uses(self._content, "parameters", p) for p in self.names("parameters")}
        return [
            p
            for p, where in places.items()
            if {w[:2] for w in where if w[0] != _SUMS} == {("lines", line)}
        ]

    # -- looking ----------------------------------------------------------------------------

    def names(self, section: str) -> list[str]:
        """The names of a section's entries, in order."""
        entries = self.data.get(section)
        return [str(key) for key in entries] if isinstance(entries, Mapping) else []

    def free_name(self, wish: str) -> str:
        """A name nobody has yet: the one wished for, or that with a number."""
        number, name = 1, wish
        while self._taken(name):
            number += 1
            name = f"{wish}_{number}"
        return name

    def changes(self, since: Plan) -> Sequence[Edit]:
        """What differs from another plan, while the draft is whole."""
        return diff(since, self.plan) if self.plan is not None else ()

    def _copy(self) -> Document:
        return self._content.copy()

    def _taken(self, name: str) -> bool:
        return name in (*FUNCTIONS, *CALENDAR) or any(name in self.names(s) for s in SECTIONS)

    def _free(self, name: str) -> None:
        if not name.isidentifier() or not name.isascii() or iskeyword(name):
            raise Refused([Problem("no_name", {}, value=name)])
        if self._taken(name):
            raise Refused([Problem("name_taken", {}, value=name)])

    def _there(self, section: str, name: str) -> None:
        if name not in self.names(section):
            raise Refused([Problem("edit_misfit", {}, value=f"{section}.{name}")])


def _places(paths: Iterable[tuple[str, ...]]) -> Text:
    """The entries at some paths by name, and the curve in words."""

    def told(path: tuple[str, ...], language: str) -> str:
        return say(language, "place.curve") if path[0] == "curve" else path[1]

    return {
        language: say(language, "place.comma").join(dict.fromkeys(told(p, language) for p in paths))
        for language in LANGUAGES
    }
