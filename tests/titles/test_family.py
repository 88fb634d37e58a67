"""Families of titles: what counts as the same title."""

from __future__ import annotations

import pytest

from outgrow.careers.simulated_titles import ORDINARY_STYLES, STYLES, title_book
from outgrow.titles.family import families_of


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Social Media Mgr", "social media manager"),
        ("SOCIAL  MEDIA MANAGER (EMEA)", "social media manager"),
        ("Interim Social Media Manager II", "social media manager"),
        ("Social Media Manager (maternity cover)", "social media manager"),
        ("Sr. Soc. Media Mgr", "senior social media manager"),
        ("Manager, Social Media", "manager social media"),
        ("Social Media Strategy Manager", "social media strategy manager"),
        ("Community Manager at Example Ltd", "community manager"),
        ("Comms Mgr", "communications manager"),
        ("Interim", "interim"),
        ("Zzqx  Wvut", "zzqx wvut"),
        ("III", "iii"),
    ],
)
def test_words_decide_and_not_how_they_are_written(title, family):
    assert families_of([title]) == [family]


def test_all_styles_of_a_simulated_title_but_its_suffix_digital_are_one_title():
    text = title_book().text
    for first in range(0, len(text), 97 * len(STYLES)):
        styles = [text[first + n] for n in range(ORDINARY_STYLES) if STYLES[n][0] != " - Digital"]
        assert len(set(families_of(styles))) == 1, styles
