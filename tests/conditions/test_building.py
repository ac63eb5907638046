"""Building conditions: what has no meaning is refused there, with a message that helps."""

from typing import Any

import pytest

from condition_code import built, refusal
from govmedia_rules.conditions import (
    And,
    Comparison,
    Condition,
    Constant,
    FieldSpec,
    Kind,
    Not,
    Operator,
    Or,
    Param,
    Question,
    UnknownFieldError,
    account,
    all_fields,
    all_of,
    always,
    any_of,
    field_named,
    never,
    post,
    posts,
)
from govmedia_rules.conditions.nodes import MAX_DEPTH
from govmedia_rules.conditions.operands import as_days
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.errors import ConditionError, UnknownNameError
from govmedia_rules.text import Text

PARENTHESES = (
    "Compare it with something; and because & and | bind tighter than comparisons, put each"
    " comparison in parentheses."
)
NO_TRUTH = (
    " has no truth value until it is judged. Join conditions with & | ~ instead of and, or, not;"
    " put each comparison in parentheses; and write a < b < c as two comparisons."
)


class TestUnknownFields:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("post.lables", "there is no field 'post.lables'; did you mean 'post.labels'?"),
            ("post.read", "there is no field 'post.read'; did you mean 'post.reads'?"),
            (
                "account.opened_on",
                "there is no field 'account.opened_on'; did you mean 'account.opened_at'?",
            ),
            (
                "account.app.is_useable",
                "there is no field 'account.app.is_useable'; did you mean 'account.app.is_usable'?",
            ),
            (
                "post.review.gate",
                "there is no field 'post.review.gate'; did you mean 'post.review.gates'?",
            ),
            (
                "unit.acounts",
                "there is no field 'unit.acounts'; did you mean 'unit.accounts'?",
            ),
            ("peer.platfrom", "there is no field 'peer.platfrom'; did you mean 'peer.platform'?"),
            (
                "message.replied",
                "there is no field 'message.replied'; did you mean 'message.replied_at'?",
            ),
            ("post.Reads", "there is no field 'post.Reads'; did you mean 'post.reads'?"),
        ],
    )
    def test_suggest_the_near_one(self, code: str, message: str) -> None:
        assert refusal(code, UnknownFieldError) == message

    def test_suggest_nothing_where_nothing_is_near(self) -> None:
        message = refusal("message.quite_something_else", UnknownFieldError)

        assert message.startswith("there is no field 'message.quite_something_else'")
        assert "did you mean" not in message

    def test_suggest_the_conditions_that_are_no_fields_too(self) -> None:
        assert "did you mean 'account.is_active'?" in refusal("account.is_activ", UnknownFieldError)

    def test_are_attribute_errors_and_lookup_errors(self) -> None:
        assert issubclass(UnknownFieldError, AttributeError)
        assert issubclass(UnknownFieldError, UnknownNameError)
        assert not hasattr(post, "lables")

    def test_that_begin_with_an_underscore_are_ordinary_attribute_errors(self) -> None:
        with pytest.raises(AttributeError) as caught:
            getattr(post, "_nothing")  # noqa: B009 -- a type checker knows better
        assert type(caught.value) is AttributeError

    @pytest.mark.parametrize(
        ("name", "suggestion"),
        [
            ("post.lables", "post.labels"),
            ("account.app.usable", "account.app.is_usable"),
            ("", None),
            ("x" * 10_000_000, None),
        ],
    )
    def test_by_name_suggest_the_near_one(self, name: str, suggestion: str | None) -> None:
        with pytest.raises(UnknownFieldError) as caught:
            field_named(name)

        assert caught.value.suggestion == suggestion
        assert len(str(caught.value)) < 300

    @pytest.mark.parametrize("spec", all_fields(), ids=lambda spec: spec.name)
    def test_are_none_of_those_listed(self, spec: FieldSpec) -> None:
        by_name, by_attribute = field_named(spec.name), built(spec.name)

        assert by_name.key() == by_attribute.key()
        assert (by_name.kind, by_name.field_spec) == (spec.kind, spec)


