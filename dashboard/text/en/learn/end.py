"""The end of Learn, in English."""

SENTENCES = {
    "learn_end_title": "What was done",
    "learn_end_short": "Summary",
    "learn_end_experiment": "#{number} · {title} · {status}",
    "learn_end_experiment_tested": "#{number} · {title} · test accuracy {test}",
    "certificate_lead": "This is what your browser remembers. It has told nobody. Print it, or keep it as a PDF.",
    "certificate_name": "Your name (optional, stays in this browser)",
    "certificate_print": "Print",
    "certificate_go_on": "Go on with {number} {title}",
    "certificate_product": "Softmax Lab",
    "certificate_title": "Softmax regression on handwritten digits",
    "certificate_result": "{done} of {steps} steps done, {right} of {done} questions answered right.",
    "certificate_result_none": "None of {steps} steps done yet: a step is done once its question is answered.",
    "certificate_right": "answered right",
    "certificate_wrong": "answered, not right",
    "certificate_open": "not yet",
    "certificate_guess": "Loss curve guessed before the training: {off} nats off on average.",
    "certificate_contest": "Of the {of} hardest test images {you} read right; the model read {model}.",
    "certificate_experiments": "Experiments in this laboratory: {count}. The newest:",
    "certificate_experiments_none": "No experiments in this laboratory yet.",
    "certificate_small": "A summary and no examination: nobody has checked who answered, and each question can be answered again.",
}
