// Ink that does not wait for Python. An ipycanvas paper shows ink only after a round trip; until
// then the stroke is seen on a transparent sheet above the paper. Python sends the number of a
// stroke back when it has drawn it, and the sheet lets go of it.

function inkAtOnce(pad, model, options) {
  const view = Math.random().toString(36).slice(2);
  const sheet = document.createElement("canvas");
  sheet.className = "digitlib-wet";
  sheet.setAttribute("aria-hidden", "true");
  const size = model.get("size");
  const paper = makePaper(sheet, size, model.get("ink"), model.get("pen_width"));
  let pointer = null; // the event that put the pen down; null while it is up
  let wet = []; // strokes that Python may not have drawn yet, each with its number
  let count = 0;
  const show = () => paper.show(wet.map(({ points }) => points), model.get("pen_width"));

  function start(event) {
    if (!isPaper(event.target) || event.button !== 0) return;
    if (pointer !== null) {
      // A palm often comes down before the pen does.
      if (event.pointerType !== "pen" || pointer.pointerType !== "touch") return;
      wet.pop();
      model.send({ event: "drop" });
    }
    pointer = event;
    // Beside the paper of now: a pad may have taken another one since.
    if (sheet.previousSibling !== event.target) event.target.after(sheet);
    wet.push({ number: ++count, points: [placeOn(event.target, event, size)] });
    show();
  }

  function move(event) {
    if (event.pointerId !== pointer?.pointerId) return;
    wet[wet.length - 1].points.push(...placesOn(pointer.target, event, size));
    paper.redrawLast();
  }

  function end(event) {
    if (event.pointerId !== pointer?.pointerId) return;
    pointer = null;
    const number = count;
    // After the mouse's and the finger's own event, of which ipycanvas tells Python.
    setTimeout(() => model.send({ event: "lifted", view, number }));
  }

  function dry(message) {
    if (message.event !== "dry" || message.view !== view) return;
    // ipycanvas may still be drawing what it was told just before.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      wet = wet.filter(({ number }) => number > message.number);
      show();
    }));
  }

  const heard = { pointerdown: start, pointermove: move, pointerup: end, pointercancel: end, lostpointercapture: end };
  for (const [type, listener] of Object.entries(heard)) pad.addEventListener(type, listener, options);
  model.on("msg:custom", dry);
  options.signal.addEventListener("abort", () => {
    model.off("msg:custom", dry);
    paper.stop();
    sheet.remove();
  });
}