class TestUnlikeTypes:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("post.reads < '5'", "post.reads takes a number; '5' is a text"),
            ("post.reads == 'many'", "post.reads takes a number; 'many' is a text"),
            ("post.reads == True", "post.reads takes a number; True is a truth value"),
            ("posts.count() > ('a',)", "posts.count() takes a number; ('a',) is a set of words"),
            ("account.platform == 5", "account.platform takes a text; 5 is a number"),
            ("account.name != True", "account.name takes a text; True is a truth value"),
            ("post.labels.has(5)", "post.labels takes a text; 5 is a number"),
            (
                "post.published_at < '2019-06-05'",
                "post.published_at takes a moment; '2019-06-05' is a text",
            ),
            ("post.published_at >= 5", "post.published_at takes a moment; 5 is a number"),
            (
                "post.reads > account.name",
                "post.reads > account.name: one is a number, the other a text",
            ),
            (
                "account.name == account.followers",
                "account.name == account.followers: one is a text, the other a number",
            ),
            (
                "account.opened_at < account.followers",
                "account.opened_at < account.followers: one is a moment, the other a number",
            ),
            (
                "account.followers > account.is_main",
                "account.followers > account.is_main: one is a number, the other a truth value",
            ),
            (
                "post.reads > post.labels",
                "post.reads > post.labels: one is a number, the other a set of words",
            ),
            (
                "posts.count() >= Param('n', 'x', origin='text')",
                (
                    "posts.count() >= Param('n', 'x', origin='text'): one is a number, the other a"
                    " text"
                ),
            ),
            (
                "Comparison('<', account.name, account.platform)",
                "account.name < account.platform: a text has no <; use ==, !=",
            ),
            (
                "Comparison('==', post.published_at, post.deleted_at)",
                "post.published_at == post.deleted_at: a moment has no ==; use <, <=, >, >=",
            ),
            (
                "Comparison('==', post.labels, account.labels)",
                (
                    "post.labels == account.labels: a set of words has no ==; use has, has_any,"
                    " is_empty or is_missing"
                ),
            ),
            (
                "Comparison('==', Constant(1), Constant(1))",
                "1 == 1: put what has to be read on the left",
            ),
        ],
    )
    def test_are_refused_with_both_sides_named(self, code: str, message: str) -> None:
        assert refusal(code) == message

    @pytest.mark.parametrize("value", ["float('nan')", "float('inf')", "-float('inf')", "2 ** 63"])
    @pytest.mark.parametrize("ask", ["post.reads > {}", "Constant({})"])
    def test_of_a_number_that_is_none_are_refused(self, ask: str, value: str) -> None:
        assert "cannot stand in a condition; use a finite number" in refusal(ask.format(value))

    @pytest.mark.parametrize("value", ["2 ** 63 - 1", "-(2 ** 63 - 1)", "0", "0.5", "1e300"])
    def test_are_none_between_a_number_and_a_number(self, value: str) -> None:
        assert isinstance(built(f"post.reads > {value}"), Comparison)

    @pytest.mark.parametrize("value", ["[1]", "{'a'}", "['wechat']", "b'x'", "(1, 2)"])
    @pytest.mark.parametrize("ask", ["account.platform == {}", "Constant({})"])
    def test_of_other_values_are_refused(self, ask: str, value: str) -> None:
        assert "cannot stand in a condition" in refusal(ask.format(value))

    @pytest.mark.parametrize(
        ("code", "repr_"),
        [
            ("5 < post.reads", "post.reads > 5"),
            ("5 >= posts.count()", "posts.count() <= 5"),
            ("'甲' == account.name", "account.name == '甲'"),
            ("0 != post.likes", "post.likes != 0"),
        ],
    )
    def test_are_none_where_the_value_stands_on_the_left(self, code: str, repr_: str) -> None:
        assert repr(built(code)) == repr_


class TestWhatPythonWouldDecide:
    """and, or, not, chains, in, if: Python asks for a truth value, and gets a refusal."""

    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ("(post.reads > 5) and (post.likes > 5)", "post.reads > 5"),
            ("account.is_main or account.is_active", "account.is_main"),
            ("not account.is_main", "account.is_main"),
            ("1 < post.reads < 5", "post.reads > 1"),
            ("post.reads == post.likes == 5", "post.reads == post.likes"),
            ("post.reads in (1, 2)", "post.reads == 1"),
            ("1 if account.is_main else 2", "account.is_main"),
            ("bool(posts)", "posts"),
            ("not posts.count()", "posts.count()"),
            ("bool(post.labels)", "post.labels"),
            ("bool(Param('n', 1, origin='text'))", "Param('n', 1, origin='text')"),
        ],
    )
    def test_is_refused_with_the_way_to_write_it(self, code: str, shown: str) -> None:
        assert refusal(code) == shown + NO_TRUTH

    def test_is_refused_with_a_long_condition_cut_short(self) -> None:
        message = refusal("not (" + " & ".join(["(post.reads > 5)"] * 50) + ")")

        assert len(message) < 350

    @pytest.mark.parametrize("code", ["[*posts]", "{**{}, 'a': [*post.labels]}", "(*always,)"])
    def test_a_node_is_no_collection(self, code: str) -> None:
        assert "is one node of a condition, not a collection." in refusal(code)


