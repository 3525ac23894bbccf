"""The order of places in a group (组内角色), in the words that organisations use for them."""

# Highest first; any other word comes before the plain member.
GROUP_ROLES = ("组长", "副组长", "学习秘书", "秘书", "联络员")
PLAIN_MEMBERS = frozenset(("", "成员", "组员"))
