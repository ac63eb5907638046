"""Conditions in words, Chinese and English, whole."""

from collections.abc import Iterable
from typing import Any

import pytest

from condition_code import CONDITIONS, built
from govmedia_rules.conditions import Operator, account, peer
from govmedia_rules.conditions.fields import Kind, Table
from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.vocabulary import all_fields
from govmedia_rules.conditions.words import (
    describe,
    describe_table,
    in_words,
    operator_words,
    sentence,
)
from govmedia_rules.errors import ConditionError
from govmedia_rules.models import (
    KNOWN_FILINGS,
    KNOWN_PLATFORMS,
    KNOWN_REPLY_LABELS,
    AccountStatus,
    Level,
    PostKind,
    UnitKind,
    UnitStatus,
)
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

SENTENCES = (
    (
        "always",
        "恒成立",
        "always",
    ),
    (
        "never",
        "恒不成立",
        "never",
    ),
    (
        "account.is_main",
        "是主账号",
        "it is the unit's main account",
    ),
    (
        "superior.name == unit.name",
        "上级的单位名称为单位名称",
        "unit name (the unit above) is unit name",
    ),
    (
        "account.app.is_usable",
        "应用可使用",
        "the app can be used",
    ),
    (
        "post.reads > 5",
        "阅读数多于5",
        "reads is more than 5",
    ),
    (
        "post.reads >= 0.5",
        "阅读数不少于0.5",
        "reads is at least 0.5",
    ),
    (
        "post.reads < post.likes",
        "阅读数少于点赞数",
        "reads is less than likes",
    ),
    (
        "account.followers == 10",
        "粉丝数等于10",
        "followers is equal to 10",
    ),
    (
        "account.followers != 10",
        "粉丝数不等于10",
        "followers is other than 10",
    ),
    (
        "account.platform == 'wechat'",
        "平台为“微信公众号”",
        "platform is WeChat official account",
    ),
    (
        "post.published_at < post.review.reviewed_at",
        "发布时间早于审核时间",
        "publication is before review",
    ),
    (
        "post.published_at <= post.deleted_at",
        "发布时间不晚于删除时间",
        "publication is not after deletion",
    ),
    (
        "post.published_at > post.harm_detected_at",
        "发布时间晚于发现有害信息的时间",
        "publication is after detection of harm",
    ),
    (
        "message.replied_at >= message.received_at",
        "答复时间不早于留言时间",
        "reply is not before receipt",
    ),
    (
        "account.platform.is_in('wechat', 'weibo')",
        "平台为“微信公众号、微博”之一",
        "platform is one of WeChat official account, Weibo",
    ),
    (
        "account.platform.is_in('wechat')",
        "平台为“微信公众号”之一",
        "platform is one of WeChat official account",
    ),
    (
        "account.platform.is_in(Param('platforms', ('wechat', 'weibo'), origin='text'))",
        "平台为“微信公众号、微博”之一",
        "platform is one of WeChat official account, Weibo",
    ),
    (
        "post.labels.has('commercial_ad')",
        "内容筛查标签含“商业广告”",
        "content labels include commercial advertising",
    ),
    (
        "post.labels.has(Param('label', 'mycity:betting', origin='operational', source='a list'))",
        "内容筛查标签含“mycity:betting”",
        "content labels include mycity:betting",
    ),
    (
        "account.interaction_features.is_empty()",
        "互动功能为空",
        "there are no interaction features",
    ),
    (
        "account.name.is_missing()",
        "账号名称无记录",
        "account name is not on record",
    ),
    (
        "account.opened_at.within(days=14)",
        "开设时间在近14天内",
        "opening lies in the last 14 days",
    ),
    (
        "account.opened_at.within(days=Param('days', 14, unit='day', origin='text', minimum=1))",
        "开设时间在近14天内",
        "opening lies in the last 14 days",
    ),
    (
        "~account.is_main",
        "并非“是主账号”",
        "it is not so that it is the unit's main account",
    ),
    (
        "~~account.is_main",
        "并非“并非“是主账号””",
        "it is not so that it is not so that it is the unit's main account",
    ),
    (
        "~(post.reads > 5)",
        "并非“阅读数多于5”",
        "it is not so that reads is more than 5",
    ),
    (
        "~post.labels.has('commercial_ad')",
        "并非“内容筛查标签含“商业广告””",
        "it is not so that content labels include commercial advertising",
    ),
    (
        "account.is_main & always",
        "是主账号，且恒成立",
        "it is the unit's main account and always",
    ),
    (
        "account.is_main | never",
        "是主账号，或恒不成立",
        "it is the unit's main account or never",
    ),
    (
        "account.is_main & (post.reads > 5) & ~post.labels.is_empty()",
        "是主账号，且阅读数多于5，且并非“内容筛查标签为空”",
        "it is the unit's main account and reads is more than 5 and it is not so that there are no content labels",
    ),
    (
        "account.is_main | (post.reads > 5) | ~post.labels.is_empty()",
        "是主账号，或阅读数多于5，或并非“内容筛查标签为空”",
        "it is the unit's main account or reads is more than 5 or it is not so that there are no content labels",
    ),
    (
        "(account.is_main & always) | never",
        "(是主账号，且恒成立)，或恒不成立",
        "(it is the unit's main account and always) or never",
    ),
    (
        "account.is_main & (always | never)",
        "是主账号，且(恒成立，或恒不成立)",
        "it is the unit's main account and (always or never)",
    ),
    (
        "((account.is_main | always) & never) | (account.is_main & ~(always | never))",
        "((是主账号，或恒成立)，且恒不成立)，或(是主账号，且并非“恒成立，或恒不成立”)",
        "((it is the unit's main account or always) and never) or (it is the unit's main account and it is not so that always or never)",
    ),
    (
        "~(account.is_main & always)",
        "并非“是主账号，且恒成立”",
        "it is not so that it is the unit's main account and always",
    ),
    (
        "~(account.is_main | always)",
        "并非“是主账号，或恒成立”",
        "it is not so that it is the unit's main account or always",
    ),
    (
        "posts.count() > 0",
        "发布的信息的数量多于0",
        "number of posts is more than 0",
    ),
    (
        "posts.count() >= messages.count()",
        "发布的信息的数量不少于收到的留言的数量",
        "number of posts is at least number of messages received",
    ),
    (
        "unit.accounts.count() == 1",
        "本单位的账号的数量等于1",
        "number of accounts of the unit is equal to 1",
    ),
    (
        "unit.accounts.within(days=365).where(peer.app.is_usable).count() > 1",
        "本单位近365天内开设的账号(限于应用可使用)的数量多于1",
        "number of accounts of the unit opened in the last 365 days where the app can be used is more than 1",
    ),
    (
        "posts.within(days=7).count() >= Param('posts', 1, unit='post', origin='operational', source='a test')",
        "近7天内发布的信息的数量不少于1",
        "number of posts in the last 7 days is at least 1",
    ),
    (
        "posts.where(post.kind == 'original').count() != 0",
        "发布的信息(限于信息类型为“原创”)的数量不等于0",
        "number of posts where kind of post is original is other than 0",
    ),
    (
        "posts.within(days=30).where((post.reads > 5) & ~(post.kind == 'notice')).count() > 1",
        "近30天内发布的信息(限于阅读数多于5，且并非“信息类型为“公告””)的数量多于1",
        "number of posts in the last 30 days where reads is more than 5 and it is not so that kind of post is notice is more than 1",
    ),
    (
        "posts.share(post.kind == 'original') >= 0.5",
        "发布的信息中符合“信息类型为“原创””的占比不少于0.5",
        "share of posts where kind of post is original is at least 0.5",
    ),
    (
        "posts.share((post.reads > 5) | (post.likes > 5), coverage=0.9) < 1",
        "发布的信息中符合“阅读数多于5，或点赞数多于5”的占比少于1",
        "share of posts where reads is more than 5 or likes is more than 5 is less than 1",
    ),
    (
        "posts.within(days=30).mean(post.reads) >= 100",
        "近30天内发布的信息的平均阅读数不少于100",
        "mean reads of posts in the last 30 days is at least 100",
    ),
    (
        "posts.mean(post.reads, coverage=Param('known', 0.9, origin='operational', source='a test')) < account.followers",
        "发布的信息的平均阅读数少于粉丝数",
        "mean reads of posts is less than followers",
    ),
    (
        "posts.min(post.likes) > 1",
        "发布的信息的最低点赞数多于1",
        "least likes of posts is more than 1",
    ),
    (
        "posts.max(post.reads, coverage=1) > posts.mean(post.reads)",
        "发布的信息的最高阅读数多于发布的信息的平均阅读数",
        "greatest reads of posts is more than mean reads of posts",
    ),
)


