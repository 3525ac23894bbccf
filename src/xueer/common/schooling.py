"""The order of levels of schooling, highest first, in the words that organisations use for them."""

# Rank and words. The first line that fits decides: 大学专科 holds 大学 as well, so 专科 comes before.
LEVELS = (
    (0, ("博士",)),
    (1, ("硕士",)),
    (2, ("研究生",)),
    (4, ("专科", "大专")),
    (3, ("本科", "学士", "大学")),
    (5, ("高中", "中专", "技校", "中技", "职高")),
    (6, ("初中",)),
    (7, ("小学",)),
)
UNKNOWN, NOT_GIVEN = 90, 99


def schooling_key(words: str) -> tuple[int, int, str]:
    """Sort key: 研究生 < 大学本科 < 大专以上 < 高中 < 初中 < 初中以下 < words unknown to us < nothing given."""
    if not words:
        return NOT_GIVEN, 0, ""
    for rank, names in LEVELS:
        if any(name in words for name in names):
            return rank, int("以下" in words), words
    return UNKNOWN, 0, words
