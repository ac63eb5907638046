"""Names as one meets them: places, sponsors, accounts, titles, sources; all of them made up or common."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ACCOUNT_NAMES",
    "BODIES",
    "DUTY_WORDS",
    "FEATURES",
    "PLACES",
    "SOURCES",
    "SUPERIOR_NAMES",
    "TITLES",
    "UNIT_NAMES",
    "WORDS_OF",
]

PLACES: Final = ("海安市", "浦口区", "金湖县", "马坝镇", "长兴县", "涟水县", "靖江市", "泰山街道")
"""Places of every level below the province."""

BODIES: Final = (
    "人民政府",
    "公安局",
    "卫生健康委员会",
    "商务局",
    "市场监督管理局",
    "行政审批局",
    "农业农村局",
    "住房和城乡建设局",
)
"""What bodies are called behind the place."""

UNIT_NAMES: Final = tuple(
    f"{place}{body}"
    for body in BODIES
    for place in PLACES
    if body == "人民政府" or place[-1] in "市县区"
)
"""Names of sponsors; those of the governments first."""

SUPERIOR_NAMES: Final = ("南通市人民政府", "淮安市人民政府", "江苏省公安厅", "南京市人民政府")
"""Names of units that supervise those."""

ACCOUNT_NAMES: Final = (
    "海安发布",
    "浦口卫生",
    "金湖县商务局",
    "马坝农业",
    "掌心长兴",
    "涟水县行政审批局",
    "靖政通",
    "魅力泰山",
    "海安公安微警务",
    "江苏海安高新区",
    "平安海安",
    "浦口住建",
    "金湖市场监管",
    "长兴人社",
    "涟水税务",
)
"""Names of accounts."""

DUTY_WORDS: Final = ("公安", "卫生", "商务", "农业", "审批", "住建", "节水", "平安")
"""Words that duties are known by."""

FEATURES: Final = ("留言", "咨询", "投诉", "办事预约", "进度查询", "internet_news", "audio_visual")
"""Features and functions of accounts, and services that need a licence."""

TITLES: Final = (
    "关于开展安全生产检查的通知",
    "一图读懂：惠企政策十条",
    "明天起降温，请注意防寒",
    "便民服务中心调整办公时间",
    "防汛应急响应提升为三级",
    "这些材料今后不用再交了",
)
"""Titles of posts."""

SOURCES: Final = (
    "新华社",
    "人民日报",
    "中国政府网",
    "江苏发布",
    "本单位",
    "https://www.gov.cn/zhengce",
)
"""Where reposts come from."""

WORDS_OF: Final[dict[str, tuple[str, ...]]] = {
    "name": ACCOUNT_NAMES,
    "verified_body": (*UNIT_NAMES[:6], "北京某某科技有限公司"),
    "operator": ("own", "某某文化传媒有限公司", "某某信息技术有限公司"),
    "region": PLACES,
    "title": TITLES,
    "format": ("text", "image", "video", "live"),
    "source": SOURCES,
    "duty_keywords": DUTY_WORDS,
    "aliases": ("海安政务", "浦口卫计", "金湖商务", "马坝镇"),
    "functions": FEATURES[:5],
    "interaction_features": FEATURES[:3],
    "service_features": FEATURES,
    "runs_on_terminals": ("android", "ios", "harmony"),
    "reviewers": ("张三", "李四", "王五"),
    "open_incidents": ("hijacked", "defaced"),
}
"""For fields with an open vocabulary that is no other's, words as they occur."""
