// Read a digit as Python reads it: the framing of digitlib/framing/frame.py, then the network of
// digitlib/network/numpy_cnn.py. tests/browser/test_page.py holds the two together.

const FRAME = 28; // pixels, the frame's side
const BOX = 20; // pixels that the longer side of the ink measures in it
const PEN = 2.4; // pixels of the frame
const OVERSAMPLING = 8; // ink is drawn this many times larger and averaged down
const LARGE = FRAME * OVERSAMPLING;
const PAPER = 280; // pixels, the side of the paper
const MOST_POINTS = 20000;
// Smaller than a share of the largest stroke, and further from the rest than a share of it: a palm.
const STRAYS = [[0.197, 0.593], [0.097, 0.293]];

// Return { read, steps }; `network` holds layers, weights, temperature and threshold (page.py).
function makeReader(network) {
  const layers = decodeLayers(network);

  // Read strokes, lists of points [x, y], y down, any scale; throw an Error if they are none.
  // Return { digit, probabilities, reason, image }. `digit` is null for no digit; `reason` is then
  // "blank" or "not a digit". `image` is what the network saw, 28 rows of 28, ink 255. `squeezed`
  // shrinks the whole paper, inked with a pen of `width`, instead of framing the strokes.
  function read(strokes, options) {
    const work = steps(strokes, options);
    let step = work.next();
    while (!step.done) step = work.next();
    return step.value;
  }

  // The same layer by layer, so that a slow phone can follow the pen in between.
  function* steps(strokes, { squeezed = false, width = 18 } = {}) {
    const checked = checkStrokes(strokes);
    const frame = squeezed ? squeezeStrokes(checked, width) : frameStrokes(checked);
    const rowOf = (_, row) => Array.from(frame.subarray(row * FRAME, (row + 1) * FRAME));
    const image = Array.from({ length: FRAME }, rowOf);
    if (frame.every((level) => level === 0)) {
      return { digit: null, probabilities: Array(10).fill(0.1), reason: "blank", image };
    }
    let values = { data: Float32Array.from(frame, (level) => level / 255), height: FRAME, width: FRAME };
    for (const layer of layers) {
      yield;
      values = run(layer, values);
    }
    const logits = Array.from(values.data, (logit) => logit / network.temperature);
    const probabilities = softmax(logits.slice(0, 10));
    // The eleventh output, where there is one, is for what is no digit.
    const isDigit = sum(softmax(logits).slice(0, 10)) >= network.threshold;
    const digit = isDigit ? probabilities.indexOf(Math.max(...probabilities)) : null;
    return { digit, probabilities, reason: isDigit ? null : "not a digit", image };
  }

  return { read, steps };
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

// The strokes.

function checkStrokes(strokes) {
  if (!Array.isArray(strokes)) throw new Error("Strokes must be a list of lists of points [x, y].");
  const isPoint = (point) => point?.length === 2 && Number.isFinite(point[0]) && Number.isFinite(point[1]);
  const bad = strokes.findIndex((stroke) => !Array.isArray(stroke) || !stroke.every(isPoint));
  if (bad >= 0) throw new Error(`Stroke ${bad} is no list of points [x, y], each two finite numbers.`);
  const every = (list, step) => list.filter((_, index) => index % step === 0);
  const excess = Math.floor(sum(strokes.map((stroke) => stroke.length)) / MOST_POINTS) + 1;
  if (excess > 1) {
    // Whole strokes are left out only where there are far too many of them.
    strokes = every(strokes, Math.floor(strokes.length / MOST_POINTS) + 1);
    strokes = strokes.map((stroke) => every(stroke, excess));
  }
  return strokes.filter((stroke) => stroke.length > 0);
}

function boxAround(points) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (const point of points) {
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis], point[axis]);
      high[axis] = Math.max(high[axis], point[axis]);
    }
  }
  return { low, high, side: Math.max(high[0] - low[0], high[1] - low[1]) };
}

// Leave out strokes that are hardly more than a dot and lie far from all others.
function withoutStrays(strokes) {
  for (const [size, distance] of STRAYS) {
    const boxes = strokes.map(boxAround);
    const largest = Math.max(...boxes.map(({ side }) => side));
    const drawn = boxes.filter(({ side }) => side > size * largest);
    if (drawn.length === 0) continue;
    const all = boxAround(drawn.flatMap(({ low, high }) => [low, high]));
    const gap = ({ low, high }) =>
      Math.max(...[0, 1].map((axis) => Math.max(low[axis] - all.high[axis], all.low[axis] - high[axis])));
    strokes = strokes.filter((_, n) => gap(boxes[n]) <= distance * all.side);
  }
  return strokes;
}

