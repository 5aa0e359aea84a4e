const R = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");
const P = R.parameters, T = R.totals;
document.title = R.name + " · Glovebox report";

page.append(el("header", {}, el("h1", {}, R.name),
  el("p", {}, R.model ? ["Circuit ", el("code", {}, R.circuitId.slice(0, 16)), " of ", el("code", {}, R.model), ". "] : "A circuit in textual form. ",
    `Rescaling ${R.rescale}, relinearisation ${R.relinearize}.`)));

page.append(el("div", {class: "tiles"},
  tile(seconds(T.predictedSeconds), "predicted per evaluation, " + T.backend),
  R.measured ? tile(seconds(R.measured.seconds), `measured (median), ${R.measured.backend}, ${threads(R.measured.threads)}`) : null,
  tile(R.precision.predictedBits === "NaN" ? "?" : R.precision.predictedBits.toFixed(1) + " bits", `precision predicted, ${R.precision.askedBits} asked`),
  R.measured ? tile(R.measured.errorBits.toFixed(1) + " bits", `precision measured on ${R.measured.samples} samples`) : null,
  tile(T.depth, "levels deep"),
  tile(T.products, "products of ciphertexts"),
  tile(T.rotations, "rotations, " + R.rotationKeys.length + " keys"),
  tile(bytes(T.keyBytes), "evaluation keys sent"),
  tile(bytes(T.memoryBytes), "server memory, predicted")));

function threads(n) { return n === 1 ? "one thread" : n + " threads"; }
function section(title, note, ...content) {
  page.append(el("section", {}, el("h2", {}, title), note ? el("p", {}, note) : null, ...content));
}

// Predicted against measured
(() => {
  const M = R.measured, predicted = number(R.precision.predictedBits);
  if (!M) return;
  const bars = (title, rows, note) => {
    const top = Math.max(...rows.map(r => r[1]), 1e-300), w = 500, label = 80, row = 28;
    const root = svg("svg", {viewBox: `0 0 ${w} ${rows.length * row}`, width: w, height: rows.length * row, role: "img"});
    rows.forEach(([name, value, shown, c], i) => {
      const y = i * row, width = Math.max((w - label - 90) * value / top, 2);
      root.append(svg("text", {x: label - 10, y: y + 18, "text-anchor": "end"}, name),
        svg("rect", {x: label, y: y + 4, width, height: row - 10, rx: 3, fill: c}),
        svg("text", {x: label + width + 8, y: y + 18, class: "strong"}, shown));
    });
    return el("div", {}, el("h3", {}, title), root, el("div", {class: "note"}, note));
  };
  const expected = number(M.predictedSeconds);
  const time = [["measured", M.seconds, seconds(M.seconds), "var(--a)"]];
  if (isFinite(expected)) time.unshift(["predicted", expected, seconds(expected), "var(--h)"]);
  const precision = [["asked", R.precision.askedBits, R.precision.askedBits + " bits", "var(--d)"],
    ["predicted", predicted, predicted.toFixed(1) + " bits", "var(--h)"],
    ["measured", number(M.errorBits), number(M.errorBits).toFixed(1) + " bits", "var(--a)"]];
  section("Predicted against measured", null, el("div", {class: "grid"},
    bars("Time of an evaluation", time, `${M.backend}, ${threads(M.threads)}` + (isFinite(expected) ? `; measured is ${(M.seconds / expected).toFixed(2)} times predicted` : "; no cost table ships for it")),
    bars("Precision of the results", precision, `the greatest error over ${M.samples} samples; longer is more exact`)));
})();

