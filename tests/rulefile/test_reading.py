"""Rule files read: what they say, and every fault of a bad one at its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import Origin, Param, Question, account, post, posts, unit
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.law import (
    CheckKind,
    Citation,
    Document,
    Force,
    Instrument,
    Provision,
    Severity,
)
from govmedia_rules.models import Role, Subject
from govmedia_rules.moments import moment
from govmedia_rules.rulefile import (
    RuleFileError,
    load_ruleset,
    loads_ruleset,
    parse_rule_file,
    read_rule_file,
)
from govmedia_rules.rulefile.toml_text import MAX_BYTES
from govmedia_rules.rules import Rule, RuleSet, Scope
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.text import Text

Save: TypeAlias = Callable[[str, str], Path]

TWO_WEEKS = "inspection-2019/no-update-in-two-weeks"

HEAD = """\
format = 1
id = "mycity-2024"
"""

LAW = """
[[instruments]]
id = "mycity-2024"
number = "某政办发〔2024〕1号"
title = { zh = "方案", en = "Plan" }
issuer = { zh = "办公室", en = "Office" }
issued_on = 2024-01-15
in_force_on = 2024-02-01

[[instruments.provisions]]
number = "3.2"
heading = { zh = "更新", en = "Updates" }
paraphrase = { zh = "每周更新。", en = "Every week." }
force = "obligation"
checks = ["data"]
"""

RULE = """
[[rules]]
id = "mycity-2024/one-post-a-week"
title = { zh = "每周更新", en = "Every week" }
cites = ["mycity-2024 3.2"]
force = "obligation"
requires = "posts.within(days=days).count() >= 1"

[rules.params.days]
value = 7
unit = "day"
origin = "text"
minimum = 1
"""

PLAN = Document(
    id="mycity-2024",
    number="某政办发〔2024〕1号",
    title=Text(zh="方案", en="Plan"),
    issuer=Text(zh="办公室", en="Office"),
    issued_on="2024-01-15",
    in_force_on="2024-02-01",
)
CLAUSE = Provision(
    document=PLAN,
    number="3.2",
    heading=Text(zh="更新", en="Updates"),
    paraphrase=Text(zh="每周更新。", en="Every week."),
    force=Force.OBLIGATION,
    checks=frozenset({CheckKind.DATA}),
)
DAYS = Param("days", 7, unit="day", origin=Origin.TEXT, minimum=1)
ONE_A_WEEK = Rule(
    id="mycity-2024/one-post-a-week",
    title=Text(zh="每周更新", en="Every week"),
    cites=(CLAUSE,),
    force=Force.OBLIGATION,
    requires=posts.within(days=DAYS).count() >= 1,
)


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _faults(text: str) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        parse_rule_file(text, name="my.toml")
    return [str(fault) for fault in caught.value.faults]


def test_a_file_says_what_the_same_python_says() -> None:
    file = parse_rule_file(HEAD + LAW + RULE)
    assert file.ruleset == RuleSet("mycity-2024", (ONE_A_WEEK,))
    assert file.ruleset.id == "mycity-2024"
    assert file.instruments == (Instrument(document=PLAN, provisions=(CLAUSE,)),)


def test_every_part_of_a_rule_can_be_written() -> None:
    text = (
        HEAD
        + """
[questions.on_duty]
id = "mycity-2024/on-duty"
wording = { zh = "有人值守？", en = "Is somebody on duty?" }
answerable_by = ["supervisor", "sponsor"]
days = 90

[moments]
start = 2024-02-01T00:00:00+08:00
end = "2025-02-01T00:00:00+08:00"

[[scopes]]
id = "mycity-2024/departments"
title = { zh = "部门", en = "departments" }
binds = "unit.kind == 'department'"
cites = ["opinion-2018 2.1"]
"""
        + LAW
        + """
