"""The two national instruments as data, and what instruments, provisions and citations hold."""

from __future__ import annotations

import re
from datetime import date

import pytest

from govmedia_rules.errors import RuleError, UnknownNameError
from govmedia_rules.law import (
    INSPECTION_2019,
    OPINION_2018,
    CheckKind,
    Citation,
    Confidence,
    Document,
    Force,
    Instrument,
    Provision,
)
from govmedia_rules.text import Text

Row = tuple[str, str, str, str]

# Transcribed from the inventory of the Opinion: clause, force, what checks it, confidence.
OPINION_ROWS: tuple[Row, ...] = (
    ("0.1", "context", "none", "text"),
    ("1.1–1.3", "context", "none", "text"),
    ("2.1", "context", "data", "text"),
    ("2.2", "obligation", "attest", "text"),
    ("2.3", "obligation", "data", "text"),
    ("2.4", "obligation", "data attest", "text"),
    ("3.1.1", "obligation", "attest", "text"),
    ("3.1.2", "obligation", "attest", "paraphrase"),
    ("3.2.1", "obligation", "data", "text"),
    ("3.2.2", "obligation", "data", "text"),
    ("3.2.3", "prohibition", "screen", "text"),
    ("3.3.1", "recommendation", "data", "text"),
    ("4.1.1", "obligation", "data", "report"),
    ("4.1.2", "recommendation", "none", "report"),
    ("4.1.3", "defeasible", "data", "report"),
    ("4.1.4", "recommendation", "data", "report"),
    ("4.1.5", "obligation", "data", "text"),
    ("4.1.6", "obligation", "data", "text"),
    ("4.1.7", "recommendation", "data", "text"),
    ("4.1.8", "obligation", "data", "text"),
    ("4.1.9", "obligation", "data", "text"),
    ("4.1.10", "defeasible", "data", "text"),
    ("4.1.11", "obligation", "data", "report"),
    ("4.1.12", "obligation", "data", "report"),
    ("4.1.13", "obligation", "data", "text"),
    ("4.1.14", "obligation", "data", "text"),
    ("4.2.1", "obligation", "data", "text"),
    ("4.2.2", "obligation", "data", "text"),
    ("4.2.3", "defeasible", "data", "text"),
    ("4.2.4", "prohibition", "screen", "text"),
    ("4.2.5", "prohibition", "screen", "text"),
    ("4.2.6", "recommendation", "data", "text"),
    ("4.2.7", "obligation", "attest", "text"),
    ("4.2.8", "obligation", "data attest", "text"),
    ("4.2.9", "obligation", "data", "text"),
    ("4.2.10", "obligation", "data", "text"),
    ("4.3.1", "obligation", "attest", "text"),
    ("4.3.2", "obligation", "data", "text"),
    ("4.3.3", "prohibition", "screen", "text"),
    ("4.3.4", "prohibition", "data attest", "text"),
    ("4.4.1", "obligation", "data", "text"),
    ("4.4.2", "prohibition", "screen attest", "text"),
    ("4.4.3", "prohibition", "screen attest", "report"),
    ("4.4.4", "context", "none", "text"),
    ("5.1", "obligation", "attest", "text"),
    ("5.2", "obligation", "attest", "paraphrase"),
    ("5.3", "obligation", "attest", "text"),
)

# The same for the inspection indicators.
INSPECTION_ROWS: tuple[Row, ...] = (
    ("1.1", "prohibition", "screen", "text"),
    ("1.2", "prohibition", "screen", "text"),
    ("1.3", "prohibition", "screen", "text"),
    ("1.4", "prohibition", "screen attest", "report"),
    ("2.1", "obligation", "data", "report"),
    ("2.2", "obligation", "data", "report"),
    ("3.1", "obligation", "data", "text"),
    ("3.2", "prohibition", "screen attest", "report"),
)

# Digits that are no thresholds: the name of a protocol and the year the Opinion itself names.
NAMES_WITH_DIGITS = re.compile(r"IPv6|2022")

