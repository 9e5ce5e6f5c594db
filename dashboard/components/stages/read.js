// Step 1: the images of a digit, one of them as its pixels and as a row of numbers, and what all of them have in common.
import { colour, ramp } from "../image_grid/colours.js";
import { choice } from "../kit/choice.js";
import { image, placeOf, SIDE } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { slider } from "../kit/slider.js";
import { element, set, write } from "../live_chart/dom.js";
import { readTheme } from "../live_chart/theme.js";
import { filled, fixed, number } from "../text/formats.js";
import { around, extremes, placeInRow, sheet, whereIs } from "./read_numbers.js";

/** @import { Sent } from "../kit/numbers.js" */
/** @import { Given, Stage } from "../lesson/types.d.ts" */

/** @typedef {"train" | "test"} Which */

/**
 * @typedef {object} Figures as learn/steps/read.py sends them
 * @property {string} images where they are
 * @property {number} at_once images in one answer
 * @property {Record<Which, number[]>} counts of each digit
 * @property {number} digit shown at first, of which `first` is the first image
 * @property {Sent} first
 * @property {Sent} mean ten images
 * @property {Sent} deviation ten images
 * @property {number[]} spread of each digit
 */

const PIXELS = SIDE * SIDE;
const COLUMNS = 10; // of the sheet of images
const REACH = 7; // numbers of the row to either side of the one that is marked

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, { figures, words, colours }) {
  const mean = numbers(figures.mean);
  const deviation = numbers(figures.deviation);
  let { digit } = figures;
  /** @type {Which} */
  let which = "train";
  /** @type {Uint8Array | null} those of one answer, null until it is there */
  let images = null;
  let shown = ""; // the address of `images`
  let pixels = /** @type {Uint8Array} */ (numbers(figures.first)); // of the chosen image
  let marked = brightest(pixels);
  /** @type {AbortController | undefined} */
  let asking;

  const root = element("div", "read", parent);
  const choices = element("div", "read__choices", root);
  choice(
    choices,
    { label: words.digit, options: Object.fromEntries(figures.counts.train.map((_, each) => [each, String(each)])), value: String(digit) },
    (value) => {
      digit = Number(value);
      begin();
    },
  );
  const whichChoice = choice(choices, { label: words.which, options: { train: words.train, test: words.test }, value: which }, (value) => {
    which = /** @type {Which} */ (value);
    begin();
  });
  choice(choices, { label: words.view, options: { images: words.images, statistics: words.statistics }, value: "images" }, (value) => {
    one.hidden = value !== "images";
    whichChoice.root.hidden = below.hidden = one.hidden;
    common.hidden = !one.hidden;
    draw();
  });

  const one = element("div", "read__one", root);
  const all = element("div", "read__sheet", one);
  const canvas = element("canvas", "read__canvas", all);
  set(canvas, "role", "img");
  canvas.width = canvas.height = COLUMNS * SIDE;
  const frame = element("div", "read__frame", all);
  const failed = element("p", "read__failed", all);
  failed.hidden = true;
  const chosenRoom = element("div", "read__chosen", one);
  const makeSlider = () =>
    slider(
      chosenRoom,
      {
        label: words.image,
        lowest: 1,
        highest: figures.counts[which][digit],
        step: 1,
        value: 1,
        shown: (value) => filled(words.image_of, { number: number(value), count: number(figures.counts[which][digit]) }),
      },
      ask,
    );
  let chosen = makeSlider();
  canvas.onclick = ({ offsetX, offsetY }) => {
    const [column, row] = [offsetX / canvas.clientWidth, offsetY / canvas.clientHeight].map((share) => Math.floor(share * COLUMNS));
    const start = chosen.value() - 1 - whereIs(chosen.value() - 1, figures.at_once).place;
    if (start + row * COLUMNS + column >= figures.counts[which][digit]) return;
    chosen.put(start + row * COLUMNS + column + 1);
    ask();
  };

  const large = element("div", "read__large", one);
  const picture = image(
    large,
    {
      scale: colours.ink,
      said: ({ pixel, row, column }) =>
        filled(words.pixel, { row: String(row), column: String(column), value: String(pixels[pixel]) }),
    },
    (pixel) => {
      // What was pointed at last stays marked: the row below shows it.
      if (pixel === null) return picture.show(marked);
      marked = pixel;
      drawRow();
    },
  );

  const below = element("div", "", root);
  const covered = element("div", "read__row", below);
  const place = element("p", "read__place", covered);
  const strip = element("div", "read__strip", covered);
  const line = element("canvas", "read__line", strip);
  set(line, "role", "img");
  [line.width, line.height] = [PIXELS, 1];
  const here = element("div", "read__here", strip);
  const under = element("div", "read__here read__here--below", strip);
  const cells = element("div", "read__cells", covered);
  set(cells, "aria-hidden", "true"); // said above
  const cell = around(0, REACH, PIXELS).map((_, step) => {
    const far = Math.abs(step - REACH);
    const box = element("span", `read__cell${far === 0 ? " read__cell--here" : far > 3 ? " read__cell--far" : ""}`, cells);
    return { place: element("span", "read__cell-place", box), value: element("span", "read__cell-value", box) };
  });

  const common = element("div", "read__common", root);
  common.hidden = true;
  const pair = element("div", "read__pair", common);
  const halves = [
    { title: words.mean, bytes: mean, stretch: 1 },
    { title: words.deviation, bytes: deviation, stretch: 2 }, // at most 127.5
  ].map(({ title, bytes, stretch }) => {
    const half = element("div", "read__half", pair);
    element("p", "read__title", half).textContent = title;
    /** @type {ReturnType<typeof image>} */
    const drawn = image(
      half,
      {
        scale: colours.ink,
        said: ({ pixel, row, column }) =>
          filled(words.pixel, { row: String(row), column: String(column), value: String(bytes[PIXELS * digit + pixel]) }),
      },
      (pixel) => {
        const other = halves.find((each) => each.drawn !== drawn);
        // Each moves the other's mark along, which then calls here in turn.
        if (pixel === null || pixel === both) return;
        both = pixel;
        other?.drawn.show(pixel);
      },
    );
    return { drawn, bytes, stretch, title };
  });
  /** @type {number | null} */
  let both = null;
  const spread = element("p", "read__spread", common);

  function begin() {
    chosenRoom.replaceChildren();
    chosen = makeSlider();
    ask();
    draw();
  }

  /** Shows the image that is chosen, once it is there. */
  function ask() {
    const { number: answer, place: at } = whereIs(chosen.value() - 1, figures.at_once);
    const address = `${figures.images}/${which}/${digit}/${answer}`;
    if (address === shown && images) return choose(at);
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    fetch(new URL(address, location.href), { signal })
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(response.status)))
      .then(
        (content) => {
          if (signal.aborted) return;
          [images, shown] = [new Uint8Array(content), address];
          failed.hidden = true;
          drawSheet();
          choose(whereIs(chosen.value() - 1, figures.at_once).place);
        },
        () => {
          if (signal.aborted) return;
          failed.hidden = false;
          write(failed, words.failed);
        },
      );
  }

  /** @param {number} at the place on the sheet */
  function choose(at) {
    if (!images) return;
    pixels = images.subarray(PIXELS * at, PIXELS * (at + 1));
    frame.style.inset = `${(100 / COLUMNS) * Math.floor(at / COLUMNS)}% auto auto ${(100 / COLUMNS) * (at % COLUMNS)}%`;
    drawImage();
    drawRow();
  }

  const inWords = () => ({
    number: number(chosen.value()),
    count: number(figures.counts[which][digit]),
    digit: String(digit),
  });

  function drawSheet() {
    paint(canvas, sheet(images ?? new Uint8Array(), COLUMNS, COLUMNS));
    frame.hidden = !images;
    const start = chosen.value() - 1 - whereIs(chosen.value() - 1, figures.at_once).place;
    set(
      canvas,
      "aria-label",
      filled(which === "train" ? words.sheet_train : words.sheet_test, {
        ...inWords(),
        first: number(start + 1),
        last: number(Math.min(start + figures.at_once, figures.counts[which][digit])),
      }),
    );
  }

  function drawImage() {
    picture.draw(pixels, filled(which === "train" ? words.image_train : words.image_test, inWords()));
    picture.show(marked);
  }

  function drawRow() {
    const { row, column } = placeOf(marked);
    const index = placeInRow(row, column);
    write(
      place,
      filled(words.place, { row: String(row), column: String(column), index: String(index), value: String(pixels[marked]) }),
    );
    paint(line, pixels);
    set(line, "aria-label", words.strip);
    here.style.left = `${(100 * index) / PIXELS}%`;
    under.style.left = `${(100 * (index + SIDE)) / PIXELS}%`;
    under.hidden = index + SIDE >= PIXELS;
    around(index, REACH, PIXELS).forEach((each, step) => {
      write(cell[step].place, each === null ? "" : String(each));
      write(cell[step].value, each === null ? "" : String(pixels[each]));
    });
  }

  function drawCommon() {
    for (const { drawn, bytes, stretch, title } of halves) {
      const its = bytes.subarray(PIXELS * digit, PIXELS * (digit + 1));
      drawn.draw(its.map((value) => Math.min(255, stretch * value)), filled(words.common, { ...inWords(), title }));
    }
    const { most, least } = extremes(figures.spread);
    write(
      spread,
      filled(words.spread, {
        ...inWords(),
        count: number(figures.counts.train[digit]),
        spread: fixed(figures.spread[digit], 1),
        most: String(most),
        most_spread: fixed(figures.spread[most], 1),
        least: String(least),
        least_spread: fixed(figures.spread[least], 1),
      }),
    );
  }

  /**
   * @param {HTMLCanvasElement} on
   * @param {Uint8Array} bytes
   */
  function paint(on, bytes) {
    const context = on.getContext("2d");
    if (!context) return;
    const drawn = context.createImageData(on.width, on.height);
    const inks = ramp(colours.ink[readTheme(root.closest(".lesson") ?? root).name]);
    colour(new Uint32Array(drawn.data.buffer), { bytes, signed: false }, 0, inks);
    context.putImageData(drawn, 0, 0);
  }

  function draw() {
    if (common.hidden) {
      drawSheet();
      drawImage();
      drawRow();
    } else drawCommon();
  }

  ask();
  return {
    covered: [covered],
    facts() {
      const { row, column } = placeOf(marked);
      const above = placeInRow(Math.min(row, SIDE - 2), column); // the lowest row has none below it
      return {
        row: String(Math.min(row, SIDE - 2)),
        column: String(column),
        index: String(above),
        below: String(above + SIDE),
      };
    },
    draw,
  };
}

/** A pixel with much ink, to begin with. @param {Uint8Array} pixels */
function brightest(pixels) {
  return pixels.indexOf(Math.max(...pixels));
}