[[rules]]
id = "mycity-2024/calm"
title = { zh = "标题", en = "title" }
cites = [
  "mycity-2024 3.2",
  "inspection-2019",
  { instrument = "law", title = { zh = "法", en = "Law" }, in_force_on = 2020-01-01 },
]
force = "defeasible"
severity = "note"
subject = "post"
scope = "mycity-2024/departments"
applies = "(post.published_at >= start) & (post.published_at < end)"
forbids = "post.labels.overlaps(words) & ~unit.answers(on_duty)"
unless = '''
account.is_main
  | (post.reads < 5)
'''
remedy = { zh = "一", en = "1" }
message = { zh = "二{value}", en = "2" }
explanation = { zh = "三", en = "3" }
params.words = { value = ["mycity:a", "mycity:b"], source = "a list" }
"""
    )
    scope = Scope(
        id="mycity-2024/departments",
        title=Text(zh="部门", en="departments"),
        binds=unit.kind == "department",
        cites=(OPINION.provision("2.1"),),
    )
    words = Param("words", ("mycity:a", "mycity:b"), source="a list")
    on_duty = Question(
        "mycity-2024/on-duty",
        Text(zh="有人值守？", en="Is somebody on duty?"),
        answerable_by=(Role.SPONSOR, Role.SUPERVISOR),
        days=90,
    )
    expected = Rule(
        id="mycity-2024/calm",
        title=Text(zh="标题", en="title"),
        cites=(
            CLAUSE.citation,
            INSTRUMENT.citation,
            Citation(
                instrument="law",
                number=None,
                title=Text(zh="法", en="Law"),
                provision=None,
                heading=None,
                in_force_on=date(2020, 1, 1),
            ),
        ),
        force=Force.DEFEASIBLE,
        severity=Severity.NOTE,
        subject=Subject.POST,
        scope=scope,
        applies=(post.published_at >= moment("2024-02-01T00:00:00+08:00"))
        & (post.published_at < moment("2025-02-01T00:00:00+08:00")),
        forbids=post.labels.overlaps(words) & ~unit.answers(on_duty),
        unless=account.is_main | (post.reads < 5),
        remedy=Text(zh="一", en="1"),
        message=Text(zh="二{value}", en="2"),
        explanation=Text(zh="三", en="3"),
    )
    assert loads_ruleset(text).rules == (expected,)


def test_inherited_sets_are_joined_narrowed_and_overridden_in_that_order() -> None:
    text = (
        HEAD
        + """
extends = ["opinion-2018", "inspection-2019"]
select = ["inspection-2019/*", "opinion-2018/sponsor-named"]
without = ["inspection-2019/app-*"]

[overrides."inspection-2019/no-update-in-two-weeks"]
force = "defeasible"
severity = "warning"
cites = ["mycity-2024 3.2"]
params.days = { value = 10, source = "方案3.2" }

[overrides."opinion-2018/sponsor-named".params]
grace_days = 60
"""
        + LAW
        + RULE
    )
    expected = (
        (OPINION_2018 | INSPECTION_2019)
        .select("inspection-2019/*", "opinion-2018/sponsor-named")
        .without("inspection-2019/app-*")
        .override(TWO_WEEKS, "方案3.2", days=10)
        .revise(TWO_WEEKS, force=Force.DEFEASIBLE, severity=Severity.WARNING, cites=(CLAUSE,))
        .override("opinion-2018/sponsor-named", grace_days=60)
    ) | RuleSet("mycity-2024", (ONE_A_WEEK,))
    found = loads_ruleset(text)
    assert found == expected
    assert found.fingerprint == expected.fingerprint
    param = found.rule(TWO_WEEKS).params[0]
    assert (param.value, param.source) == (10, "方案3.2; overrides 14 (stated by the text)")


def test_another_file_is_extended_by_its_path_from_the_extending_one(save: Save) -> None:
    save("province.toml", HEAD + 'extends = ["inspection-2019"]\n')
    save("cities/shared.toml", HEAD.replace("mycity-2024", "shared") + LAW + RULE)
    path = save(
        "cities/city.toml",
        HEAD.replace("mycity-2024", "city") + 'extends = ["../province.toml", "shared.toml"]\n',
    )
    assert load_ruleset(path) == INSPECTION_2019 | RuleSet("x", (ONE_A_WEEK,))
    assert load_ruleset(path).id == "city"


def test_what_inherited_rules_cite_can_be_cited_by_its_number(save: Save) -> None:
    save("base.toml", HEAD + LAW + RULE)
    other = RULE.replace("one-post", "two-posts")
    path = save("city.toml", 'format = 1\nid = "city"\nextends = ["base.toml"]\n' + other)
    assert load_ruleset(path).rules[1].cites == (CLAUSE.citation,)


def test_a_set_may_be_known_by_another_name() -> None:
    known = {"ours": RuleSet("ours", (ONE_A_WEEK,))}
    assert loads_ruleset(HEAD + 'extends = ["ours"]\n', known=known) == known["ours"]


def test_every_fault_of_a_file_is_told_with_its_place() -> None:
    text = """\
