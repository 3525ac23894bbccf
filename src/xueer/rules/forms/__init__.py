"""What forms and addresses of the rules may hold: of the matrix, of a document, of a requirement as a sentence."""

from xueer.rules.forms.matrix import (
    KINDS,
    ORDERS,
    MatrixFilter,
    MatrixForm,
    end_of_links,
    matrix_filter,
    moment_named,
    period_named,
    periods_offered,
)

__all__ = [
    "KINDS",
    "ORDERS",
    "MatrixFilter",
    "MatrixForm",
    "end_of_links",
    "matrix_filter",
    "moment_named",
    "period_named",
    "periods_offered",
]