class TestMissingParentheses:
    @pytest.mark.parametrize(
        ("code", "culprit"),
        [
            ("account.is_main & post.reads > 5", "& takes a condition, not post.reads. "),
            ("account.is_main | post.reads > 5", "| takes a condition, not post.reads. "),
            ("post.reads > 5 & account.is_main", "& takes a condition, not 5. "),
            ("post.reads > 5 | account.is_main", "| takes a condition, not 5. "),
            ("account.is_main & (account.name)", "& takes a condition, not account.name. "),
            ("account.is_main & True", "& takes a condition, not True. "),
            ("False | account.is_main", "| takes a condition, not False. "),
            ("all_of(account.is_main, 5)", "& takes a condition, not 5. "),
            ("any_of(account.is_main, posts)", "| takes a condition, not posts. "),
            ("posts.where(post.reads)", "posts.where takes a condition, not post.reads. "),
            (
                "posts.where(post.likes > 5).where(post.reads)",
                "posts.where takes a condition, not post.reads. ",
            ),
            ("posts.share(post.reads)", "posts.share takes a condition, not post.reads. "),
            ("Not(5)", "~ takes a condition, not 5. "),
            ("And((account.is_main, 5))", "And takes a condition, not 5. "),
        ],
    )
    def test_are_the_likely_cause_of_a_part_that_is_no_condition(
        self, code: str, culprit: str
    ) -> None:
        assert refusal(code) == culprit + PARENTHESES

    @pytest.mark.parametrize(
        "code",
        [
            "post.reads > 5 & post.likes > 3",
            "post.reads > 5 | post.likes > 3",
            "posts.count() > 5 & messages.count() > 3",
            "account.platform == 'wechat' & account.name == '甲'",
            "post.reads & account.is_main",
            "~post.reads > 5",
            "~posts.count() > 5",
        ],
    )
    def test_are_named_too_where_an_operand_is_no_condition_at_all(self, code: str) -> None:
        assert "parentheses" in refusal(code)


class TestNone:
    @pytest.mark.parametrize(
        ("code", "field"),
        [
            ("post.reads == None", "post.reads"),
            ("post.reads > None", "post.reads"),
            ("account.name != None", "account.name"),
            ("post.published_at < None", "post.published_at"),
            ("post.labels.has(None)", "post.labels"),
        ],
    )
    def test_is_asked_with_is_missing(self, code: str, field: str) -> None:
        assert refusal(code) == (
            f"{field} cannot be compared with None; ask {field}.is_missing() instead"
        )

    @pytest.mark.parametrize(
        "code",
        ["account.is_main == None", "post.labels == None", "account.opened_at == None"],
    )
    def test_is_refused_by_every_kind_of_field(self, code: str) -> None:
        assert ".is_missing() instead" in refusal(code)

    def test_of_something_other_than_a_field_cannot_be_missing(self) -> None:
        assert refusal("IsMissing(posts.count())") == (
            "is_missing asks about a field, not posts.count()"
        )


