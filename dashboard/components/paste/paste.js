// A picture pasted anywhere on the page; see dashboard/components/paste/__init__.py.

/** @typedef {HTMLParagraphElement & { listen?: (event: ClipboardEvent) => void }} Hint */

/**
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {[{ hint: string, side: number }]} component.data
 * @param {(name: string, value: unknown) => void} component.setTriggerValue
 */
export default function ({ parentElement, data: [data], setTriggerValue }) {
  const hint = /** @type {Hint | null} */ (parentElement.querySelector(":scope > .paste")) ?? build(parentElement);
  hint.textContent = data.hint;
  // Called at every update: what was set by the update before listens no more.
  if (hint.listen) document.removeEventListener("paste", hint.listen);
  const listen = async (/** @type {ClipboardEvent} */ event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) setTriggerValue("pasted", await base64(await reduced(file, data.side)));
  };
  hint.listen = listen;
  document.addEventListener("paste", listen);
  return () => document.removeEventListener("paste", listen);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const hint = /** @type {Hint} */ (document.createElement("p"));
  hint.className = "paste";
  parent.append(hint);
  return hint;
}

/**
 * The image with no side longer than `side`; of what the browser cannot decode the beginning, for the server to say so.
 * @param {File} file
 * @param {number} side
 * @returns {Promise<Blob>}
 */
async function reduced(file, side) {
  let image;
  try {
    image = await createImageBitmap(file);
  } catch {
    return file.slice(0, 2 ** 20);
  }
  const scale = side / Math.max(image.width, image.height);
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) return file;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/png"));
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function base64(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(blob);
  });
}
