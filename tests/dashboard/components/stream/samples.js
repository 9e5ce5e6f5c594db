// News as the server would send them.

export const packed = (Kind, values) => Buffer.from(new Kind(values).buffer).toString("base64");

/** Rows of an experiment of two runs whose metrics are the step, plus 1000 in the second run. */
export const rows = (...steps) => {
  const metric = packed(Float32Array, [...steps, ...steps.map((step) => step + 1000)]);
  return {
    steps: packed(Int32Array, steps),
    seconds: packed(
      Float32Array,
      steps.map((step) => step / 2),
    ),
    train_loss: metric,
    train_accuracy: metric,
    validation_loss: metric,
    validation_accuracy: metric,
  };
};