class TestSentences:
    @pytest.mark.parametrize(("code", "zh", "en"), SENTENCES)
    def test_say_what_the_condition_asks(self, code: str, zh: str, en: str) -> None:
        assert sentence(built(code)) == Text(zh=zh, en=en)

    @pytest.mark.parametrize("code", CONDITIONS)
    def test_there_are_for_every_condition(self, code: str) -> None:
        words = sentence(built(code))

        assert words.zh
        assert words.en

    def test_tell_an_account_from_its_units_other_accounts(self) -> None:
        words = sentence(peer.platform == account.platform)

        assert words.zh != "平台为“平台”"
        assert words.en != "platform is platform"

    def test_quote_no_field_as_if_it_were_a_word(self) -> None:
        assert "“认证主体”" not in sentence(account.operator == account.verified_body).zh

    def test_show_words_of_ones_own_as_they_are(self) -> None:
        assert sentence(account.name == "{days}%s“甲”") == Text(
            zh="账号名称为“{days}%s“甲””", en="account name is {days}%s“甲”"
        )

    def test_show_braces_inside_rows_as_they_are(self) -> None:
        code = "posts.where(post.title == '{rows}{of}').share(post.title == '{0}') > 0"

        assert sentence(built(code)) == Text(
            zh="发布的信息(限于标题为“{rows}{of}”)中符合“标题为“{0}””的占比多于0",
            en="share of posts where title is {rows}{of} where title is {0} is more than 0",
        )

    def test_there_are_none_for_what_is_no_condition(self) -> None:
        nothing: Any = 5

        with pytest.raises(ConditionError, match="5 has no words"):
            sentence(nothing)


