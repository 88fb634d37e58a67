"""Values of a column as outgrow counts with them: amounts out of texts, and names however people write them.

In: columns on any engine. Out: columns on the same engine. Used by outgrow.careers.check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["amount", "no_amount", "token"]


def no_amount(value: ir.FloatingColumn) -> ir.BooleanValue:
    """Tell what is no amount of money, nor a weight."""
    return value.isnull() | value.isnan() | value.isinf() | (value < 0)


def amount(text: ir.StringValue) -> ir.FloatingValue:
    """Read a number; missing where the text is none. Looked at first, since not every engine can try a cast."""
    import ibis

    plain = text.re_search(r"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$")
    return plain.ifelse(text, ibis.null("string")).cast("float64")


def token(column: ir.StringValue) -> ir.StringValue:
    """Fold a name as people write it (``Vice President``) to the one outgrow uses (``vice_president``)."""
    return column.lower().re_replace(r"[\s\-]+", "_")
