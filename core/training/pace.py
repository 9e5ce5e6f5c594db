"""When the steps of a training are due, and how many of them make one turn. Knows no clock: time is an argument."""

TURN_SECONDS = 0.04
"""How long one training may take before the next one has its turn, and before commands are obeyed."""

LONGEST_BACKLOG_SECONDS = 0.3
"""By how much a training may be behind its pace after a turn and still catch up."""

LONGEST_ROUND_SECONDS = 3.0
"""Of a longer time between two turns, only as much counts: that was no round but a process that stood still."""


class Pacer:
    """Deals out the steps of one training, turn by turn. Times are seconds of any one clock that never goes back.

    Steps cost less by the dozen, so those of a turn wait for each other. A training that is behind its pace, because
    others are at work or the machine is slow, is given what fell due since its last turn, as far as a turn holds it;
    what is left of that is made up for by at most LONGEST_BACKLOG_SECONDS.
    """

    def __init__(self) -> None:
        self.due_at = 0.0
        """From when on the next turn has something to do; the past at full speed."""
        self._pace: float | None = None
        self._next_step_at = 0.0
        self._last_turn_at = 0.0
        self._steps_a_turn = 16

    def start(self, now: float, pace: float | None) -> None:
        """Count from `now` on: the first step is due after 1 / `pace` seconds, at full speed (None) at once."""
        self._pace, self._last_turn_at = pace, now
        self.due_at = self._next_step_at = now + (1 / pace if pace else 0.0)

    def steps(self, now: float, pace: float | None, remaining: int) -> int:
        """Return how many of the `remaining` steps to take now; they count as taken.

        `pace` is in steps/s, None for full speed; a new one counts from now on.
        """
        if pace != self._pace:
            self.start(now, pace)
        most = min(self._steps_a_turn, remaining)
        if pace is None:
            self.due_at = now
            return most
        forgotten_before = max(self._last_turn_at - LONGEST_BACKLOG_SECONDS, now - LONGEST_ROUND_SECONDS)
        self._next_step_at, self._last_turn_at = max(self._next_step_at, forgotten_before), now
        due = 1 + int((now - self._next_step_at) * pace) if now >= self._next_step_at else 0
        worth_a_turn = min(max(1, int(pace * TURN_SECONDS)), most)
        taken = min(due, most) if due >= worth_a_turn else 0
        self._next_step_at += taken / pace
        self.due_at = self._next_step_at + (min(worth_a_turn, remaining - taken) - 1) / pace
        return taken

    def took(self, steps: int, seconds: float) -> None:
        """Learn from a turn of `steps` steps how many fill TURN_SECONDS: half to twice as many as before."""
        if seconds > TURN_SECONDS or 2 * steps > self._steps_a_turn:
            fitting = int(steps * TURN_SECONDS / max(seconds, 1e-9))
            self._steps_a_turn = max(1, self._steps_a_turn // 2, min(fitting, 2 * self._steps_a_turn))
