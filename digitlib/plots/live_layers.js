// Every layer of a network beside a drawing pad; a click on a map takes one of its numbers apart.

const STYLE = `
.ll { color: #222; background: #fff; font: 13px sans-serif; padding: 6px; }
.ll-strip { display: flex; flex-wrap: wrap; gap: 10px; align-items: flex-start; }
.ll figure { margin: 0; } .ll figcaption { margin-bottom: 2px; }
.ll canvas { border: 1px solid #999; cursor: pointer; display: block; image-rendering: pixelated; }
.ll canvas:focus-visible { outline: 3px solid #0072b2; }
.ll-detail { display: flex; flex-wrap: wrap; gap: 14px; margin-top: 10px; }
.ll table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.ll td { border: 1px solid #bbb; padding: 1px; text-align: center; width: 48px; font-size: 11px; line-height: 1.25; white-space: pre-line; }
.ll td b { display: block; font-size: 12px; }
.ll-parts button { display: block; width: 150px; margin: 2px 0; padding: 2px 8px; text-align: left; }
.ll-parts button[aria-pressed="true"] { outline: 2px solid #d55e00; }
.ll-sum { font-size: 15px; font-weight: bold; margin-top: 6px; }
`;
const MARK = "#d55e00";
const SIDE = 140; // screen pixels of a layer, about
const MOST_PARTS = 7; // of a sum: the largest, and the rest in one
const number = (value) => (value <= -0.005 ? "\u2212" : "") + Math.abs(value).toFixed(2);
const signed = (value) => (value <= -0.005 ? "" : "+") + number(value);

function add(parent, tag, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  parent.append(element);
  return element;
}

// White for 0; blue, the darker the larger, or orange above 0 and purple below.
function color(value, limit, hasSigns) {
  const share = Math.min(1, Math.abs(value) / limit);
  const end = !hasSigns ? [8, 48, 107] : value > 0 ? [179, 88, 6] : [84, 39, 136];
  return `rgb(${end.map((part) => Math.round(255 + (part - 255) * share))})`;
}

