// The page: ties the pad's hand and the reader to what one sees.

// Label, key, what it does for whoever points at it.
const TOOLS = [
  ["Predict", "p", "Read the drawing now", () => readNow()],
  ["Undo", "z", "Take back the last stroke, or Clear", () => undo()],
  ["Clear", "c", "Start again on clean paper", () => change([])],
];
const HOW = {
  framed: "scaled and centred, as MNIST's digits are",
  squeezed: "all of the paper shrunk to 28 × 28",
};
const BUSY = 6; // milliseconds of reading between two looks at the pen
const KEPT = "digitlib-drawings", WRITER = "digitlib-writer", PAPER_NOW = "digitlib-paper";

const find = (id) => document.getElementById(id);
const reader = makeReader(JSON.parse(find("network").textContent));
const settings = { squeezed: false, width: 18 };
let strokes = [];
let history = []; // what the strokes were before each change
let version = 0; // grows with everything that outdates a reading
let asked = false, following = false;
let kept = stored("localStorage", KEPT), forgotten = [];
let keptStrokes = null; // the drawing that was kept last

const aDigit = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;
const make = (tag, textContent, attributes = {}) =>
  Object.assign(document.createElement(tag), { textContent, ...attributes });

function percent(probability) {
  if (probability > 0.999) return "over 99.9%";
  return probability < 0.001 ? "under 0.1%" : `${(100 * probability).toFixed(1)}%`;
}

// The drawing.

const pad = makePad(find("paper"), {
  begin(point) {
    remember();
    strokes = [...strokes, [point]];
    ask();
  },
  move(points) {
    strokes[strokes.length - 1].push(...points);
    ask();
  },
  end() {
    pad.show(strokes);
    readNow();
    store("sessionStorage", PAPER_NOW, strokes);
  },
  drop() {
    strokes = history.pop() ?? [];
    readNow();
  },
  key: (key) => TOOLS.find(([, own]) => own === key)[3](),
}, { keys: "pzc", root: find("pad") });

function remember() {
  history.push(strokes);
  version++;
}

function change(newStrokes) {
  if (newStrokes.length === 0 && strokes.length === 0) return readNow();
  remember();
  showStrokes(newStrokes);
}

function undo() {
  version++;
  showStrokes(history.pop() ?? strokes.slice(0, -1));
}

function showStrokes(newStrokes) {
  strokes = newStrokes;
  pad.show(strokes, settings.width, Infinity);
  readNow();
  store("sessionStorage", PAPER_NOW, strokes);
}

// The reading. While the pen moves it gives way to the pen; when the pen is up it is done at once.

function readNow() {
  asked = false;
  version++;
  const result = reader.read(strokes, settings);
  showReading(result);
  find("spoken").textContent = words(result).join(". ");
}

function ask() {
  asked = true;
  find("hint").hidden = true;
  if (!following) follow();
}

async function follow() {
  following = true;
  while (asked) {
    asked = false;
    const [work, begun] = [reader.steps(strokes, settings), version];
    let step = {};
    while (!step.done && begun === version) {
      await new Promise(requestAnimationFrame);
      const end = performance.now() + BUSY;
      while (!step.done && begun === version && performance.now() < end) step = work.next();
    }
    if (step.done) showReading(step.value);
  }
  following = false;
}

function words({ digit, reason, probabilities }) {
  if (reason === "blank") return ["Draw a digit", "The network reads while you draw"];
  if (digit !== null) return [`This is ${aDigit(digit)}`, `${percent(probabilities[digit])} sure`];
  const nearest = probabilities.indexOf(Math.max(...probabilities));
  return ["Not a digit", `Nearest would be ${aDigit(nearest)}`];
}

function showReading(result) {
  const { digit, reason, probabilities, image } = result;
  find("hint").hidden = reason !== "blank";
  find("answer").dataset.state = reason ?? "digit";
  find("digit").textContent = digit ?? "?";
  [...find("verdict").children].forEach((part, n) => { part.textContent = words(result)[n]; });
  [...find("bars").children].forEach((bar, n) => {
    const probability = reason === "blank" ? 0 : probabilities[n];
    bar.classList.toggle("wins", n === digit);
    bar.style.setProperty("--p", probability);
    const short = percent(probability).replace("over ", "> ").replace("under ", "< ");
    bar.lastChild.textContent = reason === "blank" ? "" : short;
  });
  // Dark ink on white, as on the paper; the network gets ink 255.
  const levels = image.flat().flatMap((level) => [255 - level, 255 - level, 255 - level, 255]);
  find("seen").getContext("2d").putImageData(new ImageData(Uint8ClampedArray.from(levels), 28, 28), 0, 0);
}

