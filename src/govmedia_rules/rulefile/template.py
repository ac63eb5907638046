"""The rule file to begin with: small, explained line by line, and ready to run."""

from __future__ import annotations

import re
from typing import Final

from govmedia_rules.rulefile.faults import RuleFileError, RuleFileFault

__all__ = ["rule_file_template"]

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_TEMPLATE: Final = """\
# 规则文件 / A rule file.
# 检查本文件 / check this file:   govmedia-rules rules lint {id}.toml
# 按它审核账号 / audit by it:     govmedia-rules check accounts.json --rules {id}.toml

format = 1
id = "{id}"
title.zh = "某市政务新媒体工作方案（2024年）的规则"
title.en = "Rules of a city's plan for government new media, 2024"

# 在哪些规则集之上 / the rule sets to build on: an id that is in the box, or another rule
# file by its path from this one.
extends = ["inspection-2019"]

# 只要其中一部分 / take only some of their rules, or leave some away; * stands for anything.
# select = ["inspection-2019/*"]
# without = ["inspection-2019/app-unusable"]


# 依据的文件 / the document that the rules rest on, clause by clause in your own words.
# force: obligation 应当, prohibition 不得, defeasible 原则上, recommendation 鼓励, context 说明.
# checks: data 数据, screen 筛查, attest 书面确认; none 无从检查 with unchecked_because.

[[instruments]]
id = "{id}"
# number = "某政办发〔2024〕1号"
title.zh = "某市2024年政务新媒体工作方案"
title.en = "Plan for government new media of a city, 2024"
issuer.zh = "某市人民政府办公室"
issuer.en = "General office of a municipal government"
issued_on = 2024-01-15
in_force_on = 2024-02-01

[[instruments.provisions]]
number = "3.1"
heading = {{ zh = "更新", en = "Updates" }}
paraphrase = {{ zh = "账号十天内须有更新。", en = "Accounts publish within ten days." }}
force = "obligation"
checks = ["data"]

[[instruments.provisions]]
number = "3.2"
heading = {{ zh = "更新", en = "Updates" }}
paraphrase = {{ zh = "微信公众号每周更新。", en = "WeChat accounts publish every week." }}
force = "obligation"
checks = ["data"]

[[instruments.provisions]]
number = "3.5"
heading = {{ zh = "内容", en = "Content" }}
paraphrase = {{ zh = "账号不发商业广告。", en = "Accounts carry no advertising." }}
force = "prohibition"
checks = ["screen"]


# 改动所继承的规则 / change inherited rules: numbers (with where they come from), severity
# (veto 单项否决, error, warning, note), force, and the clauses that say so.
# 可以豁免的规则 / a rule that may be waived has force = "defeasible".

[overrides."inspection-2019/no-update-in-two-weeks"]
cites = ["{id} 3.1"]
params.days = {{ value = 10, source = "某市方案3.1：十天 / the city's plan, 3.1: ten days" }}


# 新规则 / rules of your own. subject: account 账号 (unless said otherwise), post 信息,
# message 留言, unit 单位. applies 适用于谁; exactly one of requires 要求 and forbids 禁止;
# unless 例外. Conditions are joined with & (且), | (或), ~ (非), each comparison in parentheses.

[[rules]]
id = "{id}/one-post-a-week"
title.zh = "微信公众号每周至少更新一次"
title.en = "At least one post a week on WeChat"
cites = ["{id} 3.2"]
force = "obligation"
applies = "account.is_active & (account.platform == 'wechat')"
requires = "posts.within(days=days).count() >= 1"
message.zh = "{{days}}天内没有更新。"
message.en = "No update in {{days}} days."
remedy.zh = "恢复更新。"
remedy.en = "Publish again."

# 条件里的数字起个名字，别的规则集就能改它 / a number with a name can be overridden.
# origin: text 条文所定, operational 自定（须写 source）/ chosen, with a source.
[rules.params.days]
value = 7
unit = "day"
origin = "text"
minimum = 1

[[rules]]
id = "{id}/no-advertising"
title.zh = "不得发布商业广告"
title.en = "No commercial advertising"
cites = ["{id} 3.5"]
force = "prohibition"
subject = "post"
forbids = "post.labels.has('commercial_ad')"
remedy.zh = "删除广告。"
remedy.en = "Take the advertisement down."
"""


def rule_file_template(set_id: str = "mycity-2024") -> str:
    """
    Return the text of a rule file to begin with.

    Parameters:
        set_id: the id of the rule set and of its instrument, with which its rules' ids begin.

    Raises:
        RuleFileError: when *set_id* is not in lower case, digits and hyphens.
    """
    if not _ID.fullmatch(set_id):
        fault = RuleFileFault(
            file="<new>",
            word=set_id,
            reason="an id is written in lower case, digits and hyphens, such as mycity-2024",
        )
        raise RuleFileError([fault])
    return _TEMPLATE.format(id=set_id)
