"""How the words of one title are put together: which are the job, its rank, its craft and its marks.

In: text and the lexicon. Out: `Reading`, with the labels, the words that decided, and the kind they are of. Start at `Reading`.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.schema import LEVEL_ORDER, LEVELS, MARKS
from outgrow.titles.lexicon_tables import BESIDE_PARTNER, LANGUAGES, Craft, Lexicon, Phrase
from outgrow.titles.title_words import NOTHING, Found, Part, TitleLabels, job_parts, scan

__all__ = ["Reading"]

_PARTNER_AFTER = frozenset(("at", "of", "in", "for"))
#: Specialties of marketing that are as much of communications.
_SHARED: Final = ("social_media", "community")
#: A principal is a rank of engineers; in a school it is its head.
_OF_SCHOOL: Final = {"lead": "head", "senior": "manager"}
#: Marks of what is no place on a ladder.
_NO_PLACE: Final = ("advisory", "volunteer")
#: Words for a craft, those that say it most surely first.
_STRENGTHS: Final = ("people", "words", "weak")
_HELD: Final = ("rank", "not_rank", "owner", "assistant", "trainee", "practitioner")


class Reading:
    """One title being read."""

    def __init__(self, text: str, words: Lexicon, parts: list[Part] | None = None) -> None:
        self.lexicon = words
        self.because: dict[str, str] = {}
        #: Kind of the words that decided a part.
        self.decided: dict[str, str] = {}
        self.reason: str | None = None
        if parts is None:
            parts, self.reason = job_parts(text, words)
        self.labels = NOTHING if self.reason is not None else self._labels(parts)

    @property
    def confidence(self) -> float:
        """The least sure of what was read."""
        return min((_SURE[kind] for kind in self.decided.values()), default=0.0)

    def _labels(self, parts: list[Part]) -> TitleLabels:
        self._find(parts)
        job, around, two = self._first_job()
        marks = self._marks(job, around)
        level = self._level(job, around)
        seat = self._mark_words("board") if "board" in marks else ""
        if seat and (self.because.get("level", seat) == seat or self.decided["level"] == "unknown"):
            rank = "chief" if level == "chief" else "director"
            level, self.because["level"], self.decided["level"] = rank, seat, "rank"
        function, specialty = self._craft(around, level)
        if function == "education" and level in _OF_SCHOOL and self._ends_in(self.because["level"], "principal"):
            level = _OF_SCHOOL[level]
        if two:
            marks.add("two-jobs")
        if function is None and level is None and "advisory" in marks:
            function, self.decided["function"] = "general_management", "no craft"
            self.because["function"] = self._mark_words("advisory")
        if function is None and self.decided.get("level") == "unknown":
            # a guess that it is a job at all
            level = None
            del self.because["level"], self.decided["level"]
        if seat and self.because.get("level") != seat:
            marks.discard("board")  # a chief executive who sits on a board is no board member by trade
        if function is None and level is None:
            self.reason = "no word of it is known"
        return TitleLabels(function, specialty, level, tuple(mark for mark in MARKS if mark in marks))

    # --- what is found -----------------------------------------------------------------------------------------------

    def _find(self, parts: list[Part]) -> None:
        """Find every phrase in every part, and the languages they are in."""
        self.parts = list(parts)
        self.signs = [list(scan(part.words, self.lexicon.signs)) for part in parts]
        self.crafts = [self._scan_crafts(part.words) for part in parts]
        self.language: str | None = None
        #: Parts of the title; what is put together from them comes after.
        self.named = len(parts)

    def _scan_crafts(self, words: list[str]) -> list[Found]:
        if any(word.endswith("_s") for word in words):  # whose home it is says what it is about
            words = [word.removesuffix("_s") for word in words]
        return list(scan(words, self.lexicon.crafts))

    def _votes(self) -> dict[str, int]:
        votes = dict.fromkeys(LANGUAGES, 0)
        for found in (*self.signs, *self.crafts):
            for match in found:
                if len(match.phrase.languages) < 3:
                    for language in match.phrase.languages:
                        votes[language] += match.end - match.start
        return votes

    def _said(self, phrase: Phrase) -> Any:
        """Return what a phrase says, in the language that most of the title's words are in."""
        if len(phrase.said) == 1:
            return phrase.said[0][1]
        if self.language is None:
            votes = self._votes()
            self.language = max(LANGUAGES, key=lambda language: votes[language])
            self.votes = votes
        of = dict(phrase.said)
        if self.language in phrase.languages:
            # agreeing languages are kept under the first of them
            return of.get(self.language, phrase.said[0][1])
        return max(phrase.said, key=lambda one: self.votes[one[0]])[1]

    def _kinds(self, match: Found) -> dict[str, str]:
        kinds: dict[str, str] = self._said(match.phrase)
        return kinds

    # --- which words are the job -------------------------------------------------------------------------------------

    def _is_job(self, place: int) -> bool:
        """Tell whether a part names a job, in whatever words."""
        if self._headline(place):
            return False
        if any(self._names_job(place, match) for match in self.signs[place]):
            return True
        return any(self._craft_of(match).strength != "words" for match in self.crafts[place])

    def _is_own_job(self, place: int) -> bool:
        """Tell whether a part names a job that stands by itself."""
        if self._grade(place) or self._headline(place):
            return False
        for match in self.signs[place]:
            kinds = self._kinds(match)
            if (
                "rank" in kinds
                or "owner" in kinds
                or "not_rank" in kinds
                or ("practitioner" in kinds and "below" not in kinds)
            ):
                return True
        return any(self._craft_of(match).strength == "people" for match in self.crafts[place])

    def _headline(self, place: int) -> bool:
        """Tell whether a part says what somebody does for others, beside a part that names the job: "Helping founders sell"."""
        first = self.signs[place][:1]
        return len(self.parts) > 1 and any(not match.start and "headline" in self._kinds(match) for match in first)

    def _craft_of(self, match: Found) -> Craft:
        craft: Craft = self._said(match.phrase)
        return craft

    def _first_job(self) -> tuple[list[int], list[int], bool]:
        """Return the parts that are the first job, those with what is said around it, and whether another job follows."""
        job: list[int] = []
        place = -1
        for place in range(len(self.parts)):
            job.append(place)
            if self._is_job(place):
                following = place + 1 < len(self.parts) and self.parts[place + 1].joined
                if not (following and self._only_modifiers(place)):  # "Assistant / Associate Director" goes on
                    break
        around, two = list(job), False
        for later in range(place + 1, len(self.parts)):
            if self._is_own_job(later):
                two = self._another(place, later)
                break
            around.append(later)
        return job, around, two

    def _another(self, place: int, later: int) -> bool:
        """Tell whether a later part is a second job, and not the firm of the first, its owner or its short name."""
        owns = any("owner" in self._kinds(match) for match in (*self.signs[place], *self.signs[later]))
        before = any("former" in self._kinds(match) for match in self.signs[later])
        return (
            not owns and not before and not self._is_suite(later) and (self.parts[later].joined or later == place + 1)
        )

    def _only_modifiers(self, place: int) -> bool:
        covered = sum(
            match.end - match.start
            for match in self.signs[place]
            if not {"below", "senior", "assistant", "mark"}.isdisjoint(self._kinds(match))
        )
        return covered == len(self.parts[place].words)

    # --- level -------------------------------------------------------------------------------------------------------

    def _marks(self, job: list[int], around: list[int]) -> set[str]:
        marks = set()
        for place in range(self.named):
            words = self.parts[place].words
            for match in self.signs[place] if not self._headline(place) else ():
                kinds = self._kinds(match)
                alone = match.end - match.start == len(words)
                after = words[match.end : match.end + 1]
                if "mark" in kinds and (place in around or not self._is_own_job(place)):
                    named = after and " ".join(after) in self.lexicon.not_marks.get(kinds["mark"], ())
                    if not named:  # a volunteer coordinator is no volunteer
                        marks.add(kinds["mark"])
                if "owner" in kinds and (match.phrase.words != ("partner",) or self._owns(place, match)):
                    marks.add("owner")
                if "former" in kinds or "hoped" in kinds:
                    before = any(
                        self._names_job(place, other) for other in self.signs[place] if other.start < match.start
                    )
                    # "ex Google Marketing Manager", "Marketing Manager (ex-Google)"
                    of = not after or after[0] in self.lexicon.known
                    if (place in job and not before and of) or (alone and place in around):
                        marks.add("former")
        if "advisory" in marks:
            marks.discard("board")  # an advisory board member sits on no board of directors
        return marks

    def _ends_in(self, written: str, word: str) -> bool:
        """Tell whether words as written end in a word, however it is spelled."""
        return self.lexicon.read(written.split()[-1])[-1] == word

    def _mark_words(self, mark: str) -> str:
        """Return the words that say a mark."""
        said = (
            self._of(place, match)
            for place in range(self.named)
            for match in self.signs[place]
            if self._kinds(match).get("mark") == mark
        )
        return next(said, mark)

    def _names_job(self, place: int, match: Found) -> bool:
        return not set(_HELD).isdisjoint(self._kinds(match))

    def _level(self, job: list[int], around: list[int]) -> str | None:
        """Return the level of one job's words."""
        level, words, kind = self._level_of(self._together(job))
        last = job[-1]
        for place in range(last + 1, self.named):
            if level is not None and place == last + 1 and not self.parts[place].joined and self._is_suite(place):
                # "Directeur technique (CTO)"
                level, words, kind = "chief", " ".join(self.parts[place].written), "rank"
            elif level in ("specialist", "senior") and place == last + 1 and self._is_partner(place):
                # "Chartered Accountant, Partner"
                level, words, kind = "chief", " ".join(self.parts[place].written), "rank"
            elif place in around and level in ("specialist", "assistant", "senior") and self._trainee(place):
                level, words, kind = "trainee", self._trainee(place), "sign"
            elif place in around and level == "specialist" and (found := self._seniority(place)):
                level, words, kind = *found, "sign"
            elif place in around and level is not None and (grade := self._grade(place)):
                written = " ".join(self.parts[place].written)
                if grade == "lead" and level in ("specialist", "senior"):
                    level, words, kind = "lead", written, "rank"
                elif grade == "below" and LEVEL_ORDER[level] >= LEVEL_ORDER["manager"]:
                    level, words, kind = LEVELS[LEVEL_ORDER[level] - 1], f"{words} {written}", "rank"
        if level is not None:
            self.because["level"] = words
            self.decided["level"] = kind
        return level

    def _level_of(self, place: int) -> tuple[str | None, str, str]:
        part = self.parts[place]
        found = [(match, self._kinds(match)) for match in self.signs[place]]
        # "Board Advisor", "Volunteer": no place on a ladder
        aside = {
            word for match, kinds in found if kinds.get("mark") in _NO_PLACE for word in range(match.start, match.end)
        }
        found = [(match, kinds) for match, kinds in found if match.start not in aside]
        people = [match for match in self.crafts[place] if self._craft_of(match).strength != "words"]
        people = [match for match in people if match.start not in aside]
        nouns = [match.start for match, kinds in found if not set(_HELD).isdisjoint(kinds)] + [
            match.start for match in people
        ]
        senior = next((match for match, kinds in found if "senior" in kinds), None)
        learns = next((match for match, kinds in found if "programme" in kinds or "beginner" in kinds), None)
        if not nouns and learns is not None:
            return "trainee", self._of(place, learns), "sign"
        if not nouns and senior is not None:
            return "senior", self._of(place, senior), "sign"
        if not nouns:
            return (
                (None, "", "")
                if self._only_craft(place)
                else ("specialist", self._written(place, 0, len(part.words)), "unknown")
            )
        # what follows a preposition is whom or what the job is for
        first = min(nouns)
        # the d of "R&D" is no preposition
        inside = {
            word for match in self.crafts[place] for word in range(match.start, match.end) if len(part.words[word]) == 1
        }
        cuts = (match.start for match, kinds in found if "preposition" in kinds and match.start > first)
        cut = next((start for start in cuts if start not in inside), len(part.words))
        head = [(match, kinds) for match, kinds in found if match.start < cut]
        for match, kinds in found:
            # "en alternance" says it wherever it stands; an intern after "of" is another
            if "trainee" in kinds and (match.start < cut or "en" not in match.phrase.languages):
                return "trainee", self._of(place, match), "sign"
        ranked: tuple[str, Found, bool] | None = None
        for match, kinds in head:
            level, owner = None, False
            if "rank" in kinds:
                level = self._chief(place, match) if match.phrase.words == ("chief",) else kinds["rank"]
            elif "owner" in kinds and (match.phrase.words != ("partner",) or self._owns(place, match)):
                level, owner = "chief", True
            if level is not None and (ranked is None or LEVEL_ORDER[level] > LEVEL_ORDER[ranked[0]]):
                ranked = level, match, owner
        aides = [match for match, kinds in head if "assistant" in kinds]
        # "Analista de datos junior": what ends the title is said of the job
        aides += [match for match, _ in found if match.start > cut and self._ends_junior(place, match)]
        if ranked is not None:
            level, match, owner = ranked
            if any(aide.start >= match.end for aide in aides) and LEVEL_ORDER[level] > LEVEL_ORDER["lead"]:
                return "assistant", self._of(place, aides[-1]), "sign"
            if "junior" in part.words[: match.start] and LEVEL_ORDER[level] <= LEVEL_ORDER["manager"]:
                return "assistant", "junior", "sign"
            lower = next(
                (
                    one
                    for one, kinds in head
                    if "below" in kinds and (one.end <= match.start or "practitioner" not in kinds)
                ),
                None,
            )
            if lower is not None and LEVEL_ORDER[level] >= LEVEL_ORDER["manager"] and not owner:
                written = " ".join((self._of(place, lower), self._of(place, match)))
                return LEVELS[LEVEL_ORDER[level] - 1], written, "rank"
            return level, self._of(place, match), "rank"
        begins = next(
            (
                match
                for match, kinds in found
                if "beginner" in kinds and (not match.start or match.end == len(part.words))
            ),
            None,
        )
        if begins is not None and not any(self._craft_of(match).function == "hr" for match in people):
            return "trainee", self._of(place, begins), "sign"
        for match, kinds in head:
            if "not_rank" in kinds and (kinds["not_rank"] != "specialist" or not (senior or aides)):
                return kinds["not_rank"], self._of(place, match), "sign"
        if aides:
            return "assistant", self._of(place, aides[0]), "sign"
        for match, kinds in head:
            if "programme" in kinds and not any("practitioner" in other for _, other in head) and not people:
                return "trainee", self._of(place, match), "sign"
        for match, kinds in found:
            if "senior" in kinds and (match.start < cut or match.end == len(part.words)):  # "Analista de RH Sr"
                return "senior", self._of(place, match), "sign"
        at = next((match for match, kinds in head if "practitioner" in kinds), None) or (people[0] if people else None)
        if at is None:
            return None, "", ""
        return "specialist", self._of(place, at), "sign"

    def _ends_junior(self, place: int, match: Found) -> bool:
        return match.phrase.words == ("junior",) and match.end == len(self.parts[place].words)

    def _together(self, job: list[int]) -> int:
        """Put the words of the parts of a job that an "and" joins into one part, and return its place."""
        last = job[-1]
        first = last
        while first > job[0] and self.parts[first].joined:
            first -= 1
        if first == last:
            return last
        parts = self.parts[first : last + 1]
        whole = Part(
            False, [word for part in parts for word in part.words], [word for part in parts for word in part.written]
        )
        self.parts.append(whole)
        self.signs.append(list(scan(whole.words, self.lexicon.signs)))
        self.crafts.append(self._scan_crafts(whole.words))
        return len(self.parts) - 1

    def _trainee(self, place: int) -> str:
        """Return the word of a part that makes its job a trainee's; empty where there is none."""
        for match in self.signs[place]:
            kinds = self._kinds(match)
            alone = match.end - match.start == len(self.parts[place].words)
            if "trainee" in kinds or ("programme" in kinds and alone):
                return self._of(place, match)
        return ""

    def _seniority(self, place: int) -> tuple[str, str] | None:
        """Return what a part beside the job says of its seniority: "Product Designer - Snr", "Diseñadora UX/UI Sr"."""
        for match in self.signs[place]:
            kinds = self._kinds(match)
            if match.end == len(self.parts[place].words) or not match.start:
                if "senior" in kinds or kinds.get("not_rank") == "senior":
                    return "senior", self._of(place, match)
                if match.phrase.words == ("junior",):
                    return "assistant", self._of(place, match)
        return None

    def _grade(self, place: int) -> str:
        """Return the grade that a part after a job says, and nothing else: "Manager, Assistant", "Engineer - Lead"."""
        found = self.signs[place]
        if not place or len(found) != 1 or found[0].end - found[0].start < len(self.parts[place].words):
            return ""
        kinds = self._kinds(found[0])
        return "lead" if kinds.get("rank") == "lead" else "below" if "below" in kinds else ""

    def _is_suite(self, place: int) -> bool:
        """Tell whether a part is nothing but the name of a chief officer."""
        found = self.signs[place]
        return (
            len(found) == 1
            and found[0].end - found[0].start == len(self.parts[place].words)
            and self._kinds(found[0]).get("rank") == "chief"
        )

    def _is_partner(self, place: int) -> bool:
        """Tell whether a part is nothing but a partner of a firm."""
        found = self.signs[place]
        return len(found) == 1 and self.parts[place].words == ["partner"] and "owner" in self._kinds(found[0])

    def _only_craft(self, place: int) -> bool:
        covered: set[int] = set()
        for match in (*self.crafts[place], *self.signs[place]):
            covered.update(range(match.start, match.end))
        return len(covered) == len(self.parts[place].words)

    def _only_signs(self, place: int) -> bool:
        return sum(match.end - match.start for match in self.signs[place]) == len(self.parts[place].words)

    def _chief(self, place: int, match: Found) -> str:
        """Return the level of a "chief": of the C-suite, or first among a craft (Chief Accountant)."""
        rest = self.parts[place].words[match.end :]
        for part in self.parts[place + 1 : self.named]:  # "Chief Data & Analytics Officer"
            if not part.joined:
                break
            rest = rest + part.words
        return "chief" if rest[:1] == ["executive"] or "officer" in rest or not rest else "head"

    def _owns(self, place: int, match: Found) -> bool:
        """Tell whether this "partner" is one of the firm's: Managing Partner, not HR Partner or Partner Sales."""
        words = self.parts[place].words
        before, after = words[: match.start], words[match.end :]
        return BESIDE_PARTNER.issuperset(before) and (not after or after[0] in _PARTNER_AFTER)

    # --- craft -------------------------------------------------------------------------------------------------------

    def _craft(self, around: list[int], level: str | None) -> tuple[str | None, str | None]:
        """Return function and specialty: a person named by a craft, else the first craft; a later one may add the specialty."""
        found = self._named_crafts(around)
        if not found:  # "Manager, CEO Communications": what is said after the job
            found = self._named_crafts([place for place in range(self.named) if place not in around])
        # an assistant to whatever else is named is no administrator
        named = [one for one in found if one[2].strength != "weak" or one[2].specialty != "administration"]
        first = next((one for strength in _STRENGTHS for one in named or found if one[2].strength == strength), None)
        if first is None:
            only = all(self._only_signs(place) for place in range(self.named))
            if level is None or (LEVEL_ORDER[level] < LEVEL_ORDER["lead"] and not only):
                return None, None
            self.because["function"] = self.because["level"]
            self.decided["function"] = "no craft"
            return ("general_management" if LEVEL_ORDER[level] >= LEVEL_ORDER["lead"] else "other"), None
        place, match, craft = first
        self.because["function"] = self._of(place, match)
        self.decided["function"] = craft.strength
        if craft.specialty is not None:
            self.because["specialty"] = self._of(place, match)
            return craft.function, craft.specialty
        for place, match, other in found:
            if other.specialty in _SHARED and craft.function == "communications":
                self.because["specialty"] = self.because["function"] = self._of(place, match)
                return other.function, other.specialty
            if other.specialty is not None and other.function == craft.function:
                self.because["specialty"] = self._of(place, match)
                return craft.function, other.specialty
        return craft.function, None

    def _named_crafts(self, places: list[int]) -> list[tuple[int, Found, Craft]]:
        """Return the crafts named in some parts, but for those of whoever manages and names none."""
        found = [(place, match, self._craft_of(match)) for place in places for match in self.crafts[place]]
        return [one for one in found if one[2].function not in (None, "general_management")]

    # --- the words as they were written ------------------------------------------------------------------------------

    def _of(self, place: int, match: Found) -> str:
        return self._written(place, match.start, match.end)

    def _written(self, place: int, start: int, end: int) -> str:
        return " ".join(dict.fromkeys(self.parts[place].written[start:end]))


#: How often titles read from words of a kind were read right: see scripts/calibrate_titles.py.
_SURE: Final = {
    "rank": 0.96,
    "sign": 0.97,
    "unknown": 0.4,
    "people": 0.96,
    "words": 0.96,
    "weak": 0.8,
    "no craft": 0.76,
}
