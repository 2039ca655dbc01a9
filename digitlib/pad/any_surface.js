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
  const stopPen = followPen(canvas, size, paper, (message) => model.send({ ...message, view }));
  const onMessage = (message) => {
    if (message.event === "show") paper.show(message.strokes, message.width);
    if (message.event === "extend" && message.view !== view) paper.extend(message.points, message.first);
  };
  model.on("msg:custom", onMessage);
  model.send({ event: "ready", view });
  return () => {
    stopPen();
    model.off("msg:custom", onMessage);
  };
}

// Ink on a canvas as dense as the screen: round, smooth strokes.
function makePaper(canvas, size, ink, width) {
  const context = canvas.getContext("2d");
  const density = Math.max(2, Math.ceil(window.devicePixelRatio || 1));
  canvas.width = canvas.height = size * density;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = width;
  const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

  // Each point bends a curve between the middles of its two neighbouring segments. Unless the
  // points begin the stroke, the first two are drawn already, up to half way between them.
  function extend(points, first) {
    context.beginPath();
    if (points.length === 1) {
      context.arc(points[0][0], points[0][1], context.lineWidth / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    context.moveTo(...(first ? points[0] : middle(points[0], points[1])));
    for (let i = 1; i < points.length - 1; i++) {
      context.quadraticCurveTo(...points[i], ...middle(points[i], points[i + 1]));
    }
    context.lineTo(...points[points.length - 1]);
    context.stroke();
  }

  function show(strokes, width) {
    context.clearRect(0, 0, size, size);
    context.lineWidth = width;
    for (const stroke of strokes) extend(stroke, true);
  }

  return { extend, show };
}

// Milliseconds between two messages while the pen moves. The ink does not wait for them, and a
// server with many pads has less than half the work that one message a frame would make.
const SEND_EVERY = 40;

// Draw at once what the pen does, and send it soon after. Returns a function that stops it.
function followPen(canvas, size, paper, send) {
  let pointer = null;
  let stroke = [];
  let unsent = [];
  let timer = 0;

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

  function start(event) {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    // With the pointer captured its release is heard wherever it happens.
    canvas.setPointerCapture(pointer);
    stroke = [place(event)];
    paper.extend(stroke, true);
    send({ event: "start", points: stroke });
  }

  function move(event) {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length > 0 ? events : [event]).map(place);
    stroke.push(...points);
    const tail = stroke.slice(-(points.length + 2));
    paper.extend(tail, tail.length === stroke.length);
    unsent.push(...points);
    timer ||= setTimeout(flush, SEND_EVERY);
  }

  function end(event) {
    if (event.pointerId !== pointer) return;
    pointer = null;
    flush();
    send({ event: "end" });
  }

  const heard = { pointerdown: start, pointermove: move, pointerup: end, pointercancel: end, lostpointercapture: end };
  for (const [type, listener] of Object.entries(heard)) canvas.addEventListener(type, listener);
  return () => {
    clearTimeout(timer);
    for (const [type, listener] of Object.entries(heard)) canvas.removeEventListener(type, listener);
  };
}

export default { render };
