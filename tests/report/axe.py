"""Accessibility of a page, as axe-core sees it in a real browser. Start at `assert_accessible`.

axe cannot tell the contrast of text in a drawing, so that is measured here, as rule `drawing-contrast`. Such rules find
about half of what can be wrong; the rest is for people.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Violation", "assert_accessible", "violations"]

Scheme = Literal["light", "dark"]

#: WCAG 2.0, 2.1 and 2.2 on levels A and AA, and what axe's authors hold to be good practice.
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

#: Texts of drawings that are too pale against what the drawing lies on: its own ground, or else the page's.
PALE_TEXTS: Final = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, ground) => [0, 1, 2].map(n => top[n] * top[3] + ground[n] * (1 - top[3]));
  const light = colour => colour.map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const chain = element => element ? [element, ...chain(element.parentElement)] : [];
  const groundOf = svg => {
    let ground = [255, 255, 255];
    for (const one of chain(svg).reverse()) ground = over(rgba(getComputedStyle(one).backgroundColor), ground);
    const whole = svg.getBoundingClientRect();
    for (const rect of svg.querySelectorAll('rect, path')) {
      const box = rect.getBoundingClientRect(), fill = getComputedStyle(rect).fill;
      if (fill !== 'none' && box.width >= whole.width * 0.98 && box.height >= whole.height * 0.98)
        ground = over(rgba(fill), ground);
    }
    return ground;
  };
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    if (!svg.checkVisibility() || !svg.querySelector('text')) continue;
    const ground = groundOf(svg);
    for (const text of svg.querySelectorAll('text')) {
      const style = getComputedStyle(text), size = parseFloat(style.fontSize);
      if (!text.textContent.trim() || style.visibility === 'hidden' || style.fill === 'none') continue;
      const ink = rgba(style.fill);
      for (const one of chain(text)) ink[3] *= parseFloat(getComputedStyle(one).opacity);
      ink[3] *= parseFloat(style.fillOpacity);
      if (ink[3] === 0) continue;
      const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
      const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      if (ratio < least) found.push(`${text.textContent.trim().slice(0, 60)}: ${ratio.toFixed(2)}, not ${least}`);
    }
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of axe that elements of a page break: the rule, how bad it is, its help, and each element with its reason."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]

    def __str__(self) -> str:
        more = [f"and {len(self.elements) - 5} more"] if len(self.elements) > 5 else []
        return "\n    ".join([f"{self.rule} ({self.impact}): {self.help}", *self.elements[:5], *more])


def assert_accessible(
    page: Page,
    html: str,
    *,
    widths: Collection[int] = (360, 1280),
    schemes: Collection[Scheme] = ("light", "dark"),
    except_rules: Collection[str] = (),
) -> None:
    """Fail with all violations of a page, in every width and colour scheme, with all that can be unfolded unfolded.

    Parameters
    ----------
    page : Page
        The fixture `page`.
    html : str
        The page to look at; its content security policy stays in force.
    widths : collection of int
        Widths of the window, in CSS pixels.
    schemes : collection of {"light", "dark"}
        What the reader prefers.
    except_rules : collection of str
        Rules of axe to leave out, where the test says why.
    """
    found = [
        f"{width} px, {scheme}: {violation}"
        for width in widths
        for scheme in schemes
        for violation in violations(page, html, width=width, scheme=scheme)
        if violation.rule not in except_rules
    ]
    assert not found, "\n".join(["the page is not accessible:", *found])


def violations(page: Page, html: str, *, width: int = 1280, scheme: Scheme = "light") -> list[Violation]:
    """List the rules that a page breaks, in one width and colour scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_content(html)
    page.evaluate("for (const closed of document.querySelectorAll('details:not([open])')) closed.open = true")
    pale: list[str] = page.evaluate(PALE_TEXTS)
    # evaluated from outside the page, where its policy against scripts does not reach
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run({runOnly: tags, resultTypes: ['violations'], preload: false})", list(TAGS)
    )
    # without this, a page in which axe found nothing to look at would pass
    assert len(found["passes"]) > 5, f"axe looked at next to nothing: {[rule['id'] for rule in found['passes']]}"
    listed = [
        Violation(
            rule["id"],
            rule["impact"] or "none",
            rule["help"],
            tuple(f"{node['html'][:160]}: {' '.join(node['failureSummary'].split())}" for node in rule["nodes"]),
        )
        for rule in found["violations"]
    ]
    if pale:
        listed.append(Violation("drawing-contrast", "serious", "Text in a drawing must stand out", tuple(pale)))
    return listed


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
