"""The fields of posts, messages, accounts and units, as attributes that an editor completes."""

from __future__ import annotations

from govmedia_rules.conditions.expressions import (
    MomentField,
    NumberField,
    Rows,
    TagsField,
    TextField,
    TruthField,
)
from govmedia_rules.conditions.field_groups import Derived, FieldGroup, worked_out_from
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.conditions.questions import Answer, Question
from govmedia_rules.models import (
    KNOWN_ACCOUNT_LABELS,
    KNOWN_FILINGS,
    KNOWN_GATES,
    KNOWN_LICENCES,
    KNOWN_PLATFORMS,
    KNOWN_POST_LABELS,
    KNOWN_REPLY_LABELS,
    AccountStatus,
    Level,
    PostKind,
    UnitKind,
    UnitStatus,
)

__all__ = [
    "AccountFields",
    "AppFields",
    "MessageFields",
    "PostFields",
    "ReviewFields",
    "SponsorFields",
    "UnitFields",
]


class AppFields(FieldGroup):
    """What was found when somebody tried an app (``account.app``)."""

    def __init__(self, *path: str) -> None:
        super().__init__(*path)
        self.is_downloadable = self._add(
            TruthField, "is_downloadable", "应用可下载", "the app can be downloaded"
        )
        self.is_usable = self._add(TruthField, "is_usable", "应用可使用", "the app can be used")
        self.supports_ipv6 = self._add(
            TruthField, "supports_ipv6", "应用支持IPv6", "the app supports IPv6"
        )
        self.runs_on_terminals = self._add(
            TagsField, "runs_on_terminals", "应用适配的终端", "terminals the app runs on"
        )


