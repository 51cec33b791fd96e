"""Encodings that are not read, and what they look like: by the commonest characters of pay files.

Bytes that are Chinese in one encoding are other characters in all others, hardly ever common ones.
"""

from __future__ import annotations

COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文小晓海春雪婷佳欣宇浩子轩梓涵思雨一的"
    "是不了在人有我他这个们中来上大为和地到以说时要就出会可也你对生能而着下过天去之多后作里用道行所然家种事"
    "成经者么同面起看定分还进好部其些现样理心前开但因只从想实日两长把机十民第公此已工使情性知全三又关点正业"
    "外将问无法月东西南北区店销售客户服务员工团队组岗位职级薪资基本绩效奖金提成目标完成率数额合计备注姓名编号"
)
"""Surnames, given names and words that files of pay are made of."""

TRADITIONAL = COMMON | frozenset(
    "張劉陳楊黃趙吳孫馬謝羅許韓馮鄧蕭潘蔣餘葉蘇魏呂盧薑鐘譚陸範賈韋鄒閻薛龍陶賀顧龔萬錢嚴賴莊簡詹顏柯翁偉麗"
    "靜強軍豔濤蘭紅誌曉國鳳淑惠雅君俊傑宏銘銷門市戶務員團隊組崗職級資績獎業額計編號備註區們來為時這個後開無問"
    "從兩長機種發過實現對"
)
KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄원천방공현함변염여추도석"
    "선설마길연위표명기반라왕금옥육인맹제모탁국어은편용수영철희준미경숙자순호상동재혜나다가를의에는을로부사시간"
    "일월년급직팀과대리단매출목실적액객관업본울산광개발총무회계생품질합센터점"
)
JAPANESE = frozenset(
    "山田太郎佐藤鈴木高橋渡辺伊中村小林加吉松本井上清斎口阿部森池川石前後岡長谷野島青坂金原竹内和子花美恵一二三"
    "次健大介翔拓也直樹正男雄夫幸久保宮崎千葉福西東京阪営業課店員社売目標額月年数達成率名氏番号支事務総人主任担"
    "当者会株式給与賞横浜北海道州由香奈優真理沙愛陽菜結衣翼隆誠浩明秀博志"
) | frozenset(map(chr, range(0x3041, 0x30FF)))
OTHERS = (
    ("cp949", "EUC-KR (CP949)", KOREAN),
    ("euc_jp", "EUC-JP", JAPANESE),
    ("shift_jis", "Shift-JIS", JAPANESE),
    ("big5", "Big5", TRADITIONAL),
)
"""Codec, what people call it, and the commonest characters of its language."""
LIKELY, TIMES, FEWEST = 0.6, 2.0, 2
"""So great a share of common characters, so many times that of GB 18030, in so many characters."""
SURE = 3
"""So many characters of one line, all common in another encoding and none in GB 18030, are sure."""
ESCAPE = b"\x1b$"
"""ISO-2022 changes to another set of characters by it."""


def looks_like(data: bytes) -> str:
    """The encoding that bytes look like more than like GB 18030, as people call it; "" if none."""
    ours, _ = _share(data, "gb18030", COMMON)
    shares = ((*_share(data, codec, common), name) for codec, name, common in OTHERS)
    share, count, name = max(shares, key=lambda found: found[0])
    return name if count >= FEWEST and share >= LIKELY and share > TIMES * ours else ""


def is_surely_other(line: bytes) -> bool:
    """Whether a line can only be meant in another encoding than GB 18030."""
    ours, _ = _share(line, "gb18030", COMMON)
    if ours > 0:
        return False
    shares = (_share(line, codec, common) for codec, _, common in OTHERS)
    return any(share == 1 and count >= SURE for share, count in shares)


def without_mark(data: bytes) -> str:
    """What bytes with zeros among them look like: UTF-16 without its mark, or ""."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    for zeros, others, name in ((odd, even, "UTF-16 LE"), (even, odd, "UTF-16 BE")):
        if 4 * zeros >= len(data) // 2 and 20 * others <= zeros:
            return name
    return ""


def escapes(data: bytes) -> str:
    """What ASCII bytes look like that change to another set of characters; "" if they do not."""
    return "ISO-2022 (ISO-2022-JP)" if ESCAPE in data else ""


def _share(data: bytes, codec: str, common: frozenset[str]) -> tuple[float, int]:
    """The share of common ones among the characters beyond ASCII, and how many these are."""
    try:
        beyond = [c for c in data.decode(codec) if c > "\x7f"]
    except UnicodeDecodeError:
        return 0.0, 0
    return sum(c in common for c in beyond) / max(1, len(beyond)), len(beyond)
