const D = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");
document.title = D.model + " · Glovebox exploration";
const good = D.points.filter(p => !p.failure), failed = D.points.filter(p => p.failure);

/** What a point may be judged by. better: 1 = more is better, -1 = less. */
const MEASURES = {
  "latency, predicted": {value: p => p.predictedSeconds, better: -1, show: seconds, log: true},
  "latency, measured": {value: p => p.measured ? p.measured.seconds : NaN, better: -1, show: seconds, log: true},
  "throughput, predicted (samples/s)": {value: p => p.samplesPerSecond, better: 1, show: short, log: true},
  "server memory": {value: p => p.memoryBytes, better: -1, show: bytes, log: true},
  "evaluation keys": {value: p => p.keyBytes, better: -1, show: bytes, log: true},
  "precision, predicted (bits)": {value: p => p.predictedBits, better: 1, show: v => v.toFixed(1)},
  "precision, simulated (bits)": {value: p => p.simulatedBits, better: 1, show: v => v.toFixed(1)},
  "precision, measured (bits)": {value: p => p.measured ? p.measured.errorBits : NaN, better: 1, show: v => v.toFixed(1)},
  "security headroom (bits of QP)": {value: p => p.maxLogModulus - p.logModulus, better: 1, show: v => v.toFixed(0)},
  "depth": {value: p => p.depth, better: -1, show: short},
};
const value = (m, p) => number(MEASURES[m].value(p));
const usable = Object.keys(MEASURES).filter(m => good.some(p => isFinite(value(m, p))));

page.append(el("header", {}, el("h1", {}, D.model.split(".").slice(-2).join(".")), el("p", {}, el("code", {}, D.model), `: ${D.points.length} points, ${good.length} of them feasible at 128-bit security. Filled points are on the Pareto front of the two axes: no other point is at least as good in both and better in one.`)));

function front(points, mx, my) {
  const dominates = (q, p) => [mx, my].every(m => (value(m, q) - value(m, p)) * MEASURES[m].better >= 0) && [mx, my].some(m => (value(m, q) - value(m, p)) * MEASURES[m].better > 0);
  return points.filter(p => !points.some(q => dominates(q, p)));
}
const groups = ["rescale", "relinearize", "packing", "precisionBits", "scaleBits", "maxDegree", "digits", "logDegree"].filter(g => new Set(good.map(p => p[g])).size > 1);

function plot(mx, my, group) {
  const points = good.filter(p => isFinite(value(mx, p)) && isFinite(value(my, p)));
  if (!points.length) return el("p", {}, "No point has both figures.");
  const log = m => {
    const all = points.map(p => value(m, p));
    return MEASURES[m].log && Math.min(...all) > 0 && Math.max(...all) > 3 * Math.min(...all);
  };
  const range = m => {
    const lo = Math.min(...points.map(p => value(m, p))), hi = Math.max(...points.map(p => value(m, p)));
    if (log(m)) return [lo / 1.15, hi * 1.15];
    const pad = (hi - lo || Math.abs(hi) || 1) * .06;
    return [lo - pad, hi + pad];
  };
  const [x, y] = [range(mx), range(my)];
  const f = frame({width: 520, height: 330, left: 86, x, y, logX: log(mx), logY: log(my), xLabel: mx, yLabel: my, xTick: MEASURES[mx].show, yTick: MEASURES[my].show, xTicks: 5});
  const best = front(points, mx, my).sort((a, b) => value(mx, a) - value(mx, b));
  // The border of what the front attains: a staircase.
  const stairs = best.flatMap((p, i) => {
    const at = [value(mx, p), value(my, p)], next = best[i + 1];
    if (!next) return [at];
    return [at, MEASURES[mx].better < 0 ? [value(mx, next), at[1]] : [at[0], value(my, next)]];
  });
  f.root.append(path(f, stairs.map(s => s[0]), stairs.map(s => s[1]), "var(--soft)", 1, "4 3"));
  const names = group ? [...new Set(points.map(p => String(p[group])))] : [""];
  for (const p of points) {
    const c = color(names.indexOf(group ? String(p[group]) : ""));
    f.root.append(svg("circle", {cx: f.x(value(mx, p)), cy: f.y(value(my, p)), r: 4.5, stroke: c, "stroke-width": 1.6, fill: best.includes(p) ? c : "var(--paper)"}, tip(describe(p))));
  }
  return el("div", {}, group ? legend(names.map((n, i) => [`${group} ${n}`, color(i)])) : null, f.root);
}
function describe(p) {
  return `point ${D.points.indexOf(p) + 1}: ${p.packing.toLowerCase()}, rescale ${p.rescale}, relinearize ${p.relinearize}\nring 2${raised(p.logDegree)}, scale ${short(p.scaleBits)} bits, ${p.digits} digits, depth ${p.depth}\n` +
    `${seconds(p.predictedSeconds)} predicted${p.measured ? `, ${seconds(p.measured.seconds)} measured` : ""}\n${p.predictedBits.toFixed(1)} bits predicted, keys ${bytes(p.keyBytes)}, memory ${bytes(p.memoryBytes)}\n${p.command}`;
}