class TestWords:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (
                "account.status == 'actve'",
                "account.status is never 'actve'; did you mean 'active'?",
            ),
            (
                "account.status != 'zzz'",
                "account.status is never 'zzz'; known: active, suspended, closed.",
            ),
            ("unit.level == 'County'", "unit.level is never 'County'; did you mean 'county'?"),
            ("post.kind == 'own'", "post.kind is never 'own'; known: original, repost, notice."),
            (
                "unit.kind.is_in('department', 'party')",
                "unit.kind is never 'party'; did you mean 'party_body'?",
            ),
            (
                "unit.status == Param('s', 'activ', origin='text')",
                "unit.status is never 'activ'; did you mean 'active'?",
            ),
            (
                "unit.level.is_in(Param('s', ('county', 'town'), origin='text'))",
                "unit.level is never 'town'; did you mean 'township'?",
            ),
            ("account.status == 'my:own'", "account.status is never 'my:own'; known: "),
        ],
    )
    def test_outside_a_closed_vocabulary_are_refused(self, code: str, message: str) -> None:
        assert refusal(code).startswith(message)

    @pytest.mark.parametrize(
        ("word", "meant"),
        [
            ("commercial_a", "commercial_ad"),  # one letter too few
            ("commercial_add", "commercial_ad"),  # one too many
            ("commercial_af", "commercial_ad"),  # one replaced
            ("commercial_da", "commercial_ad"),  # two swapped
            ("ocmmercial_ad", "commercial_ad"),  # two swapped at the start
            ("ommercial_ad", "commercial_ad"),
            ("xcommercial_ad", "commercial_ad"),
            ("Commercial_Ad", "commercial_ad"),  # another case
            ("commercial-ad", "commercial_ad"),  # another separator
            ("commercial ad", "commercial_ad"),
        ],
    )
    @pytest.mark.parametrize(
        "ask",
        [
            "post.labels.has({!r})",
            "post.labels.has_any('x', {!r})",
            "post.labels.overlaps('x', {!r})",
            "post.labels.overlaps(Param('labels', ('x', {!r}), origin='text'))",
        ],
    )
    def test_one_slip_away_from_a_known_one_are_refused(
        self, word: str, meant: str, ask: str
    ) -> None:
        assert refusal(ask.format(word)) == (
            f"post.labels is not known to hold {word!r}; did you mean {meant!r}? A word of your"
            " own that comes this close takes a prefix, such as 'mycity:…'."
        )

    @pytest.mark.parametrize("word", ["mycity:commercial_a", "x:commercial_add", "my:ad"])
    def test_one_slip_away_are_taken_with_a_prefix(self, word: str) -> None:
        assert built(f"post.labels.has({word!r})").tag.plain == word

    @pytest.mark.parametrize("word", ["gambling", "commercial", "ad", "赌博", "", "c" * 1000])
    def test_of_ones_own_are_taken(self, word: str) -> None:
        assert built(f"post.labels.has({word!r})").tag.plain == word

    @pytest.mark.parametrize(
        "word",
        [
            "xommercial_da",  # the first letter replaced, and the last two swapped
            "ommercial_a",  # the first letter missing, and the last but one
            "xcommercial_add",  # a letter too many on either side
            "ocmmercial_af",
            "comxercial_af",
        ],
    )
    def test_two_slips_away_from_a_known_one_are_taken(self, word: str) -> None:
        assert built(f"post.labels.has({word!r})").tag.plain == word

    @pytest.mark.parametrize("word", ["百家号", "zhihu", "weixin"])
    def test_for_other_platforms_are_taken(self, word: str) -> None:
        assert built(f"account.platform == {word!r}").right.plain == word

    def test_for_a_platform_one_slip_away_are_refused(self) -> None:
        assert "did you mean 'wechat'?" in refusal("account.platform.is_in('weibo', 'wechta')")

    def test_are_free_where_there_is_no_vocabulary(self) -> None:
        assert built("account.name == 'activ'").right.plain == "activ"

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("post.labels.has_any()", "post.labels.has_any takes at least one word"),
            (
                "post.labels.has(('a', 'b'))",
                "post.labels takes a text; ('a', 'b') is a set of words",
            ),
            (
                "Has(post.labels, Constant(('a', 'b')))",
                (
                    "post.labels.has takes one word, not ('a', 'b'); for several words there is"
                    " has_any"
                ),
            ),
            (
                "post.labels.has(account.name)",
                (
                    "post.labels.has takes one word, not account.name; for several words there is"
                    " has_any"
                ),
            ),
            (
                "Has(account.name, Constant('a'))",
                "has asks about a field that holds a set of words, not account.name",
            ),
            (
                "IsEmpty(post.reads)",
                "is_empty asks about a field that holds a set of words, not post.reads",
            ),
            (
                "Membership(post.reads, Constant(('a',)))",
                "is_in asks about a field that holds a text, not post.reads",
            ),
            (
                "account.name.is_in(Param('n', 'x', origin='text'))",
                (
                    "account.name.is_in takes words, or one parameter that lists words, not"
                    " Param('n', 'x', origin='text')"
                ),
            ),
        ],
    )
    def test_are_asked_of_what_holds_words(self, code: str, message: str) -> None:
        assert refusal(code) == message

    @pytest.mark.parametrize(
        ("kind", "asked"),
        [("Mentions", "account.name.mentions"), ("Overlaps", "account.functions.overlaps")],
    )
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (
                "Constant('a')",
                (
                    "{} takes words, one parameter that lists words, or a field that holds a set of"
                    " words, not 'a'"
                ),
            ),
            ("account.platform", "{}: account.platform is a text, not a set of words"),
            ("Constant(('a', ''))", "{}: a word has letters, '' has none"),
        ],
    )
    def test_stand_in_a_list_or_in_a_field_that_holds_a_set_of_them(
        self, kind: str, asked: str, words: str, message: str
    ) -> None:
        field = asked.rpartition(".")[0]

        assert refusal(f"{kind}({field}, {words})") == message.format(asked)

    def test_are_needed_to_ask_whether_one_is_among_them(self) -> None:
        assert "account.platform.is_in" in refusal("account.platform.is_in()")


