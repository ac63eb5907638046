"""
The words and characters that names are read by; :mod:`govmedia_rules.models.names` reads them.

Every word stands as :func:`~govmedia_rules.models.names.name_key` would return it.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "DEPARTMENTS",
    "EMPTY_ENDINGS",
    "EMPTY_WORDS",
    "ORGANS",
    "PEOPLES",
    "PLACE_ENDINGS",
    "SEATS",
    "SIMPLIFIED",
    "SUPERIORS",
    "TRADITIONAL",
    "WORDS_BEGUN_BY_A_PLACE_ENDING",
    "WORD_CHARACTERS",
    "ZONE_WORDS",
]

# A table of our own, because a converter such as OpenCC is a compiled dependency for what a
# thousand characters of place names, offices and accounts cover, and decides by phrases,
# where a key has to come out the same whatever stands beside a character. Characters with
# two everyday simplified forms, such as 乾, 著 and 鍊, are left as they are; two
# traditional ones with the same simplified form, such as 發 and 髮, both become that one.
TRADITIONAL: Final = (
    "國務衛發佈縣區鎮鄉廳處辦黨團會員總關機構單導領長書記議協聯動財審計統稅監檢執獄訴訟證鑒鑑質標"
    "準權產資農業漁獸醫藥療護婦兒殘齡養優撫軍隊險應災減滅電網絡體訊報聞視頻廣臺號戶冊簽約話語說講"
    "評論談訪調舉辯紀風潔誠價糧儲備貿經濟東陝陰陽陸際隴雲龍龔麗島嶺嶽巖峽灣澤濱瀋漢漣渾潯濰滬瀘灤"
    "灕瀏瀾湯溝潁穎漵滄滎澠淥溫淺濕溼滯潛潤渦溈滸澗淒鹽鹼鐵銅錫鎢鋼銀錢鐘鍾錦釣鄭鄧鄒鄖酈鄲鄆郟鄺"
    "鄔鄴贛貴賓賀貢賽賢費賈蘇蘭萊葉蕪蔣薊薩藍蘆蘄蒼莊荊華萬蓮蕭薦藝莖茲義習聖肅腦膠臨興舊艦艙節範"
    "築簡籌類紅納純紙級紡細終組結絕給絲綏維綿綱綜綠緊線綫緣編練緬縉縱績織繩繪繳繼續纖纜纏車軌軟軸"
    "載輔輕輛輪輯輸轄轉這連進運過達違遙遞遠適遷選遺遼邊邁還邏遲門閃閉開閏閑閒間閘閣閩閱闊闖闕頁頂"
    "項順須頒預頓頗頭願顧顯題額顏飛飯飲飼館饒馬馭駐駕駛騎驗驚驛駿騰驅魚魯鮮鯨鳥鳳鳴鴻鵬鶴鷹鷺鴨鶯"
    "鵝麥黃點齊齒龜個們倉側偉傳傑債僑儀億儉償兩凍凱刪則剛創劃劇劉劍勞勝勢勵勸勳匯滙卻厲參叢吳呂問"
    "啟啓喚喬嚮嚴囑圍園圓圖堅堯場塊塵墊墾壇壓壘壩壯聲壽夢夾奪奮獎奬妝娛婁嬰孫學寧實寫寬寶寳將專尋"
    "對爾屆屬層岡峴崗嵐帥師帳帶幣幫幹幾庫廟廠廢廬彈彌彎彙後徑從復徵徹恆悅愛慶態慮憑憲憶懷懸戀戰戲"
    "擇掃掛採換揚揮損搶擁擊擔據擬擴擺攜攝敗敘敍敵數斷時晉暢暫曉曆曠術條來楊極榮樂樓樞樣樹樸橋橫檔"
    "櫃欄歐歡歲歷歸殺殼毀氣決沒況淨涼淚淵滾滿濾瀟瀝灘灑無為爲煙熱燈燒營爐爭牆狀獨獅獲獻現瑪環璽瓊"
    "甌畝畢畫異當疊癥癒盜盡盤盧矚確碼礦磚礎礙禮禪禍種稱穀積穩窮窩競筆糾紹紳羅罰職腳臘臟雞鷄雜離難"
    "雙靈靜韓韻響鬥鬧黴鹹鹵麼衝沖補裝製複見規覽觀覺親觸訂討訓託許設註詐試詩詢該詳誌認誕誤課諮謀謝"
    "謠識譜譯譽讀變讓豐豬貝負貨販貧責貫買貸賑賠賣賬賴購贈贊讚贏趙趕躍踐軒郵醞釋針鈣鈞鉛鋪舖鋒錄鏈"
    "鍋鏡鑄鑰鑽閻階隨隱雖頸馮麵裡裏週遊迴係繫隻鬆髮颱檯薑穫籲僱佔併並剋卹嘆佇強捨擡昇湧洩牀祕羣脈"
    "衆眾衞踴鄰鞏峯兗廈廚櫻窯窰筍薌蠶虛蟲蠟瀦漲漸潑澇瀉臥韋頤飄驪鯉鱷鷗鴿鵲鸞巒欒鑾賁閬涇滻灃澮瀨"
    "漊嶧嶗嶸隄埡塢壺墳亞倫偵傘傷傾僅兇內劑勁喪嘗噸壞奧媽宮屢幟憂懇懲拋捲搖撥撲撐擋攔攤晝曬柵棄棗"
    "棟樅槍樁櫟欖汙汚淪淶滌濁濃濤烏煉爍爛牽犧猶獵瑩瓏疇碩磯祿禎竇篤籃籠紋絨緒緝緩緯縮罷聽聰脅膚膽"
    "臉艷豔蓋蔭薈蘊蝦襲詔詠請諒諧謙謹貓貞貪貼賦賞賭趨跡蹟蹤輝輿辭遜醜醬釀鈴銘鋁鍵鎖闡闢陳陣隸雋霧"
    "頌頑顆飾餘駝騙驕鬚龐麽於與聳衕葦蓀閆鈺鉅鋸鎳驥顥轅紐絆縫罈薔詡諸誼謂賜賺軾轟酇擰攏攬斬暉暈槳"
    "歎渙湊滲漿澆濛瀅灝煥熾燁犢獺玨琺瑤璣皺盞睏瞞礪禦窪粵糞紮縛罵聶蘿虧詞誰豎豈蹺邨釐鉀錨鍛鏢鏽闌"
    "霽靂頰顫饋駁騁鯤鰲鴛鴦鵑鸛"
)
SIMPLIFIED: Final = (
    "国务卫发布县区镇乡厅处办党团会员总关机构单导领长书记议协联动财审计统税监检执狱诉讼证鉴鉴质标"
    "准权产资农业渔兽医药疗护妇儿残龄养优抚军队险应灾减灭电网络体讯报闻视频广台号户册签约话语说讲"
    "评论谈访调举辩纪风洁诚价粮储备贸经济东陕阴阳陆际陇云龙龚丽岛岭岳岩峡湾泽滨沈汉涟浑浔潍沪泸滦"
    "漓浏澜汤沟颍颖溆沧荥渑渌温浅湿湿滞潜润涡沩浒涧凄盐碱铁铜锡钨钢银钱钟钟锦钓郑邓邹郧郦郸郓郏邝"
    "邬邺赣贵宾贺贡赛贤费贾苏兰莱叶芜蒋蓟萨蓝芦蕲苍庄荆华万莲萧荐艺茎兹义习圣肃脑胶临兴旧舰舱节范"
    "筑简筹类红纳纯纸级纺细终组结绝给丝绥维绵纲综绿紧线线缘编练缅缙纵绩织绳绘缴继续纤缆缠车轨软轴"
    "载辅轻辆轮辑输辖转这连进运过达违遥递远适迁选遗辽边迈还逻迟门闪闭开闰闲闲间闸阁闽阅阔闯阙页顶"
    "项顺须颁预顿颇头愿顾显题额颜飞饭饮饲馆饶马驭驻驾驶骑验惊驿骏腾驱鱼鲁鲜鲸鸟凤鸣鸿鹏鹤鹰鹭鸭莺"
    "鹅麦黄点齐齿龟个们仓侧伟传杰债侨仪亿俭偿两冻凯删则刚创划剧刘剑劳胜势励劝勋汇汇却厉参丛吴吕问"
    "启启唤乔向严嘱围园圆图坚尧场块尘垫垦坛压垒坝壮声寿梦夹夺奋奖奖妆娱娄婴孙学宁实写宽宝宝将专寻"
    "对尔届属层冈岘岗岚帅师帐带币帮干几库庙厂废庐弹弥弯汇后径从复征彻恒悦爱庆态虑凭宪忆怀悬恋战戏"
    "择扫挂采换扬挥损抢拥击担据拟扩摆携摄败叙叙敌数断时晋畅暂晓历旷术条来杨极荣乐楼枢样树朴桥横档"
    "柜栏欧欢岁历归杀壳毁气决没况净凉泪渊滚满滤潇沥滩洒无为为烟热灯烧营炉争墙状独狮获献现玛环玺琼"
    "瓯亩毕画异当叠症愈盗尽盘卢瞩确码矿砖础碍礼禅祸种称谷积稳穷窝竞笔纠绍绅罗罚职脚腊脏鸡鸡杂离难"
    "双灵静韩韵响斗闹霉咸卤么冲冲补装制复见规览观觉亲触订讨训托许设注诈试诗询该详志认诞误课咨谋谢"
    "谣识谱译誉读变让丰猪贝负货贩贫责贯买贷赈赔卖账赖购赠赞赞赢赵赶跃践轩邮酝释针钙钧铅铺铺锋录链"
    "锅镜铸钥钻阎阶随隐虽颈冯面里里周游回系系只松发台台姜获吁雇占并并克恤叹伫强舍抬升涌泄床秘群脉"
    "众众卫踊邻巩峰兖厦厨樱窑窑笋芗蚕虚虫蜡潴涨渐泼涝泻卧韦颐飘骊鲤鳄鸥鸽鹊鸾峦栾銮贲阆泾浐沣浍濑"
    "溇峄崂嵘堤垭坞壶坟亚伦侦伞伤倾仅凶内剂劲丧尝吨坏奥妈宫屡帜忧恳惩抛卷摇拨扑撑挡拦摊昼晒栅弃枣"
    "栋枞枪桩栎榄污污沦涞涤浊浓涛乌炼烁烂牵牺犹猎莹珑畴硕矶禄祯窦笃篮笼纹绒绪缉缓纬缩罢听聪胁肤胆"
    "脸艳艳盖荫荟蕴虾袭诏咏请谅谐谦谨猫贞贪贴赋赏赌趋迹迹踪辉舆辞逊丑酱酿铃铭铝键锁阐辟陈阵隶隽雾"
    "颂顽颗饰余驼骗骄须庞么于与耸同苇荪闫钰巨锯镍骥颢辕纽绊缝坛蔷诩诸谊谓赐赚轼轰酂拧拢揽斩晖晕桨"
    "叹涣凑渗浆浇蒙滢灏焕炽烨犊獭珏珐瑶玑皱盏困瞒砺御洼粤粪扎缚骂聂萝亏词谁竖岂跷村厘钾锚锻镖锈阑"
    "霁雳颊颤馈驳骋鲲鳌鸳鸯鹃鹳"
)
"""TRADITIONAL, character by character, in the simplified script."""

_EMPTY = """
    官方 官微 官博 官号 微博 微信 微信平台 公众号 公号 公众平台 订阅号 服务号 视频号 抖音 抖音号 快手 快手号
    头条号 今日头条 今日头条号 小红书 小红书号 哔哩哔哩 bilibili b站 b站号 百家号 企鹅号 网易号 搜狐号 大鱼号
    人民号 政务号 政务微博 政务微信 政务公众号 小程序 账号 帐号 客户端 手机客户端 移动客户端 手机app 移动app app