const grid = el("div", {class: "grid"});
const section = el("section", {}, el("h2", {}, "Pareto plots"), grid);
page.append(section);
const choose = (values, chosen) => { const s = el("select", {}, values.map(v => el("option", v === chosen ? {selected: ""} : {}, v))); return s; };
const wanted = [["latency, predicted", "precision, predicted (bits)"], ["latency, predicted", "evaluation keys"], ["latency, predicted", "server memory"], ["throughput, predicted (samples/s)", "server memory"], ["precision, predicted (bits)", "security headroom (bits of QP)"], ["latency, measured", "precision, measured (bits)"]];
for (const [mx, my] of wanted.filter(w => w.every(m => usable.includes(m)))) {
  const x = choose(usable, mx), y = choose(usable, my), g = choose(["", ...groups], groups[0] || "");
  const holder = el("div", {});
  const draw = () => holder.replaceChildren(plot(x.value, y.value, g.value));
  [x, y, g].forEach(s => s.addEventListener("change", draw));
  draw();
  grid.append(el("div", {}, el("div", {class: "legend"}, el("label", {}, "x ", x), el("label", {}, "y ", y), el("label", {}, "colour ", g)), holder));
}

const ran = good.some(p => p.measured);
const settings = [
  ["packing", false, p => p.packing.toLowerCase()], ["rescale", false, p => p.rescale], ["relinearize", false, p => p.relinearize],
  ["approximation", false, p => p.approximation], ["bits asked", true, p => p.precisionBits], ["degree at most", true, p => p.maxDegree],
  ["ring degree", true, p => "2" + raised(p.logDegree)], ["scale bits", true, p => short(p.scaleBits)], ["digits", true, p => p.digits],
  ["depth", true, p => p.depth], ["rotations", true, p => p.rotations],
];
const same = good.length > 1 ? settings.filter(c => new Set(good.map(c[2])).size === 1) : [];
const precise = x => isFinite(number(x)) ? number(x).toFixed(1) : "";
const figures = [
  ["time predicted", true, p => seconds(p.predictedSeconds)], ran && ["time measured", true, p => p.measured ? seconds(p.measured.seconds) : ""],
  good.some(p => p.samples > 1) && ["samples/s predicted", true, p => short(p.samplesPerSecond)],
  ["bits predicted", true, p => precise(p.predictedBits)], ["bits simulated", true, p => precise(p.simulatedBits)],
  ran && ["bits measured", true, p => p.measured ? precise(p.measured.errorBits) : ""],
  ["keys sent", true, p => bytes(p.keyBytes)], ["server memory", true, p => bytes(p.memoryBytes)],
  ["bits of QP spare", true, p => (p.maxLogModulus - p.logModulus).toFixed(0)],
].filter(Boolean);
const columns = [["point", true, p => D.points.indexOf(p) + 1], ...settings.filter(c => !same.includes(c)), ...figures];
const byTime = [...good].sort((a, b) => a.predictedSeconds - b.predictedSeconds);
if (good.length) page.append(el("section", {}, el("h2", {}, "All points"), el("p", {}, "The fastest first." + (same.length ? " The same in all: " + same.map(c => `${c[0]} ${c[2](good[0])}`).join(", ") + "." : "")),
  table(columns, byTime.map(p => columns.map(c => c[2](p))))));
if (failed.length) page.append(el("section", {}, el("h2", {}, "Not feasible"), table([["point", true], ["why", false]], failed.map(p => [D.points.indexOf(p) + 1, p.failure]))));
page.append(el("section", {}, el("h2", {}, "To make a point again"), el("p", {}, "One command each, to be run where the exploration was; a click selects it. Its files go into a folder of the point's own."),
  el("ol", {}, D.points.map(p => el("li", {}, el("code", {}, p.command))))));
page.append(el("footer", {}, "Made by Glovebox. This page holds all its data and asks the network for nothing."));
