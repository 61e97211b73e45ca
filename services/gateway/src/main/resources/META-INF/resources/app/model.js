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
  const grow = circles(top, base);
  for (const node of top) middle(node);
  const groups = [...top].sort((a, b) => b.conversations - a.conversations);
  return { tree, nodes, top, base, groups, grow };
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
/** How tightly circles fill the ground of their parent, gaps included. */
const FILL = 0.72;
/** The free width between groups, where there is one; among more it is less. */
const BORDER = 0.17;
/** The part of that width between parents of one group. */
const INNER = 0.3;
/** The part of the way to its middle that a circle goes in a round. */
const INWARD = 0.04;
/** So much work may be spent on moving circles apart; many circles get fewer rounds. */
const WORK = 80000;

const rounds = (n) => Math.max(8, Math.min(80, Math.round(WORK / n)));

/**
 * Area ~ conversations, place by meaning, and what has one parent lies together: the grounds of the top clusters are
 * moved apart, inside each the grounds of its children, down to the circles. In a fixed order: the same data, the same map.
 * Answers by how much the circles of a group grow into its ground.
 */
function circles(top, base) {
  const n = base.length;
  if (!n) return 0;
  const low = (f) => base.reduce((m, node) => Math.min(m, f(node)), Infinity);
  const high = (f) => base.reduce((m, node) => Math.max(m, f(node)), -Infinity);
  const minX = low((node) => node.x);
  const minY = low((node) => node.y);
  const span = Math.max(high((node) => node.x) - minX, high((node) => node.y) - minY) || 1;
  const total = base.reduce((sum, node) => sum + node.conversations, 0) || 1;
  const usual = Math.sqrt(COVERED / Math.PI / n);
  const gap = 0.15 * usual;
  const border = Math.min(0.06, BORDER / Math.sqrt(top.length), 3 * usual);
  for (const node of base) {
    node.cx = (node.x - minX) / span;
    node.cy = (node.y - minY) / span;
    node.r = Math.sqrt((COVERED * node.conversations) / total / Math.PI);
  }
  const whole = { cx: 0.5, cy: 0.5, children: top };
  ground(whole, gap);
  settle(whole, border);
  const all = columns(base);
  gather({ ...all, gap, border, group: indexes(base, (node) => node.group), kin: indexes(base, (node) => node.parent?.id ?? node.id) }, rounds(n));
  base.forEach((node, i) => Object.assign(node, { cx: all.x[i], cy: all.y[i] }));
  return gap / 2 + border / 3;
}

/** For each node the index of what it belongs to. */
function indexes(nodes, of) {
  const seen = new Map();
  return Int32Array.from(nodes, (node) => {
    if (!seen.has(of(node))) seen.set(of(node), seen.size);
    return seen.get(of(node));
  });
}

const columns = (nodes) => ({
  x: Float64Array.from(nodes, (node) => node.cx),
  y: Float64Array.from(nodes, (node) => node.cy),
  r: Float64Array.from(nodes, (node) => node.room ?? node.r),
});

/**
 * Draws circles toward the middle of those with the same parent, these toward the middle of their group, and groups toward
 * the middle of the map, as close as the gaps allow.
 */
function gather(all, most) {
  const { x, y, r, group, kin } = all;
  const one = new Int32Array(x.length);
  for (let round = 0; round < most; round++) {
    const [near, far, whole] = [kin, group, one].map((of) => middles(x, y, r, of));
    for (let i = 0; i < x.length; i++) {
      for (const [own, axis] of [[x, 'x'], [y, 'y']]) {
        const [a, b, c] = [near[axis][kin[i]], far[axis][group[i]], whole[axis][0]];
        own[i] += INWARD * (a - own[i]) + INWARD * (b - a) + (INWARD / 2) * (c - b);
      }
    }
    spread(all, 2);
  }
  spread(all, most);
}

/** The middle of the circles that belong together, by area. */
function middles(x, y, r, of) {
  const n = of.reduce((m, i) => Math.max(m, i), 0) + 1;
  const [mx, my, mass] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < of.length; i++) {
    const weight = r[i] * r[i];
    mx[of[i]] += x[i] * weight;
    my[of[i]] += y[i] * weight;
    mass[of[i]] += weight;
  }
  return { x: mx.map((sum, i) => sum / mass[i]), y: my.map((sum, i) => sum / mass[i]) };
}

/** The room that the circles under a node take, and their common middle. */
function ground(node, gap) {
  if (!node.children.length) {
    node.room = node.r;
    return (node.r + gap / 2) ** 2;
  }
  const areas = node.children.map((child) => ground(child, gap));
  const area = areas.reduce((a, b) => a + b, 0);
  node.cx = node.children.reduce((sum, child, i) => sum + child.cx * areas[i], 0) / area;
  node.cy = node.children.reduce((sum, child, i) => sum + child.cy * areas[i], 0) / area;
  node.room = Math.sqrt(area / FILL);
  return area;
}

/** Moves the children of a node, and all that is under them, into its ground. */
function settle(node, gap) {
  const { children } = node;
  if (!children.length) return;
  const all = columns(children);
  spread({ ...all, gap }, rounds(children.length));
  children.forEach((child, i) => {
    const [x, y] = [child.cx, child.cy];
    const far = under(child).reduce((m, leaf) => Math.max(m, Math.hypot(leaf.cx - x, leaf.cy - y)), 0);
    const scale = child.children.length && far > 0 ? child.room / far : 1;
    shift(child, (cx, cy) => [all.x[i] + (cx - x) * scale, all.y[i] + (cy - y) * scale]);
    settle(child, 0);
  });
}

function shift(node, move) {
  [node.cx, node.cy] = move(node.cx, node.cy);
  for (const child of node.children) shift(child, move);
}

/**
 * Circles that cover each other are moved apart; a border is left free between groups, and some of it between what has
 * other parents in a group. Looks only at circles of neighboring cells; the few that are wider than a cell look farther.
 */
function spread({ x, y, r, gap, border = 0, group = null, kin = null }, most) {
  const n = x.length;
  const sorted = Float64Array.from(r).sort();
  const free = gap + border;
  const wide = sorted[Math.floor(0.9 * (n - 1))];
  const cell = 2 * wide + free;
  const widest = sorted[n - 1];
  const next = new Int32Array(n);
  const between = (i, j) => (!group || kin[i] === kin[j] ? gap : gap + border * (group[i] === group[j] ? INNER : 1));
  for (let round = 0; round < most; round++) {
    const heads = new Map();
    for (let i = n - 1; i >= 0; i--) {
      const key = Math.floor(x[i] / cell) * 100003 + Math.floor(y[i] / cell);
      next[i] = heads.get(key) ?? -1;
      heads.set(key, i);
    }
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const reach = r[i] > wide ? Math.ceil((r[i] + widest + free) / cell) : 1;
      const gx = Math.floor(x[i] / cell);
      const gy = Math.floor(y[i] / cell);
      for (let dx = -reach; dx <= reach; dx++) {
        for (let dy = -reach; dy <= reach; dy++) {
          for (let j = heads.get((gx + dx) * 100003 + gy + dy) ?? -1; j >= 0; j = next[j]) {
            // of two circles of a cell's width the first looks; a wider one always does
            if (j > i || (reach > 1 && r[j] < r[i])) moved += apart(x, y, r, between(i, j), i, j);
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

/** Whether a name or description holds all words of a search. */
export function matching(q) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  return (node) => {
    const text = `${node.name} ${node.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** Every base circle under a node. */
export function under(node) {
  return node.children.length ? node.children.flatMap(under) : [node];
}
