"use strict";
const COLORS = ["--a", "--b", "--c", "--d", "--e", "--f", "--g", "--h"];
const color = i => `var(${COLORS[i % COLORS.length]})`;
const text = s => document.createTextNode(s);

/** An HTML element; attributes, then children (strings become text, so no data is ever markup). */
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes || {})) e.setAttribute(k, v);
  for (const c of children.flat()) if (c !== null && c !== undefined) e.append(c instanceof Node ? c : text(String(c)));
  return e;
}

function svg(tag, attributes, ...children) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [k, v] of Object.entries(attributes || {})) e.setAttribute(k, v);
  for (const c of children.flat()) if (c !== null && c !== undefined) e.append(c instanceof Node ? c : text(String(c)));
  return e;
}

const tip = s => svg("title", {}, s);
const number = x => typeof x === "number" ? x : Number(x === "NaN" ? NaN : x === "Infinity" ? Infinity : x === "-Infinity" ? -Infinity : x);

function short(x) {
  if (!isFinite(x)) return x > 0 ? "∞" : x < 0 ? "−∞" : "?";
  if (x === 0) return "0";
  const a = Math.abs(x);
  if (a < 1e5 && a >= 1e-3) return String(Number(x.toPrecision(3))).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(1).split("e");
  return `${mantissa.replace("-", "−").replace(".0", "")}·10${raised(Number(exponent))}`;
}
/** A whole number as an exponent. */
const raised = n => [...String(n)].map(c => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");
const cut = (s, most) => s.length > most ? s.slice(0, most - 1) + "…" : s;
function bytes(n) {
  const units = ["B", "kB", "MB", "GB"];
  let u = 0;
  while (n >= 1000 && u < 3) { n /= 1000; u++; }
  return (u === 0 ? n : n.toPrecision(3)) + " " + units[u];
}
function seconds(s) {
  if (s >= 1) return Number(s.toPrecision(3)) + " s";
  if (s >= 1e-3) return Number((s * 1e3).toPrecision(3)) + " ms";
  return Number((s * 1e6).toPrecision(3)) + " µs";
}
const bits = e => e > 0 ? (-Math.log2(e)).toFixed(1) + " bits" : "exact";

/** Round numbers that cover an interval. */
function ticks(lo, hi, count, whole) {
  if (!(hi > lo)) return [lo];
  const raw = Math.max((hi - lo) / count, whole ? 1 : 0);
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= raw);
  const out = [];
  for (let t = Math.ceil(lo / step - 1e-9) * step; t <= hi + step * 1e-9; t += step) out.push(Math.abs(t) < step * 1e-9 ? 0 : t);
  return out;
}

/**
 * A frame with axes. Returns {root, x, y}: the scales map data to the frame.
 * options: width, height, x: [lo, hi], y: [lo, hi], xLabel, yLabel, xTick, yTick, logX, logY, whole: y ticks are whole numbers
 */
function frame(o) {
  const w = o.width || 520, h = o.height || 240, left = o.left || 56, right = 24, top = 10, bottom = 38;
  const lx = o.logX ? Math.log10 : v => v, ly = o.logY ? Math.log10 : v => v;
  let [x0, x1] = o.x.map(lx), [y0, y1] = o.y.map(ly);
  if (x0 === x1) { x0 -= .5; x1 += .5; }
  if (y0 === y1) { y0 -= .5; y1 += .5; }
  const x = v => left + (lx(v) - x0) / (x1 - x0) * (w - left - right);
  const y = v => h - bottom - (ly(v) - y0) / (y1 - y0) * (h - top - bottom);
  const root = svg("svg", {viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", ...(o.class ? {class: o.class} : {})});
  const at = (lo, hi, log, n, whole) => log ? logTicks(lo, hi, n) : ticks(lo, hi, n, whole);
  for (const t of at(y0, y1, o.logY, o.yTicks || 5, o.whole)) {
    const v = o.logY ? Math.pow(10, t) : t;
    root.append(svg("line", {x1: left, x2: w - right, y1: y(v), y2: y(v), stroke: "var(--line)"}),
      svg("text", {x: left - 7, y: y(v) + 4, "text-anchor": "end"}, (o.yTick || short)(v)));
  }
  for (const t of at(x0, x1, o.logX, o.xTicks || 7)) {
    const v = o.logX ? Math.pow(10, t) : t;
    root.append(svg("line", {x1: x(v), x2: x(v), y1: h - bottom, y2: h - bottom + 4, stroke: "var(--soft)"}),
      svg("text", {x: x(v), y: h - bottom + 17, "text-anchor": "middle"}, (o.xTick || short)(v)));
  }
  root.append(svg("line", {x1: left, x2: w - right, y1: h - bottom, y2: h - bottom, stroke: "var(--soft)"}));
  if (o.xLabel) root.append(svg("text", {x: (left + w - right) / 2, y: h - 5, "text-anchor": "middle"}, o.xLabel));
  if (o.yLabel) root.append(svg("text", {x: 12, y: (h - bottom + top) / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${(h - bottom + top) / 2})`}, o.yLabel));
  return {root, x, y, left, right: w - right, top, bottom: h - bottom};
}
/** Logarithms of round numbers: powers of ten, and where they are few 2 and 5 between them, or round numbers all the way. */
function logTicks(lo, hi, count) {
  const of = mantissas => {
    const out = [];
    for (let t = Math.floor(lo); t <= hi; t++) mantissas.forEach(m => out.push(t + Math.log10(m)));
    return out.filter(t => t >= lo - 1e-9 && t <= hi + 1e-9);
  };
  if (hi - lo >= 2) {
    const step = Math.ceil((hi - lo) / count);
    return of([1]).filter(t => t % step === 0);
  }
  const out = of([1, 2, 5]);
  return out.length > 2 ? out : ticks(Math.pow(10, lo), Math.pow(10, hi), count).filter(v => v > 0).map(Math.log10);
}

/** A polyline over the points that are finite, broken where they are not. */
function path(f, xs, ys, stroke, width, dash) {
  let d = "", open = false;
  for (let i = 0; i < xs.length; i++) {
    if (!isFinite(ys[i])) { open = false; continue; }
    d += (open ? "L" : "M") + f.x(xs[i]).toFixed(1) + " " + f.y(ys[i]).toFixed(1);
    open = true;
  }
  return svg("path", {d, fill: "none", stroke, "stroke-width": width || 1.6, "stroke-linejoin": "round", ...(dash ? {"stroke-dasharray": dash} : {})});
}

function legend(entries) {
  return el("div", {class: "legend"}, entries.map(([name, c]) => el("span", {}, el("i", {style: `background:${c}`}), name)));
}

/** A table: head is a list of [title, numeric?]. */
function table(head, rows) {
  return el("div", {class: "scroll"}, el("table", head.length > 9 ? {class: "dense"} : {},
    head.some(([t]) => t) ? el("thead", {}, el("tr", {}, head.map(([t, n]) => el("th", n ? {class: "n"} : {}, t)))) : null,
    el("tbody", {}, rows.map(r => el("tr", {}, r.map((c, i) => el("td", head[i][1] ? {class: "n"} : {}, c)))))));
}

function tile(value, label) {
  return el("div", {class: "tile"}, el("b", {}, value), el("span", {}, label));
}
