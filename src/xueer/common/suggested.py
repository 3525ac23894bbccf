"""What a field of names needs to propose people while one types: a list on the page, filled by HTMX."""

from typing import Any

from django.urls import reverse_lazy

# Everything is said here, for a field inside a form that HTMX sends would inherit that form's ways.
SUGGESTED: dict[str, Any] = {
    "list": "names",
    "autocomplete": "off",
    "hx-get": reverse_lazy("directory.suggest_people"),
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "#names",
    "hx-select": "option",
    "hx-swap": "innerHTML",
    "hx-include": "this",
    "hx-sync": "this:replace",
}