INVENTED_THRESHOLDS = (
    re.compile(r"\d"),
    re.compile(
        r"[零〇一二两三四五六七八九十百千万亿半]+"
        r"(?:个?(?:小时|工作日|星期|月|季度)|分钟|天|日|周|年|次|篇|条|人|倍|成)"
    ),
    re.compile(r"百分之|[%％]|半数|过半"),
    re.compile(
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|half)[ -]"
        r"(?:hour|day|week|fortnight|month|quarter|year|read|follower|post|account)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:per ?cent|fortnight|half of)\b", re.IGNORECASE),
)

both_instruments = pytest.mark.parametrize(
    "instrument", [OPINION_2018, INSPECTION_2019], ids=lambda instrument: instrument.id
)
every_provision = pytest.mark.parametrize(
    "provision",
    [*OPINION_2018.provisions, *INSPECTION_2019.provisions],
    ids=lambda provision: f"{provision.document.id} {provision.number}",
)


def row_of(provision: Provision) -> Row:
    """Write a provision as a row of the tables above."""
    checks = " ".join(kind.value for kind in CheckKind if kind in provision.checks)
    return (provision.number, provision.force.value, checks, provision.confidence.value)


def states_a_threshold(text: Text) -> bool:
    wordings = (NAMES_WITH_DIGITS.sub("", wording) for wording in (text.zh, text.en))
    return any(pattern.search(wording) for wording in wordings for pattern in INVENTED_THRESHOLDS)


def a_document(
    id: str = "city-2024",  # noqa: A002 # the name the document itself uses
    *,
    number: str | None = "市办发〔2024〕1号",
    repealed_on: str | None = None,
) -> Document:
    return Document(
        id=id,
        number=number,
        title=Text(zh="某市办法", en="A City's Measures"),
        issuer=Text(zh="某市人民政府办公室", en="General Office of a City"),
        issued_on="2024-02-20",
        in_force_on="2024-03-01",
        repealed_on=repealed_on,
    )


def a_provision(
    document: Document,
    number: str = "3.2",
    *,
    checks: frozenset[CheckKind] = frozenset({CheckKind.DATA}),
    unchecked_because: Text | None = None,
    binds_from_on: str | None = None,
    repealed_on: str | None = None,
) -> Provision:
    return Provision(
        document=document,
        number=number,
        heading=Text(zh="更新", en="Updates"),
        paraphrase=Text(zh="账号须常更新。", en="Accounts are updated often."),
        force=Force.OBLIGATION,
        checks=checks,
        unchecked_because=unchecked_because,
        binds_from_on=binds_from_on,
        repealed_on=repealed_on,
    )


# The two instruments


def test_the_opinion_has_every_row_of_the_inventory_in_order_and_no_other() -> None:
    assert tuple(map(row_of, OPINION_2018.provisions)) == OPINION_ROWS


def test_the_inspection_has_every_indicator_in_order_and_no_other() -> None:
    assert tuple(map(row_of, INSPECTION_2019.provisions)) == INSPECTION_ROWS


def test_the_opinion_knows_its_number_its_issuer_and_its_dates() -> None:
    document = OPINION_2018.document

    assert OPINION_2018.id == "opinion-2018"
    assert document.number == "国办发〔2018〕123号"
    assert document.title.zh == "国务院办公厅关于推进政务新媒体健康有序发展的意见"
    assert document.issuer.zh == "国务院办公厅"
    assert document.issued_on == document.in_force_on == date(2018, 12, 7)
    assert document.published_on == date(2018, 12, 27)
    assert document.repealed_on is None


def test_the_inspection_knows_its_number_its_issuer_and_its_dates() -> None:
    document = INSPECTION_2019.document

    assert INSPECTION_2019.id == "inspection-2019"
    assert document.number == "国办秘函〔2019〕19号"
    assert document.title.zh == "政府网站与政务新媒体检查指标"
    assert document.issuer.zh == "国务院办公厅秘书局"
    assert document.issued_on == document.in_force_on == date(2019, 4, 1)
    assert document.published_on == date(2019, 4, 18)
    assert document.repealed_on is None


@both_instruments
def test_no_number_occurs_twice(instrument: Instrument) -> None:
    numbers = [provision.number for provision in instrument.provisions]

    assert len(set(numbers)) == len(numbers)


@both_instruments
def test_every_provision_is_found_by_its_number(instrument: Instrument) -> None:
    for provision in instrument.provisions:
        assert instrument.provision(provision.number) is provision