class AccountFields(FieldGroup):
    """Fields of an account (``account``), or of one of a unit's accounts (``peer``)."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.id = self._add(TextField, "id", "账号标识", "account id")
        self.platform = self._add(TextField, "platform", "平台", "platform", KNOWN_PLATFORMS)
        self.name = self._add(TextField, "name", "账号名称", "account name")
        self.name_key = self._add(
            TextField,
            "name_key",
            "账号名称(规范写法)",
            "account name",
            derived=worked_out_from("name"),
        )
        self.name_stem = self._add(
            TextField,
            "name_stem",
            "账号名称(去掉平台字样)",
            "account name without platform words",
            derived=worked_out_from("name"),
        )
        self.name_length = self._add(
            NumberField,
            "name_length",
            "账号名称字数",
            "letters of the account name",
            derived=worked_out_from("name"),
        )
        self.verified_key = self._add(
            TextField,
            "verified_key",
            "认证主体(规范写法)",
            "verified body",
            derived=worked_out_from("verified_body"),
        )
        self.unit_id = self._add(TextField, "unit_id", "主办单位标识", "sponsor's id")
        self.verified_body = self._add(TextField, "verified_body", "认证主体", "verified body")
        self.opened_at = self._add(MomentField, "opened_at", "开设时间", "opening")
        self.status = self._add(
            TextField,
            "status",
            "运行状态",
            "status",
            members=AccountStatus,
            derived=Derived("status_at", None, (("closed_at",),)),
        )
        self.closed_at = self._add(MomentField, "closed_at", "关停时间", "closing")
        self.closing_announced_at = self._add(
            MomentField, "closing_announced_at", "关停公告时间", "announcement of the closing"
        )
        self.closing_notice_ended_at = self._add(
            MomentField,
            "closing_notice_ended_at",
            "关停公告撤下的时间",
            "end of the notice of the closing",
        )
        self.followers = self._add(NumberField, "followers", "粉丝数", "followers")
        self.filed = self._add(
            TagsField,
            "filed",
            "已备案事项",
            "matters filed",
            KNOWN_FILINGS,
            derived=Derived("filed_at", "filings", (("filings", "filed_at"),)),
        )
        self.opening_filing_days = self._add(
            NumberField,
            "opening_filing_days",
            "开设到备案的工作日数(须有工作日历)",
            "working days from the opening to its filing (by a calendar)",
            derived=Derived("opening_filing_days_at", None, uses_calendar=True),
        )
        self.closing_filing_days = self._add(
            NumberField,
            "closing_filing_days",
            "关停到备案的工作日数(须有工作日历)",
            "working days from the closing to its filing (by a calendar)",
            derived=Derived("closing_filing_days_at", None, uses_calendar=True),
        )
        self.closing_notice_days = self._add(
            NumberField,
            "closing_notice_days",
            "关停公告的工作日数(须有工作日历)",
            "working days that the notice of the closing was up (by a calendar)",
            derived=Derived("closing_notice_days_at", None, uses_calendar=True),
        )
        self.open_incidents = self._add(
            TagsField,
            "open_incidents",
            "未解决的安全事件",
            "open security incidents",
            derived=Derived(
                "open_incidents_at",
                "incidents",
                (("incidents", "occurred_at"), ("incidents", "resolved_at")),
            ),
        )
        self.functions = self._add(TagsField, "functions", "功能", "functions")
        self.interaction_features = self._add(
            TagsField, "interaction_features", "互动功能", "interaction features"
        )
        self.service_features = self._add(
            TagsField, "service_features", "服务功能", "service features"
        )
        self.licences = self._add(TagsField, "licences", "服务资质", "licences", KNOWN_LICENCES)
        self.is_main = self._add(TruthField, "is_main", "是主账号", "it is the unit's main account")
        self.is_in_personal_name = self._add(
            TruthField,
            "is_in_personal_name",
            "以个人名义开设",
            "it was opened in a person's name",
        )
        self.is_for_campaign = self._add(
            TruthField,
            "is_for_campaign",
            "专为一次活动或专项工作开设",
            "it was opened for one event or campaign",
        )
        self.successor_id = self._add(TextField, "successor_id", "承接账号", "successor account")
        self.operator = self._add(TextField, "operator", "运维方", "operator")
        self.labels = self._add(
            TagsField, "labels", "账号筛查标签", "account labels", KNOWN_ACCOUNT_LABELS
        )
        self.app = AppFields(root, "app")

    def answers(self, question: Question) -> Answer:
        """Return the condition that the latest valid answer about the account is yes."""
        return Answer.of(self._path[0], question)

    @property
    def is_active(self) -> Condition:
        """The condition that the account is running at as_of."""
        return self.status == AccountStatus.ACTIVE.value

    @property
    def is_closed(self) -> Condition:
        """The condition that the account is closed at as_of."""
        return self.status == AccountStatus.CLOSED.value


class UnitFields(FieldGroup):
    """Fields of a unit."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.id = self._add(TextField, "id", "单位标识", "unit id")
        self.name = self._add(TextField, "name", "单位名称", "unit name")
        self.level = self._add(TextField, "level", "单位层级", "the unit's level", members=Level)
        self.kind = self._add(TextField, "kind", "单位性质", "the unit's kind", members=UnitKind)
        self.region = self._add(TextField, "region", "所在地区", "region")
        self.parent_id = self._add(TextField, "parent_id", "上级单位", "supervising unit")
        self.status = self._add(
            TextField,
            "status",
            "单位存续状态",
            "the unit's status",
            members=UnitStatus,
            derived=Derived("status_at", None, (("status_changed_on",),)),
        )
        self.changed_at = self._add(
            MomentField,
            "changed_at",
            "单位变动的日期",
            "the day the unit's status changed",
            derived=Derived("changed_at", "status_changed_on", (("status_changed_on",),)),
        )
        self.successor_id = self._add(TextField, "successor_id", "承接单位", "successor unit")
        self.aliases = self._add(TagsField, "aliases", "单位别名", "aliases of the unit")
        self.name_keys = self._add(
            TagsField,
            "name_keys",
            "单位名称及其简称",
            "names the unit is known by",
            derived=worked_out_from("name"),
        )
        self.body_keys = self._add(
            TagsField,
            "body_keys",
            "单位全称及其规范简称",
            "names of the unit as a body",
            derived=worked_out_from("name"),
        )
        self.duty_keys = self._add(
            TagsField,
            "duty_keys",
            "职责关键词(规范写法)",
            "duty keywords in plain form",
            derived=worked_out_from("duty_keywords"),
        )
        self.duty_keywords = self._add(TagsField, "duty_keywords", "职责关键词", "duty keywords")
        self.has_administrative_functions = self._add(
            TruthField,
            "has_administrative_functions",
            "事业单位具有行政职能",
            "the institution has administrative functions",
        )
        self.supervises_accounts = self._add(
            TruthField,
            "supervises_accounts",
            "是政务新媒体主管单位",
            "the unit supervises accounts",
        )
        self.inspected_at = self._add(
            MomentField, "inspected_at", "最近一次检查的时间", "the last inspection"
        )
        self.inspected_share = self._add(
            NumberField,
            "inspected_share",
            "最近一次检查的抽查比例",
            "the share of accounts that the last inspection looked at",
            derived=worked_out_from("inspected_accounts"),
        )
        self.is_secret = self._add(
            TruthField, "is_secret", "是涉密单位", "the unit's work is secret"
        )
        self.has_public_functions = self._add(
            TruthField,
            "has_public_functions",
            "有对外公共职能",
            "the unit has functions towards the public",
        )