class TestNounPhrases:
    @pytest.mark.parametrize(
        ("code", "zh", "en"),
        [
            ("post.reads", "阅读数", "reads"),
            ("account.opened_at", "开设时间", "opening"),
            ("posts.count()", "发布的信息的数量", "number of posts"),
            ("messages.count()", "收到的留言的数量", "number of messages received"),
            (
                "messages.within(days=5).where(message.needs_reply).count()",
                "近5天内收到的留言(限于留言需答复)的数量",
                "number of messages received in the last 5 days where the message needs a reply",
            ),
            (
                "unit.accounts.mean(peer.followers)",
                "本单位的账号的平均粉丝数",
                "mean followers of accounts of the unit",
            ),
            ("posts.max(post.reads)", "发布的信息的最高阅读数", "greatest reads of posts"),
            ("posts.min(post.reads)", "发布的信息的最低阅读数", "least reads of posts"),
            ("Constant(5)", "5", "5"),
            (
                "Param('n', ('wechat', 'x'), origin='text')",
                "微信公众号、x",
                "WeChat official account, x",
            ),
        ],
    )
    def test_say_what_is_read(self, code: str, zh: str, en: str) -> None:
        assert describe(built(code)) == Text(zh=zh, en=en)

    def test_of_moments_are_nouns_that_before_and_after_may_follow(self) -> None:
        moments = {
            spec.name: (spec.words.zh, spec.words.en)
            for spec in all_fields()
            if spec.kind is Kind.MOMENT and spec.root not in {"peer", "superior", "removed"}
        }

        assert moments == {
            "account.opened_at": ("开设时间", "opening"),
            "account.closed_at": ("关停时间", "closing"),
            "account.closing_announced_at": ("关停公告时间", "announcement of the closing"),
            "account.closing_notice_ended_at": (
                "关停公告撤下的时间",
                "end of the notice of the closing",
            ),
            "unit.changed_at": ("单位变动的日期", "the day the unit's status changed"),
            "unit.inspected_at": ("最近一次检查的时间", "the last inspection"),
            "post.published_at": ("发布时间", "publication"),
            "post.review.reviewed_at": ("审核时间", "review"),
            "post.harm_detected_at": ("发现有害信息的时间", "detection of harm"),
            "post.deleted_at": ("删除时间", "deletion"),
            "message.received_at": ("留言时间", "receipt"),
            "message.replied_at": ("答复时间", "reply"),
        }

    @pytest.mark.parametrize(
        ("table", "words"),
        [
            (Table.POSTS, Text(zh="发布的信息", en="posts")),
            (Table.MESSAGES, Text(zh="收到的留言", en="messages received")),
            (Table.ACCOUNTS, Text(zh="本单位的账号", en="accounts of the unit")),
        ],
    )
    def test_say_what_rows_are_called(self, table: Table, words: Text) -> None:
        assert describe_table(table) == words


