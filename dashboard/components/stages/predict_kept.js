// What a visitor has read in the two series of images, kept by their browser: the stage and the summary at the end share it.
import { Remembered } from "../kit/remembered.js";
import { soundSaid } from "./predict_numbers.js";

export const said = new Remembered("readings", soundSaid);