class TestWindows:
    @pytest.mark.parametrize("ask", ["posts.within(days={})", "post.published_at.within(days={})"])
    @pytest.mark.parametrize("days", ["1", "2", "36_500", "Param('days', 1, origin='text')"])
    def test_are_whole_days(self, ask: str, days: str) -> None:
        assert built(ask.format(days)).days.key() == as_days(built(days)).key()

    @pytest.mark.parametrize("ask", ["posts.within(days={})", "post.published_at.within(days={})"])
    @pytest.mark.parametrize(
        "days",
        [
            "0",
            "-1",
            "36501",
            "True",
            "1.5",
            "14.0",
            "'14'",
            "('a',)",
            "posts.count()",
            "post.reads",
            "Param('days', 0, origin='text')",
            "Param('days', 36501, origin='text')",
            "Param('days', 1.5, origin='text')",
            "Param('days', 'x', origin='text')",
        ],
    )
    def test_of_another_length_are_refused(self, ask: str, days: str) -> None:
        assert refusal(ask.format(days)) == (
            f"within(days=…) takes a whole number of days from 1 to 36,500, not {days}"
        )

    def test_of_none_are_refused(self) -> None:
        assert "None" in refusal("posts.within(days=None)")

    def test_are_asked_once(self) -> None:
        assert refusal("posts.within(days=7).within(days=3)") == (
            "posts.within(days=7) already has a window"
        )

    @pytest.mark.parametrize("field", ["post.reads", "account.name", "post.labels"])
    def test_are_asked_of_moments(self, field: str) -> None:
        assert refusal(f"Within({field}, Constant(7))") == (
            f"within asks about a field that holds a moment, not {field}"
        )


class TestAggregates:
    @pytest.mark.parametrize("coverage", ["1", "1.0", "0.001", "0.9"])
    def test_state_the_coverage_they_accept(self, coverage: str) -> None:
        for ask in ("mean(post.reads, coverage={})", "share(post.reads > 5, coverage={})"):
            aggregate = built(f"posts.{ask.format(coverage)}")
            assert aggregate.coverage.plain == float(coverage)

    @pytest.mark.parametrize("function", ["mean", "min", "max", "share"])
    @pytest.mark.parametrize(
        "coverage",
        ["0", "0.0", "-0.1", "1.0000001", "2", "posts.count()", "Param('c', 0, origin='text')"],
    )
    def test_refuse_a_coverage_that_is_no_share(self, function: str, coverage: str) -> None:
        of = "post.reads > 5" if function == "share" else "post.reads"

        assert refusal(f"posts.{function}({of}, coverage={coverage})") == (
            f"posts.{function}: coverage is {coverage}; expected a share above 0 and at most 1"
        )

    @pytest.mark.parametrize("coverage", ["'all'", "('a',)", "[1]"])
    def test_refuse_a_coverage_that_is_no_number(self, coverage: str) -> None:
        assert refusal(f"posts.mean(post.reads, coverage={coverage})") == (
            f"coverage is {coverage}; expected a share"
        )

    def test_refuse_a_coverage_that_is_a_truth_value(self) -> None:
        assert "coverage is True" in refusal("posts.mean(post.reads, coverage=True)")

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("posts.mean(post.title)", "posts.mean takes a number of each post, not post.title"),
            (
                "posts.mean(account.followers)",
                "posts.mean takes a number of each post, not account.followers",
            ),
            (
                "posts.max(posts.count())",
                "posts.max takes a number of each post, not posts.count()",
            ),
            ("posts.min(5)", "posts.min takes a number of each post, not 5"),
            (
                "messages.min(post.reads)",
                "messages.min takes a number of each message, not post.reads",
            ),
            (
                "unit.accounts.max(account.followers)",
                "accounts.max takes a number of each peer, not account.followers",
            ),
            (
                "Aggregate('count', posts, always)",
                "posts.count takes nothing; narrow its rows with where(…)",
            ),
            (
                "Aggregate('count', posts, None, Constant(1))",
                "posts.count takes nothing; narrow its rows with where(…)",
            ),
            ("Aggregate('count', post.reads)", "count takes rows, such as posts or messages"),
        ],
    )
    def test_are_of_a_number_of_each_row(self, code: str, message: str) -> None:
        assert refusal(code) == message

    @pytest.mark.parametrize(
        "code",
        [
            "posts.where(posts.count() > 1)",
            "posts.where(post.reads > posts.mean(post.reads))",
            "posts.share(post.reads > posts.mean(post.reads))",
            "posts.where(account.is_main & (messages.count() > 1))",
            "unit.accounts.where(posts.count() > 1)",
            "unit.accounts.where(unit.accounts.count() > 1)",
        ],
    )
    def test_do_not_stand_inside_rows(self, code: str) -> None:
        assert "cannot count rows itself" in refusal(code)

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (
                "messages.where(post.reads > 1)",
                "post.reads is no field of messages; ask about message.… there",
            ),
            (
                "posts.where(message.needs_reply)",
                "message.needs_reply is no field of posts; ask about post.… there",
            ),
            (
                "posts.where(peer.is_main)",
                "peer.is_main is no field of posts; ask about post.… there",
            ),
            (
                "unit.accounts.where(post.reads > 1)",
                "post.reads is no field of accounts; ask about peer.… there",
            ),
            (
                "messages.share(post.kind == 'original')",
                "post.kind is no field of messages; ask about message.… there",
            ),
        ],
    )
    def test_refuse_fields_of_other_rows(self, code: str, message: str) -> None:
        assert refusal(code) == message

    @pytest.mark.parametrize(
        "code",
        [
            "posts.where(post.reads > account.followers)",
            "posts.where(unit.level == 'county')",
            "unit.accounts.where(peer.platform == account.platform)",
            "messages.where(message.replied_at <= account.closed_at)",
        ],
    )
    def test_may_read_what_the_rows_belong_to(self, code: str) -> None:
        assert repr(built(code)) == code


