"""The parts that names of places, bodies, accounts, people and posts are put together from."""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = [
    "ACCOUNT_ENDINGS",
    "COMPANIES",
    "DEPARTMENTS",
    "FIRST_CHARACTERS",
    "GIVEN_NAMES",
    "INSTITUTIONS",
    "ODD_NAMES",
    "OTHER_SOURCES",
    "PARTY_BODIES",
    "SECOND_CHARACTERS",
    "SOURCES",
    "SURNAMES",
    "TITLE_MATTERS",
    "TITLE_OPENINGS",
    "TITLE_SUBJECTS",
    "Body",
]


@frozen
class Body:
    """
    A kind of body that every place has.

    Parameters:
        stem: its name between the place and the last word.

        duty: the short word that its duties are known by.

        ending: its last word.

        before: what stands before the place.

        office: an internal office of it, or nothing.
    """

    stem: str
    duty: str
    ending: str = "局"
    before: str = ""
    office: str = ""

    def at(self, place: str) -> str:
        """Return the name of the body of *place*."""
        return f"{self.before}{place}{self.stem}{self.ending}"


FIRST_CHARACTERS: Final = (
    "安清临永新宁平长海云东南广泰阳和定兴青嘉德怀洪昌富金华景龙仙桃松柏梅双石凤玉明"
)
SECOND_CHARACTERS: Final = (
    "川河山州城陵阳江湖溪原林泉岭丰浦门口塘坪桥湾源海峰洲台沟坝滩渡井潭田坡冈岩屏水"
)
"""Two of these make a place; that some places are really called so has no meaning."""

DEPARTMENTS: Final = (
    Body("公安", "公安", office="交通警察大队"),
    Body("教育", "教育"),
    Body("卫生健康", "卫健", "委员会"),
    Body("人力资源和社会保障", "人社"),
    Body("市场监督管理", "市场监管"),
    Body("生态环境", "生态环境"),
    Body("交通运输", "交通", office="公路管理处"),
    Body("农业农村", "农业农村"),
    Body("文化和旅游", "文旅"),
    Body("应急管理", "应急"),
    Body("民政", "民政"),
    Body("司法", "司法"),
    Body("财政", "财政"),
    Body("住房和城乡建设", "住建"),
    Body("自然资源", "自然资源"),
    Body("水利", "水利"),
    Body("商务", "商务"),
    Body("审计", "审计"),
    Body("统计", "统计"),
    Body("税务", "税务", before="国家税务总局"),
    Body("气象", "气象"),
    Body("医疗保障", "医保"),
    Body("退役军人事务", "退役军人"),
    Body("城市管理", "城管"),
    Body("林业", "林业"),
    Body("信访", "信访"),
    Body("行政审批", "行政审批"),
    Body("发展和改革", "发改", "委员会"),
)
"""Departments of the government of a place."""

PARTY_BODIES: Final = (
    Body("委宣传", "宣传", "部", before="中共"),
    Body("精神文明建设指导委员会", "文明", "办公室"),
)
"""Bodies of the Party, which the Opinion does not bind."""

INSTITUTIONS: Final = (
    Body("住房公积金管理", "公积金", "中心"),
    Body("图书", "图书", "馆"),
    Body("疾病预防控制", "疾控", "中心"),
)
"""Public institutions, some of them with administrative functions."""

ACCOUNT_ENDINGS: Final = ("", "", "", "发布", "在线", "微政务", "之声", "服务")
"""What follows place and duty in the name of an account."""

ODD_NAMES: Final = (
    *("身边事", "百姓茶馆", "暖心小站", "小城故事", "微观生活", "一起向未来"),
    "关注民生服务群众共建共享美好幸福家园的平台",
)
"""Names that say nothing of the sponsor; the last is too long as well."""

COMPANIES: Final = (
    "新程网络科技有限公司",
    "云帆文化传媒有限公司",
    "智汇信息技术有限公司",
    "晨光数字传媒有限公司",
    "政融软件有限公司",
)
"""Contractors, each of a place."""

SOURCES: Final = (
    "新华社",
    "人民日报",
    "中国政府网",
    "新华网",
    "人民网",
    "央视新闻",
    "https://www.gov.cn/zhengce/",
    "https://www.gov.cn/xinwen/",
)
"""Where much is reposted from."""

OTHER_SOURCES: Final = ("本地生活圈", "网友投稿", "https://news.example.com/a", "健康养生大全")
"""Where reposts should not come from without being asked about."""

SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_NAMES: Final = (
    *("伟", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超"),
    *("秀兰", "建国", "晓东", "志强", "海燕", "雪梅", "文博", "思远", "雨桐", "子涵", "嘉怡"),
)

TITLE_OPENINGS: Final = (
    "",
    "",
    "",
    "最新！",
    "提醒：",
    "【通知】",
    "【图解】",
    "关注｜",
    "权威发布｜",
)
TITLE_SUBJECTS: Final = (
    *("全市", "我县", "本周", "今年上半年", "节假日期间", "各乡镇", "窗口单位", "这些路段"),
    *("我局", "中小学校", "新就业群体", "老年人", "小微企业", "汛期", "高考期间", "这项服务"),
)
TITLE_MATTERS: Final = (
    *(
        "工作会议召开",
        "办事指南来了",
        "安全生产检查情况通报",
        "天气预报",
        "招聘公告",
        "疫苗接种安排",
    ),
    *("道路交通管制通告", "惠企政策解读", "医保缴费开始", "防汛应急响应启动", "志愿服务活动侧记"),
    *("营商环境再提升", "典型案例公布", "报名即将截止", "便民热线答复汇总", "停水停电信息"),
    *("反诈宣传进社区", "垃圾分类有奖问答", "项目建设进展", "先进人物事迹", "公开征求意见"),
    *("食品抽检结果", "行政许可公示", "农技知识", "网上可以办了", "注意防范森林火灾"),
)
"""Of these, titles of posts are put together."""
