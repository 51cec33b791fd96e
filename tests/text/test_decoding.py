"""Encodings told by evidence: what is accepted, and what is refused with its line."""

from __future__ import annotations

import pytest

from engine.text import Problem, Refused, decoded, encoding_of

CHINESE = "employee_id,month,团队\n张三,2026-01,华东\n李四,2026-01,华北\n欧阳娜娜,2026-01,客服\n"
JAPANESE = "employee_id,month,部署\n山田太郎,2026-01,営業\n佐藤花子,2026-01,カスタマーサポート\n"
TRADITIONAL = "employee_id,month,團隊\n張三豐,2026-01,客戶服務\n李國強,2026-01,門市銷售\n"
KOREAN = (
    "employee_id,month,팀\n김철수,2026-01,고객지원\n이영희,2026-01,영업관리\n박지성,2026-01,서울\n"
)
NAMES_OF_TWO = (("李四", "utf-8"), ("张三", "gbk"))


def refusal(data: bytes) -> Problem:
    with pytest.raises(Refused) as caught:
        decoded(data, "facts.csv")
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030", "gb2312"]
)
def test_chinese_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decoded(CHINESE.encode(encoding), "facts.csv").lstrip("\ufeff") == CHINESE


@pytest.mark.parametrize("name", ["喆堃", "Zoë", "昊", "𠮷野", "欧阳"])
def test_a_rare_name_alone_is_chinese(name: str) -> None:
    text = f"employee_id,团队\n{name},热线\n"
    assert decoded(text.encode("gb18030"), "facts.csv") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift-jis"),
        (JAPANESE, "euc-jp"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc-kr"),
        ("name,team\nJosé,Verkäufer\nMüller,Köln\n", "latin-1"),
        ("name,team\nИванов,Продажи\n", "cp1251"),
        (CHINESE, "utf-16-le"),
    ],
)
def test_what_only_looks_like_gbk_is_refused(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)).key in ("encoding", "encoding_looks")


HEADING = "employee_id,month,sales\n"


@pytest.mark.parametrize(
    ("names", "encoding", "looks"),
    [
        ("山田太郎 佐藤花子", "euc-jp", "EUC-JP"),
        ("鈴木", "euc-jp", "EUC-JP"),
        ("山田太郎 佐藤花子", "shift-jis", "Shift-JIS"),
        ("山田太郎", "iso2022_jp", "ISO-2022 (ISO-2022-JP)"),
        ("김철수 이영희", "euc-kr", "EUC-KR (CP949)"),
        ("박지성", "cp949", "EUC-KR (CP949)"),
        ("陳大文 李國強", "big5", "Big5"),
        ("张三", "utf-16-le", "UTF-16 LE"),
        ("张三", "utf-16-be", "UTF-16 BE"),
    ],
)
def test_a_short_file_is_refused_with_what_it_looks_like(
    names: str, encoding: str, looks: str
) -> None:
    text = HEADING + "".join(f"{name},2026-03,80\n" for name in names.split())
    problem = refusal(text.encode(encoding))
    assert (problem.key, problem.values["looks"]) == ("encoding_looks", looks)


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "李四",
        "陈丽",
        "李刚",
        "何洁",
        "高健",
        "黄磊",
        "费玉清",
        "蔡依林",
        "丁俊晖",
        "古力娜扎",
        "迪丽热巴",
        "热线",
        "客服",
        "欧阳",
        "鲍骏",
        "亓官",
        "仝",
    ],
)
def test_one_chinese_name_is_read_as_gbk(name: str) -> None:
    text = f"{HEADING}{name},2026-03,80\n"
    assert decoded(text.encode("gbk"), "facts.csv") == text


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("陳大文", "big5"), ("김철수", "euc-kr"), ("鈴木一郎", "euc-jp"), ("山田太郎", "shift-jis")],
)
def test_one_line_of_another_language_in_gbk_is_named(name: str, encoding: str) -> None:
    lines = [line.encode("gbk") for line in CHINESE.split("\n")]
    lines[2] = f"{name},2026-01,1".encode(encoding)
    problem = refusal(b"\n".join(lines))
    assert (problem.key, problem.line) == ("encoding_mixed", 3)


@pytest.mark.parametrize("usual", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("other", ["utf-8", "gb18030", "shift-jis", "latin-1"])
def test_one_line_in_another_encoding_is_named(usual: str, other: str) -> None:
    if usual.startswith(other):
        return
    lines = [line.encode("utf-8" if usual != "gb18030" else usual) for line in CHINESE.split("\n")]
    lines[2] = ("Müller Söhne,2026-01,x" if other == "latin-1" else "山田,2026-01,会社").encode(
        other
    )
    data = b"\n".join(lines)
    problem = refusal((b"\xef\xbb\xbf" if usual == "utf-8-sig" else b"") + data)
    assert (problem.key, problem.line) == ("encoding_mixed", 3)


def test_the_line_of_another_encoding_is_shown_as_it_was_meant() -> None:
    lines = [line.encode() for line in CHINESE.split("\n")]
    lines[2] = "李四,2026-01,华北".encode("gb18030")
    assert refusal(b"\n".join(lines)).value == "李四,2026-01,华北"


def test_a_file_cut_in_the_middle_of_a_character_is_refused() -> None:
    problem = refusal(CHINESE.encode()[:-2])
    assert problem.line == 4


def test_ascii_is_utf_8() -> None:
    assert encoding_of(b"employee_id,month\nE1,2026-01\n", "facts.csv") == "utf-8"


def test_two_files_put_together_are_refused_at_the_first_line_of_the_second() -> None:
    utf_8, gbk = (f"E1,2026-01,{name}\n".encode(codec) for name, codec in NAMES_OF_TWO)
    problem = refusal(utf_8 * 2000 + gbk * 1000)
    assert (problem.key, problem.line, problem.value) == ("encoding_mixed", 2001, "E1,2026-01,张三")
    assert refusal(utf_8 * 1000 + gbk * 2000).line == 1


def test_a_line_far_down_is_named_however_much_comes_before() -> None:
    text = "E1,2026-01,张三\n".encode() * 450_000
    assert refusal(text + "E2,2026-01,李四\n".encode("gbk")).line == 450_001


def test_names_that_look_like_utf_8_by_chance_are_read() -> None:
    name = "军洋勇"  # the bytes of three hanzi of UTF-8's form, but not UTF-8
    text = f"E1,2026-01,{name}\nE2,2026-01,张三\n" * 100
    assert decoded(text.encode("gbk"), "facts.csv") == text