"""
# The longest first, so that 今日头条号 does not leave 今日.
EMPTY_WORDS: Final = tuple(sorted(_EMPTY.split(), key=len, reverse=True))
"""Words that only say platform, official status or format."""

EMPTY_ENDINGS: Final = (*EMPTY_WORDS, "政务")
"""Those that do so at the end: 政务服务 and 政务公开 are matters of their own."""

_DEPARTMENTS = """
    卫生健康 卫健|卫生健康 卫健 卫生
    发展和改革 发展改革 发改|发展改革 发改
    人力资源和社会保障 人力资源社会保障 人社|人力资源社会保障 人社
    市场监督管理 市场监管 市监|市场监管
    住房和城乡建设 住房城乡建设 住建|住房城乡建设 住建
    自然资源和规划 自然资源规划 自规 资规|自然资源
    自然资源|自然资源
    文化广电和旅游 文化广电旅游 文广旅|文化广电旅游 文广旅
    文化和旅游 文化旅游 文旅|文化旅游 文旅
    工业和信息化 工信|工信
    科学技术 科技|科技
    农业农村|农业农村 农业
    交通运输 交通|交通
    应急管理 应急|应急
    退役军人事务 退役军人|退役军人
    医疗保障 医保|医保
    城市管理 城管|城市管理 城管
    行政审批|行政审批
    政务服务管理|政务服务
    生态环境|生态环境
    公路管理 公路|公路
    交通警察 交警|交警
    消防救援|消防
    住房公积金管理|公积金
    国有资产监督管理 国资|国资
    精神文明建设指导委员会 文明|文明
    网络安全和信息化委员会 网信|网信
    人民政府 政府|