// Scale strokes to a longer side of `size` and move their box to the middle of the frame.
function fitIntoBox(strokes, size) {
  const { low, high, side } = boxAround(strokes.flat());
  const largest = Math.max(...low.map(Math.abs), ...high.map(Math.abs));
  const scale = side > 1e-9 * largest ? size / side : 0; // A dot stays a dot.
  const place = (value, axis) => (value - (low[axis] + high[axis]) / 2) * scale + FRAME / 2;
  return strokes.map((stroke) => stroke.map((point) => point.map(place)));
}

function frameStrokes(strokes) {
  if (strokes.length === 0) return new Uint8Array(FRAME * FRAME);
  const ink = drawInk(fitIntoBox(withoutStrays(strokes), BOX - PEN), PEN);
  return averageDown(ink, ...shiftToMiddle(ink));
}

function squeezeStrokes(strokes, width) {
  const scale = FRAME / PAPER;
  const small = strokes.map((stroke) => stroke.map(([x, y]) => [x * scale, y * scale]));
  return averageDown(drawInk(small, width * scale), 0, 0);
}

// The ink, exactly as Pillow draws it: whole pixels, 0 or 255.

// Round as Python does: a half goes to the even number.
function round(value) {
  const near = Math.round(value);
  return near - value === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

function drawInk(strokes, pen) {
  const ink = new Uint8Array(LARGE * LARGE);
  const radius = (pen * OVERSAMPLING) / 2;
  const whole = (value) => Math.min(1e6, Math.max(-1e6, round(value * OVERSAMPLING - 0.5)));
  for (const stroke of strokes) {
    stroke.map((point) => point.map(whole)).forEach((point, n, points) => {
      const last = points[n - 1];
      if (point[0] === last?.[0] && point[1] === last[1]) return;
      if (last) drawSegment(ink, ...[last, point].sort((a, b) => a[0] - b[0] || a[1] - b[1]), radius);
      drawDisc(ink, point, radius);
    });
  }
  return ink;
}

function fillRow(ink, y, left, right) {
  const within = (x) => y * LARGE + Math.min(LARGE, Math.max(0, x));
  if (y >= 0 && y < LARGE) ink.fill(255, within(left), within(right + 1));
}

// Fill the rectangle that the pen sweeps between two points, the left one first.
function drawSegment(ink, [x0, y0], [x1, y1], radius) {
  const scale = radius / Math.hypot(x1 - x0, y1 - y0);
  const [across, down] = [-(y1 - y0) * scale, (x1 - x0) * scale];
  const [one, other] = [[x0 + across, y0 + down], [x1 + across, y1 + down]];
  const corners = [one, other, [x1 - across, y1 - down], [x0 - across, y0 - down]]
    .map((corner) => corner.map(Math.trunc));
  const { low, high } = boxAround(corners);
  const f32 = Math.fround; // Pillow computes so here.
  for (let y = Math.max(0, low[1]); y <= Math.min(LARGE - 1, high[1]); y++) {
    const crossings = corners.flatMap(([ax, ay], n) => {
      const [bx, by] = corners[(n + 1) % 4];
      if (y < Math.min(ay, by) || y > Math.max(ay, by)) return [];
      return ay === by ? [ax, bx] : [f32(f32((y - ay) * f32((bx - ax) / (by - ay))) + ax)];
    });
    fillRow(ink, y, Math.floor(Math.min(...crossings) + 0.5), Math.ceil(Math.max(...crossings) - 0.5));
  }
}

// From the right end of an ellipse up to its top, always to the next pixel that is nearest to the
// curve; all is measured in half pixels from the centre.
function drawDisc(ink, [x, y], radius) {
  const [left, top, right, bottom] = [x - radius, y - radius, x + radius, y + radius].map(Math.trunc);
  const [a, b] = [right - left, bottom - top];
  const error = ([px, py]) => Math.abs(a * a * py * py + b * b * px * px - a * a * b * b);
  for (let [px, py, filled] = [a, b % 2, -1]; py <= b; ) {
    if (py !== filled) {
      const row = [(left + right - px) / 2, (left + right + px) / 2];
      for (const end of [py, -py]) fillRow(ink, (top + bottom + end) / 2, ...row);
    }
    filled = py;
    const next = px > 1 ? [[px, py + 2], [px - 2, py + 2], [px - 2, py]] : [[px, py + 2]];
    [px, py] = next.reduce((best, place) => (error(place) < error(best) ? place : best));
  }
}

// Return how far to shift ink, down and right, so that its centre of mass is where MNIST has it;
// none of the ink leaves the frame.
function shiftToMiddle(ink) {
  const masses = [new Float64Array(LARGE), new Float64Array(LARGE)];
  ink.forEach((level, place) => {
    masses[0][Math.floor(place / LARGE)] += level;
    masses[1][place % LARGE] += level;
  });
  const middle = (LARGE + OVERSAMPLING - 1) / 2;
  return masses.map((mass) => {
    const centre = sum(mass.map((level, place) => level * place)) / sum(mass);
    const inked = [...mass.keys()].filter((place) => mass[place] > 0);
    return Math.min(LARGE - 1 - inked[inked.length - 1], Math.max(-inked[0], round(middle - centre)));
  });
}

// Average blocks of ink down to the frame, shifted on the way.
function averageDown(ink, down, right) {
  const sums = new Float64Array(FRAME * FRAME);
  ink.forEach((level, place) => {
    if (level === 0) return;
    const [y, x] = [Math.floor(place / LARGE) + down, (place % LARGE) + right];
    sums[Math.floor(y / OVERSAMPLING) * FRAME + Math.floor(x / OVERSAMPLING)] += level;
  });
  return Uint8Array.from(sums, (level) => round(level / OVERSAMPLING ** 2));
}

// The network.

function decodeLayers({ layers, weights }) {
  const numbers = decodeHalves(atob(weights));
  let place = 0;
  const take = (count) => numbers.subarray(place, (place += count));
  return layers.map((layer) => ({
    ...layer,
    kernel: take(layer.shape.reduce((product, size) => product * size)),
    bias: take(layer.shape[layer.shape.length - 1]),
  }));
}

// Return half-precision floats as float32. With the bits moved to where a float32 has them, only
// the exponent is wrong, by 112.
function decodeHalves(bytes) {
  const bits = new Uint32Array(bytes.length / 2);
  for (let n = 0; n < bits.length; n++) {
    const half = bytes.charCodeAt(2 * n) | (bytes.charCodeAt(2 * n + 1) << 8);
    bits[n] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
  }
  return new Float32Array(bits.buffer).map((number) => number * 2 ** 112);
}

// Convolve, keep the largest of each block of `pool` by `pool`, add the bias, rectify. Values are
// ordered as in Keras: row, column, channel. A dense layer is one patch of all values.
function run({ kind, shape, padding, pool, kernel, bias }, { data, height, width }) {
  const [rows, columns] = kind === "dense" ? [height, width] : shape;
  const [channels, filters] = [data.length / (height * width), bias.length];
  const [above, left] = padding === "same" ? [(rows - 1) >> 1, (columns - 1) >> 1] : [0, 0];
  const cut = padding === "same" ? [0, 0] : [rows - 1, columns - 1];
  const [high, wide] = [Math.floor((height - cut[0]) / pool), Math.floor((width - cut[1]) / pool)];
  const out = new Float32Array(high * wide * filters).fill(-Infinity);
  const values = new Float32Array(rows * columns * channels), starts = new Int32Array(values.length);
  const sums = new Float32Array(filters);

  // Collect what is not 0 in a patch, which is half of it, and where its weights begin.
  function collect(top, side) {
    let count = 0;
    for (let row = Math.max(0, -top); row < Math.min(rows, height - top); row++) {
      for (let column = Math.max(0, -side); column < Math.min(columns, width - side); column++) {
        const from = ((top + row) * width + side + column) * channels;
        const to = (row * columns + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          if (data[from + channel] === 0) continue;
          values[count] = data[from + channel];
          starts[count++] = (to + channel) * filters;
        }
      }
    }
    return count;
  }

  for (let y = 0; y < high * pool; y++) {
    for (let x = 0; x < wide * pool; x++) {
      const count = collect(y - above, x - left);
      const start = (Math.floor(y / pool) * wide + Math.floor(x / pool)) * filters;
      // Four filters at a time, three times as fast as one; those beyond the last go nowhere.
      for (let n = 0; n < filters; n += 4) {
        let a = 0, b = 0, c = 0, d = 0;
        for (let i = 0; i < count; i++) {
          const value = values[i], weight = starts[i] + n;
          a += value * kernel[weight];
          b += value * kernel[weight + 1];
          c += value * kernel[weight + 2];
          d += value * kernel[weight + 3];
        }
        [sums[n], sums[n + 1], sums[n + 2], sums[n + 3]] = [a, b, c, d];
      }
      for (let n = 0; n < filters; n++) out[start + n] = Math.max(out[start + n], sums[n]);
    }
  }
  const rectify = kind === "dense" ? (value) => value : (value) => Math.max(0, value);
  return { data: out.map((value, i) => rectify(value + bias[i % filters])), height: high, width: wide };
}

function softmax(logits) {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  return powers.map((power) => power / sum(powers));
}
