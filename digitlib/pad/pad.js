// The pad's one hand: it follows the pointer, the keys and the focus, and draws ink at once.
// A plain script: a notebook gets it with pad_widget.js, the page has it as it is.

// Make `canvas` a sheet that a mouse, a finger or a pen draws on.
//
// Points are [x, y] in pixels of the paper, 0 to `size`, whatever size the canvas has on the
// screen. `handlers` are called with what the hand does: begin(point), move(points), end(),
// drop() (the stroke was a palm's: forget it) and key(k), k one of `keys`, pressed in `root`.
//
// show(strokes, width, known) replaces the ink on the sheet. What has been drawn here since
// stays: all strokes after the first `known` that began here. By default only the stroke that is
// being drawn stays. A stroke that is known while it is being drawn ends there.
function makePad(canvas, handlers, options = {}) {
  const { size = 280, ink = "#12263a", keys = "pczq", root = canvas } = options;
  let width = options.width ?? 18;
  let dry = []; // strokes that `show` brought
  let wet = []; // strokes drawn here that `show` does not hold yet: { number, points }
  let begun = 0;
  const listening = new AbortController();
  const paint = makeInk(canvas, size, ink, listening.signal);
  const draw = () => paint([...dry, ...wet.map(({ points }) => points)], width);

  function begin(point) {
    wet.push({ number: ++begun, points: [point] });
    draw();
    handlers.begin(point);
  }
  function move(points) {
    wet.at(-1).points.push(...points);
    draw();
    handlers.move(points);
  }
  function drop() {
    wet.pop();
    draw();
    handlers.drop();
  }
  const hand = { begin, move, end: handlers.end, drop };
  const pen = followPointer(canvas, size, hand, listening.signal);
  followKeys(root, keys, handlers.key, listening.signal);

  function show(strokes, newWidth = width, known = begun - pen.isDown()) {
    [dry, width] = [strokes, newWidth];
    if (begun <= known) pen.lift();
    wet = wet.filter(({ number }) => number > known);
    draw();
  }
  return { show, isDown: pen.isDown, stop: () => listening.abort() };
}

// Return a function that draws strokes, round and smooth, in as many pixels as the screen has.
function makeInk(canvas, size, colour, signal) {
  let drawn = [[], 1]; // what to draw again when the canvas changes its size

  function paint(strokes, width) {
    drawn = [strokes, width];
    const context = canvas.getContext("2d");
    const density = canvas.width / size;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, size, size);
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width;
    for (const points of strokes) trace(context, points);
  }
  function fit() {
    const pixels = Math.round((canvas.clientWidth || size) * (window.devicePixelRatio || 1));
    if (pixels === canvas.width && pixels === canvas.height) return;
    canvas.width = canvas.height = pixels;
    paint(...drawn);
  }
  const observer = new ResizeObserver(fit);
  try {
    observer.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(canvas); // Safari knows no other box.
  }
  signal.addEventListener("abort", () => observer.disconnect());
  fit();
  return paint;
}

// Draw one stroke: a dot, or a line in which each point bends a curve between the middles of its
// two neighbouring segments.
function trace(context, points) {
  const middle = ([x, y], [u, v]) => [(x + u) / 2, (y + v) / 2];
  context.beginPath();
  if (points.length === 1) {
    context.arc(...points[0], context.lineWidth / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(...points[0]);
  context.lineTo(...middle(points[0], points[1]));
  for (let i = 1; i < points.length - 1; i++) {
    context.quadraticCurveTo(...points[i], ...middle(points[i], points[i + 1]));
  }
  context.lineTo(...points.at(-1));
  context.stroke();
}

// One pointer draws at a time: the first that comes down, until it is lifted or turns out to be a
// palm.
function followPointer(canvas, size, { begin, move, end, drop }, signal) {
  let pointer = null; // the event that put the pen down; null while it is up
  const listen = (type, act) => canvas.addEventListener(type, act, { signal });
  const isPen = (event) => event.pointerId === pointer?.pointerId;
  canvas.style.touchAction = canvas.style.userSelect = "none";

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const within = (way, side) => Math.min(size, Math.max(0, Math.round((way / side) * size * 100) / 100));
    return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
  }
  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointer !== null) {
      // A palm often comes down before the pen does.
      if (event.pointerType !== "pen" || pointer.pointerType !== "touch") return;
      drop();
    }
    pointer = event;
    // With the pointer captured its release is heard wherever it happens.
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    begin(place(event));
  });
  listen("pointermove", (event) => {
    if (!isPen(event)) return;
    // The browser tells a move once a picture; the places on its way come with it.
    const events = event.getCoalescedEvents?.() ?? [];
    move((events.length > 0 ? events : [event]).map(place));
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    listen(type, (event) => {
      if (!isPen(event)) return;
      pointer = null;
      end();
    });
  }
  // A finger that rests a moment would open a menu.
  listen("contextmenu", (event) => { if (pointer !== null) event.preventDefault(); });
  return { isDown: () => pointer !== null, lift: () => { pointer = null; } };
}

// Keys pressed in `root` reach the pad and nothing else, and the focus leaves with the pointer.
function followKeys(root, keys, press, signal) {
  const options = { capture: true, signal };
  const holds = (node) => node instanceof Element && root.contains(node);
  // The window hears a key first: Notebook 7 listens for its shortcuts on the document.
  window.addEventListener("keydown", (event) => {
    if (!holds(event.target) || event.target.matches("input[type=text], textarea")) return;
    const control = event.ctrlKey || event.metaKey;
    const undoes = control && event.key === "z";
    if (event.altKey || (control && !undoes) || (event.shiftKey && event.key === "Enter")) return;
    if (event.key === "Escape") return event.target.blur();
    // A notebook's own shortcuts (x cuts the cell) must not fire; what the browser does with a
    // key, as with Tab, is untouched.
    event.stopImmediatePropagation();
    const key = event.key.toLowerCase();
    if (key.length !== 1 || !keys.includes(key)) return;
    event.preventDefault();
    if (!event.repeat) press(key);
  }, options);
  // A notebook keeps the focus where it is when one clicks on what takes none, and the keys would
  // stay with the pad.
  window.addEventListener("pointerdown", (event) => {
    const focused = document.activeElement;
    if (holds(focused) && !holds(event.target)) focused.blur();
  }, options);
}