class TestQuestions:
    def test_are_named_in_messages_so_that_these_can_be_printed(self) -> None:
        wording = Text(zh="问", en="Q")
        question = Question("q", wording, answerable_by=("sponsor",), days=1)

        with pytest.raises(ConditionError) as nobody:
            Question("\ud800", wording, answerable_by=(), days=1)
        with pytest.raises(ConditionError) as nothing:
            Answer.of("\ud800", question)

        assert str(nobody.value) == (r"question '\ud800': somebody has to be allowed to answer it")
        assert str(nothing.value) == (r"questions are asked about account or unit, not '\ud800'")


class TestParams:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (
                "Param('days', 14)",
                (
                    "parameter days: a value that the cited text does not state needs a source, which"
                    " says where it comes from and why"
                ),
            ),
            (
                "Param('days', 14, origin='operational', source='')",
                (
                    "parameter days: a value that the cited text does not state needs a source, which"
                    " says where it comes from and why"
                ),
            ),
            (
                "Param('days', 14, origin='override')",
                (
                    "parameter days: a value that the cited text does not state needs a source, which"
                    " says where it comes from and why"
                ),
            ),
            (
                "Param('days', 0, origin='text', minimum=1)",
                "parameter days is 0; expected at least 1",
            ),
            (
                "Param('days', 0.999, origin='text', minimum=1)",
                "parameter days is 0.999; expected at least 1",
            ),
            (
                "Param('days', 'x', origin='text', minimum=1)",
                "parameter days is 'x'; expected at least 1",
            ),
            (
                "Param('days', 14, source=7)",
                "parameter days: its source is 7; expected text or None",
            ),
            (
                "Param('days', 14, origin='text', unit=('day',))",
                "parameter days: its unit is ('day',); expected text or None",
            ),
            (
                "Param('days', 14, origin='text', minimum=True)",
                "parameter days: its minimum is True; expected a number or None",
            ),
            (
                "Param('days', 14, origin='text', minimum=float('nan'))",
                "nan cannot stand in a condition; use a finite number, a word, a list of words or a moment",
            ),
            (
                "Param('two words', 14, origin='text')",
                "'two words' cannot name a parameter; use a plain word",
            ),
            ("Param('', 14, origin='text')", "'' cannot name a parameter; use a plain word"),
            ("Param(5, 14, origin='text')", "5 cannot name a parameter; use a plain word"),
            ("Param('1st', 14, origin='text')", "'1st' cannot name a parameter; use a plain word"),
            (
                "Param('days', True, origin='text')",
                "parameter days: a truth value is no parameter",
            ),
            (
                "Param('days', None, origin='text')",
                "None cannot stand in a condition; use a finite number, a word, a list of words or a moment",
            ),
            (
                "Param('days', ['a'], origin='text')",
                "['a'] cannot stand in a condition; use a finite number, a word, a list of words or a moment",
            ),
            (
                "Param('days', (1, 2), origin='text')",
                (
                    "(1, 2) cannot stand in a condition; use a finite number, a word, a list of words"
                    " or a moment"
                ),
            ),
        ],
    )
    def test_without_what_they_need_are_refused(self, code: str, message: str) -> None:
        assert refusal(code) == message

    def test_take_the_minimum_itself(self) -> None:
        assert Param("days", 1, origin="text", minimum=1).value == 1

    def test_stated_by_the_text_need_no_source(self) -> None:
        assert Param("days", 14, origin="text").source is None

    @pytest.mark.parametrize(
        ("value", "kind"),
        [(14, Kind.NUMBER), (0.5, Kind.NUMBER), ("x", Kind.TEXT), (("a", "b"), Kind.TAGS)],
    )
    def test_have_the_kind_of_their_value(self, value: Any, kind: Kind) -> None:
        assert Param("p", value, origin="text").kind is kind


