// What the pad needs from the browser beside its surface: keys that reach the pad and nothing
// else, a pen that may leave the paper, and a line that a screen reader announces.

const KEYS = "pczq";
const LABEL = "Paper to draw a digit on. Keys: p predict, c clear, z undo, q quit.";

function render({ model, el }) {
  const spoken = document.createElement("div");
  spoken.setAttribute("role", "status");
  spoken.setAttribute("aria-live", "polite");
  el.append(spoken);
  const announce = () => { spoken.textContent = model.get("announcement"); };
  model.on("change:announcement", announce);
  announce();

  const listening = new AbortController();
  const attach = () => {
    const pad = el.closest(".digitlib-pad");
    if (pad === null) {
      if (!listening.signal.aborted) setTimeout(attach, 30);
      return;
    }
    const options = { capture: true, signal: listening.signal };
    // Notebook 7 listens for its shortcuts on the document, before an event reaches the pad; the
    // window comes first of all.
    const heard = (event) => { if (pad.contains(event.target)) onKey(event, model); };
    window.addEventListener("keydown", heard, options);
    pad.addEventListener("pointerdown", onPen, options);
    for (const type of ["mousemove", "mousedown"]) pad.addEventListener(type, onMouse, options);
    pad.addEventListener("pointercancel", onCancel, options);
    pad.addEventListener("wheel", onWheel, options);
    pad.addEventListener("focusin", onFocus, options);
  };
  attach();
  return () => {
    listening.abort();
    model.off("change:announcement", announce);
  };
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

function onFocus(event) {
  if (isPaper(event.target)) {
    event.target.setAttribute("role", "img");
    event.target.setAttribute("aria-label", LABEL);
  }
}

export default { render };
