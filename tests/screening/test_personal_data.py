"""Numbers that stand unmasked, each kind on both sides of what it is."""

from __future__ import annotations

import pytest

from govmedia_rules.screening import Hit
from govmedia_rules.screening.in_the_box import PersonalData

IDENTITY = "110101180101010004"


def found(text: str) -> list[tuple[str, int, int]]:
    return [(hit.found, hit.start, hit.end) for hit in PersonalData().screen(text)]


@pytest.mark.parametrize(
    "written",
    [
        IDENTITY,
        "110101 18010101 0004",
        "１１０１０１１８０１０１０１０００４",
        "11010118050606000X",
        "11010118050606000x",
        "13000001001",
        "130-0000-1001",
        "130 0000 1001",
        "+86 13000001001",
        "8613000001001",
        "0086 130 0000 1001",
        "6200000000000005",
        "6200 0000 0000 0005",
        "6200000000000000000",
        "4000000000000002",
    ],
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    text = f"名单：某某，{written}，公示。"
    plus = written.startswith("+")
    assert [(start, end) for _, start, end in found(text)] == [(6 + plus, 6 + len(written))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110101180101010005",  # another check digit
        "110101180113010001",  # no such month
        "990101180101010001",  # no such place
        "110001180101010009",  # no such county in a province that there is
        "1101011801010100041",  # a digit too many
        "11010118010101000",  # one too few
        "110101********0004",
        "110101180101010***",
        "12000001001",  # no mobile phone begins with 12
        "1300000100",
        "130000010011",
        "130****1001",
        "025-80000000",
        "12345",
        "6200000000000006",
        "62000000000000000003",
        "5.13000001001",
        "gh_13000001001",
        "NO13000001001",
        "http://www.example.gov.cn/13000001001.html",
    ],
)
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("联系电话13000001001", 0),
        ("举报热线：13000001001，联系人小李 13000001001", 0),
        ("本人电话13000001001", 0),
        ("联系方式：个人手机号13000001001", 1),
        ("电话公布如下。13000001001", 1),
        ("某某 13000001001", 1),
        ("咨询电话请看这里，不再另行通知，各位市民朋友们请注意13000001001", 1),
    ],
)
def test_a_phone_number_that_an_office_gives_out_is_left_alone(text: str, count: int) -> None:
    assert len(found(text)) == count


def test_neighbouring_numbers_are_found_one_by_one() -> None:
    text = f"{IDENTITY} 13000001001 13000001001 6200 0000 0000 0005"
    assert found(text) == [
        ("110*************04", 0, 18),
        ("130******01", 19, 30),
        ("130******01", 31, 42),
        ("620* **** **** **05", 43, 62),
    ]


def test_what_is_found_never_holds_the_number() -> None:
    hit = Hit(label="privacy_leak", found=f"号码{IDENTITY}，卡6200-0000-0000-0005", start=0, end=9)
    assert hit.found == "号码110*************04，卡620*-****-****-**05"
