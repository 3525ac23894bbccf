"""The order of Chinese names.

    sort_key(name, *, surname=True) -> str        lower-case ASCII letters and digits, ≤ 240 characters

Compare keys as plain strings.
"""
