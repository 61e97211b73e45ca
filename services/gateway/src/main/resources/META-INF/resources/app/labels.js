import { under } from './model.js';

const SIZE = { 1: 13, 2: 12, 3: 11 };
const WIDTH = { 1: 165, 2: 140, 3: 112 };
/** In a window that is less wide or high all names are as small as a circle's. */
const NARROW = 480;
/** What it costs to cover a circle of the own group, where another's costs 1. */
const OWN = 0.2;
/** Among more circles than this a name stands only on its own circle. */
const MANY = 1200;

/** The height of letters: of a group by its level, of a circle by the room in it. */
function size({ node, rank }, { w, h, scale }) {
  if (rank === 3) return Math.max(SIZE[3], Math.min(SIZE[1] + 1, Math.round((node.r * scale) / 4)));
  return Math.min(w, h) < NARROW ? SIZE[3] : SIZE[rank];
}

const covers = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * Writes names beside or into what they name, the first of the list first; one that would cover another is left out.
 * A circle's name stands inside where it fits, else under, over or beside it; a group's over or under its ground.
 */
export function label(pen, scene) {
  const circles = inSight(scene);
  const taken = [];
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const one of scene.wanted) {
    one.size = size(one, scene);
    pen.font = `${one.rank < 3 || one.always ? 600 : 400} ${one.size}px ${scene.font}`;
    const places = one.rank === 3 ? besideCircle(pen, one, scene) : besideGroup(pen, one, scene);
    const place = best(places, { one, taken, circles, scene });
    if (!place) continue;
    taken.push(place.box);
    write(pen, place, one, scene);
  }
  pen.globalAlpha = 1;
}

function inSight({ base, at, scale, w, h }) {
  const seen = [];
  for (const node of base) {
    const [x, y] = at(node);
    const r = node.r * scale;
    if (r > 2 && x + r > 0 && y + r > 0 && x - r < w && y - r < h) seen.push({ node, x, y, r });
  }
  return seen;
}

function besideCircle(pen, { node, rank, size }, scene) {
  const { at, scale, w, h } = scene;
  const [x, y] = at(node);
  const r = node.r * scale;
  if (x + r < -60 || y + r < -20 || x - r > w + 60 || y - r > h + 20) return [];
  const line = size + 2;
  const places = [];
  const inside = r > 14 ? inscribed(pen, node.name, r, line) : null;
  if (inside) places.push(placed(pen, inside, line, { x, y, inside: true }));
  const lines = balanced(pen, node.name, size === SIZE[3] ? WIDTH[3] : WIDTH[rank], 2);
  const half = widest(pen, lines) / 2;
  const tall = (lines.length * line) / 2;
  for (const [dx, dy] of [[0, r + tall + 2], [0, -r - tall - 2], [r + half + 5, 0], [-r - half - 5, 0]]) {
    places.push(placed(pen, lines, line, { x: x + dx, y: y + dy }));
  }
  return places;
}

function besideGroup(pen, { node, rank, size, always }, scene) {
  const { at, scale, w, h } = scene;
  const members = under(node).map((leaf) => {
    const [x, y] = at(leaf);
    return { x, y, r: leaf.r * scale };
  });
  const low = (f) => members.reduce((m, one) => Math.min(m, f(one)), Infinity);
  const high = (f) => members.reduce((m, one) => Math.max(m, f(one)), -Infinity);
  const [left, right] = [low((m) => m.x - m.r), high((m) => m.x + m.r)];
  if (right < 0 || left > w || high((m) => m.y + m.r) < 0 || low((m) => m.y - m.r) > h) return [];
  const line = size + 2;
  const [cx, cy] = at(node);
  const lines = balanced(pen, node.name, size === SIZE[3] ? WIDTH[3] : WIDTH[rank], 2);
  const half = widest(pen, lines) / 2;
  const tall = (lines.length * line) / 2;
  // the selected ground has a line around it, which the name must not cross
  const off = always ? scene.grow * scale + 5 : 4;
  const places = [];
  for (const x of [0, 0.3, -0.3, 0.6, -0.6, 0.9, -0.9].map((part) => cx + part * (part < 0 ? cx - left : right - cx))) {
    const near = members.filter((m) => Math.abs(m.x - x) < m.r + half);
    if (!near.length) continue;
    const over = near.reduce((m, one) => Math.min(m, one.y - one.r), Infinity);
    const below = near.reduce((m, one) => Math.max(m, one.y + one.r), -Infinity);
    places.push(placed(pen, lines, line, { x, y: over - tall - off }), placed(pen, lines, line, { x, y: below + tall + off }));
  }
  places.push(placed(pen, lines, line, { x: cx, y: cy }));
  return places;
}

/** A name in lines that fit into a circle, each as wide as the circle is at its height; null where none do. */
function inscribed(pen, name, r, line) {
  for (const part of [0.95, 0.85, 0.7, 0.55]) {
    const lines = wrap(pen, name, 2 * r * part, 4, { whole: true });
    if (lines.cut) return null;
    const fits = lines.every((text, i) => {
      const off = Math.abs(i - (lines.length - 1) / 2) * line + line / 3;
      return off < r && pen.measureText(text).width <= 2 * Math.sqrt(r * r - off * off) - 3;
    });
    if (fits) return lines;
  }
  return null;
}

