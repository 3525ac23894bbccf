"""Surnames that are read otherwise than the same characters elsewhere: syllable and tone.

Where two readings are alive as a surname (覃 翟 隗) the one of more families is taken. 单于 and 中行 are left out:
today 单于丽 is a 单. Only readings that differ from the character's usual one are needed.
"""

# fmt: off
SINGLE = {
    "单": "shan4", "曾": "zeng1", "解": "xie4", "区": "ou1", "仇": "qiu2", "查": "zha1", "盖": "ge3",
    "朴": "piao2", "任": "ren2", "华": "hua4", "缪": "miao4", "葛": "ge3", "燕": "yan1", "乐": "yue4",
    "种": "chong2", "秘": "bi4", "折": "she2", "召": "shao4", "洗": "xian3", "翟": "zhai2", "覃": "qin2",
    "隗": "wei3", "阚": "kan4", "郇": "xun2", "员": "yun4", "贠": "yun4", "乜": "nie4", "繁": "po2",
    "那": "na1", "卜": "bu3", "祭": "zhai4", "句": "gou1", "藏": "zang1", "撒": "sa4", "过": "guo1",
    "薄": "bo2", "都": "du1", "干": "gan1", "观": "guan4", "冠": "guan4", "炅": "gui4", "夹": "jia2",
    "角": "jue2", "令": "ling2", "能": "nai4", "仆": "pu2", "相": "xiang4", "要": "yao1", "於": "yu1",
    "粘": "nian2", "俱": "ju1", "圈": "juan4", "澹": "tan2", "么": "yao1", "逢": "pang2", "蔚": "yu4",
    "占": "zhan1", "苫": "shan4", "佴": "nai4", "甯": "ning4", "鲜": "xian1", "长": "zhang3",
}
# fmt: on

DOUBLE = {
    "尉迟": ("yu4", "chi2"),
    "万俟": ("mo4", "qi2"),
    "长孙": ("zhang3", "sun1"),
    "澹台": ("tan2", "tai2"),
    "宰父": ("zai3", "fu3"),
    "令狐": ("ling2", "hu2"),
}
