"""What differs from another plan, as a policy's record of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.plan import Edit, Line, Plan, described, diff
from engine.reports.document import Block, Heading, Paragraph, numbered_list
from engine.reports.policy_document import standard_figures
from engine.reports.policy_document.policy_phrases import phrase
from engine.text import LANGUAGES, Text, in_each_language
from engine.wording import Rules

SECTIONS = ("facts", "parameters", "lines")
"""Sections that decide pay; the order of their entries does not."""
FORMULAS = ("pay", "measure", "working")


def changes(before: Plan, after: Plan) -> Iterator[Block]:
    """The changes that turn one plan into the other, in words."""
    yield Heading(2, phrase("changes_against", title=before.title), "changes")
    items = list(_changes(before, after))
    if items:
        yield Paragraph(phrase("changes_text"))
        yield numbered_list(items)
    else:
        yield Paragraph(phrase("no_changes"))


def _changes(before: Plan, after: Plan) -> Iterator[Text]:
    for edit in diff(before, after):
        section, *place = edit.at
        if section not in SECTIONS:
            continue
        if not place:  # a section that one of the plans does not have at all
            for name in getattr(before if edit.remove else after, section):
                yield _entry(section, name, before, after, edit.remove)
        elif len(place) == 1 and place[0] != "order":
            yield _entry(section, place[0], before, after, edit.remove)
        elif len(place) == 2:
            yield from _change(edit, before, after)


def _entry(section: str, name: str, before: Plan, after: Plan, removed: bool) -> Text:
    """Something that is new, or is no more."""
    plan = before if removed else after
    key = "removed" if removed else "added"
    if section == "facts":
        return phrase(f"{key}_datum", label=plan.facts[name].label)
    if section == "parameters":
        parameter = plan.parameters[name]
        value = standard_figures.phrased(plan, parameter)
        return phrase(f"{key}_standard", label=parameter.label, value=value)
    line = plan.lines[name]
    return phrase(f"{key}_line", label=line.label, rule=_rule_phrase(Rules(plan), line))


def _change(edit: Edit, before: Plan, after: Plan) -> Iterator[Text]:
    section, name, key = edit.at
    if edit.parameter:
        texts = {language: described(edit, before, after, language) for language in LANGUAGES}
        for said in zip(*texts.values(), strict=True):
            yield dict(zip(texts, said, strict=True))
    if section != "lines":
        return
    old, new = before.lines[name], after.lines[name]
    if key in FORMULAS and not edit.remove:
        values: Mapping[str, Text] = {
            "old": _rule_phrase(Rules(before), old),
            "new": _rule_phrase(Rules(after), new),
        }
        yield phrase("formula_changed", label=new.label, **values)
    elif old.settled_early != new.settled_early and key == "leavers":
        yield phrase(f"leavers_{new.leavers}", label=new.label)
    elif key == "every":
        cycles = {
            when: phrase(f"cycle_{line.every.key}") for when, line in (("old", old), ("new", new))
        }
        yield phrase("cycle_changed", label=new.label, **cycles)


def _rule_phrase(rules: Rules, line: Line) -> Text:
    """A line's formula in one phrase."""
    rule = rules.of(line)
    if not rule.cases:
        return in_each_language(
            lambda language: " ".join(text[language] for text in rule.sentences)
        )
    return rules.name(line.formula.tree)
