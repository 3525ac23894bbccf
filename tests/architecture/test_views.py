"""Every address says who may call it; every page is named like its view."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from xueer.access.permissions import Permission

# Views of libraries, which cannot carry our marks: why each may be reached.
EXCEPTIONS: dict[str, str] = {
    "django.views.i18n.set_language": "stores the language of the pages, for anybody",
}
# Everything that needs no sign-in, so that a new one is noticed.
PUBLIC = {
    "xueer.access.views.sign_in",
    "xueer.access.views.sign_out",
    "xueer.web.views.feeds.person_feed",
    "xueer.web.views.feeds.unit_feed",
    "xueer.web.views.pages.help_page",
    "xueer.web.views.pages.large_print",
}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def full_name(pattern: URLPattern) -> str:
    view = pattern.callback
    return f"{view.__module__}.{view.__qualname__}"


def test_there_are_views():
    assert any(patterns())


def test_every_view_requires_a_permission_or_is_marked_public():
    unmarked = {
        full_name(pattern)
        for pattern in patterns()
        if not getattr(pattern.callback, "public", False)
        and getattr(pattern.callback, "permission", None) not in {*Permission, "SIGNED_IN"}
    }
    assert unmarked - set(EXCEPTIONS) == set(), "mark the view with @requires(…), @signed_in or @public"


def test_every_address_has_a_name():
    assert [str(pattern.pattern) for pattern in patterns() if not pattern.name] == []


def test_view_and_address_share_one_name():
    """`activities.roll` is `roll` in the views of activities."""
    ours = [pattern for pattern in patterns() if full_name(pattern).startswith("xueer.") and pattern.name]
    names = {pattern.name: pattern.callback.__name__ for pattern in ours}
    assert {name: view for name, view in names.items() if name.rpartition(".")[2] != view} == {}


def test_public_views_are_known():
    public = {full_name(pattern) for pattern in patterns() if getattr(pattern.callback, "public", False)}
    assert public == PUBLIC
