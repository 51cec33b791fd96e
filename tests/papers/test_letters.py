"""Letters say what the comparison says, in whatever template, and nothing in them comes alive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from docx.document import Document as WordDocument

from engine.calendar import month_number
from engine.companies import company_facts, company_named, evaluate_company
from engine.comparison import Compared, compare_companies
from engine.papers import (
    FIELDS,
    Letter,
    LetterTemplate,
    field_names,
    letter_template,
    letters_of,
)
from engine.text import Refused, money_with_fen, untranslated
from tests.two_units import two_units

START = month_number("2027-01")
RAISED = {"junior": 4000, "intermediate": 3500, "senior": 4000, "principal": 4500}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    company = company_named(two_units(tmp_path_factory.mktemp("company")))
    facts = company_facts(company)
    variant = replace(company.set("sellers", "base_by_grade", RAISED), name="Raise")
    return compare_companies(evaluate_company(company, facts), [evaluate_company(variant, facts)])


def texts(file: WordDocument) -> list[str]:
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in file.paragraphs), *cells]


def template_of(write: Callable[[WordDocument], object]) -> bytes:
    file = Document()
    write(file)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def letter(**said: str) -> Letter:
    fields = {field: untranslated(said.get(field, field.upper())) for field in FIELDS}
    return Letter(said.get("employee", "E1"), fields)


def test_a_letter_says_old_new_difference_and_from_when(compared: Compared) -> None:
    people = compared.people[1]
    assert people is not None
    place = int(people.change_by_person.argmax())
    employee = people.employees[place]
    found = letters_of(compared, 1, START, [employee])
    assert [one.employee for one in found] == [employee]
    file = LetterTemplate(letter_template("en")).one_file(found, "en")
    said = texts(Document(io.BytesIO(file)))
    old, new = (float(own.pay_by_person[place]) for own in compared.each)
    assert {money_with_fen(old, "en"), money_with_fen(new, "en")} <= set(said)
    assert f"+{money_with_fen(new - old, 'en')}" in said
    months = float(people.months[place])
    fields = {name: text["en"] for name, text in found[0].fields.items()}
    assert fields["old_month"] == money_with_fen(old / months, "en")
    assert fields["new_month"] == money_with_fen(new / months, "en")
    assert f"+{money_with_fen(round(new / months, 2) - round(old / months, 2), 'en')}" in said
    assert fields["percent"] == f"+{100 * (new / old - 1):.2f}\u00a0%"
    assert any(text.startswith("From January 2027") and "“Raise”" in text for text in said)
    assert any("are for simulated results of" in text for text in said)
    assert any("Base pay by grade, Junior: ¥3,000 → ¥4,000 a month" in text for text in said)


def test_in_every_letter_old_and_difference_come_to_new(compared: Compared) -> None:
    found = letters_of(compared, 1, START)
    assert len(found) > 20
    for one in found:
        for which in ("", "_month"):
            old, new, more = (
                Decimal(one.fields[f"{field}{which}"]["zh"].strip("+元\xa0 ").replace(",", ""))
                for field in ("old", "new", "difference")
            )
            assert old + more == new, (one.employee, which)


def test_who_is_paid_the_same_gets_no_letter_unless_asked_for(compared: Compared) -> None:
    changed = {one.employee for one in letters_of(compared, 1, START)}
    people = compared.people[1]
    assert people is not None
    assert len(changed) == people.gain + people.lose
    assert all(employee.startswith("sellers") for employee in changed)
    other = next(e for e in people.employees if e.startswith("service"))
    (one,) = letters_of(compared, 1, START, [other, other])
    assert one.fields["difference"]["en"] == "¥0.00"
    assert "No change in the rules" in one.fields["changes"]["en"]


def test_nobody_else_is_told_of(compared: Compared) -> None:
    with pytest.raises(Refused, match="“E9” is not among the people") as refused:
        letters_of(compared, 1, START, ["E9", "E8"])
    assert [problem.value for problem in refused.value.problems] == ["E9", "E8"]
    with pytest.raises(Refused, match="no letters to write"):
        letters_of(compared, 0, START)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_that_comes_along_has_no_field_left(compared: Compared, language: str) -> None:
    found = letters_of(compared, 1, START)[:3]
    content = LetterTemplate(letter_template(language)).one_each(found, language)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.namelist() == [f"{one.employee}.docx" for one in found]
        for name in file.namelist():
            said = "\n".join(texts(Document(io.BytesIO(file.read(name)))))
            assert "{{" not in said and name.removesuffix(".docx") in said


def test_every_letter_of_one_file_begins_a_page() -> None:
    file = LetterTemplate(letter_template("en")).one_file(
        [letter(employee="A"), letter(employee="B"), letter(employee="C")], "en"
    )
    whole = Document(io.BytesIO(file))
    breaks = [p.text for p in whole.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["Notice of a change of pay"] * 2
    assert [p.text for p in whole.paragraphs if p.text.startswith("To: ")] == [
        *("To: A · UNIT", "To: B · UNIT", "To: C · UNIT"),
    ]


def test_fields_are_found_however_word_splits_them_and_in_either_language() -> None:
    def write(file: WordDocument) -> None:
        paragraph = file.add_paragraph()
        for part in ("Dear {", "{ na", "me }", "}: {{调整前}} / {{NEW}}", "{{old", " a month}}."):
            paragraph.add_run(part)
        file.sections[0].header.paragraphs[0].add_run("{{company}} {{name}}")

    template = LetterTemplate(template_of(write))
    content = template.one_each([letter(employee="李雷", old="1", new="2")], "zh")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        one = Document(io.BytesIO(file.read("李雷.docx")))
    assert texts(one) == ["Dear 李雷: 1 / 2OLD_MONTH."]
    assert one.sections[0].header.paragraphs[0].text == "COMPANY 李雷"
    with pytest.raises(Refused, match="foot of the page asks for “name”"):
        template.one_file([letter()], "en")


def test_what_is_filled_in_stays_text() -> None:
    nasty = "{{old}} <w:p/> &amp; \x00\ud800\x1b =cmd|' /C calc'!A0 http://a.b"
    template = LetterTemplate(template_of(lambda file: file.add_paragraph("{{changes}}{{old}}")))
    content = template.one_file([letter(changes=f"{nasty}\n{nasty}", old="7")], "en")
    (said,) = texts(Document(io.BytesIO(content)))
    first, second = said.split("\n")
    assert first == "{{old}} <w:p/> &amp; ��� =cmd|' /C calc'!A0 http://a.b"
    assert second == f"{first}7"
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        written = file.read("word/document.xml").decode()
    assert "w:hyperlink" not in written and "instrText" not in written


def test_file_names_are_safe_and_each_there_once() -> None:
    template = LetterTemplate(template_of(lambda file: file.add_paragraph("{{name}}")))
    names = ("../../etc/x", "a/b", "a:b", "...", "x" * 200)
    content = template.one_each([letter(employee=name) for name in names], "en")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.namelist() == [
            *("etc_x.docx", "a_b.docx", "a_b (2).docx", "_.docx", f"{'x' * 80}.docx"),
        ]


def test_all_unknown_fields_are_told_together_with_what_was_meant() -> None:
    wrong = template_of(lambda file: file.add_paragraph("{{nmae}} {{name}} {{diference}}"))
    with pytest.raises(Refused) as refused:
        LetterTemplate(wrong, "own.docx")
    assert [problem.value for problem in refused.value.problems] == ["nmae", "diference"]
    assert "Did you mean “difference”?" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('Target="styles.xml"', 'Target="http://a.b/x" TargetMode="External"', "http://a.b/x"),
        ('Target="styles.xml"', 'Target="file:///etc/x" TargetMode="External"', "file:///etc/x"),
        ("relationships/styles", "relationships/aFChunk", "styles.xml"),
        ("<w:t>x</w:t>", "<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>", "DDEAUTO"),
        (
            "<w:t>x</w:t>",
            "<w:instrText>INCL</w:instrText><w:instrText>UDETEXT</w:instrText>",
            "UDE",
        ),
    ],
)
def test_a_template_that_reaches_outside_is_refused(old: str, new: str, complaint: str) -> None:
    plain = template_of(lambda file: file.add_paragraph("x"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode("utf-8", "surrogateescape")
            if name in ("word/document.xml", "word/_rels/document.xml.rels"):
                part = part.replace(old, new)
            after.writestr(name, part.encode("utf-8", "surrogateescape"))
    LetterTemplate(plain)
    with pytest.raises(Refused, match="fetched from elsewhere") as refused:
        LetterTemplate(buffer.getvalue())
    assert complaint in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 5_000_001])
def test_what_is_no_template_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"not a Word file|larger than 5 MB"):
        LetterTemplate(content)


def test_names_of_fields_are_told_apart() -> None:
    names = [*field_names("en").values(), *field_names("zh").values()]
    assert len({name.casefold() for name in names}) == 2 * len(FIELDS)
