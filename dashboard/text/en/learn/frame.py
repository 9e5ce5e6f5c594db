"""What every step of Learn says, in English."""

SENTENCES = {
    "learn_title": "{number} {title}",
    "learn_no_step": "There is no step “{value}”. A step is one of: {allowed}.",
    "learn_back": "Back",
    "learn_next": "Next",
    "learn_turn": "{way}: {title}",
    "learn_race": "Race: {title}",
    "contents_list": "Steps of the lesson",
    "contents_done": "done",
    "lesson_guess": "Guess first",
    "lesson_covered": "This part gives the answer away. Answer the question first.",
    "lesson_check": "Check",
    "lesson_show": "Show it anyway",
    "lesson_again": "Answer again",
    "lesson_choose": "Choose an answer first.",
    "lesson_right": "Right.",
    "lesson_wrong": "Not quite.",
    "lesson_right_one": "the right answer",
    "lesson_wrong_one": "your answer, which is wrong",
    "lesson_failed": "This part could not be loaded. Reload the page.",
}
