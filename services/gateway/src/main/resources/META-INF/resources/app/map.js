import { html, nothing } from 'lit';
import { Part, parameter, set } from './base.js';
import { number, percent } from './format.js';
import { RATIOS, groupColor, groupCount, groupInk, isDark, look, noData, ratioColor, ratioScale, sizeBounds, sizeColor, sizeScale } from './colors.js';
import { under } from './model.js';

const NEAREST = 0.8;
const FARTHEST = 60;
/** From this zoom on the next level, and from this on the base is labelled; small runs are labelled at once. */
const NEXT_AT = 2;
const BASE_AT = 4;
const FEW = 90;
const LINE = 26;

/** The clusters as circles: area ~ conversations, place by meaning. Drawn on a canvas; reached by keys as well. */
class ClusterMap extends Part {
  static properties = { model: {}, selected: {}, color: {}, facet: {}, shares: {}, hovered: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.view = { x: 0.5, y: 0.5, z: 1 };
    this.size = { w: 0, h: 0 };
    this.pointers = new Map();
    this.redraw = () => this.schedule();
    this.dark = matchMedia('(prefers-color-scheme: dark)');
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('m-theme', this.redraw);
    this.dark.addEventListener('change', this.redraw);
    this.watcher = new ResizeObserver(([entry]) => {
      this.size = { w: entry.contentRect.width, h: entry.contentRect.height };
      this.schedule();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('m-theme', this.redraw);
    this.dark.removeEventListener('change', this.redraw);
    this.watcher.disconnect();
    clearTimeout(this.remembering);
    clearTimeout(this.resting);
  }

  firstUpdated() {
    const canvas = this.querySelector('canvas');
    this.watcher.observe(canvas);
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  willUpdate(changed) {
    if (changed.has('model') && this.model) {
      this.order = [...this.model.base].sort((a, b) => b.r - a.r);
      this.groupOf = new Map(this.model.groups.map((group, i) => [group.id, i]));
      this.bounds = sizeBounds(this.model.base);
      this.ground = this.grounds();
      this.fit();
      const seen = parameter('v').split(',').map(Number);
      if (seen.length === 3 && seen.every(Number.isFinite)) this.view = { x: seen[0], y: seen[1], z: clamp(seen[2]) };
    }
  }

  updated(changed) {
    if (changed.has('selected') && this.selected && this.model) this.reveal();
    this.schedule();
  }

  /** The world's middle, and how much of it fills the window. */
  fit() {
    const { base } = this.model;
    const low = (f) => Math.min(...base.map(f));
    const high = (f) => Math.max(...base.map(f));
    this.world = base.length
      ? { x0: low((n) => n.cx - n.r), x1: high((n) => n.cx + n.r), y0: low((n) => n.cy - n.r), y1: high((n) => n.cy + n.r) }
      : { x0: 0, x1: 1, y0: 0, y1: 1 };
    this.view = { x: (this.world.x0 + this.world.x1) / 2, y: (this.world.y0 + this.world.y1) / 2, z: 1 };
  }

  get scale() {
    const { x0, x1, y0, y1 } = this.world;
    return 0.9 * this.view.z * Math.min(this.size.w / (x1 - x0 || 1), (this.size.h - 2 * LINE) / (y1 - y0 || 1));
  }

  toScreen(x, y) {
    return [this.size.w / 2 + (x - this.view.x) * this.scale, this.size.h / 2 + (y - this.view.y) * this.scale];
  }

  toWorld(px, py) {
    return [this.view.x + (px - this.size.w / 2) / this.scale, this.view.y + (py - this.size.h / 2) / this.scale];
  }

  schedule() {
    if (this.pending || !this.model) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = null;
      this.draw();
    });
  }

  remember() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      const { x, y, z } = this.view;
      set({ v: z === 1 ? '' : `${x.toFixed(3)},${y.toFixed(3)},${z.toFixed(2)}` });
    }, 400);
  }

  /** Moves a selected circle into sight where it is not. */
  reveal() {
    const node = this.model.nodes.get(this.selected);
    if (!node || !this.size.w) return;
    const [px, py] = this.toScreen(node.cx, node.cy);
    if (px < 0 || py < 0 || px > this.size.w || py > this.size.h) {
      this.view = { ...this.view, x: node.cx, y: node.cy };
    }
  }

  fill(node) {
    if (this.color === 'size') return sizeColor(node.conversations, this.bounds);
    if (this.color === 'facet' && this.facet) return this.shares ? ratioColor(this.shares.by.get(node.id), this.shares.base) : null;
    return groupColor(this.groupOf.get(node.group) ?? groupCount);
  }

  draw() {
    const canvas = this.querySelector('canvas');
    const { w, h } = this.size;
    if (!canvas || !w || !h) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(h * ratio);
    }
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, w, h);
    look();
    const style = getComputedStyle(this);
    const ink = style.getPropertyValue('--ink').trim();
    const ground = style.getPropertyValue('--ground').trim();
    const s = this.scale;
    const chosen = this.model.nodes.get(this.selected);
    const lit = chosen ? new Set(under(chosen).map((node) => node.id)) : null;
    this.territories(pen);
    this.circles(pen, { s, lit, ground });
    if (chosen) this.ring(pen, under(chosen), ink);
    if (this.hovered && this.hovered !== chosen) this.ring(pen, [this.hovered], ink);
    this.labels(pen, { ink, ground, lit, font: style.fontFamily });
  }

  /** A group's ground: its circles grown until neighbors touch. Of circles that lie together one stands for all. */
  grounds() {
    const grow = Math.max(0.008, Math.min(0.03, 0.2 / Math.sqrt(this.model.base.length)));
    return this.model.groups.map((group) => {
      const cells = new Map();
      for (const node of under(group)) {
        const key = `${Math.floor(node.cx / grow)},${Math.floor(node.cy / grow)}`;
        if ((cells.get(key)?.r ?? 0) < node.r) cells.set(key, node);
      }
      return { id: group.id, members: [...cells.values()], grow };
    });
  }

  /**
   * All grounds are drawn opaque on a picture of their own, and laid under the map as one pale layer. The picture is wider
   * than the window and follows every move; it is drawn anew when the movement rests.
   */
  territories(pen) {
    const { w, h } = this.size;
    const key = `${this.color === 'parent'} ${isDark()} ${w} ${h}`;
    if (this.layer?.key !== key || this.layer.model !== this.model) this.layer = this.painted(key);
    const { view, picture, scale } = this.layer;
    const grown = this.scale / scale;
    const [px, py] = this.toScreen(view.x, view.y);
    pen.globalAlpha = isDark() ? 0.16 : 0.14;
    pen.drawImage(picture, px - w * grown, py - h * grown, 2 * w * grown, 2 * h * grown);
    pen.globalAlpha = 1;
    if (view.x !== this.view.x || view.y !== this.view.y || view.z !== this.view.z) {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        this.layer = null;
        this.schedule();
      }, 120);
    }
  }

  /** The picture of the grounds: twice the window in each direction, at half its resolution. */
  painted(key) {
    const { w, h } = this.size;
    const picture = document.createElement('canvas');
    picture.width = Math.ceil(w);
    picture.height = Math.ceil(h);
    const pen = picture.getContext('2d');
    const s = this.scale / 2;
    for (const { id, members, grow } of this.ground) {
      if (members.length < 2) continue;
      pen.fillStyle = this.color === 'parent' ? groupColor(this.groupOf.get(id)) : isDark() ? '#9aa8b6' : '#5b6b7b';
      for (const node of members) {
        const px = w / 2 + (node.cx - this.view.x) * s;
        const py = h / 2 + (node.cy - this.view.y) * s;
        const r = (node.r + grow) * s;
        if (px + r < 0 || py + r < 0 || px - r > w || py - r > h) continue;
        pen.beginPath();
        pen.arc(px, py, r, 0, 7);
        pen.fill();
      }
    }
    return { key, model: this.model, view: { ...this.view }, scale: this.scale, picture };
  }

  circles(pen, { s, lit, ground }) {
    const { w, h } = this.size;
    for (const node of this.order) {
      const [px, py] = this.toScreen(node.cx, node.cy);
      const r = Math.max(1.2, node.r * s);
      if (px + r < 0 || py + r < 0 || px - r > w || py - r > h) continue;
      const dimmed = lit && !lit.has(node.id) && this.color === 'parent' ? 0.45 : 1;
      const color = this.fill(node);
      if (r > 7) {
        this.circle(pen, { px, py, r, color, ground, dimmed });
      } else {
        pen.globalAlpha = 0.85 * dimmed;
        pen.fillStyle = color ?? noData();
        pen.beginPath();
        pen.arc(px, py, r, 0, 7);
        pen.fill();
      }
    }
    pen.globalAlpha = 1;
  }

  /** Paler inside than at the rim, so that a name over it can be read. */
  circle(pen, { px, py, r, color, ground, dimmed }) {
    pen.beginPath();
    pen.arc(px, py, r, 0, 7);
    pen.globalAlpha = dimmed;
    pen.strokeStyle = ground;
    pen.lineWidth = 3;
    pen.stroke();
    pen.globalAlpha = dimmed * (this.color === 'parent' ? 0.5 : 0.75);
    pen.fillStyle = color ?? ground;
    pen.fill();
    pen.globalAlpha = dimmed;
    pen.strokeStyle = color ?? noData();
    pen.lineWidth = 1.25;
    pen.stroke();
  }

  ring(pen, nodes, ink) {
    pen.strokeStyle = ink;
    pen.lineWidth = nodes.length === 1 ? 2 : 1.25;
    for (const node of nodes) {
      const [px, py] = this.toScreen(node.cx, node.cy);
      pen.beginPath();
      pen.arc(px, py, Math.max(1.2, node.r * this.scale) + 2, 0, 7);
      pen.stroke();
    }
  }

  /** Names, the important first; one that would cover another is left out. */
  labels(pen, { ink, ground, lit, font }) {
    const { w, h } = this.size;
    const taken = [];
    const few = this.model.base.length <= FEW;
    const wanted = [];
    const chosen = this.model.nodes.get(this.selected);
    if (this.hovered) wanted.push({ node: this.hovered, always: true, rank: 0 });
    if (chosen) wanted.push({ node: chosen, always: true, rank: 0 });
    for (const node of this.model.nodes.values()) {
      if (node === chosen || node === this.hovered) continue;
      const rank = node.parent === null && node.children.length ? 1 : node.children.length ? 2 : 3;
      const shown = rank === 1 || (rank === 2 && this.view.z >= NEXT_AT) || (rank === 3 && (few || this.view.z >= BASE_AT)) || (rank === 3 && node.r * this.scale > 34);
      if (shown) wanted.push({ node, rank });
    }
    wanted.sort((a, b) => a.rank - b.rank || b.node.conversations - a.node.conversations);
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    for (const { node, rank, always } of wanted) {
      const [px, py] = this.toScreen(node.cx, node.cy);
      if (px < -60 || py < -20 || px > w + 60 || py > h + 20) continue;
      const big = node.children.length > 0;
      const text = big ? 13 : 11;
      pen.font = `${big ? 600 : always ? 600 : 400} ${text}px ${font}`;
      const lines = wrap(pen, node.name, big ? 150 : 120, always ? 4 : 2);
      const width = Math.max(...lines.map((line) => pen.measureText(line).width));
      const height = lines.length * (text + 3);
      const x = Math.max(width / 2 + 4, Math.min(w - width / 2 - 4, px));
      const box = [x - width / 2 - 3, py - height / 2 - 1, x + width / 2 + 3, py + height / 2 + 1];
      if (!always && (box[1] < 0 || box[3] > h || taken.some((other) => covers(box, other)))) continue;
      taken.push(box);
      pen.globalAlpha = this.color === 'parent' && lit && !always && !under(node).some((n) => lit.has(n.id)) ? 0.65 : 1;
      lines.forEach((line, i) => {
        const y = py - height / 2 + (i + 0.5) * (text + 3);
        pen.strokeStyle = ground;
        pen.lineWidth = rank === 3 ? 2.5 : 4;
        pen.strokeText(line, x, y);
        pen.fillStyle = rank === 1 && this.color === 'parent' ? groupInk(this.groupOf.get(node.group)) : ink;
        pen.fillText(line, x, y);
      });
    }
    pen.globalAlpha = 1;
  }

  find(px, py) {
    if (!this.model || !this.world) return null;
    const [x, y] = this.toWorld(px, py);
    const slack = 3 / this.scale;
    let best = null;
    for (const node of this.model.base) {
      const d = Math.hypot(node.cx - x, node.cy - y) - node.r;
      if (d <= slack && (!best || d < best.d)) best = { node, d };
    }
    return best?.node ?? null;
  }

  wheel(event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.offsetX, event.offsetY);
  }

  zoom(by, px = this.size.w / 2, py = this.size.h / 2) {
    const [x, y] = this.toWorld(px, py);
    const z = clamp(this.view.z * by);
    const factor = this.view.z / z;
    this.view = { x: x + (this.view.x - x) * factor, y: y + (this.view.y - y) * factor, z };
    this.hovered = null;
    this.remember();
    this.schedule();
  }

  down(event) {
    event.target.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.start = [event.offsetX, event.offsetY];
    this.dragged = false;
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    const now = [event.offsetX, event.offsetY];
    if (!before) {
      const found = this.find(...now);
      this.at = now;
      if (found !== this.hovered) this.hovered = found;
      return;
    }
    if (Math.hypot(now[0] - this.start[0], now[1] - this.start[1]) > 4) this.dragged = true;
    if (this.pointers.size === 2) {
      const other = [...this.pointers.entries()].find(([id]) => id !== event.pointerId)[1];
      const ratio = distance(now, other) / (distance(before, other) || 1);
      this.zoom(ratio, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    } else if (this.dragged) {
      this.hovered = null;
      this.view = { ...this.view, x: this.view.x - (now[0] - before[0]) / this.scale, y: this.view.y - (now[1] - before[1]) / this.scale };
      this.remember();
      this.schedule();
    }
    this.pointers.set(event.pointerId, now);
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (this.dragged || event.type === 'pointercancel') return;
    const found = this.find(event.offsetX, event.offsetY);
    set({ c: found && found.id !== this.selected ? found.id : '' }, { replace: false });
  }

  key(event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (ways[event.key]) {
      event.preventDefault();
      this.step(...ways[event.key]);
    } else if (event.key === '+' || event.key === '=') this.zoom(1.4);
    else if (event.key === '-') this.zoom(1 / 1.4);
    else if (event.key === '0') this.whole();
    else if (event.key === 'Escape') set({ c: '' }, { replace: false });
  }

  /** To the nearest circle in this direction. */
  step(dx, dy) {
    const from = this.model.nodes.get(this.selected) ?? { cx: this.view.x, cy: this.view.y };
    let best = null;
    for (const node of this.model.base) {
      const x = node.cx - from.cx;
      const y = node.cy - from.cy;
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy) + Math.abs(y * dx);
      if (node.id === this.selected || along <= 1e-9 || across > 2 * along) continue;
      const cost = along + 2 * across;
      if (!best || cost < best.cost) best = { node, cost };
    }
    if (best) set({ c: best.node.id });
  }

  whole() {
    this.fit();
    this.remember();
    this.schedule();
  }

  render() {
    const node = this.model?.nodes.get(this.selected);
    return html`
      <div class="map-tools">
        <label>Color
          <select @change=${(event) => this.colored(event.target.value)}>
            ${[['parent', 'by top cluster'], ['size', 'by size']].map(([value, label]) => html`<option value=${value} ?selected=${this.color === value}>${label}</option>`)}
            ${(this.model?.tree.breakdowns ?? []).map((part) => html`<optgroup label=${part.facet}>
              ${part.cells.filter((cell) => cell.variable === 'value').map((cell) => {
                const key = `${part.facet}:${cell.value}`;
                return html`<option value=${key} ?selected=${this.color === 'facet' && this.facet === key}>${cell.value}</option>`;
              })}
            </optgroup>`)}
          </select>
        </label>
        <span class="grow"></span>
        <button aria-label="Zoom in" title="Zoom in  +" @click=${() => this.zoom(1.5)}>+</button>
        <button aria-label="Zoom out" title="Zoom out  −" @click=${() => this.zoom(1 / 1.5)}>−</button>
        <button title="Show everything  0" @click=${() => this.whole()}>Fit</button>
      </div>
      ${this.model ? this.legend() : nothing}
      <div class="canvas">
        <canvas tabindex="0" role="application" aria-roledescription="map" aria-label="Map of clusters. Arrow keys go from circle to circle, plus and minus zoom. The tree holds the same clusters."
          @pointerdown=${this.down} @pointermove=${this.drag} @pointerup=${this.up} @pointercancel=${this.up}
          @pointerleave=${() => (this.hovered = null)} @keydown=${this.key}></canvas>
        ${this.model ? nothing : html`<div class="skeleton fill" aria-busy="true"></div>`}
        <p class="hint" aria-hidden="true">${this.hovered ? html`<bdi dir="auto">${this.hovered.name}</bdi> <span class="dim">${number(this.hovered.conversations)} conversations · ${this.hovered.accountsBand} accounts${this.shareOf(this.hovered)}</span>` : nothing}</p>
        <p class="sr" role="status">${node ? `${node.name}, ${number(node.conversations)} conversations` : ''}</p>
      </div>
    `;
  }

  shareOf(node) {
    if (this.color !== 'facet' || !this.shares) return '';
    const share = this.shares.by.get(node.id);
    return share === undefined ? ' · share not shown' : ` · ${percent(share)} ${this.facet.slice(this.facet.indexOf(':') + 1)}`;
  }

  colored(value) {
    set(value === 'parent' ? { color: '', f: '' } : value === 'size' ? { color: 'size', f: '' } : { color: 'facet', f: value });
  }

  legend() {
    look();
    const swatch = (color, label) => html`<li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill=${color}></circle></svg><bdi>${label}</bdi></li>`;
    if (this.color === 'size') {
      return html`<ul class="legend" aria-label="Legend">
        <li class="dim">conversations</li>
        ${sizeScale().map((color, i) => swatch(color, i === 0 ? `up to ${number(this.bounds[0])}` : i === this.bounds.length ? `over ${number(this.bounds[i - 1])}` : `to ${number(this.bounds[i])}`))}
      </ul>`;
    }
    if (this.color === 'facet' && this.facet) {
      const edge = (x) => ({ 0.25: '¼', 0.5: '½', 0.8: '0.8' })[x] ?? `${x}`;
      const scale = ratioScale();
      return html`<ul class="legend" aria-label="Legend">
        <li class="dim">share of <bdi>${this.facet.slice(this.facet.indexOf(':') + 1)}</bdi> ÷ ${percent(this.shares?.base ?? 0)} in the whole run</li>
        ${scale.map((color, i) => swatch(color, i === 0 ? `under ${edge(RATIOS[0])}` : i === scale.length - 1 ? `over ${edge(RATIOS[i - 1])}` : `${edge(RATIOS[i - 1])}–${edge(RATIOS[i])}`))}
        <li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill="none" stroke=${noData()}></circle></svg>not shown</li>
      </ul>`;
    }
    return nothing;
  }
}

const clamp = (z) => Math.max(NEAREST, Math.min(FARTHEST, z || 1));
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const covers = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** A name in lines of at most this width; what does not fit ends in an ellipsis. Names without spaces break anywhere. */
function wrap(pen, name, width, most) {
  const parts = name.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+\s*/gu) ?? [name];
  const lines = [];
  let line = '';
  for (const part of parts) {
    if (line && pen.measureText(line + part.trimEnd()).width > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += part;
  }
  if (line) lines.push(line.trimEnd());
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] += ' …';
  return shown;
}

customElements.define('m-map', ClusterMap);
