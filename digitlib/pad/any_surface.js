// The paper, drawn by the browser itself. Python is told of each stroke as it grows, and tells
// what to show when the drawing changes in another way.

function render({ model, el }) {
  const size = model.get("size");
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", model.get("label"));
  canvas.style.cssText = `display: block; width: ${size}px; height: ${size}px`;
  el.append(canvas);

  const view = Math.random().toString(36).slice(2);
  const paper = makePaper(canvas, size, model.get("ink"), model.get("pen_width"));
  const pen = followPen(canvas, size, paper, view, (message) => model.send({ ...message, view }));
  const onMessage = (message) => {
    if (message.event === "show") paper.show(pen.reconcile(message), message.width);
    if (message.event === "extend" && message.view !== view) paper.extend(message.points, message.first);
  };
  model.on("msg:custom", onMessage);
  model.send({ event: "ready", view });
  return () => {
    pen.stop();
    paper.stop();
    model.off("msg:custom", onMessage);
  };
}

// Round, smooth ink. The last stroke is drawn afresh whenever it grows, over a picture of all
// others, so that a stroke looks the same while it is drawn and ever after.
function makePaper(canvas, size, ink, width) {
  const dry = document.createElement("canvas");
  let strokes = [];

  function trace(context, points) {
    const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    context.beginPath();
    if (points.length === 1) {
      context.arc(...points[0], width / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    // Each point bends a curve between the middles of its two neighbouring segments.
    context.moveTo(...points[0]);
    context.lineTo(...middle(points[0], points[1]));
    for (let i = 1; i < points.length - 1; i++) {
      context.quadraticCurveTo(...points[i], ...middle(points[i], points[i + 1]));
    }
    context.lineTo(...points[points.length - 1]);
    context.stroke();
  }

  function prepare(target) {
    const context = target.getContext("2d");
    const density = target.width / size;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = context.fillStyle = ink;
    context.lineWidth = width;
    return context;
  }

  function redrawLast() {
    const context = prepare(canvas);
    context.clearRect(0, 0, size, size);
    context.drawImage(dry, 0, 0, size, size);
    if (strokes.length > 0) trace(context, strokes[strokes.length - 1]);
  }

  function redraw() {
    const context = prepare(dry);
    context.clearRect(0, 0, size, size);
    for (const stroke of strokes.slice(0, -1)) trace(context, stroke);
    redrawLast();
  }

  function show(held, newWidth) {
    [strokes, width] = [held, newWidth];
    redraw();
  }

  function begin(points) {
    if (strokes.length > 0) trace(prepare(dry), strokes[strokes.length - 1]);
    strokes.push(points);
    redrawLast();
  }

  // What another view drew: one point begins a stroke; else `points` is the whole of the last
  // stroke, or its end, the first two of which are here already.
  function extend(points, first) {
    if (points.length === 1 || strokes.length === 0) return begin(points);
    if (first) strokes[strokes.length - 1] = points;
    else strokes[strokes.length - 1].push(...points.slice(2));
    redrawLast();
  }

  function drop() {
    strokes.pop();
    redraw();
  }

  // As many pixels as the screen has there: on a phone, after a zoom, on another screen.
  function fit() {
    const pixels = Math.round((canvas.clientWidth || size) * (window.devicePixelRatio || 1));
    if (pixels === canvas.width) return;
    for (const target of [canvas, dry]) target.width = target.height = pixels;
    redraw();
  }
  const observer = new ResizeObserver(fit);
  try {
    observer.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(canvas); // Safari knows no other box.
  }
  fit();

  return { show, begin, extend, drop, redrawLast, stop: () => observer.disconnect() };
}

// Milliseconds between two messages while the pen moves. The ink does not wait for them, and a
// server with many pads has less than half the work that one message a frame would make.
const SEND_EVERY = 40;

// Draw at once what the pen does, and send it soon after.
function followPen(canvas, size, paper, view, send) {
  let pointer = null; // the event that put the pen down; null while it is up
  let own = []; // strokes drawn here, each with a number, that Python may not know of yet
  let count = 0;
  let unsent = [];
  let timer = 0;
  const last = () => own[own.length - 1];

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const within = (value) => Math.min(size, Math.max(0, Math.round(value * 100) / 100));
    const x = within(((event.clientX - box.left) * size) / box.width);
    return [x, within(((event.clientY - box.top) * size) / box.height)];
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (unsent.length > 0) send({ event: "move", points: unsent });
    unsent = [];
  }

  function lift() {
    pointer = null;
    flush();
  }

  function start(event) {
    if (event.button !== 0) return;
    if (pointer !== null) {
      // A palm often comes down before the pen does.
      if (event.pointerType !== "pen" || pointer.pointerType !== "touch") return;
      own.pop();
      paper.drop();
      lift();
      send({ event: "drop" });
    }
    pointer = event;
    // With the pointer captured its release is heard wherever it happens.
    canvas.setPointerCapture(event.pointerId);
    own.push({ number: ++count, points: [place(event)] });
    paper.begin(last().points);
    send({ event: "start", points: last().points, number: count });
  }

  function move(event) {
    if (event.pointerId !== pointer?.pointerId) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length > 0 ? events : [event]).map(place);
    last().points.push(...points);
    paper.redrawLast();
    unsent.push(...points);
    timer ||= setTimeout(flush, SEND_EVERY);
  }

  function end(event) {
    if (event.pointerId !== pointer?.pointerId) return;
    lift();
    send({ event: "end" });
  }

  // Return what to show: what Python holds, and what has been drawn here since. `seen` counts
  // the strokes of each view that Python knows of; `open` is the one that still grows.
  function reconcile({ strokes, seen, open }) {
    const growing = open?.view === view ? open.number : -1;
    const known = seen[view] ?? 0;
    if (pointer !== null && last().number <= known && last().number !== growing) {
      unsent = [];
      lift();
    }
    own = own.filter(({ number }) => number > known || number === growing);
    return [...strokes.slice(0, own[0]?.number === growing ? -1 : undefined), ...own.map(({ points }) => points)];
  }

  const heard = { pointerdown: start, pointermove: move, pointerup: end, pointercancel: end, lostpointercapture: end };
  for (const [type, listener] of Object.entries(heard)) canvas.addEventListener(type, listener);
  const stop = () => {
    clearTimeout(timer);
    for (const [type, listener] of Object.entries(heard)) canvas.removeEventListener(type, listener);
  };
  return { reconcile, stop };
}

export default { render };
