// A picture pasted anywhere on the page; see dashboard/components/paste.py.

export default function ({ parentElement, data: [data], setTriggerValue }) {
  const hint = parentElement.querySelector(":scope > .paste") ?? build(parentElement);
  hint.textContent = data.hint;
  // Called at every update: what was set by the update before listens no more.
  document.removeEventListener("paste", hint.listen);
  hint.listen = async (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) setTriggerValue("pasted", await base64(await reduced(file, data.side)));
  };
  document.addEventListener("paste", hint.listen);
  return () => document.removeEventListener("paste", hint.listen);
}

function build(parent) {
  const hint = document.createElement("p");
  hint.className = "paste";
  parent.append(hint);
  return hint;
}

// The image with no side longer than `side`; of what the browser cannot decode the beginning, for the server to say so.
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
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function base64(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(blob);
  });
}