format = 2
id = ""
titel = { zh = "a", en = "b" }
extends = ["inspection-2018", 5]

[[instruments]]
id = "my city"
title = { zh = "方案" }
issuer = { zh = "办公室", en = " " }
issued_on = "2024-01-15"
in_force_on = 2024-02-01

[[instruments.provisions]]
number = 3
heading = { zh = "更新", en = "Updates", fr = "Mises à jour" }
paraphrase = { zh = "每周更新。", en = "Every week." }
force = "obligaton"
checks = ["data", "feel"]

[[rules]]
id = "mycity-2024/one-post-a-week"
title = { zh = "每周更新", en = "Every week" }
cites = ["opinion-2018 99", "opinion-2081 3", 7]
force = "obligation"
waivable = true
requires = "posts.within(days=7).count() >= 1 & account.is_mian"
forbids = "posts.count() < 1"

[[rules]]
id = "mycity-2024/two"
title = { zh = "每周更新", en = "Every week" }
cites = []
force = "obligation"
applies = '''
account.is_active
  & (account.platfrom == 'wechat')'''
requires = "posts.within(days=days).count() >= 1"
scope = "opinion-2018/government-new-medium"

[rules.params.days]
value = 7
origin = "txt"
"""
    assert _faults(text) == [
        "my.toml, line 1, column 10, format: format is 2; this library reads format 1",
        "my.toml, line 2, column 6, id: id is blank",
        "my.toml, line 3, column 1, titel: there is no key 'titel' here; did you mean 'title'?",
        (
            "my.toml, line 4, column 12, extends[0], at 'inspection-2018': there is no rule set"
            " 'inspection-2018'; did you mean 'inspection-2019'? a file's name ends in .toml"
        ),
        "my.toml, line 4, column 31, extends[1]: 5 stands where a rule set's id or path belongs",
        (
            "my.toml, line 7, column 6, instruments[0].id: an id has no spaces: a citation is an id,"
            " a space and a number"
        ),
        "my.toml, line 8, column 1, instruments[0].title: en is missing",
        "my.toml, line 9, column 29, instruments[0].issuer.en: en is blank",
        (
            "my.toml, line 10, column 13, instruments[0].issued_on: issued_on is '2024-01-15', text;"
            " expected a date"
        ),
        (
            "my.toml, line 14, column 10, instruments[0].provisions[0].number: number is 3, a whole"
            " number; expected text"
        ),
        (
            "my.toml, line 15, column 40, instruments[0].provisions[0].heading.fr: there is no key"
            " 'fr' here; known: zh, en."
        ),
        (
            "my.toml, line 17, column 9, instruments[0].provisions[0].force, at 'obligaton': force is"
            " never 'obligaton'; did you mean 'obligation'?"
        ),
        (
            "my.toml, line 18, column 19, instruments[0].provisions[0].checks[1]: checks never has"
            " 'feel'; known: data, screen, attest, none."
        ),
        "my.toml, line 20, column 1, rules[0]: give exactly one of requires and forbids",
        (
            "my.toml, line 23, column 10, rules[0].cites[0], at 'opinion-2018 99': there is no"
            " provision '99' in opinion-2018."
        ),
        (
            "my.toml, line 23, column 29, rules[0].cites[1], at 'opinion-2081 3': there is no"
            " instrument 'opinion-2081'; did you mean 'opinion-2018'?"
        ),
        (
            "my.toml, line 23, column 47, rules[0].cites[2]: 7 is no citation; write an instrument's"
            " id and a number, such as 'opinion-2018 4.2'"
        ),
        (
            "my.toml, line 25, column 1, rules[0].waivable: there is no key 'waivable' here; a rule"
            " can be waived when its force = 'defeasible'"
        ),
        (
            "my.toml, line 26, column 45, rules[0].requires, at '1': & | ~ take conditions, and 1 is"
            " none; because they bind tighter than comparisons, put each comparison in parentheses"
        ),
        (
            "my.toml, line 32, column 9, rules[1].cites: a rule or a scope cites at least one"
            " provision"
        ),
        (
            "my.toml, line 38, column 9, rules[1].scope, at 'opinion-2018/government-new-medium':"
            " there is no scope 'opinion-2018/government-new-medium'; did you mean"
            " 'opinion-2018/government-new-media'?"
        ),
        (
            "my.toml, line 42, column 10, rules[1].params.days.origin, at 'txt': origin is never"
            " 'txt'; did you mean 'text'?"
        ),
    ]


@pytest.mark.parametrize(
    ("written", "line", "column", "word"),
    [
        ('requires = "post.raeds > 1"', 6, 18, "raeds"),
        ('requires="""post.raeds > 1"""', 6, 18, "raeds"),
        ("requires = '''\npost.raeds > 1'''", 7, 6, "raeds"),
        ('requires = """\\\n   post.raeds > 1"""', 7, 9, "raeds"),
        ('requires = "\\u0070ost.raeds > 1"', 6, 23, "raeds"),
        ('requires = """\n(post.title != \\"甲\\") & \\\n\n  (post.raeds > 1)"""', 9, 9, "raeds"),
        ("requires = '(post.title != \"甲\") & post.raeds'", 6, 40, "raeds"),
        ('requires = "(post.reads > 1"', 6, 13, "("),
    ],
)
def test_a_fault_within_a_condition_points_into_the_file(
    written: str, line: int, column: int, word: str
) -> None:
    text = f"""\
