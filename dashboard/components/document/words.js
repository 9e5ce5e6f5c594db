// Sentences in the words of another language: templates such as "{size} per file", and what they become.

/**
 * Returns what says a sentence in the other words, or undefined where it is none of them.
 * @param {Record<string, string>} words template -> template, with the same {placeholders}
 * @returns {(sentence: string) => string | undefined}
 */
export function translator(words) {
  const whole = new Map(Object.entries(words).filter(([said]) => !said.includes("{")));
  const patterns = Object.entries(words)
    .filter(([said]) => said.includes("{"))
    .map(([said, other]) => ({ pattern: patternOf(said), other }));
  return (sentence) => {
    if (whole.has(sentence)) return whole.get(sentence);
    for (const { pattern, other } of patterns) {
      const found = pattern.exec(sentence)?.groups;
      if (found) return other.replace(/\{(\w+)\}/g, (_, name) => found[name]);
    }
    return undefined;
  };
}

/** @param {string} template */
function patternOf(template) {
  const literal = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.*)")}$`, "s");
}
