// How large a chosen file is, which only the page knows before it is sent.

// A server breaks the connection at a message of more than 10 MB (upload_surface.py).
const MOST_BYTES = 7e6;

// Choose the picture in place of the core widget, which would send a file of any size.
function takeFiles(pad, model, options) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const isSmall = file.size <= MOST_BYTES;
    model.send({ event: isSmall ? "file" : "too large" }, undefined, isSmall ? [await file.arrayBuffer()] : []);
    // So that the same file can be chosen again.
    input.value = "";
  }, { signal: options.signal });
  pad.addEventListener("click", (event) => {
    if (event.target.closest(".digitlib-upload button:enabled") === null) return;
    event.stopImmediatePropagation();
    input.click();
  }, options);
}

// The core widget counts the files that it has taken, and it takes none here.
function dropCount(pad) {
  for (const button of pad.querySelectorAll(".digitlib-upload button")) {
    const label = button.lastChild;
    if (label?.nodeType === Node.TEXT_NODE) label.data = label.data.replace(/ \(\d+\)$/, "");
  }
}
