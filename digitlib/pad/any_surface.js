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
    own.push({ number: ++count, points: [placeOn(canvas, event, size)] });
    paper.begin(last().points);
    send({ event: "start", points: last().points, number: count });
  }

  function move(event) {
    if (event.pointerId !== pointer?.pointerId) return;
    const points = placesOn(canvas, event, size);
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
