// What the page needs beside Voila's own script: a line while the pad is on its way, and a word
// to a visitor whose pad was put to rest because the page was left alone.

const ASK_EVERY = 20_000; // milliseconds

// Voila calls these while it starts.
window.voila_process = window.voila_heartbeat = () => {};
window.voila_finish = () => {};

function whenPadIsThere(act) {
  if (document.querySelector(".digitlib-pad canvas")) return act();
  const watcher = new MutationObserver(() => {
    if (!document.querySelector(".digitlib-pad canvas")) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
}

async function kernelRuns() {
  const settings = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  try {
    const answer = await fetch(`${settings.baseUrl}api/kernels/${settings.kernelId}`);
    return answer.ok;
  } catch {
    return false;
  }
}

async function lookAfterKernel() {
  if (document.hidden || (await kernelRuns())) return;
  document.getElementById("app-asleep").hidden = false;
  document.getElementById("app-pad").inert = true;
}

document.addEventListener("DOMContentLoaded", () => {
  whenPadIsThere(() => document.getElementById("app-waiting").remove());
  setInterval(lookAfterKernel, ASK_EVERY);
  document.addEventListener("visibilitychange", lookAfterKernel);
});
