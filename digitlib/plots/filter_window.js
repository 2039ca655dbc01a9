// A window slides over a picture: the products under it, their sum, and the map of the sums.

const CELL = 9; // screen pixels a picture's pixel
const STYLE = `
.fw { display: flex; flex-wrap: wrap; gap: 18px; align-items: flex-start; padding: 6px;
      color: #222; background: #fff; font: 14px sans-serif; }
.fw canvas { border: 1px solid #999; touch-action: none; cursor: crosshair; display: block; }
.fw canvas:focus-visible { outline: 3px solid #0072b2; }
.fw table { border-collapse: collapse; margin: 4px 0; font-variant-numeric: tabular-nums; }
.fw td { border: 1px solid #bbb; padding: 0; text-align: center; width: 116px; height: 34px; }
.fw td button { all: unset; box-sizing: border-box; width: 100%; height: 100%; cursor: pointer;
                padding: 7px 0; font-size: 13px; white-space: nowrap; }
.fw td button:focus-visible { outline: 3px solid #0072b2; }
.fw .sum { font-size: 17px; font-weight: bold; margin: 6px 0; }
.fw .tools button { margin: 3px 6px 3px 0; padding: 4px 10px; }
`;
const number = (value) => (value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(1);
const signed = (value) => (value > 0 ? "+" : value < 0 ? "\u2212" : "") + Math.abs(value);

function add(parent, tag, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  parent.append(element);
  return element;
}

function render({ model, el }) {
  const picture = model.get("picture");
  let weights = model.get("weights");
  const k = weights.length;
  const rows = picture.length - k + 1;
  const columns = picture[0].length - k + 1;
  let at = [Math.floor(rows / 2), Math.floor(columns / 2)];
  let map = [];
  let timer = null;

  add(el, "style", { textContent: STYLE });
  const board = add(el, "div", { className: "fw" });
  const panel = (title) => {
    const part = add(board, "div");
    add(part, "div", { textContent: title });
    return part;
  };
  const left = panel("Move the window: pointer or arrow keys");
  const paper = add(left, "canvas", {
    width: picture[0].length * CELL,
    height: picture.length * CELL,
    tabIndex: 0,
    ariaLabel: "The picture. Arrow keys move the window.",
  });
  const middle = panel("ink \u00d7 weight = product (click to change a weight)");
  const table = add(middle, "table");
  const cells = [];
  for (let i = 0; i < k; i++) {
    const row = add(table, "tr");
    for (let j = 0; j < k; j++) {
      const cell = add(add(row, "td"), "button");
      cell.onclick = () => change(i, j);
      cells.push(cell);
    }
  }
  const sum = add(middle, "div", { className: "sum", ariaLive: "polite" });
  const tools = add(middle, "div", { className: "tools" });
  const right = panel("The feature map: every sum so far");
  const chart = add(right, "canvas", { width: columns * CELL, height: rows * CELL });
  add(right, "div", { textContent: "orange: above 0, purple: below 0" });

  const patch = (r, c, f) => weights.flatMap((line, i) => line.map((w, j) => f(picture[r + i][c + j], w)));
  const response = (r, c) => patch(r, c, (ink, w) => ink * w).reduce((a, b) => a + b, 0);
  const limit = () => Math.max(1e-9, weights.flat().reduce((a, w) => a + Math.max(w, 0), 0),
    weights.flat().reduce((a, w) => a - Math.min(w, 0), 0));

  function color(value) {
    const share = Math.min(1, Math.abs(value) / limit());
    const end = value > 0 ? [179, 88, 6] : [84, 39, 136];
    return `rgb(${end.map((part) => Math.round(247 + (part - 247) * share))})`;
  }

  function draw() {
    const ink = paper.getContext("2d");
    picture.forEach((line, i) => line.forEach((value, j) => {
      const grey = Math.round(255 * (1 - value));
      ink.fillStyle = `rgb(${grey},${grey},${grey})`;
      ink.fillRect(j * CELL, i * CELL, CELL, CELL);
    }));
    ink.strokeStyle = "#d55e00";
    ink.lineWidth = 3;
    ink.strokeRect(at[1] * CELL, at[0] * CELL, k * CELL, k * CELL);
    const out = chart.getContext("2d");
    out.fillStyle = "#d9d9d9";
    out.fillRect(0, 0, chart.width, chart.height);
    map.forEach((value, place) => {
      out.fillStyle = color(value);
      out.fillRect((place % columns) * CELL, Math.floor(place / columns) * CELL, CELL, CELL);
    });
    out.strokeStyle = "#d55e00";
    out.lineWidth = 2;
    out.strokeRect(at[1] * CELL, at[0] * CELL, CELL, CELL);
    patch(...at, (value, w) => `${number(value)} \u00d7 ${signed(w)} = ${number(value * w)}`)
      .forEach((text, place) => { cells[place].textContent = text; });
    sum.textContent = `sum = ${number(response(...at))}`;
  }

  function moveTo(r, c) {
    at = [Math.max(0, Math.min(rows - 1, r)), Math.max(0, Math.min(columns - 1, c))];
    map[at[0] * columns + at[1]] = response(...at);
    draw();
  }

  function use(filter) {
    stop();
    weights = filter;
    map = [];
    moveTo(...at);
  }

  function change(i, j) {
    const next = (w) => (w >= 1 ? -1 : w >= 0 ? 1 : 0); // -1, 0, +1, -1 ...
    use(weights.map((line, a) => line.map((w, b) => (a === i && b === j ? next(w) : w))));
  }

  const stop = () => { clearInterval(timer); timer = null; };
  function slide() {
    stop();
    map = [];
    let place = 0;
    timer = setInterval(() => {
      for (let n = 0; n < 4 && place < rows * columns; n++, place++) {
        moveTo(Math.floor(place / columns), place % columns);
      }
      if (place === rows * columns) stop();
    }, 16);
  }

  const follow = (event) => {
    if (event.type === "pointerdown") { paper.focus(); stop(); }
    if (timer) return; // it slides by itself
    const box = paper.getBoundingClientRect();
    const middleOf = (position) => Math.floor(position / CELL) - Math.floor(k / 2);
    moveTo(middleOf(event.clientY - box.top), middleOf(event.clientX - box.left));
  };
  paper.addEventListener("pointerdown", follow);
  paper.addEventListener("pointermove", follow);
  paper.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // the arrows of a notebook would leave the cell
    stop();
    moveTo(at[0] + step[0], at[1] + step[1]);
  });
  const first = weights;
  const turned = first[0].map((_, i) => first.map((line) => line[i]));
  for (const [name, action] of [["slide over all", slide], ["first filter", () => use(first)],
    ["turned", () => use(turned)]]) {
    add(tools, "button", { textContent: name, onclick: action });
  }
  moveTo(...at);
  return stop;
}

export default { render };
