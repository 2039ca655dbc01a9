// The pad's hand in a notebook: an anywidget that lays pad.js over the paper, tells Python what
// the hand does, and knows what only the page can know: that the kernel is gone, how large a file
// is.

// Milliseconds between two messages while the pen moves. The ink does not wait for them.
const SEND_EVERY = 40;
// A server breaks the connection at a message of more than 10 MB.
const MOST_BYTES = 7e6;
// A pad wears the first while no kernel listens to it, the second after Quit.
const OFF = ".jupyter-widgets-disconnected, .digitlib-off";

function render({ model, el }) {
  const listening = new AbortController();
  const spoken = document.createElement("div");
  spoken.className = "digitlib-spoken";
  spoken.setAttribute("role", "status");
  el.append(spoken);
  const announce = () => { spoken.textContent = model.get("announcement"); };
  model.on("change:announcement", announce);
  announce();
  // The pad's other parts come up beside this one, in any order.
  const attach = () => {
    const pad = el.closest(".digitlib-pad");
    if (pad !== null) connect(pad, el, model, listening.signal);
    else if (!listening.signal.aborted) setTimeout(attach, 30);
  };
  attach();
  return () => {
    listening.abort();
    model.off("change:announcement", announce);
  };
}

function connect(pad, el, model, signal) {
  const view = Math.random().toString(36).slice(2);
  const options = model.get("options");
  const tell = (content, buffers) => model.send({ ...content, view }, undefined, buffers);
  const handlers = reportTo(tell);
  const hand = options.sheet ? layOver(pad, el, handlers, options) : null;
  if (hand === null) followKeys(pad, options.keys, handlers.key, signal);
  followButtons(pad, handlers.key, signal);
  followSettings(pad, tell, signal);
  takeFiles(pad, tell, signal);
  watchKernel(pad, el.querySelector(".digitlib-spoken"), options.gone, signal);

  function take(message, buffers) {
    if (message.event === "download" && message.view === view) save(message.name, buffers[0]);
    if (message.event !== "show") return;
    setControls(pad, message);
    const show = () => hand?.show(message.strokes, message.width, message.known[view] ?? 0);
    // ipycanvas may still be drawing what it was told just before.
    requestAnimationFrame(() => requestAnimationFrame(show));
  }
  model.on("msg:custom", take);
  signal.addEventListener("abort", () => {
    hand?.stop();
    model.off("msg:custom", take);
  });
  tell({ event: "ready" });
}

// Tell Python each stroke, by the number with which `show` says later that it is known.
function reportTo(tell) {
  let number = 0, unsent = [], timer = 0;
  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (unsent.length > 0) tell({ event: "move", values: [unsent] });
    unsent = [];
  }
  const after = (content) => { flush(); tell(content); };
  function move(points) {
    unsent.push(...points);
    timer ||= setTimeout(flush, SEND_EVERY);
  }
  return {
    begin: (point) => after({ event: "begin", values: point, number: ++number }),
    move,
    end: () => after({ event: "end" }),
    drop: () => after({ event: "drop" }),
    key: (key) => after({ event: "key", values: [key] }),
  };
}

function layOver(pad, el, handlers, options) {
  const sheet = document.createElement("canvas");
  sheet.className = "digitlib-sheet";
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "img");
  sheet.setAttribute("aria-label", options.label);
  el.append(sheet);
  return makePad(sheet, handlers, { ...options, root: pad });
}

// A tap soon after the pen was lifted brings no click, so the pointer's own release counts.
function followButtons(pad, press, signal) {
  let touched = null, done = null;
  const listen = (type, act) => pad.addEventListener(type, act, { signal });
  const buttonOf = (event) => event.target.closest("button[data-key]");
  listen("pointerdown", (event) => {
    [touched, done] = [event.button === 0 ? buttonOf(event) : null, null];
  });
  listen("pointerup", (event) => {
    if (touched === null || buttonOf(event) !== touched) return;
    done = touched;
    press(done.dataset.key);
  });
  // The keyboard and a screen reader make clicks without a pointer.
  listen("click", (event) => {
    const button = buttonOf(event);
    if (button !== null && (button !== done || event.detail === 0)) press(button.dataset.key);
  });
}

function followSettings(pad, tell, signal) {
  pad.addEventListener("input", ({ target }) => {
    const value = target.type === "checkbox" ? target.checked : target.valueAsNumber;
    if (!target.dataset.set) return;
    setControl(target, value);
    tell({ event: "set", values: [target.dataset.set, value] });
  }, { signal });
}

function setControl(control, value) {
  if (control.type === "checkbox") control.checked = value;
  else [control.value, control.ariaValueText] = [value, `${value} pixels`];
}

// Show what is set, in every view of the pad and after a reload; but what Python answers late must
// not turn back a slider that moves on.
function setControls(pad, settings) {
  for (const control of pad.querySelectorAll("[data-set]")) {
    if (control !== document.activeElement) setControl(control, settings[control.dataset.set]);
  }
  for (const button of pad.querySelectorAll("[aria-pressed]")) {
    button.ariaPressed = (button.dataset.key === "squeezed") === settings.squeezed;
  }
}

// Choose a picture in place of the core widget, which would send a file of any size.
function takeFiles(pad, tell, signal) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > MOST_BYTES) tell({ event: "too large" });
    else tell({ event: "file" }, [await file.arrayBuffer()]);
    input.value = ""; // so that the same file can be chosen again
  });
  pad.addEventListener("click", (event) => {
    if (event.target.closest(".digitlib-upload button:enabled") === null) return;
    event.stopImmediatePropagation();
    input.click();
  }, { capture: true, signal });
}

function save(name, content) {
  const address = URL.createObjectURL(new Blob([content]));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// Switch the pad off while nobody listens; the focus goes to its last words.
function watchKernel(pad, spoken, gone, signal) {
  function look() {
    // All that happens on the paper happens on the sheet above it.
    for (const paper of pad.querySelectorAll("canvas.digitlib-paper")) paper.inert = true;
    // The core widget counts the files that it has taken, and it takes none here.
    const label = pad.querySelector(".digitlib-upload button")?.lastChild;
    if (label?.data?.endsWith(")")) label.data = label.data.replace(/ \(\d+\)$/, "");
    const parts = [...pad.querySelectorAll(".digitlib-paper-box, .digitlib-controls")];
    const off = pad.matches(OFF);
    if (parts.every((part) => part.inert === off)) return;
    const focused = parts.some((part) => part.contains(document.activeElement));
    for (const part of parts) part.inert = off;
    const words = pad.querySelector(".digitlib-message .widget-html-content");
    if (off && focused) Object.assign(words, { tabIndex: -1 }).focus();
    if (pad.matches(".jupyter-widgets-disconnected")) spoken.textContent = gone;
  }
  const observer = new MutationObserver(look);
  observer.observe(pad, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  signal.addEventListener("abort", () => observer.disconnect());
  look();
}

export default { render };
