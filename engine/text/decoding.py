"""The bytes of a file as text. Its encoding is told by evidence; what speaks for two is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.text.other_encodings import (
    COMMON,
    escapes,
    is_surely_other,
    looks_like,
    without_mark,
)
from engine.text.problems import Problem, Refused

UTF_8, UTF_8_MARKED, GB_18030 = "utf-8", "utf-8-sig", "gb18030"
MARKS = (
    (codecs.BOM_UTF8, UTF_8_MARKED),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How a file begins that says its encoding; the longer mark first."""
NAMES = {UTF_8: "UTF-8", UTF_8_MARKED: "UTF-8", GB_18030: "GB18030 (GBK)"}

USUAL_SHARE = 0.6
"""So much of Chinese text in GB 18030 lies in GB 2312; Japanese and Big5 read as it lie outside."""
KANA_SHARE = 0.2
"""More kana is Japanese (EUC-JP, whose kana are those of GB 2312)."""
JUDGED = 20_000
"""So many characters beyond ASCII are looked at; more say nothing new."""
FEW_HANZI, COMMON_SHARE = 8, 0.05
"""From so many different hanzi on, such a share is among the commonest; in Korean none is."""
USUAL_OR_ASCII = frozenset(
    bytes((lead, trail)).decode("gb2312", "ignore")
    for lead in (0xA1, 0xA2, 0xA3, *range(0xB0, 0xF8))
    for trail in range(0xA1, 0xFF)
) | frozenset(map(chr, range(128)))
"""The hanzi and signs of GB 2312."""
UNUSUAL = re.compile(f"[^{re.escape(''.join(sorted(USUAL_OR_ASCII)))}]")
ASCII = bytes(range(128))
PERHAPS_UTF_8 = (
    re.compile(rb"[\xe2-\xe9\xef][\x80-\xbf]{2}[\xe2-\xe9\xef][\x80-\xbf]{2}"),
    re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}"),
)
"""Two signs of three bytes in a row: hanzi in UTF-8, which might pass for hanzi in GB 2312. Either
pattern begins with one set, which is looked for ten times as fast as a choice of two."""
BLOCK = 4096
ENOUGH = 8 << 20
"""After so many bytes a file that will be refused is looked at no further."""


def decoded(data: bytes, name: str) -> str:
    """The text of a file called `name`. Raises Refused where `encoding_of` does."""
    return data.decode(encoding_of(data, name))


def encoding_of(data: bytes, name: str) -> str:
    """The Python codec that a file is written in: marked, else UTF-8, else GB 18030.

    Raises Refused for anything else, and names the first line of a mixture that is in another
    encoding than most.
    """
    for mark, codec in MARKS:
        if data.startswith(mark):
            _hold(data, codec, name)
            return codec
    if b"\0" in data:
        raise Refused([_foreign(without_mark(data[:JUDGED]), name)])
    if data.isascii() or _is_in(data, UTF_8):
        if other := escapes(data):
            raise Refused([_foreign(other, name)])
        return UTF_8
    _hold_gb_18030(data, name)
    return GB_18030


def encoding_name(codec: str) -> str:
    """What people call a codec."""
    return NAMES.get(codec, codec.upper())


