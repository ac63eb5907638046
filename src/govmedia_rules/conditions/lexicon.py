"""What people call the words that facts are recorded in."""

from __future__ import annotations

from typing import Final

from govmedia_rules.text import Text

__all__ = ["word"]

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "active": ("正常运行", "active"),
    "suspended": ("暂停更新", "suspended"),
    "closed": ("已关停", "closed"),
    "merged": ("已合并", "merged"),
    "abolished": ("已撤销", "abolished"),
    "renamed": ("已更名", "renamed"),
    "national": ("国家级", "national"),
    "provincial": ("省级", "provincial"),
    "municipal": ("市级", "municipal"),
    "county": ("县级", "county"),
    "township": ("乡级", "township"),
    "government": ("人民政府", "government"),
    "department": ("政府部门", "department"),
    "institution": ("事业单位", "institution"),
    "internal_office": ("内设机构", "internal office"),
    "party_body": ("党的机关", "Party body"),
    "other": ("其他", "other"),
    "original": ("原创", "original"),
    "repost": ("转载", "repost"),
    "notice": ("公告", "notice"),
    "wechat": ("微信公众号", "WeChat official account"),
    "weibo": ("微博", "Weibo"),
    "toutiao": ("今日头条", "Toutiao"),
    "douyin": ("抖音", "Douyin"),
    "kuaishou": ("快手", "Kuaishou"),
    "wechat_channels": ("微信视频号", "WeChat Channels"),
    "xiaohongshu": ("小红书", "Xiaohongshu"),
    "bilibili": ("哔哩哔哩", "Bilibili"),
    "mini_program": ("小程序", "mini program"),
    "app": ("移动客户端", "app"),
    "serious_misstatement": ("严重表述错误", "serious misstatement"),
    "state_secret": ("泄露国家秘密", "state secret"),
    "harmful_content": ("反动、暴力、色情等有害内容", "harmful content"),
    "negative_opinion": ("引发严重负面舆情", "serious negative public opinion"),
    "commercial_ad": ("商业广告", "commercial advertising"),
    "personal_opinion": ("擅自发布个人观点", "unauthorised personal opinion"),
    "privacy_leak": ("泄露个人隐私", "leak of personal privacy"),
    "forced_likes": ("强制点赞", "forced likes"),
    "off_topic": ("与职责无关", "unrelated to its duties"),
    "hijacked": ("账号被盗用", "hijacked account"),
    "altered_repost": ("转载改动原意", "repost altered in title or meaning"),
    "business_secret": ("泄露商业秘密", "leak of business secrets"),
    "harmful_to_users": ("损害用户权益", "harm to users"),
    "forced_download": ("强制下载", "forced downloads"),
    "forced_follow": ("强制关注", "forced following"),
    "forced_forward": ("强制转发", "forced forwarding"),
    "conditional_service": ("以下载或关注为办事条件", "service made conditional"),
    "opening": ("开设", "opening"),
    "change": ("变更", "change"),
    "closing": ("关停", "closing"),
    "deregistration": ("注销", "deregistration"),
    "internet_news": ("互联网新闻信息服务", "internet news service"),
    "audio_visual": ("网络视听节目服务", "online audio-visual service"),
    "politics": ("政治关", "politics gate"),
    "law": ("法律关", "law gate"),
    "policy": ("政策关", "policy gate"),
    "secrecy": ("保密关", "secrecy gate"),
    "wording": ("文字关", "wording gate"),
    "own": ("自行运维", "the sponsor itself"),
    "bought_followers": ("购买粉丝", "bought followers"),
    "fabricated_figures": ("数据造假", "fabricated figures"),
    "evasive": ("答非所问", "evasive"),
    "perfunctory": ("敷衍", "perfunctory"),
    "hostile": ("生硬冷漠", "hostile"),
}


def word(value: str) -> Text:
    """
    Return what people call the word *value*; a word nobody knows stands for itself.

    One that cannot be seen, because it is empty or blank, stands in quotation marks.
    """
    known = _WORDS.get(value)
    if known:
        return Text(zh=known[0], en=known[1])
    return Text(zh=value, en=value) if value.strip() else Text(zh=f"“{value}”", en=f"'{value}'")