class SponsorFields(UnitFields):
    """Fields of the unit judged, or of the sponsor of an account (``unit``)."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.accounts = Rows(Table.ACCOUNTS)

    def answers(self, question: Question) -> Answer:
        """Return the condition that the latest valid answer about the unit is yes."""
        return Answer.of(self._path[0], question)


class ReviewFields(FieldGroup):
    """The record of a review before publication (``post.review``)."""

    def __init__(self, *path: str) -> None:
        super().__init__(*path)
        self.reviewed_at = self._add(MomentField, "reviewed_at", "审核时间", "review")
        self.reviewers = self._add(TagsField, "reviewers", "审核人", "reviewers")
        self.gates = self._add(TagsField, "gates", "已过审核关口", "gates passed", KNOWN_GATES)


class PostFields(FieldGroup):
    """Fields of a post."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.id = self._add(TextField, "id", "信息标识", "post id")
        self.published_at = self._add(MomentField, "published_at", "发布时间", "publication")
        self.title = self._add(TextField, "title", "标题", "title")
        self.kind = self._add(TextField, "kind", "信息类型", "kind of post", members=PostKind)
        self.format = self._add(TextField, "format", "信息形式", "format")
        self.source = self._add(TextField, "source", "转载来源", "source")
        self.source_site = self._add(
            TextField,
            "source_site",
            "转载来源的网站",
            "the source's site",
            derived=worked_out_from("source"),
        )
        self.reads = self._add(NumberField, "reads", "阅读数", "reads")
        self.likes = self._add(NumberField, "likes", "点赞数", "likes")
        self.deleted_at = self._add(MomentField, "deleted_at", "删除时间", "deletion")
        self.harm_detected_at = self._add(
            MomentField, "harm_detected_at", "发现有害信息的时间", "detection of harm"
        )
        self.removal_days = self._add(
            NumberField,
            "removal_days",
            "发现有害信息到删除的天数",
            "days from detection of harm to removal",
            derived=Derived(
                "removal_days_at", "harm_detected_at", (("harm_detected_at",), ("deleted_at",))
            ),
        )
        self.labels = self._add(
            TagsField, "labels", "内容筛查标签", "content labels", KNOWN_POST_LABELS
        )
        self.review = ReviewFields(root, "review")


class MessageFields(FieldGroup):
    """Fields of a message from the public."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.id = self._add(TextField, "id", "留言标识", "message id")
        self.received_at = self._add(MomentField, "received_at", "留言时间", "receipt")
        self.needs_reply = self._add(
            TruthField, "needs_reply", "留言需答复", "the message needs a reply"
        )
        self.replied_at = self._add(MomentField, "replied_at", "答复时间", "reply")
        self.reply_days = self._add(
            NumberField,
            "reply_days",
            "答复用时(天)",
            "days to the reply",
            derived=Derived("reply_days_at", "replied_at", (("received_at",), ("replied_at",))),
        )
        self.reply_labels = self._add(
            TagsField, "reply_labels", "答复筛查标签", "reply labels", KNOWN_REPLY_LABELS
        )
