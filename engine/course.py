"""The edits of a document in order: those made, those left out, those that wait.

An edit that is left out keeps its number; the state after it is the one before it.
Where an edit does not fit the network, it and what follows wait: they have no state and
stay in the recipe, until that edit is left out or the network is as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from engine.errors import EditError
from engine.landmarks import Landmark, Landmarks
from engine.recipe import Edit, Misfit
from engine.sentence import say


class Course:
    """A recipe with what is known of its edits; numbers count from 1.

    `left_out` says of each edit left out why it does not fit, or nothing where it
    would; `owed` counts the edits that wait and are to hold.
    """

    def __init__(
        self, edits: Sequence[Edit], landmarks: Landmarks, left_out: Collection[int]
    ) -> None:
        told = zip_longest(edits, landmarks[: len(edits)], fillvalue=())
        self.landmarks: list[tuple[Landmark, ...]] = [marks for _, marks in told]
        self.edits = list(edits)
        self.left_out = dict.fromkeys(sorted(left_out), "")
        self.misfit: Misfit | None = None
        self.owed = 0

    @property
    def reach(self) -> int:
        """How many edits have a state."""
        return self.misfit.number - 1 if self.misfit else len(self.edits)

    def goal(self, cursor: int) -> int:
        """How many edits are to hold when those that wait fit again."""
        return cursor + self.owed if cursor == self.reach else cursor

    def add(self, cursor: int, edit: Edit, marks: tuple[Landmark, ...]) -> None:
        """Put a new edit in the place of those undone; those that wait follow it."""
        reach, shift = self.reach, cursor + 1 - self.reach
        self.edits[cursor:reach] = [edit]
        self.landmarks[cursor:reach] = [marks]
        self.left_out = {
            number if number <= cursor else number + shift: why
            for number, why in self.left_out.items()
            if number <= cursor or number > reach
        }
        if self.misfit is not None:
            number = self.misfit.number + shift
            self.misfit = Misfit(number, self.misfit.edit, self.misfit.why)

    def delete(self, number: int, cursor: int) -> int:
        """Forget an edit that is left out; those behind it move up, as does the cursor.

        Returns how many edits hold then.

        Raises:
            EditError: there is no such edit, or it is not left out.
        """
        if not 1 <= number <= len(self.edits):
            raise EditError(
                say(
                    "There is no edit {number}; this recipe has {count}.",
                    number=number,
                    count=len(self.edits),
                )
            )
        if number not in self.left_out:
            raise EditError(
                say("Edit {number} is not left out; leave it out first.", number=number)
            )
        goal = self.goal(cursor)
        del self.edits[number - 1], self.landmarks[number - 1], self.left_out[number]
        self.left_out = {
            each - (each > number): why for each, why in self.left_out.items()
        }
        misfit = self.misfit
        if misfit is not None and misfit.number > number:
            self.misfit = Misfit(misfit.number - 1, misfit.edit, misfit.why)
        self.owed = max(goal - (number <= goal) - self.reach, 0)
        return cursor - (number <= cursor)

    def made_between(self, first: int, last: int) -> list[tuple[int, Edit]]:
        """The edits made between two states, each with the state it was made at."""
        between = enumerate(self.edits[first:last], first)
        return [(at, edit) for at, edit in between if at + 1 not in self.left_out]

    def made_before(self, cursor: int) -> int:
        """The number of the last edit made among the first ones, 0 for none."""
        made = (n for n in range(cursor, 0, -1) if n not in self.left_out)
        return next(made, 0)

    def made_after(self, cursor: int) -> int:
        """The number of the next edit that can be made, 0 for none."""
        made = (n for n in range(cursor + 1, self.reach + 1) if n not in self.left_out)
        return next(made, 0)
