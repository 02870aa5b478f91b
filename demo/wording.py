"""From the files of papers/ to the words of one paper.

A file has topics, each with several wordings: discussion, decisions (text, by, and due in days) and,
where one cell stands for all decisions, cell. Topics are dealt in turn, so that neighbouring
sittings read differently. A topic may be `always` there, the `last`, `only` of some committees or
of some `months`; with `by_quarter` the file's wordings are those of the quarters from July.

Words have gaps: {place} and the like are told; {a:10-40/5} draws a number, in steps of 5, which is
{a} from then on; {a-b} is the difference of two.
"""

import random
import re
from collections import Counter

from bangla.digits import group

GAP = re.compile(r"\{([^{}]+)\}")
DRAW = re.compile(r"([a-z]+):(\d+)-(\d+)(?:/(\d+))?")


class Words:
    """What fills the gaps of one paper. The same seed always draws the same numbers."""

    def __init__(self, seed, **told):
        self._random = random.Random(seed)  # noqa: S311 - no secret hangs on it
        self.told = told

    def fill(self, text, **more):
        """The text with its gaps filled; KeyError for a gap that nobody told about."""
        self.told |= more
        return GAP.sub(lambda gap: self._said(gap[1]), text)

    def chance(self):
        """A number from 0 to 1."""
        return self._random.random()

    def one_of(self, choices):
        return self._random.choice(choices)

    def _said(self, gap):
        if draw := DRAW.fullmatch(gap):
            name, low, high, step = draw.groups()
            self.told[name] = self._random.randrange(int(low), int(high) + 1, int(step or 1))
            gap = name
        if gap not in self.told and "-" in gap:
            more, less = gap.split("-")
            return group(self.told[more] - self.told[less])
        value = self.told[gap]
        return group(value) if isinstance(value, int) else value


class Topics:
    """Deals the topics of a file to the sittings of one committee, oldest sitting first."""

    def __init__(self, source, *, only=None, shift=0):
        self._source = source
        self._topics = [t for t in source["topic"] if "only" not in t or only in t["only"]]
        self._shift = shift
        self._dealt = Counter()
        self._sittings = 0

    def deal(self, held_on):
        """A list of (topic, wording) for the sitting of that day."""
        if self._source.get("by_quarter"):
            quarter = ((held_on.month - 1) // 3 + 2) % 4
            return [(topic, topic["wording"][quarter]) for topic in self._topics]
        chosen = self._chosen(held_on)
        self._sittings += 1
        dealt = []
        for index in chosen:
            topic = self._topics[index]
            # What belongs to a season is told in order: the plan before the outcome.
            turn = self._dealt[index] + (0 if "months" in topic else self._shift)
            dealt.append((topic, topic["wording"][turn % len(topic["wording"])]))
            self._dealt[index] += 1
        return dealt

    def _chosen(self, held_on):
        low, high = self._source["topics_a_meeting"]
        wanted = low + (self._sittings + self._shift) % (high - low + 1)
        must, may = [], []
        for index, topic in enumerate(self._topics):
            if topic.get("last"):
                if self._sittings % 2:
                    must.append(index)
            elif topic.get("always") or held_on.month in topic.get("months", []):
                must.append(index)
            elif "months" not in topic:
                may.append(index)
        # Those dealt least come first; the shift lets two committees of a kind begin elsewhere.
        size = len(self._topics)
        may.sort(key=lambda index: (self._dealt[index], (index + self._shift * 5) % size))
        return sorted([*must, *may[: max(0, wanted - len(must))]])
