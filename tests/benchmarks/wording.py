"""The names and words that the orders of the big workspace are made of."""

from __future__ import annotations

OWNER = "王芳"

ENGINEERS = (
    *(
        "张伟",
        "李娜",
        "刘洋",
        "陈静",
        "杨帆",
        "赵磊",
        "黄敏",
        "周杰",
        "吴霞",
        "徐强",
        "孙丽",
        "马超",
        "朱琳",
        "胡军",
        "郭艳",
    ),
    *("Amy Baker", "Ben Carter", "Chloe Dixon", "Dev Patel", "Ella Frost", "Finn Grant", "Gita Rao", "Hugh Lowe"),
    *("Ivy Marsh", "Jon Nash", "Kate Owen", "Liam Price", "Mia Quinn", "Noah Reid"),
)
"""Twenty-nine; the owner is the thirtieth."""

CUSTOMERS = (
    *("市科技局", "市财政局", "第一人民医院", "市图书馆", "实验小学", "城建档案馆", "区政务服务中心", "水务集团"),
    *("职业技术学院", "市博物馆", "交通运输局", "市气象台"),
    *("Northvale Council", "Harbour Police", "Millbrook School", "Eastgate Library", "St Anne's Hospital"),
    *("Ridgeway College", "Fairfield Museum", "Lakeside Water", "Oakham Transport", "Westmoor Archive"),
    *("Bright Street Clinic", "Summerhill Theatre"),
)

SITES = ("总部", "东楼", "西区", "North building", "Annexe")

_CHINESE_PLACES = (
    *("三楼会议室", "服务大厅", "财务科", "科技处", "档案室", "总机房", "二楼走廊", "前台", "值班室", "阅览室"),
    *("领导办公室", "人事科", "地下车库", "培训教室", "收费窗口", "候诊区", "实验室", "传达室", "信访室", "食堂"),
)
_CHINESE_DEVICES = (
    *("打印机", "台式电脑", "笔记本电脑", "交换机", "投影仪", "显示器", "电话", "扫描仪", "考勤机", "无线网络"),
    *("邮箱", "门禁", "摄像头", "复印机", "服务器", "视频会议终端", "叫号机", "条码枪", "不间断电源", "办公系统"),
)
_CHINESE_SYMPTOMS = (
    *("卡纸", "无法开机", "蓝屏", "连不上网", "反复重启", "噪音很大", "无法登录", "显示模糊", "速度很慢", "密码过期"),
    *("需要更换硒鼓", "没有声音", "时间不准", "申请安装软件", "报警灯亮", "数据丢失", "需要搬迁", "屏幕闪烁"),
)

_ENGLISH_PLACES = (
    *("front desk", "meeting room 3", "server room", "finance", "reading room", "ward 7", "reception", "classroom 12"),
    *("control room", "car park", "second floor", "archive", "staff canteen", "lecture hall", "post room", "library"),
)
_ENGLISH_DEVICES = (
    *("Printer", "Desktop", "Laptop", "Network switch", "Projector", "Monitor", "Telephone", "Scanner", "Door lock"),
    *("Wireless", "Mailbox", "Camera", "Copier", "Server", "Video unit", "Ticket machine", "UPS", "Case system"),
)
_ENGLISH_SYMPTOMS = (
    *("jams", "does not start", "shows a blue screen", "has no network", "keeps restarting", "is too loud"),
    *("refuses the password", "is blurred", "is very slow", "needs a new toner", "has no sound", "shows a wrong time"),
    *("needs new software", "beeps", "lost its files", "is to be moved", "flickers", "drops calls"),
)

CHINESE = (_CHINESE_PLACES, _CHINESE_DEVICES, _CHINESE_SYMPTOMS)
ENGLISH = (_ENGLISH_PLACES, _ENGLISH_DEVICES, _ENGLISH_SYMPTOMS)
"""Where, what, and what is wrong with it."""

CALLERS = ("李老师", "陈主任", "何医生", "Mrs Hall", "Mr Young", "Dr Shah")
RESOLUTIONS = ("已更换部件，测试正常。", "重启后恢复。", "Replaced and tested.", "Settings corrected; works again.")
DETAILS = ("今天早上开始出现，请尽快处理。", "昨天已经报过一次。", "Started this morning, please hurry.", "")

DEPARTMENTS = (
    *(
        ("KJC", "科技处"),
        ("CWC", "财务处"),
        ("RSC", "人事处"),
        ("BGS", "办公室"),
        ("XXZX", "信息中心"),
        ("HQC", "后勤处"),
    ),
    *(("ICT", "ICT services"), ("FIN", "Finance"), ("LIB", "Library"), ("PLAN", "Planning")),
)
"""Codes and names."""

CHINESE_TYPES = {
    "COM": "台式电脑",
    "NBK": "笔记本电脑",
    "PRN": "打印机",
    "SCN": "扫描仪",
    "SRV": "服务器",
    "NET": "交换机",
    "UPS": "不间断电源",
}

MODELS = {
    "COM": (("联想", "启天M428"), ("Dell", "OptiPlex 7090"), ("HP", "EliteDesk 800")),
    "NBK": (("联想", "昭阳E4"), ("Dell", "Latitude 5430")),
    "PRN": (("HP", "LaserJet Pro M404"), ("兄弟", "HL-5590DN"), ("奔图", "P3305DN")),
    "SCN": (("富士通", "fi-7160"), ("Canon", "DR-C240")),
    "SRV": (("浪潮", "NF5280M6"), ("Dell", "PowerEdge R750")),
    "NET": (("华为", "S5735-L24"), ("Cisco", "Catalyst 9200")),
    "UPS": (("山特", "C3KS"), ("APC", "SMT1500")),
}
"""Makers and models of each type of device."""

SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解任")
GIVEN_NAMES = (
    *(
        "伟",
        "芳",
        "娜",
        "敏",
        "静",
        "丽",
        "强",
        "磊",
        "军",
        "洋",
        "勇",
        "艳",
        "杰",
        "娟",
        "涛",
        "明",
        "超",
        "秀英",
        "霞",
        "平",
    ),
    *(
        "建国",
        "志强",
        "晓东",
        "海燕",
        "玉兰",
        "雨欣",
        "子涵",
        "浩然",
        "思远",
        "梓萱",
        "国庆",
        "春梅",
        "文博",
        "佳怡",
        "一鸣",
    ),
)
