// What only the page knows: that the kernel is gone.

// Widgets wear this class while no kernel listens to them.
const WITHOUT_KERNEL = "jupyter-widgets-disconnected";

function freezeWithoutKernel(pad, words, spoken) {
  const isGone = pad.classList.contains(WITHOUT_KERNEL);
  if (isGone === pad.classList.contains("digitlib-gone")) return;
  pad.classList.toggle("digitlib-gone", isGone);
  // The links stay: they hold what was drawn and kept.
  for (const part of pad.querySelectorAll(".digitlib-paper-box, .digitlib-settings, button")) {
    part.inert = isGone;
  }
  const message = pad.querySelector(".digitlib-message .widget-html-content");
  if (message !== null) message.textContent = isGone ? words : "";
  spoken.textContent = isGone ? words : "";
}
