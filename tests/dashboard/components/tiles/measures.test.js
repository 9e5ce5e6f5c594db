import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, measures, progress } from "../../../../dashboard/components/tiles/measures.js";

const UNITS = { seconds: "{seconds} s", minutes: "{minutes}:{seconds} min" };
const TRAINING = {
  courses: [{ experiment: 1, steps: 100, batch_size: 10, runs: 2 }],
  training_images: 200,
  entrants: [
    { label: "0.1", positions: [0], course: 0 },
    { label: "1", positions: [1], course: 0 },
  ],
  finish_line: 0.8,
};
const METRICS = {
  train_loss: [[3, 0.7], [3, 0.2]],
  train_accuracy: [[0, 0.5], [0, 0.6]],
  validation_loss: [[3, 0.6], [3, NaN]],
  validation_accuracy: [[0, 0.7], [0, 0.9]],
};
const feed = (status = "running") => ({
  state: { status, holds: false, runs: [{ test_accuracy: 0.9234 }, { test_accuracy: 0.1 }] },
  steps: [0, 40],
  seconds: [0, 2],
  metric: (name, position) => METRICS[name][position],
});

test("a race tells its leaders, who crossed the line, its speed and what is left", () => {
  assert.deepEqual(measures(TRAINING, [feed()]), {
    step: 40,
    epoch: 2,
    seconds: 2,
    seconds_left: 3,
    steps_per_second: 20,
    images_per_second: 200,
    run_steps_per_second: 40,
    batch_loss: 0.7,
    batch_accuracy: 0.5,
    test_accuracy: null,
    lowest_loss: 0.6,
    lowest_loss_of: "0.1",
    highest_accuracy: 0.9,
    highest_accuracy_of: "1",
    first_of: "1",
    first_step: 40,
  });
});

test("experiments that train as one are as far as the longest of them, and compared across", () => {
  const courses = [
    { experiment: 1, steps: 50, batch_size: 100, runs: 1 },
    { experiment: 2, steps: 400, batch_size: 1, runs: 1 },
  ];
  const entrants = [
    { label: "batch 100", positions: [0], course: 0 },
    { label: "batch 1", positions: [0], course: 1 },
  ];
  const better = (name) => ({ validation_loss: [3, 0.5], validation_accuracy: [0, 0.85] })[name] ?? [3, 0.1];
  const other = { ...feed(), steps: [0, 100], seconds: [0, 5], metric: better };
  const found = measures({ ...TRAINING, courses, entrants, finish_line: 0.7 }, [feed(), other]);
  assert.equal(found.step, 100);
  assert.equal(found.seconds, 5);
  assert.equal(found.steps_per_second, 20);
  assert.equal(found.run_steps_per_second, 40);
  assert.equal(found.seconds_left, 15);
  assert.deepEqual([found.lowest_loss, found.lowest_loss_of], [0.5, "batch 1"]);
  assert.deepEqual([found.highest_accuracy, found.highest_accuracy_of], [0.85, "batch 1"]);
  assert.deepEqual([found.first_of, found.first_step], ["batch 100", 40]);
  assert.equal(progress({ ...TRAINING, courses }, found), 0.25);
});

test("the test accuracy, measured once at the end, is that of the first run", () => {
  assert.equal(measures(TRAINING, [feed("finished")]).test_accuracy, 0.9234);
});

test("without an experiment nothing was trained; of one that is not known yet nothing is said", () => {
  const words = (measured) => inWords(measured, UNITS);
  assert.equal(words(measures(TRAINING, [])).step, "0");
  assert.equal(words(measures(TRAINING, [])).seconds, "–");
  assert.equal(words(measures(TRAINING, [{ ...feed(), state: null }])).step, "–");
  const unread = { ...feed("queued"), steps: [], seconds: [], metric: () => [] };
  assert.deepEqual(
    Object.entries(words(measures(TRAINING, [unread]))).filter(([, word]) => word !== "–"),
    [["step", "0"], ["epoch", "0.0"], ["seconds", "0.0 s"]],
  );
});

test("without the images nobody knows what an epoch is", () => {
  assert.equal(inWords(measures({ ...TRAINING, training_images: null }, [feed()]), UNITS).epoch, "–");
});

test("progress is the share of the steps, and stays within its bar", () => {
  assert.equal(progress(TRAINING, { step: 25 }), 0.25);
  assert.equal(progress(TRAINING, { step: 101 }), 1);
  assert.equal(progress(TRAINING, {}), 0);
  assert.equal(progress({ ...TRAINING, courses: [{ ...TRAINING.courses[0], steps: null }] }, { step: 3 }), 0);
});
