"""Invented people's names, with the surnames and characters that name handling usually gets wrong."""

from random import Random

from xueer.exchange.example.columns import words

COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭"
MIDDLE = "肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷"
RARE = (
    "黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘"
    "祝包宁尚符舒阮柯纪梅童凌毕裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪"
    "简车项连芦麦褚娄窦戈仲苑景党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边姬师和仇栾隋沙寇池桑明楚盖朴尉"
)
DOUBLE = words("欧阳 上官 司马 诸葛 尉迟 长孙 澹台 令狐 慕容 皇甫 东方 司徒 夏侯 万俟")
# Surnames that have a reading of their own; each occurs at least twice.
ODD_READINGS = ("曾", "单", "解", "区", "仇", "查")
SURNAMES = [*COMMON * 10, *MIDDLE * 4, *RARE, *DOUBLE, *ODD_READINGS * 2]

FOR_MEN = (
    "强磊军勇杰鹏辉刚健峰建国志明海波浩宇翔凯斌武毅松柏林山川河岩石锋铭振华世荣德厚仁义礼智信守正怀远立诚启航承望"
    "致和敬业延年嘉树秉文恒之子昂若谷知行景行思齐济舟砚田耕野牧云逸飞绍安维新"
)
FOR_WOMEN = (
    "芳娟敏静丽艳秀英霞梅兰桂香玉珍莉萍红玲芬燕彩云月娥蓉菲雪琴婷娜慧颖洁雅倩怡欣悦佳琪诗涵梦瑶雨桐可馨语嫣书仪清"
    "婉若溪望舒念慈素心采薇晓岚一诺知微乐宁沐晴青禾映秋"
)
FOR_ALL = "文晓春平安宁和永成元一子思家宏新光明乐天云清泉林晨曦"
# Beyond the usual fonts and, the last line, beyond the basic plane.
RARE_CHARACTERS = tuple("堃喆翀㛃赟玥昶犇燊珺弢祎甯淼骉龢")
WIDE_CHARACTERS = tuple("𠮷𬭎𫖯𬱖")
SPECIAL = (*ODD_READINGS * 2, *DOUBLE, *RARE_CHARACTERS, *WIDE_CHARACTERS)


def given_name(rng: Random, sex: str) -> str:
    """One or two characters that suit the sex."""
    pool = (FOR_MEN if sex == "男" else FOR_WOMEN) * 3 + FOR_ALL
    return rng.choice(pool) if rng.random() < 0.22 else rng.choice(pool) + rng.choice(pool)


def make_name(rng: Random, sex: str) -> str:
    """A full name; the same one may come up twice, as it does in life."""
    return rng.choice(SURNAMES) + given_name(rng, sex)


def special_name(rng: Random, sex: str, part: str) -> str:
    """A name that holds `part`, as surname or as the last given character."""
    if part in ODD_READINGS or part in DOUBLE:
        return part + given_name(rng, sex)
    lead = rng.choice(FOR_ALL) if rng.random() < 0.5 else ""
    return rng.choice(COMMON) + lead + part


def make_names(rng: Random, sexes: list[str]) -> list[str]:
    """A name for each sex given, the special ones strewn among them."""
    names = [make_name(rng, sex) for sex in sexes]
    for part, place in zip(SPECIAL, rng.sample(range(len(sexes)), len(SPECIAL)), strict=True):
        names[place] = special_name(rng, sexes[place], part)
    return names
