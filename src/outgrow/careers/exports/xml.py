"""XML from strangers, parsed within limits.

In: bytes, and the `Source` they are of. Out: the root of its tree. Start at `parsed_xml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outgrow.careers.exports.limits import too_much
from outgrow.careers.exports.refused import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from outgrow.careers.exports.archive import Source

__all__ = ["parsed_xml"]


def parsed_xml(source: Source, content: bytes) -> Element:
    """Parse XML from a stranger: no entities and no document types, and neither too deep nor too long.

    Parameters
    ----------
    source : Source
        Where it is from, for its limits and its clock.
    content : bytes
        The XML.

    Raises
    ------
    Refused
        It declares a document type or entities, is not valid, or meets a limit.
    """
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    class Shallow(TreeBuilder):
        """Builds the tree, and stops where it grows too deep or takes too long."""

        depth = 0

        def start(self, tag: Any, attrs: Any, /) -> Element:
            self.depth += 1
            source.tick()
            if self.depth > source.limits.depth:
                raise too_much(source.limits, "depth", "is nested")
            return super().start(tag, attrs)

        def end(self, tag: str, /) -> Element:
            self.depth -= 1
            return super().end(tag)

    parser = DefusedXMLParser(target=Shallow(), forbid_dtd=True)
    try:
        # all at once: a parser that is fed in pieces reads a long token again with each
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException:
        raise Refused(
            "declares a document type or entities",
            why="they can make a small file grow without an end or read other files, and no CV needs them",
            do="download it again, or save it without them",
        ) from None
    except (ParseError, ValueError, LookupError):
        raise Refused(
            "is not valid XML", why="it is cut short, or was edited by hand", do="download it again"
        ) from None
    return root
