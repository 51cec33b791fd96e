"""The plan as a page to read: purpose, pay lines with their formulas, figures and their sources."""

from __future__ import annotations

from dataclasses import replace

from engine.formula.tree import Call
from engine.formula.words import WORDS
from engine.messages import say
from engine.plan.edits import band_text, points_text
from engine.plan.parameter import Parameter
from engine.plan.schema import Line, Plan
from engine.units import shown, unit_text


def plan_markdown(plan: Plan, language: str) -> str:
    """The plan as Markdown in one language."""

    def words(key: str, **values: object) -> str:
        return say(language, f"document.{key}", **values)

    parts = [f"# {plan.title[language]}", plan.summary[language]]
    note = plan.source.note[language]
    parts.append(words("source_line", document=plan.source.document, note=note))
    parts.append(f"## {words('pay_lines')}")
    parts += [_line(plan, line, language) for line in plan.pay_lines]
    others = [line for line in plan.lines.values() if not line.paid]
    if others:
        parts.append(f"## {words('measures')}")
        parts += [_line(plan, line, language) for line in others]
    parts.append(f"## {words('figures')}")
    heads = [words(k) for k in ("figure", "id", "value", "unit", "provenance", "note")]
    table = [" | ".join(heads), " | ".join("---" for _ in heads)]
    table += [
        " | ".join(
            [
                p.label[language],
                f"`{p.id}`",
                value_text(plan, p, language),
                unit_text(p.unit, language),
                words(p.provenance),
                (p.note or p.not_used or {language: ""})[language],
            ]
        )
        for p in plan.parameters.values()
    ]
    parts.append("\n".join(f"| {row} |" for row in table))
    parts.append(f"## {words('facts')}")
    parts.append(
        "\n".join(
            f"- `{c.id}` — {c.label[language]}"
            + (f" ({', '.join(v[language] for v in c.values.values())})" if c.values else "")
            for c in plan.facts.values()
        )
    )
    used = sorted({w for line in plan.lines.values() for w in _words_in(line)})
    if used:
        parts.append(f"## {words('words')}")
        parts.append("\n".join(f"- `{w}` — {WORDS[w].sentence[language]}" for w in used))
    if plan.not_modelled:
        parts.append(f"## {words('not_modelled')}")
        parts.append("\n".join(f"- {item[language]}" for item in plan.not_modelled))
    return "\n\n".join(parts) + "\n"


def value_text(plan: Plan, parameter: Parameter, language: str) -> str:
    """A parameter's figures in one phrase."""
    value, unit = parameter.value, parameter.unit
    join = say(language, "change.semicolon")
    if parameter.shape in ("number", "flag"):
        return shown(value, unit, language)
    if parameter.shape == "months":
        return ", ".join(str(month) for month in value)
    if parameter.shape in ("table", "keyed_steps", "bands"):
        column = plan.facts.get(parameter.by or "")
        phrases = []
        for key, entry in value.items():
            label = column.values[key][language] if column and key in column.values else key
            if parameter.shape == "table":
                text = shown(entry, unit, language)
            elif parameter.shape == "bands":
                text = band_text(entry, unit, language)
            else:
                text = points_text(_with(parameter, entry), language)
            phrases.append(f"{label} {text}")
        return join.join(phrases)
    return points_text(parameter, language)


def _with(parameter: Parameter, value: object) -> Parameter:

    return replace(parameter, shape="steps", value=value)


def _line(plan: Plan, line: Line, language: str) -> str:
    when = say(language, f"document.{line.every.word}")
    return f"### {line.label[language]} (`{line.id}`)\n\n{when}\n\n    {line.formula.text}"


def _words_in(line: Line) -> set[str]:

    return {node.word for node in line.formula.tree.walk() if isinstance(node, Call)}