// Kept drawings, in this browser alone.

// Keep a value where a reload finds it; tell whether the browser does, which a private window may
// refuse.
function store(storage, name, value) {
  try {
    window[storage].setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// Return the list that is kept under a name, or none.
function stored(storage, name) {
  try {
    const value = JSON.parse(window[storage].getItem(name));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function keep(label) {
  if (strokes.length === 0) return say("Draw a digit first, then say which one it is.");
  // A second label for the same drawing replaces the first.
  if (keptStrokes === strokes) kept.pop();
  const writer = find("writer").value;
  const time = `${new Date().toISOString().slice(0, 19)}+00:00`;
  kept.push({ label, ...(writer && { writer: Number(writer) }), time, strokes });
  [keptStrokes, forgotten] = [strokes, []];
  say(`Kept as ${aDigit(label)}.`, store("localStorage", KEPT, kept));
}

function save() {
  const text = JSON.stringify({ format: "digitlib-drawings-1", drawings: kept });
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", "", { href, download: `drawings-${Number(find("writer").value) || "mine"}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

function forget() {
  const said = kept.length > 0 ? "Forgotten." : "They are back.";
  [kept, forgotten, keptStrokes] = [forgotten, kept, null];
  say(said, store("localStorage", KEPT, kept));
}

function say(text, stays = true) {
  const place = stays ? "in this browser." : "on this page alone: save your drawings before you close it.";
  find("message").textContent = `${text} ${kept.length || "Nothing"} kept ${place}`;
  find("save").disabled = kept.length === 0;
  find("forget").disabled = kept.length + forgotten.length === 0;
  find("forget").textContent = kept.length === 0 && forgotten.length > 0 ? "Bring them back" : "Forget them";
}

// A writer is a number, never a name.
const onlyDigits = (text) => text.replace(/\D/g, "");

// What one presses.

function button(text, title, act) {
  const made = make("button", text, { type: "button", title });
  made.addEventListener("click", act);
  return made;
}

function restore() {
  try {
    strokes = checkStrokes(stored("sessionStorage", PAPER_NOW));
  } catch {
    strokes = []; // Somebody else's entry of that name.
  }
  pad.show(strokes, settings.width);
  readNow();
}

for (const [text, key, title, act] of TOOLS) {
  const tool = button(text, `${title} (key ${key})`, act);
  tool.append(make("kbd", key, { ariaHidden: "true" }));
  find("tools").append(tool);
}
for (let digit = 0; digit < 10; digit++) {
  const bar = make("li", "");
  bar.append(make("b", digit), make("i", ""), make("span", ""));
  find("bars").append(bar);
  find("labels").append(button(digit, `Keep the drawing as ${aDigit(digit)}`, () => keep(digit)));
}
find("width").addEventListener("input", (event) => {
  settings.width = Number(event.target.value);
  pad.show(strokes, settings.width);
  readNow();
});
find("guide").addEventListener("change", ({ target }) => {
  find("sheet").classList.toggle("guide", target.checked);
});
for (const choice of document.getElementsByName("view")) {
  choice.addEventListener("change", () => {
    settings.squeezed = choice.value === "squeezed";
    find("how").textContent = HOW[choice.value];
    readNow();
  });
}
find("how").textContent = HOW.framed;
find("writer").addEventListener("input", ({ target }) => {
  target.value = onlyDigits(target.value);
  store("localStorage", WRITER, [target.value]);
});
find("writer").value = onlyDigits(stored("localStorage", WRITER).join());
find("save").addEventListener("click", save);
find("forget").addEventListener("click", forget);
window.addEventListener("storage", (event) => {
  if (event.key !== KEPT) return; // Another tab has kept or forgotten some.
  [kept, forgotten] = [stored("localStorage", KEPT), []];
  say("");
});
// Who draws with a pointer needs no ring around the paper; who uses the keys does.
for (const type of ["pointerdown", "keydown"]) {
  window.addEventListener(type, () => find("pad").classList.toggle("pointed", type === "pointerdown"), true);
}
say("");
restore();
window.digits = { read: reader.read };
