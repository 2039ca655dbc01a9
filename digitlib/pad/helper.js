// What the pad needs from the browser beside its surface. This file ties the parts together;
// helper.py puts them into one script: wet ink, the pen, the focus, the kernel, files.

function render({ model, el }) {
  const spoken = document.createElement("div");
  spoken.setAttribute("role", "status");
  spoken.setAttribute("aria-live", "polite");
  el.append(spoken);
  const announce = () => { spoken.textContent = model.get("announcement"); };
  model.on("change:announcement", announce);
  announce();
  // Python learns that a browser is there, and that anywidget works in it.
  model.send({ event: "alive" });

  const listening = new AbortController();
  const attach = () => {
    const pad = el.closest(".digitlib-pad");
    if (pad === null) {
      if (!listening.signal.aborted) setTimeout(attach, 30);
      return;
    }
    const options = { capture: true, signal: listening.signal };
    followKeysAndPen(pad, model, options);
    inkAtOnce(pad, model, options);
    takeFiles(pad, model, options);
    const keepFocus = followFocus(pad, options);
    watch(pad, listening.signal, () => {
      describe(pad);
      dropCount(pad);
      freezeWithoutKernel(pad, model.get("gone"), spoken);
      keepFocus();
    });
  };
  attach();
  return () => {
    listening.abort();
    model.off("change:announcement", announce);
  };
}

// Call `act` now and after every change of the pad's elements.
function watch(pad, signal, act) {
  const observer = new MutationObserver(act);
  const filter = { attributes: true, attributeFilter: ["class", "disabled"] };
  observer.observe(pad, { childList: true, subtree: true, ...filter });
  signal.addEventListener("abort", () => observer.disconnect());
  act();
}

export default { render };