// Levels and scales over time
(() => {
  const steps = R.steps;
  let clock = 0;
  const start = steps.map(s => { const t = clock; clock += s.seconds; return t; });
  const maxLevel = Math.max(...steps.map(s => s.level), 1);
  const spent = {};
  steps.forEach(s => spent[s.operation] = (spent[s.operation] || 0) + s.seconds);
  const kinds = Object.keys(spent).sort((a, b) => spent[b] - spent[a]);
  const kind = new Map(kinds.map((k, i) => [k, i]));
  const hue = k => kind.get(k) < 7 ? color(kind.get(k)) : "var(--h)";
  const tick = t => t === 0 ? "0" : seconds(t);
  const f = frame({width: 1060, class: "wide", height: Math.min(90 + 26 * maxLevel, 420), x: [0, clock], y: [0, maxLevel + .8], yLabel: "level", xTick: tick, whole: true, yTicks: Math.min(maxLevel + 1, 12)});
  const scales = steps.map(s => s.scaleBits);
  const low = Math.floor(Math.min(...scales) / 10) * 10, high = Math.ceil(Math.max(...scales) / 10) * 10;
  const g = frame({width: 1060, class: "wide", height: 150, x: [0, clock], y: [low, high], xLabel: "predicted time of one evaluation, one operation after another", yLabel: "log₂ scale", xTick: tick, yTicks: 4});
  // Neighbours that look alike and would be thinner than a pixel become one bar.
  const least = .35;
  for (let i = 0; i < steps.length;) {
    const s = steps[i];
    let j = i + 1, time = s.seconds;
    while (j < steps.length && f.x(start[j] + steps[j].seconds) - f.x(start[i]) < least && steps[j].level === s.level) time += steps[j++].seconds;
    const x = f.x(start[i]), w = Math.max(f.x(start[i] + time) - x, .6);
    const rise = s.pending === 2 ? .72 : .36;
    const y = f.y(s.level + rise);
    const told = tip(`%${i}${j > i + 1 ? " to %" + (j - 1) : ""} ${s.operation}${s.line ? " · " + s.line : ""}\nlevel ${s.level}, scale of ${s.scaleBits.toFixed(1)} bits${s.pending === 2 ? ", rescaling due" : ""}${s.size === 3 ? ", three parts" : ""}\n${seconds(time)}${s.noise > 0 ? ", noise " + bits(s.noise) : ""}`);
    f.root.append(svg("rect", {x, width: w, y, height: Math.max(f.y(s.level) - y, 1.5), fill: hue(s.operation)}, told));
    g.root.append(svg("rect", {x, width: w, y: g.y(s.scaleBits) - 1.5, height: 3, fill: hue(s.operation)}, told.cloneNode(true)));
    i = j;
  }
  const more = kinds.slice(7);
  section("Levels and scales over time",
    `Each bar is one of ${steps.length} operations. It stands on its result's level, low at the canonical scale and high while a rescaling is due; below is the scale itself. Point at a bar for more.`,
    legend(kinds.slice(0, 7).map((k, i) => [`${k} ${seconds(spent[k])}`, color(i)]).concat(more.length ? [[`${more.length} others ${seconds(more.reduce((a, k) => a + spent[k], 0))}`, "var(--h)"]] : [])), el("div", {class: "scroll"}, f.root, g.root));
})();