def chain(depth: int) -> Condition:
    """Return a condition that nests exactly *depth* levels deep."""
    condition: Condition = account.is_main
    for _ in range(depth - 1):
        condition = Not(condition)
    return condition


def ladder(depth: int) -> Condition:
    """Return and within or within and …, *depth* levels deep."""
    condition: Condition = account.is_main
    for level in range(depth - 1):
        condition = (all_of if level % 2 else any_of)(account.is_main, condition)
    return condition


class TestDepth:
    TOO_DEEP = f"a condition nests at most {MAX_DEPTH} levels deep"

    def test_is_allowed_to_the_limit_and_no_further(self) -> None:
        deepest = chain(MAX_DEPTH)

        with pytest.raises(ConditionError) as caught:
            Not(deepest)
        assert str(caught.value) == self.TOO_DEEP

    def test_counts_lists_too(self) -> None:
        deepest = ladder(MAX_DEPTH)
        wrap = any_of if isinstance(deepest, And) else all_of

        with pytest.raises(ConditionError) as caught:
            wrap(account.is_main, deepest)
        assert str(caught.value) == self.TOO_DEEP

    def test_counts_what_is_inside_rows(self) -> None:
        inside = chain(MAX_DEPTH - 2)

        assert posts.where(inside).count() is not None
        with pytest.raises(ConditionError, match="at most 60 levels"):
            posts.where(Not(inside)).count()

    def test_counts_the_comparison_around_an_aggregate(self) -> None:
        fits = posts.where(chain(MAX_DEPTH - 3)).count()

        assert isinstance(fits > 1, Comparison)
        with pytest.raises(ConditionError, match="at most 60 levels"):
            _ = posts.where(chain(MAX_DEPTH - 2)).count() > 1

    def test_of_a_long_list_is_two(self) -> None:
        assert len(all_of(*[account.is_main] * 1000).children()) == 1000


class TestJoining:
    A, B, C = account.is_main, account.is_active, account.is_closed

    def test_lists_of_one_kind_are_one_list(self) -> None:
        joined = self.A & self.B & self.C

        assert isinstance(joined, And)
        assert (
            joined.key()
            == (self.A & (self.B & self.C)).key()
            == And((self.A, self.B, self.C)).key()
        )

    def test_lists_of_two_kinds_stay_apart(self) -> None:
        joined = self.A & self.B | self.C

        assert isinstance(joined, Or)
        assert [type(part) for part in joined.parts] == [And, Comparison]

    def test_one_condition_is_itself(self) -> None:
        assert all_of(self.A) is self.A
        assert any_of(self.A) is self.A

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("And((account.is_main,))", "And joins at least two conditions, not 1"),
            ("Or(())", "Or joins at least two conditions, not 0"),
            ("all_of()", "And joins at least two conditions, not 0"),
            ("any_of()", "Or joins at least two conditions, not 0"),
            (
                "And((account.is_main, And((always, never))))",
                "And directly within And is one list; join them",
            ),
            (
                "Or((Or((always, never)), account.is_main))",
                "Or directly within Or is one list; join them",
            ),
            ("Truth(1)", "1 is neither True nor False"),
        ],
    )
    def test_refuses_lists_that_are_none(self, code: str, message: str) -> None:
        assert refusal(code) == message

    def test_narrowing_twice_is_narrowing_by_both(self) -> None:
        both = posts.where(post.reads > 1).where(post.likes > 1)

        assert both.key() == posts.where((post.reads > 1) & (post.likes > 1)).key()


NODES = (
    "Constant(5)",
    "Param('n', 5, origin='text')",
    "post.reads",
    "account.name",
    "account.opened_at",
    "account.labels",
    "account.is_main",
    "posts",
    "posts.count()",
    "always",
    "post.reads > 5",
    "account.platform.is_in('wechat')",
    "account.labels.has('x')",
    "account.labels.is_empty()",
    "account.name.is_missing()",
    "account.opened_at.within(days=5)",
    "account.is_main & always",
    "account.is_main | never",
    "~account.is_main",
)


