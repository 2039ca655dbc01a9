// Keys that reach the pad and nothing else, and a pen that may leave the paper.

const KEYS = "pczq";

function followKeysAndPen(pad, model, options) {
  // Notebook 7 listens for its shortcuts on the document, before an event reaches the pad; the
  // window comes first of all.
  const heard = (event) => { if (pad.contains(event.target)) onKey(event, model); };
  window.addEventListener("keydown", heard, options);
  window.addEventListener("pointerdown", (event) => leave(pad, event), options);
  pad.addEventListener("pointerdown", onPen, options);
  for (const type of ["mousemove", "mousedown"]) pad.addEventListener(type, onMouse, options);
  pad.addEventListener("pointercancel", onCancel, options);
  pad.addEventListener("wheel", onWheel, options);
}

// ipycanvas puts its own listeners on its canvas and keeps every event for itself. This widget
// listens further out and earlier, and lets through only what a pen does.
function isPaper(target) {
  return target.matches("canvas.digitlib-paper");
}

function onKey(event, model) {
  const plain = event.key.length === 1 && !(event.ctrlKey || event.metaKey || event.altKey);
  if (plain && KEYS.includes(event.key.toLowerCase())) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) model.send({ key: event.key.toLowerCase() });
  } else if (event.key === "Tab") {
    event.stopImmediatePropagation();
  } else if (plain) {
    // A notebook's own one-letter shortcuts (x cuts the cell) must not fire while one draws.
    event.stopPropagation();
  } else if (isPaper(event.target)) {
    event.preventDefault = event.stopPropagation = () => {};
  }
  if (event.key === "Escape" && event.target.matches(".digitlib-paper-box canvas")) event.target.blur();
}

// A notebook keeps the focus where it is when one clicks on what takes none, and the keys
// would stay with the pad.
function leave(pad, event) {
  const focused = document.activeElement;
  if (pad.contains(focused) && !pad.contains(event.target)) focused.blur();
}

function onPen(event) {
  // With the pointer captured its release is heard wherever it happens.
  if (isPaper(event.target) && event.button === 0) event.target.setPointerCapture(event.pointerId);
}

function onMouse(event) {
  const hovers = event.type === "mousemove" && !(event.buttons & 1);
  const wrongButton = event.type === "mousedown" && event.button !== 0;
  if (isPaper(event.target) && (hovers || wrongButton)) event.stopImmediatePropagation();
}

function onCancel(event) {
  if (!isPaper(event.target) || event.pointerType === "touch") return;
  const { clientX, clientY } = event;
  event.target.dispatchEvent(new MouseEvent("mouseup", { clientX, clientY }));
}

function onWheel(event) {
  // The page scrolls on, whatever lies under the wheel.
  if (isPaper(event.target)) event.stopImmediatePropagation();
}
