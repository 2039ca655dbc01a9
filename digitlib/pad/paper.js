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

// Where on a canvas an event happened, in pixels of the paper.
function placeOn(canvas, event, size) {
  const box = canvas.getBoundingClientRect();
  const within = (value) => Math.min(size, Math.max(0, Math.round(value * 100) / 100));
  const x = within(((event.clientX - box.left) * size) / box.width);
  return [x, within(((event.clientY - box.top) * size) / box.height)];
}

// All places that a move went through; the browser tells them together, once a picture.
function placesOn(canvas, event, size) {
  const events = event.getCoalescedEvents?.() ?? [];
  return (events.length > 0 ? events : [event]).map((each) => placeOn(canvas, each, size));
}
