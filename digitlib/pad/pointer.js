// One pointer draws at a time: the first that comes down where `accepts` lets it, until it is
// lifted or taken for a palm. `begin`, `move`, `end` and `drop` are called with the event.
function followPointer(element, { accepts = () => true, begin, move, end, drop }, options) {
  let pointer = null; // the event that put the pen down; null while it is up
  const isPointer = (event) => event.pointerId === pointer?.pointerId;

  function start(event) {
    if (event.button !== 0 || !accepts(event)) return;
    if (pointer !== null) {
      // A palm often comes down before the pen does.
      if (event.pointerType !== "pen" || pointer.pointerType !== "touch") return;
      drop(event);
    }
    pointer = event;
    begin(event);
  }

  function stop(event) {
    if (!isPointer(event)) return;
    pointer = null;
    end(event);
  }

  element.addEventListener("pointerdown", start, options);
  element.addEventListener("pointermove", (event) => { if (isPointer(event)) move(event); }, options);
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    element.addEventListener(type, stop, options);
  }
  return { isDown: () => pointer !== null, lift: () => { pointer = null; } };
}
