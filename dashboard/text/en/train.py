"""The page Train, in English."""

SENTENCES = {
    "start": "Start",
    "pause": "Pause",
    "resume": "Resume",
    "step_once": "Step",
    "stop": "Stop",
    "full_speed": "Full speed",
    "status_queued": "Starting",
    "status_running": "Training",
    "status_paused": "Paused",
    "status_finished": "Finished",
    "status_stopped": "Stopped",
    "status_failed": "Failed",
    "status_diverged": "Diverged",
    "no_such_experiment": "There is no experiment {number}. It may have been deleted.",
    "experiment_failed": "This experiment failed: {reason}",
    "run_diverged": (
        "The loss grew instead of falling: the learning rate {rate} is too large here. Try a much smaller one."
    ),
    "run_diverged_beyond": (
        "The loss grew instead of falling: the learning rate {rate} is too large here. Theory guarantees stability up "
        "to {advised}, so try that; a few times more often works too, and learns faster."
    ),
    "run_diverged_within": (
        "The loss grew instead of falling, although theory has nothing against the learning rate {rate}: it guarantees "
        "stability up to {bound}, but for all images at once, and batches of {batch} are noisier. Try a larger batch, "
        "or the rate {advised}."
    ),
    "run_diverged_unscaled": "Or scale the pixels: then a rate near 0.1 works.",
    "run_diverged_reads_well": (
        "It reads {accuracy} of the validation images correctly all the same, because accuracy asks only which digit is "
        "the most probable. But where it is wrong it is wildly sure, and for that the loss makes it pay: {loss} on "
        "average, where guessing costs 2.303."
    ),
    "worker_starting": "The trainer is loading TensorFlow. This takes a few seconds, once.",
    "worker_ended": "The training process ended: {reason} It is being started again.",
    "experiment_title": "Rate {rate} · {scaling} · batch {batch}",
    "experiment_title_several": "{runs} runs · rates {lowest} to {highest}",
    "experiment_title_test": "Range test · rates {lowest} to {highest}",
    "new_experiment": "New experiment",
    "tile_step": "Step",
    "tile_step_detail": "of {steps} · epoch {epoch}",
    "tile_loss": "Validation loss",
    "tile_loss_detail": "batch {loss}",
    "tile_accuracy": "Validation accuracy",
    "tile_accuracy_detail": "batch {accuracy}",
    "tile_test_accuracy": "Test accuracy",
    "tile_test_accuracy_detail": "{images} images",
    "tile_speed": "Speed",
    "tile_speed_unit": "steps/s",
    "tile_speed_detail": "{images} images/s",
    "tile_time": "Time left",
    "tile_time_detail": "{elapsed} so far",
    "tile_progress": "Progress",
    "chart_loss": "Loss",
    "chart_accuracy": "Accuracy",
    "axis_step": "Step",
    "axis_loss": "Cross-entropy (nats)",
    "axis_accuracy": "Share read correctly",
    "at_step": "Step %{{x:,d}}",
    "curve_batch": "Training batch",
    "curve_validation": "Validation",
    "rate_changed": "rate {rate}",
    "press_start": "Press Start and watch the curve grow",
    "waiting_for_first_point": "Waiting for the first point",
    "loss_alt": (
        "Line chart of the cross-entropy loss over {steps} of {total} steps. Training batch {batch}, validation "
        "{validation} at the last point."
    ),
    "accuracy_alt": (
        "Line chart of the accuracy over {steps} of {total} steps. Training batch {batch}, validation {validation} at "
        "the last point."
    ),
    "loss_alt_empty": "Line chart of the cross-entropy loss over the steps, still empty.",
    "accuracy_alt_empty": "Line chart of the accuracy over the steps, still empty.",
    "smoothing": "Smoothing",
    "smoothing_help": "Evens out the noise of single batches. The faint line is what was measured.",
    "log_loss": "Logarithmic loss",
    "weights_title": "What it looks for",
    "weights_help": (
        "The weights of each digit as an image. Blue pixels speak for the digit, red ones against it, pale ones do not "
        "matter."
    ),
    "weights_alt": "Ten images of the weights, one for each digit, at step {step}.",
    "weights_item_alt": "Weights of the digit {digit}",
    "examples_title": "How it reads images it has never seen",
    "examples_help": "Test images with the model's reading below. {right} of these {count} are right.",
    "examples_more": "Other images",
    "examples_alt": "{count} test images with the model's reading; {right} are right.",
    "own_examples": "My own digits",
    "own_examples_help": "Shows the digits you drew and kept on the page Draw instead of MNIST's test images.",
    "own_examples_share": "Of all {count} digits in your test set it reads {share} correctly.",
    "example_right_alt": "A {label}, read as {digit}: right",
    "example_wrong_alt": "A {label}, read as {digit}: wrong",
    "example_unread_alt": "A {label}, not read yet",
    "history_title": "Earlier experiments",
    "history_empty": "Experiments you train appear here.",
    "history_open": "Open",
    "history_name": "Name",
    "history_save": "Save",
    "history_delete": "Delete",
    "history_delete_help": "Deletes its curves and weights for good.",
    "history_all": "Show all",
    "history_more": "Rename or delete",
    "history_line": "{status} · {step} of {steps} steps · test accuracy {test}",
}
