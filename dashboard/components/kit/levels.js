// Level lines of a function of two variables that is known on a grid, by marching squares.

/** @typedef {[number, number]} Point */

/**
 * The pieces of the line on which the function has the value `level`, each from one point to another. A point is (column,
 * row) in the grid's own units; between two of its points the function is taken to be linear.
 * @param {ArrayLike<number>} values row by row
 * @param {number} columns
 * @param {number} level
 * @returns {[Point, Point][]}
 */
export function levelLine(values, columns, level) {
  const rows = values.length / columns;
  /** @type {[Point, Point][]} */
  const pieces = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      /** @type {Point[]} */
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      const heights = corners.map(([x, y]) => values[y * columns + x] - level);
      if (!heights.every(Number.isFinite)) continue;
      const crossings = corners.flatMap((corner, i) => {
        const [next, from, to] = [corners[(i + 1) % 4], heights[i], heights[(i + 1) % 4]];
        if (from > 0 === to > 0) return [];
        const share = from / (from - to);
        return [/** @type {Point} */ ([corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])])];
      });
      if (crossings.length === 2) pieces.push([crossings[0], crossings[1]]);
      if (crossings.length === 4) {
        // A saddle: its middle says which corners belong together.
        const middle = heights.reduce((sum, height) => sum + height, 0) / 4;
        const [a, b, c, d] = crossings;
        pieces.push(...(middle > 0 === heights[0] > 0 ? [[a, b], [c, d]] : [[d, a], [b, c]]).map(pair));
      }
    }
  }
  return pieces;
}

/** @param {Point[]} points @returns {[Point, Point]} */
function pair([first, second]) {
  return [first, second];
}
