"""Letters to people whose pay changes: a template with its fields filled in, one file for all of
them or one for each. What is filled in stays text, and is never looked through for fields again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from engine.papers.letter_fields import ALIKE, Letter, known_fields
from engine.reports import one_line
from engine.text import Problem, Refused, nearest

BODY = "word/document.xml"
LARGEST_LETTER, MOST_UNPACKED = 5_000_000, 50_000_000
"""Sizes of a template: of its file, and of what is packed in it."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
LONGEST_FILE_NAME = 80
_FIELD = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_REACHES_OUT = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD|MACROBUTTON)\b",
    re.IGNORECASE,
)
"""Fields of Word that fetch something from elsewhere, or run something."""
_LIVE = ("/aFChunk", "/oleObject", "/vbaProject", "/control", "/attachedTemplate", "/package")
"""What a part of a template may be that is not text or a picture, by the kind of its relation."""
_NOT_IN_FILE_NAMES = re.compile(r"[^\w-]+")
_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"

Element = Any


class LetterTemplate:
    """A template in memory. Raises Refused with all that is wrong with it: that it is no DOCX or
    too large, that it reaches outside of itself, and the fields that no letter can fill."""

    def __init__(self, content: bytes, name: str = "") -> None:
        self.name = name
        self._parts = self._read(content)
        found = [*self._reaching_out(), *self._unknown()]
        if found:
            raise Refused(found)

    def one_file(self, letters: Sequence[Letter], language: str) -> bytes:
        """All letters in one DOCX, each on a page of its own. Raises Refused where the head or foot
        of the page, which all share, has fields of single people."""
        personal = [
            Problem("letter_head", {}, self.name, value=name)
            for part in self._filled
            if part != BODY
            for name in _fields(self._parsed(part))
            if known_fields()[name.casefold()] not in ALIKE
        ]
        if personal:
            raise Refused(personal)
        root = self._parsed(BODY)
        body = root.find(qn("w:body"))
        section = body.find(qn("w:sectPr"))
        pattern = [child for child in body if child is not section]
        for child in list(body):
            body.remove(child)
        first = pattern
        again = _on_a_new_page([_without_names(deepcopy(child)) for child in pattern])
        for letter in letters:
            said = _said(letter, language)
            for child in map(deepcopy, first):
                _fill(child, said)
                body.append(child)
            first = again
        if section is not None:
            body.append(section)
        for i, drawing in enumerate(root.iter(qn("wp:docPr")), start=1):
            drawing.set("id", str(i))
        parts = {BODY: bytes(serialize_part_xml(root))}
        for part in self._filled:
            if part != BODY and letters:
                parts[part] = self._with(part, _said(letters[0], language))
        return self._packed(parts)

    def one_each(self, letters: Sequence[Letter], language: str) -> bytes:
        """A ZIP with a DOCX for each letter, called after the employee."""
        buffer = io.BytesIO()
        taken: set[str] = set()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            for letter in letters:
                said = _said(letter, language)
                filled = {part: self._with(part, said) for part in self._filled}
                entry = zipfile.ZipInfo(f"{_file_name(letter.employee, taken)}.docx", EARLIEST)
                entry.external_attr = 0o644 << 16
                file.writestr(entry, self._packed(filled))
        return buffer.getvalue()

    # -- the template ----------------------------------------------------------------------

    def _read(self, content: bytes) -> dict[str, bytes]:
        if len(content) > LARGEST_LETTER:
            raise Refused([Problem("letter_template_large", {"most": "5 MB"}, self.name)])
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                if sum(entry.file_size for entry in file.infolist()) > MOST_UNPACKED:
                    raise Refused([Problem("letter_template_large", {"most": "50 MB"}, self.name)])
                parts = {entry.filename: file.read(entry) for entry in file.infolist()}
            for name, part in parts.items():
                if name.endswith((".xml", ".rels")):
                    _ = parse_xml(part)
            if parse_xml(parts[BODY]).find(qn("w:body")) is None:
                raise ValueError("body")
        except Refused:
            raise
        except Exception as error:  # whatever a file that is none makes of itself
            found = {"found": type(error).__name__}
            raise Refused([Problem("letter_template_broken", found, self.name)]) from None
        return parts

    @property
    def _filled(self) -> list[str]:
        """The parts that can have fields."""
        return [name for name in self._parts if _FILLED.fullmatch(name)]

    def _parsed(self, part: str) -> Element:
        return parse_xml(self._parts[part])

    def _reaching_out(self) -> Iterator[Problem]:
        """What a template holds that is fetched from elsewhere or can be run."""
        for name, part in self._parts.items():
            if name.endswith(".rels"):
                for relation in parse_xml(part):
                    kind, target = relation.get("Type", ""), relation.get("Target", "")
                    outside = relation.get("TargetMode") == "External"
                    if (outside and not kind.endswith("/hyperlink")) or kind.endswith(_LIVE):
                        yield Problem("letter_template_outside", {"found": target[:80]}, self.name)
        for name in self._filled:
            root = self._parsed(name)
            codes = [element.text or "" for element in root.iter(qn("w:instrText"))]
            codes += [element.get(qn("w:instr"), "") for element in root.iter(qn("w:fldSimple"))]
            joined = "".join(codes)
            if _REACHES_OUT.search(joined):
                found = {"found": joined.strip()[:80]}
                yield Problem("letter_template_outside", found, self.name)

    def _unknown(self) -> Iterator[Problem]:
        """The fields that no letter can fill."""
        known = known_fields()
        names = (name for part in self._filled for name in _fields(self._parsed(part)))
        for name in dict.fromkeys(names):
            if name.casefold() not in known:
                said = {
                    "known": tuple(known),
                    "nearest": nearest(name.casefold(), known) or next(iter(known)),
                }
                yield Problem("letter_field", said, self.name, value=name)

    def _with(self, part: str, said: Mapping[str, str]) -> bytes:
        root = self._parsed(part)
        _fill(root, said)
        return bytes(serialize_part_xml(root))

    def _packed(self, filled: Mapping[str, bytes]) -> bytes:
        """The template with some of its parts filled in."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            for name, part in self._parts.items():
                entry = zipfile.ZipInfo(name, EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                file.writestr(entry, filled.get(name, part))
        return buffer.getvalue()


def _said(letter: Letter, language: str) -> dict[str, str]:
    """What is filled in, by field, in characters that a document can hold."""
    return {
        field: "\n".join(map(one_line, text[language].split("\n")))
        for field, text in letter.fields.items()
    }


def _texts(paragraph: Element) -> list[Element]:
    """The texts of a paragraph, without those of paragraphs within it."""
    return [t for t in paragraph.iter(_TEXT) if next(t.iterancestors(_PARAGRAPH)) is paragraph]


def _fields(root: Element) -> Iterator[str]:
    """The names of the fields, however Word has split them."""
    for paragraph in root.iter(_PARAGRAPH):
        joined = "".join(t.text or "" for t in _texts(paragraph))
        for found in _FIELD.finditer(joined):
            yield found[1]


def _fill(root: Element, said: Mapping[str, str]) -> None:
    """Puts what is said in the place of each field, in the look of its first letter."""
    known = known_fields()
    for paragraph in root.iter(_PARAGRAPH):
        texts = _texts(paragraph)
        joined = "".join(t.text or "" for t in texts)
        for found in reversed(list(_FIELD.finditer(joined))):
            _replace(texts, found.start(), found.end(), said[known[found[1].casefold()]])
        for text in texts:
            _break_lines(text)


def _replace(texts: Sequence[Element], start: int, end: int, said: str) -> None:
    """Puts `said` in the place of the letters from `start` to `end` of joined texts."""
    at = 0
    for text in texts:
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            instead = said if at <= start < at + len(own) else ""
            text.text = own[:first] + instead + own[last:]
            text.set(_PRESERVE, "preserve")
        at += len(own)


def _break_lines(text: Element) -> None:
    """Line feeds within a text as line breaks."""
    lines = (text.text or "").split("\n")
    if len(lines) == 1:
        return
    text.text = lines[0]
    after = text
    for line in lines[1:]:
        line_break, more = OxmlElement("w:br"), OxmlElement("w:t")
        more.text = line
        more.set(_PRESERVE, "preserve")
        after.addnext(line_break)
        line_break.addnext(more)
        after = more


def _on_a_new_page(copies: list[Element]) -> list[Element]:
    """The parts of a letter, the first of which begins a page."""
    if copies and copies[0].tag == _PARAGRAPH:
        properties = copies[0].get_or_add_pPr()
        properties.page_break_before = None
        properties._add_pageBreakBefore()
        return copies
    paragraph, run, page = (OxmlElement(name) for name in ("w:p", "w:r", "w:br"))
    page.set(qn("w:type"), "page")
    run.append(page)
    paragraph.append(run)
    return [paragraph, *copies]


def _without_names(root: Element) -> Element:
    """The same without the marks that a document may have once only."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark in list(root.iter(qn(tag))):
            if mark.getparent() is not None:
                mark.getparent().remove(mark)
    for element in root.iter():
        for name in [name for name in element.attrib if name.endswith(("}paraId", "}textId"))]:
            del element.attrib[name]
    return root


def _file_name(employee: str, taken: set[str]) -> str:
    """A name that a file may have and none has yet."""
    name = _NOT_IN_FILE_NAMES.sub("_", employee).strip("_")[:LONGEST_FILE_NAME] or "_"
    found, again = name, 2
    while found.casefold() in taken:
        found = f"{name} ({again})"
        again += 1
    taken.add(found.casefold())
    return found
