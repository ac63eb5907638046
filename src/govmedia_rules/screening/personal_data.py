"""A screener for personal data that nobody masked: identity, phone and bank card numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from attrs import field, frozen
from stdnum import luhn
from stdnum.cn import ric

from govmedia_rules.screening.results import Hit
from govmedia_rules.text import Text

__all__ = ["PersonalData"]

# Digits and what separates them never match the same character, and the possessive signs
# give nothing back: the scan reads each character a fixed number of times.
_NUMBERS: Final = re.compile(r"[0-9]++(?:[ -][0-9]++)*+[Xx]?")
_DIGITS: Final = re.compile(r"[0-9]++[Xx]?")

_FULL_WIDTH: Final = str.maketrans(
    "０１２３４５６７８９Ｘｘ－　\u00a0\u2011\u2013", "0123456789Xx-  --"
)

# How people write the digits of each kind in groups.
_PHONE_SIZES: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
_CALLED_FROM_ABROAD: Final = frozenset(
    {(13,), *((code, *sizes) for code in (2, 4) for sizes in _PHONE_SIZES)}
)
_IDENTITY_SIZES: Final = frozenset({(18,), (6, 8, 4), (6, 4, 4, 4), (6, 12), (14, 4)})
_CARD_SIZES: Final = frozenset(
    {
        *((size,) for size in range(16, 20)),
        (4, 4, 4, 4),
        *((4, 4, 4, 4, rest) for rest in (1, 2, 3)),
    }
)
_SIZES: Final = _PHONE_SIZES | _CALLED_FROM_ABROAD | _IDENTITY_SIZES | _CARD_SIZES
_FIRST_SIZES: Final = frozenset(sizes[0] for sizes in _SIZES)
_MOST_GROUPS: Final = max(map(len, _SIZES))

# Before a number that an office gives out so that people call it.
_GIVEN_OUT: Final = (
    "电话",
    "热线",
    "联系方式",
    "联系人",
    "联络员",
    "值班",
    "咨询",
    "投诉",
    "举报",
    "监督",
    "传真",
    "办公",
    "客服",
    "报名",
    "预约",
)
# Before a number that belongs to somebody, whatever stands before that.
_SOMEBODYS: Final = (
    "本人",
    "个人",
    "家长",
    "患者",
    "家庭",
    "住户",
    "户主",
    "身份证",
    "手机号",
    "申请人",
    "获奖",
)
_BEFORE: Final = 20


_JOINS_BEFORE: Final = frozenset("._/=#*")
_JOINS_AFTER: Final = frozenset("_%*")


class _Groups(NamedTuple):
    """Neighbouring groups of digits, such as 138 0000 0000, and where they stand."""

    digits: str
    sizes: tuple[int, ...]
    start: int
    end: int


_LOOKS_FOR: Final = Text(
    zh="未打码的公民身份号码（18位，校验码正确）、手机号码（前文说明是单位对外公布的除外）、银行卡号"
    "（62开头16至19位，或4、5开头16位，校验码正确）。不看姓名、住址、固定电话、15位旧身份证号、"
    "部分打码的号码，也不看图片。",
    en="Unmasked identity numbers (18 digits, right check digit), mobile phone numbers (unless the"
    " words before say that an office gives them out), bank card numbers (62 and 16 to 19 digits,"
    " or 4 or 5 and 16 digits, right check digit). Not names, addresses, landlines, old identity"
    " numbers of 15 digits, numbers masked in part, nor pictures.",
)


@frozen
class PersonalData:
    """
    Finds identity numbers, mobile phone numbers and bank card numbers that stand unmasked.

    An identity number has 18 digits, the last perhaps an X, with a known place, a day of
    birth and the right check digit. A phone number is that of a mobile phone, unless the words
    before it say that an office gives it out. A bank card number begins with 62 (16 to 19
    digits) or with 4 or 5 (16 digits) and has the right check digit.
    """

    id: str = field(default="personal-data", init=False)
    version: str = field(default="1", init=False)
    labels: frozenset[str] = field(default=frozenset({"privacy_leak"}), init=False)
    looks_for: Text = field(default=_LOOKS_FOR, init=False)

    def screen(self, text: str) -> Iterable[Hit]:
        """Return the unmasked numbers in *text*, in order."""
        plain = text.translate(_FULL_WIDTH)
        for numbers in _NUMBERS.finditer(plain):
            if numbers.end() - numbers.start() >= 11:
                for groups in _personal(numbers, plain):
                    yield Hit(
                        label="privacy_leak",
                        found=text[groups.start : groups.end],
                        start=groups.start,
                        end=groups.end,
                    )


def _personal(numbers: re.Match[str], plain: str) -> Iterator[_Groups]:
    """Yield what is personal among neighbouring groups of digits, each digit at most once."""
    spans = [match.span() for match in _DIGITS.finditer(plain, numbers.start(), numbers.end())]
    sizes = [end - start for start, end in spans]
    position = 0
    while position < len(spans):
        size = 1
        if sizes[position] in _FIRST_SIZES:
            for several in range(min(_MOST_GROUPS, len(spans) - position), 0, -1):
                shape = tuple(sizes[position : position + several])
                if shape in _SIZES:
                    groups = _joined(spans[position : position + several], shape, plain)
                    if any(is_kind(groups, plain) for is_kind in _KINDS):
                        yield groups
                        size = several
                        break
        position += size


def _joined(spans: list[tuple[int, int]], sizes: tuple[int, ...], plain: str) -> _Groups:
    digits = "".join(plain[start:end] for start, end in spans)
    return _Groups(digits, sizes, spans[0][0], spans[-1][1])


def _stands_alone(groups: _Groups, plain: str) -> bool:
    """Return whether the digits are no part of a word, a decimal or a web address."""
    before = plain[max(0, groups.start - 1) : groups.start]
    after = plain[groups.end : groups.end + 1]
    return not (
        (before.isascii() and (before.isalpha() or before in _JOINS_BEFORE))
        or (after.isascii() and (after.isalpha() or after in _JOINS_AFTER))
    )


def _is_identity_number(groups: _Groups, plain: str) -> bool:
    return (
        groups.sizes in _IDENTITY_SIZES
        and _stands_alone(groups, plain)
        and _is_resident_number(groups.digits.upper())
    )


def _is_resident_number(number: str) -> bool:
    try:
        return ric.is_valid(number)
    except KeyError:
        # Of the place of birth python-stdnum knows the province and not the county, which it
        # takes for granted (2.2). A place that there is not is no place of birth.
        return False


def _is_phone_number(groups: _Groups, plain: str) -> bool:
    digits = groups.digits
    if groups.sizes in _CALLED_FROM_ABROAD:
        digits = digits.removeprefix("00").removeprefix("86")
    return (
        (groups.sizes in _PHONE_SIZES or groups.sizes in _CALLED_FROM_ABROAD)
        and len(digits) == 11
        and digits.isdecimal()
        and digits[0] == "1"
        and digits[1] in "3456789"
        and _stands_alone(groups, plain)
        and not _is_given_out(plain[max(0, groups.start - _BEFORE) : groups.start])
    )


def _is_given_out(before: str) -> bool:
    """Return whether the words before a number say that an office gives it out."""
    clause = max((before.rfind(sign) for sign in "。！？；\n"), default=-1)
    before = before[clause + 1 :]
    last = {word: before.rfind(word) for word in (*_GIVEN_OUT, *_SOMEBODYS)}
    return max(last[word] for word in _GIVEN_OUT) > max(last[word] for word in _SOMEBODYS)


def _is_bank_card(groups: _Groups, plain: str) -> bool:
    digits = groups.digits
    return (
        groups.sizes in _CARD_SIZES
        and digits.isdecimal()
        and (digits.startswith("62") or (len(digits) == 16 and digits[0] in "45"))
        and _stands_alone(groups, plain)
        and luhn.is_valid(digits)
    )


_KINDS: Final[tuple[Callable[[_Groups, str], bool], ...]] = (
    _is_identity_number,
    _is_bank_card,
    _is_phone_number,
)
