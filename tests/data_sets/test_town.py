from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tests.data_sets.town import AS_OF, COUNTS, MEMBERS, ORGANISATIONS, STRUCTURE, town


def age(born):
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def band(born):
    if born is None:
        return "年龄:未登记"
    years = age(born)
    if years < 30:
        return "年龄:<30"
    return "年龄:>=60" if years >= 60 else f"年龄:[{years // 10 * 10},{years // 10 * 10 + 10})"


def test_organisations_and_members_are_as_many_as_in_the_source():
    units = town()["单位"]
    assert len(units) == ORGANISATIONS == len({line["单位编码"] for line in units})
    assert Counter(line["单位类型"] for line in units)["行政村"] == 15
    assert len(town()["人员"]) == MEMBERS == len({line["工号"] for line in town()["人员"]})


def test_every_band_and_schooling_comes_out_exactly():
    people = town()["人员"]
    found = Counter(band(line["出生日期"]) for line in people)
    found += Counter(f"学历:{line['学历']}" for line in people)
    assert found == COUNTS


def test_bands_are_tested_at_their_edges():
    ages = {age(line["出生日期"]) for line in town()["人员"] if line["出生日期"]}
    assert min(ages) >= 18
    birthdays = [line["出生日期"] for line in town()["人员"] if line["出生日期"]]
    turned_today = {AS_OF.year - born.year for born in birthdays if (born.month, born.day) == (6, 30)}
    turn_tomorrow = {AS_OF.year - born.year for born in birthdays if (born.month, born.day) == (7, 1)}
    assert {30, 40, 50, 60} <= turned_today & turn_tomorrow


def test_shares_of_the_source_are_misprinted_where_we_say_so():
    wrong = set()
    for fact, _, people, printed, right in STRUCTURE:
        share = Decimal(100 * people) / MEMBERS
        assert share.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(right)
        if Decimal(printed) != Decimal(right):
            wrong.add(fact)
    assert wrong == {"F-002-02-12", "F-002-02-13", "F-002-02-14", "F-002-02-16", "F-002-02-18"}


def test_age_bands_miss_two_people_and_schooling_nobody():
    ages = sum(people for _, item, people, _, _ in STRUCTURE if item.startswith("年龄"))
    schooling = sum(people for _, item, people, _, _ in STRUCTURE if item.startswith("学历"))
    assert (ages, schooling) == (MEMBERS - 2, MEMBERS)


def test_parents_stand_before_their_children():
    seen = {None}
    for line in town()["单位"]:
        assert line["上级编码"] in seen
        seen.add(line["单位编码"])
    assert {line["单位编码"] for line in town()["人员"]} <= seen
