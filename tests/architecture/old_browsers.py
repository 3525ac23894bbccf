"""What Chrome 78 (WPS and 360 browsers of 2019) cannot read in a script or style; a list of patterns, not a parser."""

import re
from collections.abc import Iterator

SCRIPT = {
    "optional chaining": re.compile(r"\?\.(?!\d)"),
    "?? and ??=": re.compile(r"\?\?"),
    "logical assignment": re.compile(r"(?:\|\||&&)="),
    "private method": re.compile(r"(?:^|[\s;{}])#\w+\s*\("),
    "static block": re.compile(r"\bstatic\s*\{"),
    "method of a later year": re.compile(
        r"\.(?:at|replaceAll|findLast|findLastIndex|toSorted|toReversed|toSpliced|replaceChildren|checkVisibility"
        r"|isWellFormed|groupBy|showPopover|hidePopover|requestSubmit)\("
    ),
    "object of a later year": re.compile(
        r"\b(?:structuredClone\(|Object\.hasOwn\b|Promise\.any\b|crypto\.randomUUID\b|WeakRef\b|AbortSignal\.timeout\b"
        r"|CSS\.registerProperty|Intl\.(?:ListFormat\.prototype|Segmenter|DisplayNames)\b)"
    ),
    "look of a regular expression": re.compile(r"/[dgimsuy]*v[dgimsuy]*\.test\("),
}
STYLE = {
    "selector of a later year": re.compile(r":(?:is|where|has)\(|::part\(|:not\([^()]*,"),
    "rule of a later year": re.compile(r"@(?:layer|container|property|scope|starting-style)\b"),
    "function of a later year": re.compile(
        r"(?<![\w-])(?:min|max|clamp|color-mix|light-dark|lab|lch|oklab|oklch|round)\("
    ),
    "property of a later year": re.compile(
        r"(?<![\w-])(?:inset(?:-\w+)*|aspect-ratio|translate|scale|rotate|(?:margin|padding)-(?:inline|block)"
        r"|field-sizing|text-wrap)\s*:"
    ),
    "unit of a later year": re.compile(r"\d(?:d|s|l)v[hw]\b|\d(?:cq[whib]|lh)\b"),
    "nesting": re.compile(r"[;{]\s*&"),
}
FLEX_GAP = re.compile(r"display:\s*(?:inline-)?flex\b")
GAP = re.compile(r"(?<![\w-])(?:row-|column-)?gap\s*:")
BLOCK = re.compile(r"\{([^{}]*)\}")
SCRIPT_WORDS = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
STYLE_WORDS = re.compile(r"/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|url\([^)]*\)", re.DOTALL)
GUARDED = re.compile(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def blank(match: re.Match) -> str:
    """Nothing, on as many lines: what stands in comments and strings is no syntax."""
    return "\n" * match[0].count("\n")


def findings(source: str, kind: str) -> Iterator[tuple[int, str]]:
    if kind == "js":
        bare = SCRIPT_WORDS.sub(blank, source)
        hits = hits_of(bare, SCRIPT)
    else:
        bare = GUARDED.sub(blank, STYLE_WORDS.sub(blank, source))
        hits = [*hits_of(bare, STYLE), *flex_gaps(bare)]
    yield from sorted((bare.count("\n", 0, position) + 1, what) for position, what in hits)


def hits_of(bare: str, patterns: dict[str, re.Pattern]) -> list[tuple[int, str]]:
    return [(match.start(), what) for what, pattern in patterns.items() for match in pattern.finditer(bare)]


def flex_gaps(bare: str) -> list[tuple[int, str]]:
    """`gap` is read in grids from Chrome 66 on, between flex items only from 84 on."""
    blocks = [block for block in BLOCK.finditer(bare) if FLEX_GAP.search(block[1]) and GAP.search(block[1])]
    return [(block.start(1), "gap between flex items") for block in blocks]