"""
_PLAIN_DEPARTMENTS = """
    公安 司法 教育 民政 财政 审计 统计 商务 税务 气象 水利 水务 林业 体育 信访 宣传
"""
DEPARTMENTS: Final = tuple(
    (tuple(stems.split()), tuple(duties.split()))
    for stems, _, duties in (
        *(line.partition("|") for line in _DEPARTMENTS.strip().splitlines()),
        *((stem, "|", stem) for stem in _PLAIN_DEPARTMENTS.split()),
    )
)
"""
Departments without their last word, 局, 委员会 and so on: forms each of which is used for the
other before it, and those that by themselves, after a place, say the duty. 市监 is only among
the former, since 海安市监 also begins 海安市监狱; 环保 is not among those of 生态环境, whose
predecessor it names.
"""

ORGANS: Final = (
    ("委员会", "委"),
    ("办公室", "办"),
    *(("局",), ("总局",), ("分局",), ("厅",), ("部",), ("处",), ("中心",)),
    *(("总队",), ("支队",), ("大队",)),
)
"""The last words of departments; those in one row are used for one another."""

SEATS: Final = (
    ("", ("人民政府", "政府")),
    ("街道", ("办事处", "办")),
    ("区", ("管理委员会", "管委会")),
)
"""What a place ends in, and the words with which it becomes the body that governs it."""

SUPERIORS: Final = ("中国共产党", "中共", "国家税务总局")
"""What may stand before the place in a name."""

PLACE_ENDINGS: Final = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "民族乡", "地区", "林区", "街道"),
    *("省", "市", "县", "区", "盟", "旗", "镇", "乡"),
)
"""The last words of places, the longest first."""

_BEGUN = "市场 市政工 市政公用 市政设 市民中 乡村 乡族 乡建 乡规"
WORDS_BEGUN_BY_A_PLACE_ENDING: Final = tuple(_BEGUN.split())
"""Words whose first character ends no place: 市场监督, 乡村振兴, 保安族东乡族, 城乡建设."""

ZONE_WORDS: Final = tuple("社园景校库开发技护验假税作聚范")
"""What stands before 区 in 园区, 开发区, 保税区: a zone is known by the place that it is in."""

_PEOPLES = """
    蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族
    傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族
    仡佬族 锡伯族 塔吉克族 怒族 鄂温克族 保安族 裕固族 独龙族 鄂伦春族 门巴族 珞巴族 普米族 各族
    蒙古 维吾尔 哈萨克 柯尔克孜 塔吉克 达斡尔 鄂温克 鄂伦春
"""
PEOPLES: Final = tuple(_PEOPLES.split())
"""Peoples as the names of autonomous places and ethnic townships mention them."""

WORD_CHARACTERS: Final = frozenset(
    "".join(
        (
            *(word for forms in DEPARTMENTS for words in forms for word in words),
            *(word for words in ORGANS for word in words),
            *(word for kept, endings in SEATS for word in (kept, *endings)),
            *SUPERIORS,
            *PLACE_ENDINGS,
            *WORDS_BEGUN_BY_A_PLACE_ENDING,
            *ZONE_WORDS,
            *PEOPLES,
            "新",  # of 新区
        )
    )
)
"""The characters of all words that the name of a unit is read by; to the reading all others are alike."""