@every_provision
def test_every_provision_speaks_both_languages(provision: Provision) -> None:
    texts = [provision.heading, provision.paraphrase]
    if provision.unchecked_because is not None:
        texts.append(provision.unchecked_because)

    for text in texts:
        assert text.zh != text.en
        assert re.match(r"[\u4e00-\u9fff]", text.zh), "Chinese begins with a Chinese character"
        assert re.match(r"[A-Z]", text.en), "English begins with a capital letter"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_paraphrase_is_shared_by_two_provisions(language: str) -> None:
    paraphrases = [
        provision.paraphrase.in_language(language)
        for provision in (*OPINION_2018.provisions, *INSPECTION_2019.provisions)
    ]

    assert len(set(paraphrases)) == len(paraphrases)


def test_one_heading_has_one_translation() -> None:
    translations: dict[str, set[str]] = {}
    for provision in (*OPINION_2018.provisions, *INSPECTION_2019.provisions):
        translations.setdefault(provision.heading.zh, set()).add(provision.heading.en)

    assert {zh: en for zh, en in translations.items() if len(en) > 1} == {}


def test_content_known_only_from_memory_is_marked_as_paraphrase() -> None:
    recalled = [
        provision.number
        for provision in OPINION_2018.provisions
        if provision.citation.confidence is Confidence.PARAPHRASE
    ]

    assert recalled == ["3.1.2", "5.2"]


@pytest.mark.parametrize("provision", OPINION_2018.provisions, ids=lambda each: each.number)
def test_no_paraphrase_of_the_opinion_invents_a_threshold(provision: Provision) -> None:
    assert not states_a_threshold(provision.paraphrase)


def test_the_only_threshold_of_the_inspection_is_its_two_weeks() -> None:
    # This is also the proof that the patterns above find a threshold where there is one.
    stating = [
        provision.number
        for provision in INSPECTION_2019.provisions
        if states_a_threshold(provision.paraphrase)
    ]

    assert stating == ["2.1"]
    assert "两周" in INSPECTION_2019.provision("2.1").paraphrase.zh
    assert "two weeks" in INSPECTION_2019.provision("2.1").paraphrase.en


@pytest.mark.parametrize("number", ["2.2", "4.4.1", "5.3"])
def test_a_duty_of_supervising_units_says_whom_it_binds(number: str) -> None:
    paraphrase = OPINION_2018.provision(number).paraphrase

    assert paraphrase.zh.startswith("约束主管单位：")
    assert paraphrase.en.startswith("Binds supervising units")


# Instruments


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("4.1.33", "4.1.3"),
        ("1.1-1.3", "1.1–1.3"),  # a hyphen where the number has an en dash
    ],
)
def test_an_unknown_number_is_refused_with_the_nearest_known_one(asked: str, meant: str) -> None:
    with pytest.raises(UnknownNameError, match=f"did you mean '{meant}'") as caught:
        OPINION_2018.provision(asked)

    assert caught.value.kind == "provision"
    assert caught.value.name == asked
    assert caught.value.suggestion == meant


def test_an_unknown_number_near_nothing_is_refused_without_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match="in inspection-2019") as caught:
        INSPECTION_2019.provision("annex")

    assert caught.value.suggestion is None


def test_an_instrument_refuses_a_number_that_occurs_twice() -> None:
    document = a_document()

    with pytest.raises(RuleError, match=r"city-2024: provision 3\.2 occurs twice"):
        Instrument(
            document=document,
            provisions=(a_provision(document), a_provision(document)),
        )


def test_an_instrument_refuses_a_provision_of_another_document() -> None:
    with pytest.raises(RuleError, match=r"city-2024: provision 3\.2 belongs to town-2024"):
        Instrument(document=a_document(), provisions=(a_provision(a_document("town-2024")),))


def test_an_instrument_keeps_its_provisions_in_the_order_given() -> None:
    document = a_document()
    later, earlier = a_provision(document, "2"), a_provision(document, "1")

    assert Instrument(document=document, provisions=[later, earlier]).provisions == (
        later,
        earlier,
    )


# Provisions


