"""The measures of GB/T 9704-2012, shared by the writers: A4, 22 lines of 28 characters, faces and sizes by name.

The conventional names of the faces are written; the reader's machine supplies them. Sizes in points.
"""

PAGE = (210, 297)  # mm
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm
# The page number's dash stands 7 mm below the text, in a line of its own size.
FOOTER = 23  # mm from the foot of the page

BODY = 16  # 三号
TITLE = 22  # 二号
SMALL = 14  # 四号
TABLE = 12  # 小四
# 225 mm / 22 lines, and a shade less than that so that the last line stays on the page.
LINE = 28.95
TITLE_LINE = 34
TABLE_LINE = 22
# 156 mm / 28 characters of 16 pt: each stands a quarter of a point closer.
SPACING = -0.25

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"

DATE_FROM_RIGHT = 4  # characters
