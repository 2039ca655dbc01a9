// The focus stays in the pad when what had it is replaced or switched off, and what the
// widgets leave unsaid is said to a screen reader.

const LABEL = "Paper to draw a digit on. Keys: p predict, c clear, z undo, q quit.";

// Return a function to call after every change of the pad's elements.
function followFocus(pad, options) {
  let held = null; // what in the pad has the focus, or had it when it went
  let place = null; // the widget that it belongs to
  const isLost = () => !held.isConnected || held.disabled || held.closest("[inert]") !== null;

  pad.addEventListener("focusin", (event) => {
    held = event.target;
    place = held.closest(".widget-html");
  }, options);
  pad.addEventListener("focusout", () => setTimeout(() => {
    if (held !== null && held !== document.activeElement && !isLost()) held = null;
  }), options);

  return () => {
    if (held === null || !isLost()) return;
    const focused = document.activeElement;
    const isNowhere = focused === null || focused === document.body || focused === held;
    held = null;
    if (isNowhere) nextBest(pad, place).focus({ preventScroll: true });
  };
}

// The new link where a link was replaced, else the paper, else the pad's last words.
function nextBest(pad, place) {
  const link = place?.querySelector("a[href]");
  if (link) return link;
  const paper = pad.querySelector(".digitlib-paper-box canvas, .digitlib-paper-box button:enabled");
  if (paper !== null && paper.closest(".digitlib-frozen, [inert]") === null) return paper;
  const message = pad.querySelector(".digitlib-message");
  message.tabIndex = -1;
  return message;
}

function describe(pad) {
  for (const paper of pad.querySelectorAll("canvas.digitlib-paper")) {
    paper.setAttribute("role", "img");
    paper.setAttribute("aria-label", LABEL);
  }
  for (const handle of pad.querySelectorAll('.digitlib-settings [role="slider"]')) {
    handle.setAttribute("aria-label", "Pen width");
  }
  for (const button of pad.querySelectorAll(".widget-toggle-button")) {
    button.setAttribute("aria-pressed", button.classList.contains("mod-active"));
  }
}