// Cost by source line
(() => {
  const lines = R.lines.slice(0, 30);
  if (!lines.length) return;
  const row = 28, w = 1060, label = 250, right = 330, h = lines.length * row + 6;
  const max = Math.max(...lines.map(l => l.seconds), 1e-12);
  const root = svg("svg", {viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", class: "wide"});
  const errors = l => [l.approximationError > 0 ? "approximation " + bits(l.approximationError) : null, l.noise > 0 ? "noise " + bits(l.noise) : null].filter(Boolean);
  lines.forEach((l, i) => {
    const y = i * row + 4, width = Math.max((w - label - right) * l.seconds / max, 2);
    const operations = Object.entries(l.operations).sort((a, b) => b[1] - a[1]).map(([k, v]) => `${v} × ${k}`);
    root.append(svg("text", {x: label - 12, y: y + 14, "text-anchor": "end", class: "strong"}, cut(l.at || "(no line)", 36), tip(l.at + (l.method ? " in " + l.method : ""))),
      svg("rect", {x: label, y, width: w - label - right, height: row - 9, fill: "var(--wash)", rx: 3}),
      svg("rect", {x: label, y, width, height: row - 9, fill: "var(--a)", rx: 3}, tip(operations.join("\n"))),
      svg("text", {x: w - right + 12, y: y + 14, class: "strong"}, seconds(l.seconds)),
      svg("text", {x: w - right + 82, y: y + 14}, errors(l).join(", ") || cut(operations.slice(0, 2).join(", "), 38)));
  });
  section("Cost and noise by source line", "Predicted time of the operations that each line of the model became, the greatest error that its approximations add to a result, and what the noise of its operations alone makes of one: in bits, −log₂ of the error." + (R.lines.length > lines.length ? ` The dearest ${lines.length} of ${R.lines.length} lines.` : ""), el("div", {class: "scroll"}, root));
})();

// Approximations

/** Their difference, on a logarithmic axis where parts of it are far above the error that counts: a step between its sides. */
function difference(a, xs, errors) {
  const known = errors.filter(e => isFinite(e) && e > 0), top = Math.max(...known, a.error), log = top > 16 * a.error;
  const low = a.error / 16;
  const e = frame({width: 500, height: 120, left: 66, x: [a.domainLo, a.domainHi], y: log ? [low, top] : [0, top], logY: log, yTicks: log ? 3 : 2});
  e.root.append(path(e, xs, log ? errors.map(v => Math.max(v, low)) : errors, "var(--b)", 1.2),
    svg("line", {x1: e.left, x2: e.right, y1: e.y(a.error), y2: e.y(a.error), stroke: "var(--soft)", "stroke-dasharray": "4 3"}, tip("the error that counts")));
  return e.root;
}

if (R.approximations.length) {
  const shown = R.approximations.slice(0, 24);
  const plots = shown.map(a => {
    const xs = a.x.map(number), fs = a.function.map(number), ps = a.polynomial.map(number);
    const values = fs.concat(ps).filter(isFinite);
    const f = frame({width: 500, height: 220, left: 66, x: [a.domainLo, a.domainHi], y: [Math.min(...values), Math.max(...values)]});
    if (isFinite(a.lo) && isFinite(a.hi)) {
      const x0 = f.x(Math.max(a.lo, a.domainLo)), x1 = f.x(Math.min(a.hi, a.domainHi));
      f.root.append(svg("rect", {x: x0, width: Math.max(x1 - x0, 1), y: f.top, height: f.bottom - f.top, fill: "var(--d)", opacity: .13}, tip(`the data's range, ${short(a.lo)} to ${short(a.hi)}`)));
    }
    f.root.append(path(f, xs, fs, "var(--h)", 4.5), path(f, xs, ps, "var(--a)", 1.6));
    // A polynomial of the source differs from its Chebyshev form by rounding alone: nothing to plot.
    const exact = a.error < 1e-12 * Math.max(1, ...values.map(Math.abs));
    const told = exact ? "exact" : `error ${short(a.error)} (${bits(a.error)}), at the results ${short(a.errorAtResults)} (${bits(a.errorAtResults)})`;
    return el("div", {}, el("h3", {title: a.expression}, cut(a.expression, 48)), el("div", {class: "note"}, `${a.at ? a.at + ": " : ""}${a.method}, ${a.depth} level${a.depth === 1 ? "" : "s"}; ${told}`), f.root, exact ? null : difference(a, xs, xs.map((_, i) => Math.abs(ps[i] - fs[i]))));
  });
  section("Approximations", (R.approximations.length > shown.length ? `The first ${shown.length} of ${R.approximations.length}. ` : "") + "What each function became. The tinted band is where the model's data can lie; the dashed line is the greatest error there, beside steps outside the gap between their sides.",
    legend([["the function", "var(--h)"], ["the polynomial", "var(--a)"], ["their difference", "var(--b)"]]), el("div", {class: "grid"}, plots));
}

// Picture of the circuit: vertices in layers by depth, each layer ordered by where its operands are, long layers folded.
(() => {
  const V = R.graph;
  if (!V.length) return;
  const most = 300;
  if (V.length > most) {
    const kinds = {};
    V.forEach(v => { const k = kinds[v.operation] = kinds[v.operation] || {count: 0, size: 0}; k.count++; k.size += v.size; });
    section("The circuit", `Too large to draw: ${V.length} vectors in the tensor stage.`,
      table([["operation", false], ["vectors", true], ["elements", true]], Object.entries(kinds).sort((a, b) => b[1].count - a[1].count).map(([k, v]) => [k, v.count, v.size])));
    return;
  }
  const depth = [];
  V.forEach((v, i) => depth[i] = v.operands.length ? 1 + Math.max(...v.operands.map(o => depth[o])) : 0);
  const layers = [];
  V.forEach((v, i) => (layers[depth[i]] = layers[depth[i]] || []).push(i));
  const bw = 196, bh = 52, gx = 24, gy = 44, perRow = 5;
  const rows = [];
  const at = [];
  const w = Math.max(Math.min(perRow, Math.max(...layers.map(l => l.length))) * (bw + gx) + gx, 480);
  for (const layer of layers) {
    const centre = i => V[i].operands.length ? V[i].operands.reduce((s, o) => s + at[o][0], 0) / V[i].operands.length : 0;
    layer.sort((a, b) => centre(a) - centre(b) || a - b);
    for (let k = 0; k < layer.length; k += perRow) {
      const row = layer.slice(k, k + perRow), y = gy / 2 + rows.length * (bh + gy);
      row.forEach((i, c) => at[i] = [(w - row.length * (bw + gx) + gx) / 2 + c * (bw + gx), y]);
      rows.push(row);
    }
  }
  const h = rows.length * (bh + gy);
  const root = svg("svg", {viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", class: "picture"});
  V.forEach((v, i) => v.operands.forEach(o => {
    const [x0, y0] = [at[o][0] + bw / 2, at[o][1] + bh], [x1, y1] = [at[i][0] + bw / 2, at[i][1]];
    const bend = Math.max(gy * .6, (y1 - y0) * .35);
    root.append(svg("path", {d: `M${x0} ${y0}C${x0} ${y0 + bend} ${x1} ${y1 - bend} ${x1} ${y1 - 5}`, fill: "none", stroke: "var(--soft)", opacity: .55}),
      svg("path", {d: `M${x1 - 4} ${y1 - 7}L${x1} ${y1}L${x1 + 4} ${y1 - 7}Z`, fill: "var(--soft)", opacity: .8}));
  }));
  const kinds = ["input", "affine", "multiply", "polynomial", "apply"];
  V.forEach((v, i) => {
    const [x, y] = at[i], range = `[${short(number(v.lo))}, ${short(number(v.hi))}]`;
    root.append(svg("g", {}, tip(`%${i} ${v.operation} of ${v.size}${v.detail ? "\n" + v.detail : ""}\nin ${range}${v.at ? "\n" + v.at : ""}`),
      svg("rect", {x, y, width: bw, height: bh, rx: 8, fill: "var(--wash)", stroke: color(Math.max(kinds.indexOf(v.operation), 0)), "stroke-width": 1.6}),
      svg("text", {x: x + 10, y: y + 21, class: "strong"}, `${v.operation} · ${v.size}`),
      svg("text", {x: x + bw - 10, y: y + 21, "text-anchor": "end"}, cut(v.at.replace(/^.*:/, ":"), 8)),
      svg("text", {x: x + 10, y: y + 39}, cut(v.detail || range, 26))));
  });
  section("The circuit", "The tensor stage: vectors with their sizes, and the operations that make them; inputs on top, source lines on the right.", el("div", {class: "box"}, root));
})();

// Parameters
section("Parameters", null, table([["", false], ["", false]], [
  ["Ring degree", `2${raised(P.logDegree)} = ${2 ** P.logDegree}; ${P.slots} slots used of ${2 ** (P.logDegree - 1)}`],
  ["Levels", `${P.levelBits.length}, level 0 first: ` + runs(P.levelBits.map(l => l.join("+"))) + " bits"],
  ["Key switching", `${P.digits} digit${P.digits === 1 ? "" : "s"}, special primes ${runs(P.specialBits)} bits`],
  ["Scale at level 0", `${short(P.scaleBits)} bits`],
  ["Security", P.logModulus <= P.maxLogModulus
    ? `128 bits: log₂(QP) = ${P.logModulus.toFixed(1)} ≤ ${short(P.maxLogModulus)}`
    : el("span", {class: "warn"}, `below 128 bits: log₂(QP) = ${P.logModulus.toFixed(1)} > ${short(P.maxLogModulus)}`)],
  ["Ciphertexts", `${T.inputCiphertexts} in, ${T.outputCiphertexts} out`]]));

/** "40 × 7, 45": equal neighbours once. */
function runs(values) {
  const out = [];
  values.forEach(v => out.length && out.at(-1)[0] === v ? out.at(-1)[1]++ : out.push([v, 1]));
  return out.map(([v, n]) => n > 1 ? `${v} (${n} times)` : v).join(", ");
}

// Operations, rotations and keys
(() => {
  const spent = {};
  R.steps.forEach(s => spent[s.operation] = (spent[s.operation] || 0) + s.seconds);
  const all = Object.values(spent).reduce((a, b) => a + b, 0);
  section("Operations", "Predicted time of each kind, while nothing else runs.", table([["operation", false], ["times", true], ["together", true], ["share", true]],
    Object.entries(T.operations).sort((a, b) => spent[b[0]] - spent[a[0]]).map(([k, n]) => [k, n, seconds(spent[k]), (100 * spent[k] / all).toFixed(1) + " %"])));
})();
if (R.rotationKeys.length) section("Rotations and keys", "Every rotation needs a key of its own, made by the client for the highest level it is used at.",
  el("div", {class: "beside"}, columns(R.rotationKeys).map(keys => table([["steps", true], ["level", true], ["uses", true]], keys.map(k => [k.steps, k.level, k.uses])))));

/** Many short rows stand in up to four columns. */
function columns(rows) {
  const height = Math.max(Math.ceil(rows.length / 4), 8);
  return Array.from({length: Math.ceil(rows.length / height)}, (_, i) => rows.slice(i * height, (i + 1) * height));
}

page.append(el("footer", {}, "Made by Glovebox. This page holds all its data and asks the network for nothing."));