class TestValues:
    @pytest.mark.parametrize(
        ("value", "zh", "en"),
        [
            (None, "未知", "unknown"),
            (True, "是", "yes"),
            (False, "否", "no"),
            (0, "0", "0"),
            (14, "14", "14"),
            (0.5, "0.5", "0.5"),
            (2 / 3, "0.6667", "0.6667"),
            ("closed", "已关停", "closed"),
            ("mycity:betting", "mycity:betting", "mycity:betting"),
            ("", "“”", "''"),
            ((), "无", "none"),
            (("closed", "x"), "已关停、x", "closed, x"),
            (
                moment("2019-06-04T16:00:00Z"),
                "2019-06-05 00:00:00 +08:00",
                "2019-06-05 00:00:00 +08:00",
            ),
        ],
    )
    def test_are_written_as_people_write_them(self, value: object, zh: str, en: str) -> None:
        assert in_words(value) == Text(zh=zh, en=en)

    def test_that_cannot_be_seen_are_quoted(self) -> None:
        for blank in ("", " ", "\u3000"):
            assert in_words(blank) == Text(zh=f"“{blank}”", en=f"'{blank}'")

    def test_that_are_whole_and_large_keep_their_digits(self) -> None:
        assert in_words(5_123_456.0).en in {"5123456", "5123456.0", "5,123,456"}

    @pytest.mark.parametrize(
        ("operator", "zh", "en"),
        [
            (Operator.EQ, "等于", "equal to"),
            (Operator.NE, "不等于", "other than"),
            (Operator.LT, "少于", "less than"),
            (Operator.LE, "不多于", "at most"),
            (Operator.GT, "多于", "more than"),
            (Operator.GE, "不少于", "at least"),
        ],
    )
    def test_are_compared_in_words(self, operator: Operator, zh: str, en: str) -> None:
        assert operator_words(operator) == Text(zh=zh, en=en)

    def test_of_the_known_vocabularies_have_words_of_their_own(self) -> None:
        for spec in (account.status.spec, account.platform.spec, account.labels.spec):
            for value in spec.vocabulary:
                assert word(value).zh != value

    @pytest.mark.parametrize(
        ("members", "words"),
        [
            (
                AccountStatus,
                {"正常运行": "active", "暂停更新": "suspended", "已关停": "closed"},
            ),
            (
                UnitStatus,
                {
                    "正常运行": "active",
                    "已合并": "merged",
                    "已撤销": "abolished",
                    "已更名": "renamed",
                },
            ),
            (
                Level,
                {
                    "国家级": "national",
                    "省级": "provincial",
                    "市级": "municipal",
                    "县级": "county",
                    "乡级": "township",
                },
            ),
            (
                UnitKind,
                {
                    "人民政府": "government",
                    "政府部门": "department",
                    "事业单位": "institution",
                    "内设机构": "internal office",
                    "党的机关": "Party body",
                    "其他": "other",
                },
            ),
            (PostKind, {"原创": "original", "转载": "repost", "公告": "notice"}),
            (
                KNOWN_PLATFORMS,
                {
                    "微信公众号": "WeChat official account",
                    "微博": "Weibo",
                    "今日头条": "Toutiao",
                    "抖音": "Douyin",
                    "快手": "Kuaishou",
                    "微信视频号": "WeChat Channels",
                    "小红书": "Xiaohongshu",
                    "哔哩哔哩": "Bilibili",
                    "小程序": "mini program",
                    "移动客户端": "app",
                    "其他": "other",
                },
            ),
            (
                KNOWN_FILINGS,
                {
                    "开设": "opening",
                    "变更": "change",
                    "关停": "closing",
                    "注销": "deregistration",
                },
            ),
            (
                KNOWN_REPLY_LABELS,
                {"答非所问": "evasive", "敷衍": "perfunctory", "生硬冷漠": "hostile"},
            ),
        ],
    )
    def test_of_a_vocabulary_are_called_what_everybody_calls_them(
        self, members: Iterable[str], words: dict[str, str]
    ) -> None:
        assert [in_words(member) for member in members] == [
            Text(zh=zh, en=en) for zh, en in words.items()
        ]

    def test_that_nobody_could_see_stand_in_quotation_marks(self) -> None:
        assert word("") == Text(zh="“”", en="''")
        assert word(" ") == Text(zh="“ ”", en="' '")