class TestIdentity:
    @pytest.mark.parametrize("code", NODES)
    def test_nodes_have_no_hash(self, code: str) -> None:
        with pytest.raises(TypeError, match="unhashable"):
            hash(built(code))

    @pytest.mark.parametrize("sign", ["==", "!="])
    @pytest.mark.parametrize("spec", all_fields(), ids=lambda spec: spec.name)
    def test_comparing_a_field_builds_a_comparison_or_is_refused(
        self, spec: FieldSpec, sign: str
    ) -> None:
        """It never is an answer, which a rule would then take for its condition."""
        value = {Kind.NUMBER: "5", Kind.TEXT: "'other'", Kind.TRUTH: "True"}.get(spec.kind, "'x'")
        if spec.is_closed:
            value = repr(spec.vocabulary[0])
        code = f"{spec.name} {sign} {value}"

        if spec.kind in {Kind.NUMBER, Kind.TEXT}:
            assert repr(built(code)) == code
        else:
            assert refusal(code)

    @pytest.mark.parametrize("code", NODES)
    def test_keys_tell_structure(self, code: str) -> None:
        node = built(code)

        assert node.key() == built(code).key()
        assert {built(other).key() for other in NODES if other != code}.isdisjoint({node.key()})
        hash(node.key())

    @pytest.mark.parametrize("code", NODES)
    def test_nodes_cannot_be_changed(self, code: str) -> None:
        node: Any = built(code)

        with pytest.raises(AttributeError):
            node.anything = 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("post.reads == 1", "post.reads == 1.0"),
            ("post.reads == 1", "post.reads != 1"),
            ("post.reads > 1", "post.likes > 1"),
            ("post.reads > 1", "post.reads >= 1"),
            ("posts.within(days=7).count() > 1", "posts.within(days=8).count() > 1"),
            ("posts.count() > 1", "messages.count() > 1"),
            ("account.is_main & always", "always & account.is_main"),
            ("posts.min(post.reads) > 1", "posts.max(post.reads) > 1"),
            (
                "posts.mean(post.reads) > 1",
                "posts.mean(post.reads, coverage=1) > 1",
            ),
        ],
    )
    def test_keys_tell_like_nodes_apart(self, one: str, other: str) -> None:
        assert built(one).key() != built(other).key()

    @pytest.mark.parametrize(
        ("code", "given", "value"),
        [
            ("posts.within(days={}).count() > 1", "7", "7"),
            ("posts.mean(post.reads, coverage={}) > 1", "0.9", "0.9"),
            ("posts.where(post.reads > {}).count() > 1", "7", "7"),
            ("posts.share(post.reads > {}) > 0.5", "7", "7"),
            ("post.reads > {}", "7", "7"),
            ("account.opened_at.within(days={})", "7", "7"),
            ("account.platform.is_in({})", "'wechat', 'weibo'", "('wechat', 'weibo')"),
            ("account.functions.has({})", "'news'", "'news'"),
            ("account.functions.overlaps({})", "'news', 'service'", "('news', 'service')"),
            ("account.name.mentions({})", "'甲', '乙'", "('甲', '乙')"),
            ("~(account.is_main & (post.reads > {}))", "7", "7"),
            (
                "unit.answers(Question('q', Text(zh='甲', en='a'), answerable_by=('sponsor',), days={}))",
                "7",
                "7",
            ),
        ],
    )
    def test_keys_by_value_take_a_parameter_for_its_value(
        self, code: str, given: str, value: str
    ) -> None:
        plain = built(code.format(given))
        one, other = (
            built(code.format(f"Param({name!r}, {value}, origin='text')")) for name in ("n", "m")
        )

        assert plain.key() != one.key() != other.key()
        assert one.key(by_value=True) == other.key(by_value=True) == plain.key()

    def test_a_member_of_a_vocabulary_is_its_word(self) -> None:
        by_member = built("account.status == AccountStatus.ACTIVE")

        assert by_member.key() == built("account.status == 'active'").key()

    def test_operators_can_be_given_by_their_sign(self) -> None:
        assert Comparison("<", post.reads, Constant(5)).key() == (post.reads < 5).key()
        assert Operator("<") is Operator.LT

    def test_always_and_never_are_opposite_constants(self) -> None:
        assert (always.value, never.value) == (True, False)
        assert always.key() != never.key()


class TestReplacing:
    def test_gives_the_same_tree_where_nothing_is_replaced(self) -> None:
        condition = posts.within(days=Param("days", 7, origin="text")).count() > 1

        assert condition.replacing({}) is condition
        assert condition.replacing({"other": Param("other", 1, origin="text")}) is condition

    def test_reaches_every_place(self) -> None:
        def tree(param: Param) -> Condition:
            return ~(
                (posts.within(days=param).where(post.reads > param).count() > param)
                & account.opened_at.within(days=param)
            )

        old, new = Param("n", 7, origin="text"), Param("n", 8, origin="text")

        assert tree(old).replacing({"n": new}).key() == tree(new).key()
