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

  function begin(event) {
    // With the pointer captured its release is heard wherever it happens.
    canvas.setPointerCapture(event.pointerId);
    own.push({ number: ++count, points: [placeOn(canvas, event, size)] });
    paper.begin(last().points);
    send({ event: "start", points: last().points, number: count });
  }

  function move(event) {
    const points = placesOn(canvas, event, size);
    last().points.push(...points);
    paper.redrawLast();
    unsent.push(...points);
    timer ||= setTimeout(flush, SEND_EVERY);
  }

  function end() {
    flush();
    send({ event: "end" });
  }

  function drop() {
    own.pop();
    paper.drop();
    flush();
    send({ event: "drop" });
  }

  const listening = new AbortController();
  const pointer = followPointer(canvas, { begin, move, end, drop }, { signal: listening.signal });

  // Return what to show: what Python holds, and what has been drawn here since. `seen` counts
  // the strokes of each view that Python knows of; `open` is the one that still grows.
  function reconcile({ strokes, seen, open }) {
    const growing = open?.view === view ? open.number : -1;
    const known = seen[view] ?? 0;
    if (pointer.isDown() && last().number <= known && last().number !== growing) {
      unsent = [];
      flush();
      pointer.lift();
    }
    own = own.filter(({ number }) => number > known || number === growing);
    return [...strokes.slice(0, own[0]?.number === growing ? -1 : undefined), ...own.map(({ points }) => points)];
  }

  const stop = () => {
    clearTimeout(timer);
    listening.abort();
  };
  return { reconcile, stop };
}

export default { render };