function render({ model, el }) {
  const floats = (name) => { // a copy, because the bytes may begin anywhere
    const view = model.get(name);
    return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  };
  const layers = model.get("layers"); // the first is the picture
  const weights = floats("weights");
  let values = floats("values");
  let chosen = { layer: Math.min(2, layers.length - 1), map: 0, place: null, part: null };

  add(el, "style", { textContent: STYLE });
  const board = add(el, "div", { className: "ll" });
  const strip = add(board, "div", { className: "ll-strip" });
  const sheets = layers.map((layer, i) => {
    const [height, width, maps] = layer.size;
    layer.columns = Math.ceil(Math.sqrt(maps));
    layer.gap = height > 1 ? 1 : 0;
    const across = layer.columns * (width + layer.gap);
    layer.scale = Math.max(1, Math.round(SIDE / across));
    const figure = add(strip, "figure");
    add(figure, "figcaption", { textContent: layer.name });
    const sheet = add(figure, "canvas", {
      width: across * layer.scale,
      height: Math.ceil(maps / layer.columns) * (height + layer.gap) * layer.scale,
      tabIndex: i ? 0 : -1,
      ariaLabel: `${layer.name}, ${maps} maps. Arrow keys choose a map.`,
    });
    if (i) {
      sheet.onclick = (event) => {
        const box = sheet.getBoundingClientRect();
        const at = (position, side) => Math.floor(position / layer.scale / (side + layer.gap));
        choose(i, at(event.clientY - box.top, height) * layer.columns + at(event.clientX - box.left, width));
      };
      onArrows(sheet, (down, right) => choose(i, (chosen.layer === i ? chosen.map : 0) + down * layer.columns + right));
    }
    return sheet;
  });
  const detail = add(board, "div", { className: "ll-detail" });
  const left = add(detail, "div");
  const title = add(left, "div");
  const large = add(left, "canvas", { tabIndex: 0, ariaLabel: "The chosen map. Arrow keys move over it." });
  const middle = add(detail, "div");
  const told = add(middle, "div");
  const table = add(middle, "table");
  const sum = add(middle, "div", { className: "ll-sum", ariaLive: "polite" });
  const parts = add(detail, "div", { className: "ll-parts" });

  function onArrows(element, act) {
    element.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation(); // the arrows of a notebook would leave the cell
      act(...step);
    });
  }
  const valueAt = (i, row, column, map) => {
    const [height, width, maps] = layers[i].size;
    if (row < 0 || column < 0 || row >= height || column >= width) return 0; // beyond the edge
    return values[layers[i].start + (row * width + column) * maps + map];
  };
  const weightAt = (layer, a, b, channel, map) =>
    weights[layer.weights + ((a * layer.kernel[1] + b) * layer.kernel[2] + channel) * layer.kernel[3] + map];

  // The sum at the place that won the pooling: where its window lies, and its part of each map.
  function takeApart({ layer: i, map, place: [row, column] }) {
    const layer = layers[i];
    const [rows, columns, channels] = layer.kernel;
    let best = null;
    for (let n = 0; n < layer.pool ** 2; n++) {
      const top = row * layer.pool + Math.floor(n / layer.pool) - layer.margin[0];
      const start = column * layer.pool + (n % layer.pool) - layer.margin[1];
      const shares = Array.from({ length: channels }, (_, channel) => {
        let share = 0;
        for (let a = 0; a < rows; a++) for (let b = 0; b < columns; b++) {
          share += valueAt(i - 1, top + a, start + b, channel) * weightAt(layer, a, b, channel, map);
        }
        return share;
      });
      const total = shares.reduce((one, other) => one + other, 0);
      if (!best || total > best.total) best = { top, start, shares, total };
    }
    return best;
  }

  const limits = () => layers.map((layer) => {
    let limit = 1e-9;
    for (let n = layer.start; n < layer.start + layer.size[0] * layer.size[1] * layer.size[2]; n++) {
      limit = Math.max(limit, Math.abs(values[n]));
    }
    return limit;
  });

  function paint(context, i, map, x, y, scale, limit) {
    const [height, width] = layers[i].size;
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) {
      const value = valueAt(i, row, column, map);
      context.fillStyle = i ? color(value, limit, layers[i].signs) : `rgb(${Array(3).fill(255 - Math.round(255 * value))})`;
      context.fillRect(x + column * scale, y + row * scale, scale, scale);
    }
  }

  function corner(i, map) {
    const { size: [height, width], columns, gap, scale } = layers[i];
    return [(map % columns) * (width + gap) * scale, Math.floor(map / columns) * (height + gap) * scale];
  }

  function outline(context, x, y, width, height) {
    context.strokeStyle = MARK;
    context.lineWidth = 2;
    context.strokeRect(x, y, width, height);
  }

  function strongest(i, map) {
    const [height, width] = layers[i].size;
    let best = [0, 0];
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) {
      if (valueAt(i, row, column, map) > valueAt(i, ...best, map)) best = [row, column];
    }
    return best;
  }

  function draw() {
    const { layer: i, map } = chosen;
    const layer = layers[i];
    const [height, width] = layer.size;
    const place = chosen.place ?? strongest(i, map);
    const found = takeApart({ ...chosen, place });
    const order = found.shares.map((_, channel) => channel).sort((one, other) => Math.abs(found.shares[other]) - Math.abs(found.shares[one]));
    const part = chosen.part ?? order[0];
    const scales = limits();
    layers.forEach(({ size, scale }, n) => {
      const context = sheets[n].getContext("2d");
      context.fillStyle = "#d9d9d9";
      context.fillRect(0, 0, sheets[n].width, sheets[n].height);
      for (let m = 0; m < size[2]; m++) {
        const [x, y] = corner(n, m);
        paint(context, n, m, x, y, scale, scales[n]);
        context.font = "bold 16px sans-serif";
        context.fillStyle = Math.abs(valueAt(n, 0, 0, m)) > scales[n] / 2 ? "#fff" : "#000";
        if (layers[n].signs) context.fillText(m, x + 4, y + 18); // which digit
      }
    });
    outline(sheets[i].getContext("2d"), ...corner(i, map), width * layer.scale, height * layer.scale);
    const [x, y] = corner(i - 1, part);
    const before = layers[i - 1].scale;
    const [rows, columns] = layer.kernel;
    outline(sheets[i - 1].getContext("2d"), x + found.start * before, y + found.top * before, columns * before, rows * before);

    title.textContent = `${layer.name}, map ${map}`;
    const zoom = Math.floor(SIDE / Math.max(height, width));
    [large.width, large.height] = [width * zoom, height * zoom];
    paint(large.getContext("2d"), i, map, 0, 0, zoom, scales[i]);
    outline(large.getContext("2d"), place[1] * zoom, place[0] * zoom, zoom, zoom);

    told.textContent = `value \u00d7 weight, product; ${layers[i - 1].name}${found.shares.length > 1 ? `, map ${part}` : ""}`;
    table.replaceChildren();
    const products = [];
    for (let a = 0; a < rows; a++) {
      const line = add(table, "tr");
      for (let b = 0; b < columns; b++) {
        const value = valueAt(i - 1, found.top + a, found.start + b, part);
        const weight = weightAt(layer, a, b, part, map);
        const cell = add(line, "td", { textContent: `${number(value)}\n\u00d7 ${number(weight)}` });
        add(cell, "b", { textContent: number(value * weight) });
        products.push([cell, value * weight]);
      }
    }
    const limit = Math.max(1e-9, ...products.map(([, product]) => Math.abs(product))) * 2;
    for (const [cell, product] of products) cell.style.background = color(product, limit, true);

    parts.replaceChildren();
    if (order.length > 1) add(parts, "div", { textContent: "sums over the maps before" });
    for (const channel of order.length > 1 ? order.slice(0, MOST_PARTS) : []) {
      const button = add(parts, "button", { textContent: `map ${channel}: ${signed(found.shares[channel])}` });
      button.ariaPressed = String(channel === part);
      button.onclick = () => { chosen.part = channel; draw(); };
    }
    const rest = order.slice(MOST_PARTS);
    if (rest.length) add(parts, "div", { textContent: `${rest.length} others: ${signed(rest.reduce((one, channel) => one + found.shares[channel], 0))}` });
    const bias = weights[layer.bias + map];
    const after = found.total + bias;
    const end = layer.signs ? "" : `, ReLU: ${number(Math.max(0, after))}`;
    sum.textContent = `sum ${number(found.total)}, bias ${signed(bias)}: ${number(after)}${end}`;
  }

  function choose(layer, map) {
    chosen = { layer, map: Math.max(0, Math.min(layers[layer].size[2] - 1, map)), place: null, part: null };
    draw();
  }
  function point(row, column) {
    const [height, width] = layers[chosen.layer].size;
    chosen.place = [Math.max(0, Math.min(height - 1, row)), Math.max(0, Math.min(width - 1, column))];
    chosen.part = null;
    draw();
  }
  large.onpointermove = (event) => {
    const box = large.getBoundingClientRect();
    const [height, width] = layers[chosen.layer].size;
    point(Math.floor((event.clientY - box.top) / box.height * height), Math.floor((event.clientX - box.left) / box.width * width));
  };
  onArrows(large, (down, right) => {
    const [row, column] = chosen.place ?? strongest(chosen.layer, chosen.map);
    point(row + down, column + right);
  });

  const renew = () => { values = floats("values"); draw(); };
  model.on("change:values", renew);
  draw();
  return () => model.off("change:values", renew);
}

export default { render };
