// The curve that a visitor expects, kept by their browser: the stage and the summary at the end share it.
import { Remembered } from "../kit/remembered.js";
import { soundGuess } from "./train_numbers.js";

export const guess = new Remembered("guess", soundGuess);
