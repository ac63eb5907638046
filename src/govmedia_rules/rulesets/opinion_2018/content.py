"""What posts hold and where they come from (4.2.1 to 4.2.6): review, sources, originals."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, account, all_of, post, posts, superior, unit
from govmedia_rules.law import Force
from govmedia_rules.models import KNOWN_GATES
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    INSTRUMENT,
    PUBLISHED_UNDER_THE_OPINION,
    SCOPE,
    SCREENED,
    USE_DAYS,
    about_each_post,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

NAMES: Final = Param(
    "names",
    (
        "新华社",
        "新华网",
        "新华每日电讯",
        "人民日报",
        "人民网",
        "中国政府网",
        "中央广播电视总台",
        "中央电视台",
        "央视新闻",
        "央视网",
        "中央人民广播电台",
        "央广网",
        "中国国际广播电台",
        "求是",
        "求是网",
        "光明日报",
        "光明网",
        "经济日报",
        "中国经济网",
        "解放军报",
        "中国日报",
        "中国新闻社",
        "中国新闻网",
        "学习强国",
        "共产党员网",
    ),
    source="文件没有列出稿源；取中央级党报、通讯社、广播电视机构及其网站，以及中国政府网等，主管部门"
    "另有指定的用 override 换上。 / The text names no source; these are the central Party papers,"
    " agencies, broadcasters and their sites, and the central government's; where the competent"
    " department designates others, override the list.",
)

SITES: Final = Param(
    "sites",
    (".gov.cn/",),
    source="文件只说党委和政府网站；政府网站统一使用 gov.cn 域名，写到斜杠为止，以免误认后面另有"
    "域名的网址。 / The text says party and government sites; government sites share the domain"
    " gov.cn, up to the slash here, lest an address that goes on be taken for one.",
)

COVERAGE: Final = Param(
    "coverage",
    0.8,
    unit="share",
    source="文件没有规定；所问的情况至少有八成信息查得清，才算占比。 / The text states none; the"
    " share is taken when what it asks is known of four posts in five.",
)

LEAST_ORIGINAL: Final = Param(
    "least_share",
    0.3,
    unit="share",
    source="文件只要求提高原创比例，没有规定多少；取三成，仅作提醒的起点。 / The text asks for more"
    " originals and states no share; three in ten, where a reminder seems due.",
)

MOST_OF_THE_SUPERIOR: Final = Param(
    "most_share",
    0.5,
    unit="share",
    source="文件没有规定；“以转载上级为主”按过半计。 / The text states none; “mostly” is taken as"
    " more than half.",
)

MOST_OFF_TOPIC: Final = Param(
    "most_share",
    0.2,
    unit="share",
    source="文件没有规定；为偶尔的宣传任务留出余地，取五分之一。 / The text states none; one post in"
    " five leaves room for an occasional campaign.",
)

DUTY_DAYS: Final = Param(
    "days",
    365,
    unit="day",
    source="文件没有规定期限；发布少的账号一季度只有几条，取一年。 / The text states no period; a"
    " year, as little-used accounts have but a few posts in a quarter.",
    minimum=1,
)


REVIEWED_BEFORE_PUBLICATION: Final = about_each_post(
    "reviewed-before-publication",
    "4.2.1",
    title=Text(zh="先审后发", en="Reviewed before it is published"),
    requires=post.review.reviewed_at <= post.published_at,
    message=Text(
        zh="审核完成于发布之后。", en="The review was finished only after the publication."
    ),
    remedy=Text(
        zh="改为先审后发：审核没有完成的信息，系统不得放行；发布后改动的，重新审核。",
        en="Review first: let nothing out whose review is unfinished, and review anew what is"
        " changed later.",
    ),
    explanation=Text(
        zh="比较的是最后一次审核完成的时间和发布的时间，同时的算先审。发布之后才由人把关、改动的，"
        "是先发后审。没有审核时间的为“未能判定”。2018年12月7日之前发布的信息不适用。",
        en="The end of the last review is compared with the publication; the same moment is in"
        " time. A post that somebody checked and changed once it was out was published first."
        " Without the time of a review it is undetermined. Posts from before 7 December 2018 are"
        " not judged.",
    ),
)

REVIEWERS_NAMED: Final = about_each_post(
    "reviewers-named",
    "4.2.1",
    title=Text(zh="审核须落实到人", en="The review names who reviewed"),
    requires=~post.review.reviewers.is_empty(),
    message=Text(zh="审核记录上没有审核人。", en="The record of the review names no reviewer."),
    remedy=Text(
        zh="按信息的类别定下由谁审、审几级，每次审核都记下审核人。",
        en="Lay down who reviews which class of posts and at how many levels, and record who did.",
    ),
    explanation=Text(
        zh="只看有没有审核人；该审几级，文件没有写明，数据也看不出来。没有留下审核记录的为“未能判定”。"
        "2018年12月7日之前发布的信息不适用。",
        en="This asks only whether anybody is named; how many levels are due the text does not say"
        " and no data tells. Without any record of a review it is undetermined. Posts from before"
        " 7 December 2018 are not judged.",
    ),
)

FIVE_GATES_PASSED: Final = about_each_post(
    "five-gates-passed",
    "4.2.2",
    title=Text(zh="审核须过齐五关", en="The review passes all five gates"),
    requires=all_of(*(post.review.gates.has(gate) for gate in KNOWN_GATES)),
    message=Text(zh="审核没有过齐五关。", en="The review did not pass all five gates."),
    remedy=Text(
        zh="补审所缺的关口，审核单上逐关签字；查出问题的先撤下。",
        en="Review what the missing gates ask, sign gate by gate, and withdraw the post where they"
        " find fault.",
    ),
    explanation=Text(
        zh="五关是政治关、法律关、政策关、保密关、文字关，均出自文件。没有登记过关口的为“未能判定”。"
        "2018年12月7日之前发布的信息不适用。",
        en="The gates are politics, law, policy, secrecy and wording, all five stated by the text."
        " Where nobody recorded gates it is undetermined. Posts from before 7 December 2018 are"
        " not judged.",
    ),
)

REPOSTS_FROM_APPROVED_SOURCES: Final = about_each_post(
    "reposts-from-approved-sources",
    "4.2.3",
    title=Text(zh="转载须出自认可的稿源", en="Reposts come from approved sources"),
    also=post.kind == "repost",
    requires=post.source.is_in(NAMES)
    | post.source_site.mentions(SITES)
    | account.answers(
        question(
            "reposts-from-designated-sources",
            Text(
                zh="该账号转载的信息，来源都是党委和政府网站或主管部门指定的稿源",
                en="whatever the account reposts comes from party and government sites or from"
                " sources that the competent departments designate",
            ),
        )
    ),
    message=Text(
        zh="转载的来源不在名单之内，且有人答复：该账号的转载并非都出自认可的稿源。",
        en="The source is not on the list, and somebody answered that the account does not repost"
        " from approved sources only.",
    ),
    remedy=Text(
        zh="改用党委和政府网站或指定稿源的稿件；来源其实已获指定的，列入名单；确有理由的，申请例外。",
        en="Use what party and government sites or designated sources publish; put a source on the"
        " list that is designated; ask for a waiver where there is reason.",
    ),
    explanation=Text(
        zh="来源与名单上的名称完全一致，或者是带 gov.cn 网址的，直接认可；只含有名单字样的（如"
        "“新华社区报”）不算。其余来源由人答复：答“是”的认可，没有有效答复的为“未能判定”；答“否”的，"
        "名单之外的转载一律报出，由人逐条甄别。网址只按文字识别，不核实真伪。“原则上”的要求，可以"
        "申请例外。2018年12月7日之前发布的信息不适用。",
        en="A source is approved when it is exactly a name on the list, or an address under gov.cn;"
        " a text that merely holds a listed name, such as 新华社区报, is not. Of other sources a"
        " person has to answer: yes approves them, without a valid answer they are undetermined,"
        " and after a no every repost from outside the list is reported, for people to sort out."
        " Addresses are read as text, nobody visits them. “In principle” leaves room for a"
        " waiver. Posts from before 7 December 2018 are not judged.",
    ),
)

NO_PERSONAL_OPINIONS: Final = about_each_post(
    "no-personal-opinions",
    "4.2.4",
    title=Text(zh="不得擅自发布个人观点", en="No unauthorised personal opinions"),
    forbids=post.labels.has("personal_opinion"),
    message=Text(
        zh="信息擅自表达了个人的观点、意见或情绪。",
        en="The post voices personal views, opinions or moods without authority.",
    ),
    remedy=Text(
        zh="删除该信息，收紧账号的登录和发布权限，提醒当事人。",
        en="Take the post down, tighten who may log in and publish, and speak to whoever wrote it.",
    ),
    explanation=SCREENED,
)

NO_COMMERCIAL_ADVERTISING: Final = about_each_post(
    "no-commercial-advertising",
    "4.2.5",
    title=Text(zh="不得刊登或链接商业广告", en="No commercial advertising, nor links to it"),
    forbids=post.labels.has("commercial_ad"),
    message=Text(
        zh="信息刊登或链接了商业广告。", en="The post holds or links to commercial advertising."
    ),
    remedy=Text(
        zh="删除广告或链接；账号被盗用的，先收回账号。",
        en="Remove the advertising or the link; where somebody took over the account, win it back"
        " first.",
    ),
    explanation=SCREENED,
)

_RECENT: Final = posts.within(days=USE_DAYS).where(PUBLISHED_UNDER_THE_OPINION)
_RECENT_WORK: Final = _RECENT.where(post.kind != "notice")
_OF_THE_YEAR: Final = posts.within(days=DUTY_DAYS).where(PUBLISHED_UNDER_THE_OPINION)

ORIGINALS_ENCOURAGED: Final = Rule(
    id="opinion-2018/originals-encouraged",
    title=Text(zh="提高原创比例", en="A fair share of originals"),
    cites=(INSTRUMENT.provision("4.2.6"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & (_RECENT_WORK.count() >= 1),
    requires=_RECENT_WORK.share(post.kind == "original", coverage=COVERAGE) >= LEAST_ORIGINAL,
    message=Text(
        zh="近{days}天发布的原创和转载中，原创占{value}，不到{threshold}。",
        en="Of the originals and reposts in the last {days} days originals are {value}, less than"
        " {threshold}.",
    ),
    remedy=Text(
        zh="结合本单位职责多采写原创信息，减少单纯转载。",
        en="Write more of what the unit itself does, and repost less.",
    ),
    explanation=Text(
        zh="文件只是鼓励，没有规定比例，限值是操作性的。公告既不算原创，也不算转载，不计入总数。期限内"
        "没有发布原创或转载的不适用，2018年12月7日之前发布的不计。",
        en="The text encourages and states no share; the threshold is operational. Notices are"
        " neither originals nor reposts and do not count. It does not apply where none of either"
        " was published in the period; posts from before 7 December 2018 are left aside.",
    ),
)

NOT_MOSTLY_THE_SUPERIORS_POSTS: Final = Rule(
    id="opinion-2018/not-mostly-the-superiors-posts",
    title=Text(zh="不宜以转载上级信息为主", en="Not mostly reposts of the unit above"),
    cites=(INSTRUMENT.provision("4.2.6"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & (_RECENT.count() >= 1),
    # The name of the unit itself often begins with the place of the unit above.
    forbids=_RECENT.share(
        (post.kind == "repost")
        & post.source.mentions(superior.name_keys)
        & ~post.source.mentions(unit.name_keys),
        coverage=COVERAGE,
    )
    > MOST_OF_THE_SUPERIOR,
    message=Text(
        zh="近{days}天发布的信息中，转载上级单位的占{value}，超过{threshold}。",
        en="Of the posts in the last {days} days, reposts of the unit above are {value}, more than"
        " {threshold}.",
    ),
    remedy=Text(
        zh="多发布本单位的信息；无力原创的，并入上级单位的账号。",
        en="Publish what the unit itself does; where it cannot, merge the account into that of the"
        " unit above.",
    ),
    explanation=Text(
        zh="《意见》对此只有精神上的要求(鼓励原创)，限值是操作性的。转载来源中出现主办单位上一级单位的"
        "名称、简称或所在地名的，算转载上级，因此也包括上级的其他部门；同时写有本单位名称的(如"
        "盱眙县马坝镇)，不算。上级单位、本单位名称或来源不明的不计入已知部分。期限内没有发布信息的不适用，2018年12月7日之前发布的不计。",
        en="The Opinion covers this in spirit only, where it encourages originals, and the threshold"
        " is operational. A repost is of the unit above when its source holds a name, a short form"
        " or the place of the unit above the sponsor, so departments beside it count too, unless it"
        " names the sponsor itself as well, as 盱眙县马坝镇 does. Reposts whose source is not on"
        " record, and those of a sponsor whose name or unit above is not, are not known. It does not apply"
        " where nothing was published in the period; posts from before 7 December 2018 are left"
        " aside.",
    ),
)

POSTS_KEEP_TO_DUTIES: Final = Rule(
    id="opinion-2018/posts-keep-to-duties",
    title=Text(zh="信息宜与职责有关", en="Posts keep to the unit's duties"),
    cites=(INSTRUMENT.provision("4.1.8"), INSTRUMENT.provision("4.2.8")),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & (_OF_THE_YEAR.count() >= 1),
    requires=_OF_THE_YEAR.share(post.labels.has("off_topic"), coverage=COVERAGE) <= MOST_OFF_TOPIC,
    message=Text(
        zh="近{days}天发布的信息中，与职责无关的占{value}，超过{threshold}。",
        en="Of the posts in the last {days} days, those unrelated to the unit's duties are {value},"
        " more than {threshold}.",
    ),
    remedy=Text(
        zh="发布与本单位职责有关的信息；确实没有内容可发的，关停或并入其他账号。",
        en="Publish what belongs to the unit's duties; where there is nothing to publish, close the"
        " account or merge it into another.",
    ),
    explanation=Text(
        zh="《意见》对此只有精神上的要求(名称要与职责相关、信息要权威)，限值是操作性的。是否与职责无关，"
        "依据筛查标签；从未筛查的信息不计入已知部分。期限内没有发布信息的不适用，2018年12月7日之前"
        "发布的不计。",
        en="The Opinion covers this in spirit only, where it ties names to duties and asks for"
        " authoritative information, and the threshold is operational. What is unrelated the labels"
        " of screening tell; posts that were never screened are not known. It does not apply where"
        " nothing was published in the period; posts from before 7 December 2018 are left aside.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    REVIEWED_BEFORE_PUBLICATION,
    REVIEWERS_NAMED,
    FIVE_GATES_PASSED,
    REPOSTS_FROM_APPROVED_SOURCES,
    NO_PERSONAL_OPINIONS,
    NO_COMMERCIAL_ADVERTISING,
    ORIGINALS_ENCOURAGED,
    NOT_MOSTLY_THE_SUPERIORS_POSTS,
    POSTS_KEEP_TO_DUTIES,
)