def test_a_provision_that_nothing_checks_needs_a_reason() -> None:
    with pytest.raises(RuleError, match=r"city-2024 3\.2: unchecked_because"):
        a_provision(a_document(), checks=frozenset({CheckKind.NONE}))


def test_a_provision_that_something_checks_takes_no_reason() -> None:
    with pytest.raises(RuleError, match=r"city-2024 3\.2: unchecked_because"):
        a_provision(
            a_document(),
            checks=frozenset({CheckKind.DATA}),
            unchecked_because=Text(zh="没有理由。", en="For no reason."),
        )


@pytest.mark.parametrize(
    "checks", [frozenset[CheckKind](), frozenset({CheckKind.NONE, CheckKind.DATA})]
)
def test_a_provision_names_what_checks_it_or_none_alone(checks: frozenset[CheckKind]) -> None:
    with pytest.raises(RuleError, match=r"CheckKind\.NONE alone"):
        a_provision(
            a_document(),
            checks=checks,
            unchecked_because=Text(zh="没有理由。", en="For no reason."),
        )


# Citations


def test_a_citation_reads_as_document_number_and_clause() -> None:
    assert str(OPINION_2018.provision("4.1.3").citation) == "国办发〔2018〕123号 4.1.3"
    assert str(INSPECTION_2019.provision("2.1").citation) == "国办秘函〔2019〕19号 2.1"


def test_a_citation_of_a_whole_instrument_reads_as_its_number_alone() -> None:
    assert str(OPINION_2018.citation) == "国办发〔2018〕123号"


def test_a_citation_of_a_document_without_a_number_gives_its_title() -> None:
    assert str(a_provision(a_document(number=None)).citation) == "《某市办法》 3.2"


def test_a_citation_can_be_read_without_its_instrument() -> None:
    provision = OPINION_2018.provision("4.1.3")

    assert provision.citation == Citation(
        instrument="opinion-2018",
        number="国办发〔2018〕123号",
        title=OPINION_2018.document.title,
        provision="4.1.3",
        heading=Text(zh="开设整合", en="Opening and consolidation"),
        in_force_on="2018-12-07",
        repealed_on=None,
        confidence=Confidence.REPORT,
    )


@pytest.mark.parametrize(
    ("on", "binds"),
    [
        (date(2018, 12, 6), False),
        (date(2018, 12, 7), True),
        (date(2018, 12, 8), True),
        # Between its date and its publication it binds already.
        (date(2018, 12, 26), True),
    ],
)
def test_the_opinion_binds_from_the_day_it_is_dated(on: date, binds: bool) -> None:
    assert OPINION_2018.citation.is_in_force_on(on) is binds
    assert OPINION_2018.provision("4.2.4").citation.is_in_force_on(on) is binds


@pytest.mark.parametrize(
    ("on", "binds"),
    [(date(2019, 3, 31), False), (date(2019, 4, 1), True), (date(2019, 4, 2), True)],
)
def test_the_indicators_bind_from_the_day_they_are_dated(on: date, binds: bool) -> None:
    assert INSPECTION_2019.citation.is_in_force_on(on) is binds
    assert INSPECTION_2019.provision("2.1").citation.is_in_force_on(on) is binds


@pytest.mark.parametrize(
    ("on", "binds"),
    [(date(2025, 6, 30), True), (date(2025, 7, 1), False), (date(2025, 7, 2), False)],
)
def test_a_repealed_document_binds_until_the_day_before_its_repeal(on: date, binds: bool) -> None:
    document = a_document(repealed_on="2025-07-01")
    instrument = Instrument(document=document, provisions=(a_provision(document),))

    assert instrument.citation.is_in_force_on(on) is binds
    assert instrument.provision("3.2").citation.is_in_force_on(on) is binds


@pytest.mark.parametrize(
    ("on", "binds"),
    [
        (date(2024, 3, 1), False),  # the document binds, this clause not yet
        (date(2024, 5, 31), False),
        (date(2024, 6, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_the_dates_of_a_provision_go_before_those_of_its_document(on: date, binds: bool) -> None:
    provision = a_provision(a_document(), binds_from_on="2024-06-01", repealed_on="2025-01-01")

    assert provision.citation.is_in_force_on(on) is binds
