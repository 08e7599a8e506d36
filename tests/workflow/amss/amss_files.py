"""An export of AMSS++ with invented projects, as text and in the encodings offices have."""

_HEADINGS = (
    *("id", "budget_year", "code_clus", "code_tegy", "code_proj", "budget_proj", "budget_approve"),
    *("name_proj", "owner_proj", "file_detail", "eval_result", "eval_obstacle"),
    *("begin_date", "finish_date", "allow_edit"),
)
_FIRST = (
    '1,2561,1,1,001,120000.50,100000,"โครงการอ่านคล่อง ""ทุกคน""",สมชาย ใจดี,a.doc,'
    "อ่านคล่องร้อยละ 85,ฝนตก,2560-10-01,2561-09-30,1"
)
_SECOND = "2,2561,2,0,001,0,0,โครงการธุรการ,,,,,2018-01-12 00:00:00,2018-03-31,0"
_OF_2560 = "3,2560,1,1,001,50000,0,โครงการปีก่อน,,,,,2016-10-01,2017-09-30,0"
PROJECTS = "\n".join([",".join(_HEADINGS), _FIRST, _SECOND, _OF_2560, ""])
ACTIVITIES = """\
id;budget_year;code_clus;code_proj;code_acti;budget_acti;name_acti;begin_date;finish_date;id_defalt;stop
1;2561;1;001;001001;20000.00;ประชุม;2560-10-05;2560-12-20;1234567890123;\\N
2;2561;1;001;001002;80000.00;อบรมครู;0000-00-00;0000-00-00;1234567890123;1
3;2561;2;001;001001;NULL;จ้างเหมา;01/01/2561;31/01/2561;;
"""
STRATEGIES = """\
id\tid_tegic\tbudget_year\tstrategic
1\t1\t2561\tพัฒนาคุณภาพผู้เรียน
2\t2\t2561\tพัฒนาครู
3\t1\t2560\tของปีก่อน
"""
GROUPS = {"1": "PLN", "2": "ADM"}


def files(encoding: str = "utf-8", **changed: str) -> dict[str, bytes]:
    """The three tables in an encoding; a table may be given another text, or "" to leave it out."""
    texts = {"plan_proj": PROJECTS, "plan_acti": ACTIVITIES, "plan_stregic": STRATEGIES, **changed}
    return {name: text.encode(encoding) for name, text in texts.items() if text}
