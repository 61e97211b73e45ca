/**
 * A published run as the explorer uses it: nodes by id, and circles of the base clusters laid out so that they do not
 * cover each other.
 */
export function model(tree, places) {
  const at = new Map(places.map((place) => [place.id, place]));
  const nodes = new Map();
  const visit = (node, parent, group) => {
    const place = at.get(node.id) ?? { x: 0, y: 0 };
    const own = { ...node, parent, group: group ?? node.id, x: place.x, y: place.y, rating: place.rating };
    nodes.set(node.id, own);
    own.children = collapsed(node).map((child) => visit(child, own, own.group));
    return own;
  };
  const top = collapsed({ children: tree.clusters }).map((node) => visit(node, null, null));
  const base = [...nodes.values()].filter((node) => !node.children.length);
  circles(base);
  const height = Math.max(0, ...[...nodes.values()].map((node) => node.level));
  for (const node of [...top]) middle(node);
  const groups = [...top].sort((a, b) => b.conversations - a.conversations);
  return { tree, nodes, top, base, groups, height };
}

/** A chain of single children is its last link. */
function collapsed(node) {
  return node.children.map((child) => {
    let last = child;
    while (last.children.length === 1) last = last.children[0];
    return last;
  });
}

/** Gives each parent the place of its circles' common middle, by size. */
function middle(node) {
  if (!node.children.length) return [node.cx, node.cy, node.conversations];
  let x = 0;
  let y = 0;
  let weight = 0;
  for (const child of node.children) {
    const [cx, cy, n] = middle(child);
    x += cx * n;
    y += cy * n;
    weight += n;
  }
  node.cx = x / (weight || 1);
  node.cy = y / (weight || 1);
  return [node.cx, node.cy, weight];
}

const COVERED = 0.3;
/** So much work may be spent on moving circles apart; many circles get fewer rounds. */
const WORK = 120000;

/** Area ~ conversations; circles that cover each other are moved apart, in a fixed order: the same data, the same map. */
function circles(base) {
  const n = base.length;
  if (!n) return;
  const low = (f) => base.reduce((m, node) => Math.min(m, f(node)), Infinity);
  const high = (f) => base.reduce((m, node) => Math.max(m, f(node)), -Infinity);
  const minX = low((node) => node.x);
  const minY = low((node) => node.y);
  const span = Math.max(high((node) => node.x) - minX, high((node) => node.y) - minY) || 1;
  const total = base.reduce((sum, node) => sum + node.conversations, 0) || 1;
  const x = Float64Array.from(base, (node) => (node.x - minX) / span);
  const y = Float64Array.from(base, (node) => (node.y - minY) / span);
  const r = Float64Array.from(base, (node) => Math.sqrt((COVERED * node.conversations) / total / Math.PI));
  spread({ x, y, r, gap: 0.15 * Math.sqrt(COVERED / Math.PI / n) }, Math.max(8, Math.min(80, Math.round(WORK / n))));
  base.forEach((node, i) => Object.assign(node, { cx: x[i], cy: y[i], r: r[i] }));
}

/** Looks only at circles of neighboring cells; the few that are wider than a cell look farther. */
function spread({ x, y, r, gap }, rounds) {
  const n = x.length;
  const sorted = Float64Array.from(r).sort();
  const cell = 2 * sorted[Math.floor(0.9 * (n - 1))] + gap;
  const widest = sorted[n - 1];
  const next = new Int32Array(n);
  for (let round = 0; round < rounds; round++) {
    const heads = new Map();
    for (let i = n - 1; i >= 0; i--) {
      const key = Math.floor(x[i] / cell) * 100003 + Math.floor(y[i] / cell);
      next[i] = heads.get(key) ?? -1;
      heads.set(key, i);
    }
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const reach = r[i] + gap > cell / 2 ? Math.ceil((r[i] + widest + gap) / cell) : 1;
      const gx = Math.floor(x[i] / cell);
      const gy = Math.floor(y[i] / cell);
      for (let dx = -reach; dx <= reach; dx++) {
        for (let dy = -reach; dy <= reach; dy++) {
          for (let j = heads.get((gx + dx) * 100003 + gy + dy) ?? -1; j >= 0; j = next[j]) {
            // of two circles of a cell's width the first looks; a wider one always does
            if (j > i || (reach > 1 && r[j] < r[i])) moved += apart(x, y, r, gap, i, j);
          }
        }
      }
    }
    if (moved < 1e-4) return;
  }
}

function apart(x, y, r, gap, i, j) {
  if (i === j) return 0;
  const wanted = r[i] + r[j] + gap;
  let dx = x[j] - x[i];
  let dy = y[j] - y[i];
  const square = dx * dx + dy * dy;
  if (square >= wanted * wanted) return 0;
  let distance = Math.sqrt(square);
  const push = wanted - distance;
  if (distance < 1e-9) {
    dx = Math.cos(i - j);
    dy = Math.sin(i - j);
    distance = 1;
  }
  const heavy = (r[i] * r[i]) / (r[i] * r[i] + r[j] * r[j]);
  x[i] -= (dx / distance) * push * (1 - heavy);
  y[i] -= (dy / distance) * push * (1 - heavy);
  x[j] += (dx / distance) * push * heavy;
  y[j] += (dy / distance) * push * heavy;
  return push;
}

/** Every base circle under a node. */
export function under(node) {
  return node.children.length ? node.children.flatMap(under) : [node];
}