def _is_in(data: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(view[start : start + (1 << 20)])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _hold(data: bytes, codec: str, name: str) -> None:
    """Refuses what is not in the encoding that its mark promises."""
    if _is_in(data, codec):
        return
    if codec == UTF_8_MARKED:
        for line, text in enumerate(data.split(b"\n"), 1):
            if _read(text, UTF_8) is None:
                raise Refused([_mixed(line, text, UTF_8, name)])
    raise Refused([Problem("encoding", {}, name)])


def _hold_gb_18030(data: bytes, name: str) -> None:
    """Refuses what is not Chinese in GB 18030 throughout."""
    lines, seen = _Lines(), 0
    for start, block in _blocks(data):
        lines.sort(start, block)
        seen += len(block)
        if seen > ENOUGH and lines.are_refused:
            break
    wrong = lines.others + lines.neither
    if lines.utf_8 and len(lines.utf_8) >= lines.plain + len(wrong):
        first = min([*wrong, *filter(None, [lines.first_plain])])
        raise Refused([_mixed(*first, UTF_8, name)])
    other = looks_like(bytes(lines.beyond))
    if (
        other
        or lines.plain + len(lines.others) <= len(lines.neither)
        or not _is_chinese(lines.sample)
    ):
        raise Refused([_foreign(other, name)])
    strange = [(line, text) for line, text in lines.others if _is_strange(text)] + lines.surely
    if doubtful := lines.utf_8 + lines.neither + strange:
        raise Refused([_mixed(*min(doubtful), GB_18030, name)])


@dataclass
class _Lines:
    """Lines beyond ASCII by what they can be read as, with their numbers.

    `plain` counts those that are GB 2312 and nothing else; `others` are in GB 18030 as well. Of the
    first ones `beyond` holds the bytes, and `surely` those that are meant in another encoding.
    """

    plain: int = 0
    first_plain: tuple[int, bytes] | None = None
    sample: str = ""
    is_foreign: bool = False
    utf_8: list[tuple[int, bytes]] = field(default_factory=list)
    others: list[tuple[int, bytes]] = field(default_factory=list)
    neither: list[tuple[int, bytes]] = field(default_factory=list)
    beyond: bytearray = field(default_factory=bytearray)
    surely: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def are_refused(self) -> bool:
        """Whether the file will be refused whatever follows."""
        is_mixed = bool(self.utf_8) and (self.plain > 0 or bool(self.others))
        return is_mixed or bool(self.neither) or self.is_foreign

    def sort(self, start: int, block: bytes) -> None:
        """Takes in some lines, of which the first has the number `start`."""
        if len(block.translate(None, ASCII)) == 0:
            return
        self._look(start, block)
        text = None if _has_utf_8(block) else _read(block, GB_18030)
        if text is not None and not UNUSUAL.search(text):
            self.plain += block.count(b"\n") + 1
            self.first_plain = self.first_plain or _first_beyond_ascii(start, block)
            self._taste(text)
            return
        for line, found in enumerate(block.split(b"\n"), start):
            if found.isascii():
                continue
            if (text := _read(found, UTF_8)) is not None:
                if any(character > "\u07ff" for character in text):
                    self.utf_8.append((line, found))
            elif (text := _read(found, GB_18030)) is not None:
                self.others.append((line, found))
                self._taste(text)
            else:
                self.neither.append((line, found))

    def _look(self, start: int, block: bytes) -> None:
        if len(self.beyond) < JUDGED:
            lines = [(n, t) for n, t in enumerate(block.split(b"\n"), start) if not t.isascii()]
            lines = [(n, t) for n, t in lines if len(t) <= JUDGED and _read(t, UTF_8) is None]
            self.beyond += b" ".join(text for _, text in lines)
            self.surely += [(n, t) for n, t in lines if is_surely_other(t)]

    def _taste(self, text: str) -> None:
        if len(self.sample) < JUDGED:
            self.sample += "".join(c for c in text[:JUDGED] if c > "\x7f")
            self.is_foreign = len(self.sample) >= JUDGED and not _is_chinese(self.sample)


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Some lines together, and the number of the first: most hold nothing doubtful, and need not
    be looked at one by one."""
    start, line = 0, 1
    while start < len(data):
        end = data.find(b"\n", start + BLOCK)
        end = len(data) if end < 0 else end
        block = data[start:end]
        yield line, block
        line += block.count(b"\n") + 1
        start = end + 1


def _has_utf_8(block: bytes) -> bool:
    """Whether some line that looks like hanzi in UTF-8 can be read as such."""
    for pattern in PERHAPS_UTF_8:
        end = 0
        while found := pattern.search(block, end):
            start = block.rfind(b"\n", 0, found.start()) + 1
            end = block.find(b"\n", found.end())
            end = len(block) if end < 0 else end
            if _read(block[start:end], UTF_8) is not None:
                return True
    return False


def _first_beyond_ascii(start: int, block: bytes) -> tuple[int, bytes]:
    lines = enumerate(block.split(b"\n"), start)
    return next((line, text) for line, text in lines if not text.isascii())


def _read(text: bytes, codec: str) -> str | None:
    try:
        return text.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    hanzi = {c for c in text if "\u4e00" <= c <= "\u9fff"}
    if len(hanzi) >= FEW_HANZI and len(hanzi & COMMON) < COMMON_SHARE * len(hanzi):
        return False
    kana = sum("\u3041" <= c <= "\u30ff" for c in text)
    usual = sum(map(_is_usual, text))
    return usual >= USUAL_SHARE * len(text) and kana <= KANA_SHARE * len(text)


def _is_strange(line: bytes) -> bool:
    """Whether a line has a sign of private use, or at least two characters beyond ASCII and none
    that Chinese files use."""
    beyond = [c for c in line.decode(GB_18030) if c > "\x7f"]
    if any("\ue000" <= c <= "\ue765" for c in beyond):
        return True  # signs that users were to define, and hardly ever did
    return len(beyond) > 1 and not any(map(_is_usual, beyond))


def _is_usual(character: str) -> bool:
    """Whether a character is a hanzi or a sign of GB 2312, or one that GB 18030 writes in four
    bytes, which no other encoding looks like."""
    return character in USUAL_OR_ASCII or len(character.encode(GB_18030)) == 4


def _foreign(other: str, name: str) -> Problem:
    """What cannot be read, with the encoding that it looks like if any."""
    return (
        Problem("encoding_looks", {"looks": other}, name)
        if other
        else Problem("encoding", {}, name)
    )


def _mixed(line: int, text: bytes, usual: str, name: str) -> Problem:
    """The line that is in another encoding than most, as far as it can be read in one of ours."""
    other = GB_18030 if usual == UTF_8 else UTF_8
    shown = text.strip().decode(other, "replace")[:40]
    return Problem("encoding_mixed", {"usual": encoding_name(usual)}, name, line, value=shown)
