// What the page needs beside Voila's own script: the visitor's light or dark theme, a line while
// the pad is on its way, and a word to a visitor whose pad was put to rest.

// Milliseconds.
const ASK_EVERY = 20_000;
const ASK_PEN_EVERY = 3_000;
const PATIENCE = 20_000;

// Voila calls these while it starts.
window.voila_process = window.voila_heartbeat = () => {};
window.voila_finish = () => {};

const dark = window.matchMedia("(prefers-color-scheme: dark)");

// The pad and the widgets take their colours from this attribute, as in JupyterLab.
function followTheme() {
  for (const element of [document.documentElement, document.body]) {
    element?.setAttribute("data-jp-theme-light", String(!dark.matches));
  }
}

function whenPadIsThere(act) {
  if (document.querySelector(".digitlib-pad canvas")) return act();
  const watcher = new MutationObserver(() => {
    if (!document.querySelector(".digitlib-pad canvas")) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
}

// Say so when no pad comes; it may still, on a slow way.
function waitForPad() {
  const waiting = document.getElementById("app-waiting");
  const late = setTimeout(() => {
    waiting.textContent = "The pad did not come. Load the page again.";
  }, PATIENCE);
  whenPadIsThere(() => {
    clearTimeout(late);
    waiting.remove();
  });
}

// Tell whether the kernel runs; undefined where that cannot be known, as in a tunnel.
async function kernelRuns() {
  const settings = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  try {
    const answer = await fetch(`${settings.baseUrl}api/kernels/${settings.kernelId}`);
    return answer.status === 404 ? false : answer.ok || undefined;
  } catch {
    return undefined;
  }
}

let askedAt = 0;

async function lookAfterKernel() {
  if (document.hidden) return;
  askedAt = Date.now();
  const runs = await kernelRuns();
  if (runs !== undefined) showAsleep(!runs);
}

function showAsleep(asleep) {
  document.getElementById("app-asleep").hidden = !asleep;
  const kept = document.querySelector(".digitlib-labels a[download]");
  document.getElementById("app-kept").hidden = kept === null;
  if (asleep) freeze(document.getElementById("app-pad"));
  else thaw();
}

const frozen = new Set();

// Freeze all but the links that save: what they save is in the page already.
function freeze(part) {
  if (part.matches("a[download]") || part.inert) return;
  if (part.querySelector("a[download]")) return [...part.children].forEach(freeze);
  part.inert = true;
  frozen.add(part);
}

// The pad freezes parts of itself too; those are not for this page to wake.
function thaw() {
  for (const part of frozen) part.inert = false;
  frozen.clear();
}

function lookWhenPenComes() {
  if (Date.now() - askedAt > ASK_PEN_EVERY) lookAfterKernel();
}

followTheme();
dark.addEventListener("change", followTheme);
document.addEventListener("DOMContentLoaded", () => {
  followTheme();
  waitForPad();
  setInterval(lookAfterKernel, ASK_EVERY);
  document.addEventListener("visibilitychange", lookAfterKernel);
  document.addEventListener("pointerdown", lookWhenPenComes, { capture: true });
});
