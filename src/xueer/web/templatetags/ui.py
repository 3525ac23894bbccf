"""Template tags and filters of the components: days, numbers, widths, states, names, pagers.

A built-in of every template. Days and numbers look the same on every page because they are written only here.
"""

import re
import uuid
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from xueer.common.calendar import BEGINNING, FOREVER, last_day
from xueer.common.phones import mask_phone

register = template.Library()

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NOTHING = "–"
HAN_NAME_OF_TWO = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2}")

# kind → (class, sign); the words come from the caller or from STATES.
SIGNS = {
    "ok": ("is-ok", "✓"),
    "go": ("is-go", "…"),
    "risk": ("is-risk", "!"),
    "miss": ("is-miss", "✗"),
    "due": ("is-due", "○"),
    "na": ("is-na", "–"),
}
STATES = {
    "met": ("ok", gettext_lazy("Met")),
    "on_track": ("go", gettext_lazy("On track")),
    "at_risk": ("risk", gettext_lazy("At risk")),
    "missed": ("miss", gettext_lazy("Missed")),
    "not_due": ("due", gettext_lazy("Not due")),
    "exempt": ("na", gettext_lazy("Not applicable")),
}
OUTCOMES = {
    "HELD": "ok",
    "IN_FORCE": "ok",
    "ATTENDED": "ok",
    "LATE": "risk",
    "MADE_UP": "ok",
    "DELIVERED": "ok",
    "LEAVE": "na",
    "ABSENT": "miss",
    "EXCUSED": "na",
}


# ---- days ----

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def _local(value: date | datetime | None) -> date | datetime | None:
    """The day to write; None for no day and for the sentinels of ranges without a bound."""
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return None if value is None or value <= BEGINNING or value >= FOREVER else value


def _parts(value: date) -> dict[str, Any]:
    month = MONTHS[value.month - 1]
    return {"weekday": WEEKDAYS[value.weekday()], "day": value.day, "month": month, "year": value.year}


@register.filter
def day(value: date | datetime | None, year: int | None = None) -> str:
    """9月18日（周四） / Thu 18 Sep; given a year that is not the day's own, the year is named as well."""
    local = _local(value)
    if not local:
        return ""
    if year and local.year != int(year):
        return _("%(weekday)s %(day)s %(month)s %(year)s") % _parts(local)
    return _("%(weekday)s %(day)s %(month)s") % _parts(local)


@register.filter
def short_day(value: date | datetime | None) -> str:
    """9月18日 / 18 Sep."""
    local = _local(value)
    return _("%(day)s %(month)s") % _parts(local) if local else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """2025年9月18日 / 18 Sep 2025; empty for a range without that bound."""
    local = _local(value)
    return _("%(day)s %(month)s %(year)s") % _parts(local) if local else ""


@register.filter
def head_day(value: date | datetime | None) -> str:
    """2025年9月15日　周一 / Mon, 15 Sep 2025, as in the head of a page."""
    local = _local(value)
    return _("%(weekday)s, %(day)s %(month)s %(year)s") % _parts(local) if local else ""


@register.filter
def month(value: date | None) -> str:
    """1991年4月 / Apr 1991."""
    local = _local(value)
    return _("%(month)s %(year)s") % _parts(local) if local else ""


@register.filter
def day_of_month(value: date | None) -> str:
    """4日 / 4."""
    return pgettext("day of the month", "%(day)s") % {"day": value.day} if value else ""


@register.filter
def month_name(value: date | None) -> str:
    """4月 / Apr."""
    local = _local(value)
    return pgettext("month alone", "%(month)s") % {"month": MONTHS[local.month - 1]} if local else ""


@register.filter
def moment(value: datetime | None, year: int | None = None) -> str:
    """9月18日（周四）14:30 / Thu 18 Sep, 14:30."""
    return _("%(day)s, %(time)s") % {"day": day(value, year), "time": clock(value)} if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """14:30."""
    local = _local(value)
    return local.strftime("%H:%M") if local else ""


