"""对象条件 and 免除条件: pairs `field=value`, `、` = and, binding tighter than `|` = or."""

from datetime import date

from tests.reference.rows import SEPARATORS, text, word
from tests.reference.sheets import Post
from tests.reference.tree import Tree

GROUP_FIELDS = ("小组编码", "小组名称", "小组类型", "组内角色", "加入日期", "退出日期")
UNIT_FIELDS = ("单位编码", "单位名称", "上级编码", "单位类型", "层面", "类别", "固定排序", "成立日期", "撤销日期")
POST_FIELDS = (*UNIT_FIELDS, "职务", "本级")

Pairs = list[tuple[str, str]]


def alternatives(condition: str) -> list[Pairs]:
    """The alternatives of a condition, each a list of pairs; none for an empty condition."""
    if not condition.strip():
        return []
    return [[_pair(part) for part in SEPARATORS.split(each) if part.strip()] for each in condition.split("|")]


def _pair(part: str) -> tuple[str, str]:
    name, sign, value = part.partition("=")
    if not sign:
        raise ValueError(f"not field=value: {part!r}")
    return text(name), text(value)


def is_own_level(condition: str) -> bool:
    """Whether 本级=是 stands anywhere in the condition: then only what the unit itself held counts."""
    return any(("本级", "是") in pairs for pairs in alternatives(condition))


def meets(tree: Tree, kind: str, subject: str, condition: str, owner: str, on: date) -> bool:
    """Whether a subject meets one of the alternatives on a day; `owner` is the requirement's own unit."""
    check = {"unit": _unit_meets, "group": _group_meets, "person": _person_meets}[kind]
    return any(check(tree, subject, pairs, owner, on) for pairs in alternatives(condition))


def _unit_meets(tree: Tree, unit: str, pairs: Pairs, owner: str, on: date) -> bool:
    # 本级 is no filter on units.
    return all(name == "本级" or _unit_field(tree, unit, name, on) == value for name, value in pairs)


def _group_meets(tree: Tree, group: str, pairs: Pairs, owner: str, on: date) -> bool:
    row = tree.sheets.groups[group]
    cells = row.cells | {"本级": "是" if row.unit == owner else "否"}
    return all(cells[name] == value for name, value in pairs)


def _person_meets(tree: Tree, person: str, pairs: Pairs, owner: str, on: date) -> bool:
    """Own columns of the person, all unit fields and 职务 in one post, all group fields in one membership."""
    in_post = [pair for pair in pairs if pair[0] in POST_FIELDS]
    in_group = [pair for pair in pairs if pair[0] in GROUP_FIELDS]
    own = [pair for pair in pairs if pair not in in_post and pair not in in_group]
    cells = tree.sheets.people[person].cells
    if any(cells.get(name, "") != value for name, value in own):
        return False
    if in_post and not any(_post_meets(tree, post, in_post, owner, on) for post in tree.posts(person, on)):
        return False
    joined = tree.memberships(person, on)
    return not in_group or any(all(one.cells.get(name, "") == value for name, value in in_group) for one in joined)


def _post_meets(tree: Tree, post: Post, pairs: Pairs, owner: str, on: date) -> bool:
    extra = {"职务": post.duty, "本级": "是" if post.unit == owner else "否"}
    values = {name: extra[name] if name in extra else _unit_field(tree, post.unit, name, on) for name, _ in pairs}
    return all(values[name] == value for name, value in pairs)


def _unit_field(tree: Tree, unit: str, name: str, on: date) -> str:
    if name not in UNIT_FIELDS:
        raise ValueError(f"unknown field: {name!r}")
    if name == "上级编码":
        return tree.parent(unit, on)
    cell = tree.sheets.units[unit].cells.get(name, "")
    return word(cell) if name == "单位编码" else cell