/** A name in as few lines as it takes, of about the same width. */
function balanced(pen, name, width, most) {
  const lines = wrap(pen, name, width, most);
  if (lines.length < 2 || lines.cut) return lines;
  const even = pen.measureText(name).width / lines.length;
  for (const part of [1.02, 1.12, 1.25, 1.4]) {
    const narrow = wrap(pen, name, Math.min(width, even * part), most);
    if (!narrow.cut && narrow.length === lines.length) return narrow;
  }
  return lines;
}

const widest = (pen, lines) => Math.max(...lines.map((line) => pen.measureText(line).width));

function placed(pen, lines, line, { x, y, inside = false }) {
  const half = widest(pen, lines) / 2;
  const tall = (lines.length * line) / 2;
  return { lines, line, x, y, inside, box: [x - half - 2, y - tall, x + half + 2, y + tall] };
}

/** The place that covers least; none that covers another name, and a circle's name covers no other circle. */
function best(places, { one, taken, circles, scene }) {
  let found = null;
  for (const place of places) {
    const [left, top, right, bottom] = place.box;
    if (!place.inside && (left < 0 || top < 0 || right > scene.w || bottom > scene.h)) continue;
    if (taken.some((other) => covers(place.box, other))) continue;
    if (place.inside) return place;
    if (one.rank === 3 && circles.length > MANY && !one.always) continue;
    const cost = covered(place.box, circles, one);
    if (cost === 0) return place;
    const most = one.always || one.rank === 1 ? Infinity : one.rank === 2 ? 0.25 * (right - left) * (bottom - top) : 0;
    if (cost <= most && (!found || cost < found.cost)) found = { ...place, cost };
  }
  if (found || !one.always || !places.length) return found;
  return kept(places[places.length - 1], scene);
}

/** A place moved into the window. */
function kept(place, { w, h }) {
  const [left, top, right, bottom] = place.box;
  const dx = Math.max(4 - left, Math.min(0, w - 4 - right));
  const dy = Math.max(4 - top, Math.min(0, h - 4 - bottom));
  return { ...place, x: place.x + dx, y: place.y + dy, box: [left + dx, top + dy, right + dx, bottom + dy] };
}

/** How much of the circles a box lies on; a group's name may rather lie on its own. */
function covered([left, top, right, bottom], circles, { node: own, rank, always }) {
  let sum = 0;
  for (const { node, x, y, r } of circles) {
    const dx = Math.max(left - x, 0, x - right);
    const dy = Math.max(top - y, 0, y - bottom);
    if (dx * dx + dy * dy >= r * r) continue;
    if (node === own) continue;
    const width = Math.min(right, x + r) - Math.max(left, x - r);
    const height = Math.min(bottom, y + r) - Math.max(top, y - r);
    sum += Math.max(1, width * height) * (rank === 1 && node.group === own.id && !always ? OWN : 1);
  }
  return sum;
}

function write(pen, { lines, line, x, y, inside }, one, { ground, clear }) {
  pen.globalAlpha = one.alpha;
  pen.strokeStyle = ground;
  pen.fillStyle = one.ink;
  pen.lineWidth = one.rank === 3 ? 2.5 : 3.5;
  lines.forEach((text, i) => {
    const at = y + (i - (lines.length - 1) / 2) * line;
    if (!inside || !clear) pen.strokeText(text, x, at);
    pen.fillText(text, x, at);
  });
}

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';
const PARTS = new RegExp(`(?:[${CJK}]|[^\\s${CJK}]+)\\s*`, 'gu');

/** A word that is wider than a line, in as many pieces as it takes. */
function pieces(pen, word, width) {
  const wide = pen.measureText(word.trimEnd()).width;
  if (wide <= width) return [word];
  const letters = [...word];
  const most = Math.max(1, Math.floor((letters.length * width) / wide));
  return letters.length <= most ? [word] : [letters.slice(0, most).join(''), ...pieces(pen, letters.slice(most).join(''), width)];
}

/**
 * A name in lines of at most this width; what does not fit ends in an ellipsis. Words break only where they must, unless
 * they are to stay whole; scripts without spaces break anywhere.
 */
function wrap(pen, name, width, most, { whole = false } = {}) {
  const lines = [];
  let line = '';
  const words = name.match(PARTS) ?? [name];
  for (const part of whole ? words : words.flatMap((word) => pieces(pen, word, width))) {
    if (line && pen.measureText(line + part.trimEnd()).width > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  if (line) lines.push(line.trimEnd());
  const shown = lines.slice(0, most);
  shown.cut = lines.length > most;
  if (shown.cut) shown[most - 1] = `${shown[most - 1].replace(/[,;:、，]$/u, '')} …`;
  return shown;
}