@register.filter
def until(ends_on: date | None) -> date | None:
    """The last day of a range whose end is exclusive; None when it has no end."""
    return last_day(ends_on) if ends_on else None


@register.filter
def weekday(value: date) -> str:
    """周四 / Thu."""
    return str(WEEKDAYS[value.weekday()])


# ---- numbers ----


def exact(value: Any) -> Decimal:
    """The number with at most two places, halves rounded up. Fractions are rounded once, here."""
    number = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


@register.filter
def number(value: Any) -> str:
    """1 714 · 58.5 · – for nothing. Thousands are parted by a thin space, zeros at the end of decimals left out."""
    if value is None or value == "":
        return NOTHING
    text = f"{exact(value):,f}".replace(",", THIN_SPACE)
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def percent(value: Any) -> str:
    """25.53%, always two places; – for nothing. The value is already a percentage."""
    return NOTHING if value is None or value == "" else f"{exact(value)}%"


@register.filter
def p(value: Any, whole: Any = 100) -> str:
    """The class for a width: `{{ actual|p:threshold }}` → p-64. Never more than full."""
    if value in (None, "") or not whole:
        return "p-0"
    share = exact(value) * 100 / exact(whole)
    return f"p-{max(0, min(100, int(share.to_integral_value(ROUND_HALF_UP))))}"


# ---- states ----


@register.simple_tag
def sign(kind: str, words: Any = "", box: bool = False) -> SafeString:
    """Colour, sign and words together. Kinds: ok go risk miss due na."""
    name, mark = SIGNS[kind]
    return format_html('<span class="x-st {}{}"><i>{}</i>{}</span>', name, " x-st-box" if box else "", mark, words)


@register.simple_tag
def state(value: str, words: Any = "", strength: str = "") -> SafeString:
    """A standing's state in colour, sign and word; a missed "should" is a hint, never a failure."""
    if value == "missed" and strength.upper() == "SHOULD":
        return sign("risk", words or _("Not reached, for information"))
    kind, label = STATES[str(value)]
    return sign(kind, words or label)


@register.filter
def state_class(value: str, strength: str = "") -> str:
    """`is-ok` for `met`; for bars and cells."""
    hint = value == "missed" and strength.upper() == "SHOULD"
    return SIGNS["risk" if hint else STATES[str(value)][0]][0]


@register.simple_tag
def outcome(value: str, words: Any, done_on: date | None = None, hours: Any = None) -> SafeString:
    """How a record ended: ✓ 出席　2 小时; a make-up names its day."""
    if done_on:
        words = _("%(words)s on %(day)s") % {"words": words, "day": short_day(done_on)}
    if hours:
        words = _("%(words)s, %(hours)s h") % {"words": words, "hours": number(hours)}
    return sign(OUTCOMES[str(value)], words)


# ---- names ----


@register.filter
def face(name: str) -> str:
    """The character in the round mark that stands for a person."""
    return name[:1].upper()


@register.filter
def name(value: str) -> str | SafeString:
    """A name of two characters spaced to the width of three."""
    if HAN_NAME_OF_TWO.fullmatch(value):
        return format_html('<span class="x-n2">{}</span>', value)
    return value


register.filter("masked", mask_phone)


# ---- lists ----


@register.inclusion_tag("web/ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """Which rows are shown of how many, and the way to the others; keeps the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"], "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("web/ui/sort.html", takes_context=True)
def sort_by(context: template.Context, key: str, words: Any, default: str = "") -> dict[str, Any]:
    """A link that sorts the list by `key`; `default` is the order without `sort` in the address."""
    chosen = context["request"].GET.get("sort") or default
    return {"key": key, "words": words, "current": chosen == key, "request": context["request"]}


@register.simple_tag
def once() -> SafeString:
    """The hidden field by which a form sent twice is carried out once (`audit.once`)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