format = 1
id = "x"
[[rules]]
id = "x/y"
subject = "post"
{written}
title = {{ zh = "一", en = "1" }}
cites = ["opinion-2018 2.1"]
force = "obligation"
"""
    with pytest.raises(RuleFileError) as caught:
        loads_ruleset(text)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.word) == (line, column, word)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            'without = ["inspection-2019/nothing"]',
            (
                "my.toml, line 4, column 12, without[0], at 'inspection-2019/nothing': there is no"
                " rule 'inspection-2019/nothing' in "
            ),
        ),
        (
            '[overrides."inspection-2019/no-update-in-two-week"]\nseverity = "note"',
            (
                "my.toml, line 4, column 1, overrides.'inspection-2019/no-update-in-two-week', at"
                " 'inspection-2019/no-update-in-two-week': there is no rule"
            ),
        ),
        (
            f'[overrides."{TWO_WEEKS}"]\nparams.day = 10',
            (
                f"my.toml, line 5, column 1, overrides.'{TWO_WEEKS}'.params.day, at 'day': there is no"
                f" parameter 'day' in rule {TWO_WEEKS}; did you mean 'days'?"
            ),
        ),
        (
            f'[overrides."{TWO_WEEKS}"]\nparams.days = 0',
            (
                f"my.toml, line 5, column 1, overrides.'{TWO_WEEKS}'.params.days, at 'days': rule"
                f" '{TWO_WEEKS}': parameter days is 0; expected at least 1"
            ),
        ),
        (
            f'[overrides."{TWO_WEEKS}"]\nparams.days = true',
            (
                f"my.toml, line 5, column 15, overrides.'{TWO_WEEKS}'.params.days: days is True;"
                " expected a number, a text or a list of texts, or a table of a value and its source"
            ),
        ),
        (
            f'[overrides."{TWO_WEEKS}"]',
            f"my.toml, line 4, column 1, overrides.'{TWO_WEEKS}': this overrides nothing",
        ),
        (
            f'[overrides]\n"{TWO_WEEKS}" = 3',
            f"my.toml, line 5, column 44, overrides.'{TWO_WEEKS}': 3 stands where a table belongs",
        ),
        (
            RULE.replace("mycity-2024/one-post-a-week", TWO_WEEKS).replace(
                "mycity-2024 3.2", "opinion-2018 2.1"
            ),
            (
                f"my.toml, line 6, column 6, rules[0].id, at '{TWO_WEEKS}': a rule of this id is"
                " inherited already; leave the inherited one away with without, or change it under"
                " overrides"
            ),
        ),
        (
            (
                '[questions.post]\nid = "q"\nwording = { zh = "问", en = "Q" }\nanswerable_by ='
                ' ["sponsor"]\ndays = 1'
            ),
            (
                "my.toml, line 4, column 1, questions.post: 'post' cannot be a name here; use a plain"
                " word that conditions do not know"
            ),
        ),
        (
            "[moments]\nstart = 2024-01-01T00:00:00",
            "my.toml, line 5, column 9, moments.start: ",
        ),
        (
            'extends = "opinion-2018"',
            "my.toml, line 4, column 1: this is no TOML: Cannot overwrite a value",
        ),
    ],
)
def test_what_does_not_fit_what_is_inherited_is_told_with_its_place(
    change: str, fault: str
) -> None:
    faults = _faults(f'{HEAD}extends = ["inspection-2019"]\n{change}\n')
    assert len(faults) == 1
    assert faults[0].startswith(fault) or fault.rsplit(":", maxsplit=1)[-1] in faults[0]


def test_overrides_where_nothing_is_inherited_are_not_passed_over() -> None:
    change = '[overrides."inspection-2019/no-update-in-two-weeks"]\nparams.days = 10\n'

    assert _faults(f"{HEAD}{LAW}{RULE}{change}") == [
        (
            "my.toml, line 31, column 1, overrides.'inspection-2019/no-update-in-two-weeks', at"
            " 'inspection-2019/no-update-in-two-weeks': no rules are inherited that could be"
            " overridden; name under extends the rule set they are in"
        )
    ]


def test_a_parameter_that_cannot_be_read_is_told_once() -> None:
    faults = _faults(HEAD + LAW + RULE.replace("value = 7", "value = true"))
    assert faults == [
        (
            "my.toml, line 27, column 9, rules[0].params.days.value: True is no parameter; expected a"
            " number, a text or a list of texts"
        )
    ]


def test_two_definitions_of_one_parameter_are_told_at_the_rule() -> None:
    text = RULE.replace(
        "count() >= 1",
        "count() >= Param('days', 3, origin='text')",
    )
    assert _faults(HEAD + LAW + text) == [
        (
            "my.toml, line 19, column 1, rules[0]: rule 'mycity-2024/one-post-a-week': parameter days"
            " has two definitions"
        )
    ]


def test_files_that_extend_one_another_in_a_circle_are_refused(save: Save) -> None:
    save("a.toml", HEAD + 'extends = ["b.toml"]\n')
    save("b.toml", HEAD + 'extends = ["c.toml"]\n')
    path = save("c.toml", HEAD + 'extends = ["a.toml"]\n')
    with pytest.raises(RuleFileError) as caught:
        load_ruleset(path)
    assert [fault.reason for fault in caught.value.faults] == [
        "a rule file cannot extend itself: c.toml → a.toml → b.toml → c.toml"
    ]
    assert caught.value.faults[0].file.endswith("b.toml")


@pytest.mark.parametrize(("length", "is_read"), [(9, True), (10, False)])
def test_a_chain_of_files_has_an_end(save: Save, length: int, is_read: bool) -> None:
    for number in range(length):
        save(f"{number}.toml", f'{HEAD}extends = ["{number + 1}.toml"]\n')
    save(f"{length}.toml", HEAD)
    path = save("0.toml", HEAD + 'extends = ["1.toml"]\n')
    if is_read:
        assert len(load_ruleset(path)) == 0
    else:
        with pytest.raises(RuleFileError, match="at most 10 files extend one another"):
            load_ruleset(path)


@pytest.mark.parametrize(("width", "is_read"), [(39, True), (40, False)])
def test_a_file_builds_on_so_many_files_and_no_more(save: Save, width: int, is_read: bool) -> None:
    names = [f"n{number}.toml" for number in range(width)]
    for name in names:
        save(name, HEAD)
    path = save("all.toml", f"{HEAD}extends = {names}\n")
    if is_read:
        assert len(load_ruleset(path)) == 0
    else:
        with pytest.raises(RuleFileError, match="are at most 40 files"):
            load_ruleset(path)


def test_faults_of_an_extended_file_are_told_with_that_files_name(save: Save) -> None:
    bad = save("bad.toml", HEAD + "severities = 3\n")
    path = save("good.toml", HEAD + 'extends = ["bad.toml"]\nseverity = 3\n')
    with pytest.raises(RuleFileError) as caught:
        load_ruleset(path)
    assert [(Path(each.file), each.line) for each in caught.value.faults] == [(bad, 3), (path, 4)]


@pytest.mark.parametrize("name", ["missing.toml", "/etc/hostname.toml", "a\\u0000b.toml", "."])
def test_what_is_no_rule_file_cannot_be_extended(save: Save, name: str) -> None:
    path = save("my.toml", f'{HEAD}extends = ["{name}"]\n')
    with pytest.raises(RuleFileError) as caught:
        load_ruleset(path)
    assert len(caught.value.faults) == 1


def test_text_without_a_folder_extends_no_files() -> None:
    with pytest.raises(RuleFileError, match="by its path from the extending file's folder"):
        loads_ruleset(HEAD + 'extends = ["other.toml"]\n')


def test_a_file_that_is_not_there_not_utf8_or_too_large_is_told(tmp_path: Path) -> None:
    reasons: list[str] = []
    for name, raw in (
        ("absent", None),
        ("latin", "format = 1\nid = 'é'".encode("latin-1")),
        ("large", b"#" * (MAX_BYTES + 1)),
    ):
        path = tmp_path / f"{name}.toml"
        if raw is not None:
            path.write_bytes(raw)
        with pytest.raises(RuleFileError) as caught:
            read_rule_file(path)
        reasons.append(caught.value.faults[0].reason)
    assert reasons == [
        "there is no such file",
        "this is not UTF-8; save the file with the encoding UTF-8",
        "a rule file has at most 1,048,576 bytes",
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + LAW + RULE).replace("\n", "\r\n").encode())
    assert load_ruleset(path) == RuleSet("mycity-2024", (ONE_A_WEEK,))


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 100_000 + " = 1",
        "[a" + ".a" * 100_000 + "]",
        '"a"' + '."a"' * 100_000 + " = 1",
        "a = " + "[" * 100_000,
        "a = " + "[" * 40 + "]" * 40,
        "a = " + "{a=" * 40 + "1" + "}" * 40,
        "a = " + "9" * 5_000,
        'a = """' + '\\"""' * 10_000,
        "a = '''" + "''" * 10_000,
        'a = "' + "\\" * 10_001,
        "a = 2024-02-30",
        "a = 1979-05-27T07:32:00+99:00",
        "format = 1\nformat = 1",
        "\0",
        "=",
        "x" * (MAX_BYTES + 1),
    ],
)  # fmt: skip
def test_toml_made_to_do_harm_is_refused(text: str) -> None:
    assert len(_faults(text)) >= 1


def test_half_a_character_is_no_toml_and_is_told_with_its_place() -> None:
    # No file holds one, a string of Python's may; what is read has to be able to be written.
    assert _faults("id = 'x'\nb = '一\ud800'") == [
        "my.toml, line 2, column 7: this is no TOML: half a character stands here"
    ]


@given(
    text=st.lists(
        st.sampled_from(
            (
                "format = 1\n", 'id = "x"\n', "[[rules]]\n", "[rules.params.days]\n", "value = 1\n", "rules = 1\n",
                'requires = "posts.count() > 1"\n', "[[instruments]]\n", "[overrides]\n", "[overrides.x]\n",
                "extends = []\n", "extends = ['inspection-2019']\n", "[questions.a]\n", "days = 2\n", "[[scopes]]\n",
                "binds = 'x'\n", "title.zh = '一'\n", "title.en = 'a'\n", "title = 3\n", "cites = [[1], {}]\n",
                "force = 'context'\n", "select = [1]\n", "[moments]\n", "a = 2024-01-01\n", "params = 3\n",
                "questions = [1]\n", "days = [{a = 1}]\n", "\r\n", "# '\n", "'a'.\"b\" = ''''''\n", 'b = """\n\\u4e00"""""\n',
            )
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_any_toml_gives_a_rule_set_or_its_faults(text: str) -> None:
    try:
        loads_ruleset(text)
    except RuleFileError as error:
        for fault in error.faults:
            assert fault.line is not None
            assert 1 <= fault.line <= text.count("\n") + 1


def test_a_list_or_a_table_of_many_mistakes_is_told_in_few_words() -> None:
    keys = "".join(f"x{number} = 1\n" for number in range(102))
    faults = _faults(HEAD + keys)
    assert len(faults) == 101
    assert faults[0].endswith("2 more keys are not known here")
    assert _faults(HEAD + "[[rules]]\n" * 2_001) == [
        "my.toml, line 3, column 1, rules: a list has at most 2,000 members, not 2,001"
    ]
