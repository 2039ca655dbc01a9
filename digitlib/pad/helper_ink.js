// Ink that does not wait for Python. An ipycanvas paper shows ink only after a round trip; until
// then the stroke is seen on a transparent sheet above the paper. Python sends the name of a
// stroke back when it has drawn it, and the sheet lets go of it.

// A message of this widget may overtake those of ipycanvas: JupyterLab lets widgets talk to
// several threads of the kernel. A key that no keyboard has goes the way of the pen, in its order.
function tell(paper, words) {
  paper.dispatchEvent(new KeyboardEvent("keydown", { key: `digitlib:${words}` }));
}

function inkAtOnce(pad, model, options) {
  const view = Math.random().toString(36).slice(2);
  const sheet = document.createElement("canvas");
  sheet.className = "digitlib-wet";
  sheet.setAttribute("aria-hidden", "true");
  const size = model.get("size");
  const ink = makePaper(sheet, size, model.get("ink"), model.get("pen_width"));
  let paper = null; // on which the pen is, or was last
  let wet = []; // strokes that Python may not have drawn yet, each with its name
  let count = 0;
  const show = () => ink.show(wet.map(({ points }) => points), model.get("pen_width"));

  function begin(event) {
    paper = event.target;
    // Beside the paper of now: a pad may have taken another one since.
    if (sheet.previousSibling !== paper) paper.after(sheet);
    wet.push({ name: `${view}-${++count}`, points: [placeOn(paper, event, size)] });
    show();
  }

  function move(event) {
    wet[wet.length - 1].points.push(...placesOn(paper, event, size));
    ink.redrawLast();
  }

  function end() {
    const { name } = wet[wet.length - 1];
    // After the mouse's and the finger's own event, of which ipycanvas tells Python.
    setTimeout(() => tell(paper, `lifted ${name}`));
  }

  function drop() {
    wet.pop();
    tell(paper, "drop");
  }

  function dry(message) {
    // ipycanvas may still be drawing what it was told just before.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      wet.splice(0, wet.findIndex(({ name }) => name === message.dry) + 1);
      show();
    }));
  }

  const accepts = (event) => isPaper(event.target);
  followPointer(pad, { accepts, begin, move, end, drop }, options);
  model.on("msg:custom", dry);
  options.signal.addEventListener("abort", () => {
    model.off("msg:custom", dry);
    ink.stop();
    sheet.remove();
  });
}
