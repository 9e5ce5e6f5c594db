// Step 2: why pixels are scaled, what that makes of them, what moments do before, an outlier, and what a leak is worth.
import { tabs } from "../kit/tabs.js";
import { element } from "../live_chart/dom.js";
import { descentIn } from "./scaling_descent.js";
import { leakIn } from "./scaling_leak.js";
import { momentsIn } from "./scaling_moments.js";
import { outlierIn } from "./scaling_outlier.js";
import { valuesIn } from "./scaling_values.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Targets } from "./moments_numbers.js" */
/** @import { Two } from "./scaling_descent.js" */
/** @import { Leak } from "./scaling_leak.js" */
/** @import { Pixels } from "./scaling_values.js" */

/**
 * @typedef {object} Figures as learn/steps/scaling.py sends them
 * @property {Two} two
 * @property {Pixels} pixels
 * @property {Sent} outlier
 * @property {Targets & { digit: number }} moments
 * @property {Leak} leak
 */

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { words } = given;
  const root = element("div", "scaling", parent);
  const names = {
    descent: words.tab_descent,
    values: words.tab_values,
    moments: words.tab_moments,
    outlier: words.tab_outlier,
    leak: words.tab_leak,
  };
  const shown = tabs(root, { label: words.tabs, names }, (name) => parts[/** @type {keyof typeof parts} */ (name)].draw());
  const { panels } = shown;
  const descent = descentIn(panels.descent, given);
  const parts = {
    descent,
    values: valuesIn(panels.values, given),
    moments: momentsIn(panels.moments, given),
    outlier: outlierIn(panels.outlier, given),
    leak: leakIn(panels.leak, given),
  };
  return {
    covered: [descent.covered],
    facts: descent.facts,
    draw() {
      for (const part of Object.values(parts)) part.draw();
    },
  };
}
