// What page and browser agree on: something that both can change, and the serial number of the newest change here that
// the page has heard of.

/**
 * @template Value what JSON can say
 * @typedef {{ value: Value, serial: number }} Said
 */

/** @template Value */
export class Agreed {
  /** Changes so far. */
  serial = 0;

  /** @param {Value} value */
  constructor(value) {
    this.value = value;
  }

  /**
   * Takes over what the page says; returns whether that changes anything. A change here stands until the page knows of
   * it; from then on the page decides.
   * @param {Said<Value>} said
   */
  acknowledge({ value, serial }) {
    if (serial < this.serial) return false;
    this.serial = serial;
    if (JSON.stringify(value) === JSON.stringify(this.value)) return false;
    this.value = value;
    return true;
  }

  /**
   * @param {Value} value
   * @returns {Said<Value>} for the page
   */
  change(value) {
    this.value = value;
    this.serial += 1;
    return { value, serial: this.serial };
  }
}
