import { html, nothing } from 'lit';
import { Part, parameter, set, styled } from './base.js';
import { number, percent } from './format.js';
import { legend } from './legend.js';
import { Picture } from './picture.js';
import { Place } from './place.js';

/** The clusters as circles: area ~ conversations, place by meaning. Drawn on a canvas; reached by keys as well. */
class ClusterMap extends Part {
  static properties = { model: {}, selected: {}, color: {}, facet: {}, shares: {}, q: {}, hovered: { state: true } };

  constructor() {
    super();
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
      this.stand();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('m-theme', this.redraw);
    this.dark.removeEventListener('change', this.redraw);
    this.watcher.disconnect();
    clearTimeout(this.remembering);
    this.picture?.stop();
  }

  firstUpdated() {
    const canvas = this.querySelector('canvas');
    this.picture = new Picture(canvas, this.redraw);
    this.watcher.observe(canvas);
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  willUpdate(changed) {
    if (changed.has('model')) {
      this.place = null;
      this.stand();
    }
  }

  updated(changed) {
    if (changed.has('selected') && this.selected && this.model) this.reveal();
    this.schedule();
  }

  /** Takes its place once there is something to see and a window to see it in; a window of another size keeps the place. */
  stand() {
    if (!this.model || !this.size?.w || !this.size.h) return;
    const { size } = this;
    this.place = this.place ? this.place.with({ size }) : Place.whole(this.model.base, size).read(parameter('v'));
    this.schedule();
  }

  schedule() {
    if (this.pending || !this.place) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = null;
      const { model, size, place, color, facet, shares, q, selected, hovered } = this;
      if (place && size.w && size.h) this.picture.draw({ model, size, place, color, facet, shares, q, selected, hovered });
    });
  }

  /** Goes to another place, and says so in the address once the movement rests. */
  go(place) {
    this.place = place;
    this.remember();
    this.schedule();
  }

  remember() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => set({ v: `${this.place}` }), 400);
  }

  /** Moves a selected circle into sight where it is not. */
  reveal() {
    const node = this.model.nodes.get(this.selected);
    if (!node || !this.place) return;
    const [px, py] = this.place.toScreen(node.cx, node.cy);
    if (px < 0 || py < 0 || px > this.size.w || py > this.size.h) this.go(this.place.with({ x: node.cx, y: node.cy }));
  }

  find(px, py) {
    if (!this.place) return null;
    const [x, y] = this.place.toWorld(px, py);
    const slack = 3 / this.place.scale;
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

  zoom(by, ...at) {
    if (!this.place) return;
    this.hovered = null;
    this.go(this.place.zoomed(by, ...at));
  }

  down(event) {
    event.target.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.start = [event.offsetX, event.offsetY];
    this.dragged = false;
  }

  drag(event) {
    if (!this.place) return;
    const before = this.pointers.get(event.pointerId);
    const now = [event.offsetX, event.offsetY];
    if (!before) {
      const found = this.find(...now);
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
      this.go(this.place.moved(now[0] - before[0], now[1] - before[1]));
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
    if (!this.place) return;
    const from = this.model.nodes.get(this.selected) ?? { cx: this.place.x, cy: this.place.y };
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
    if (this.place) this.go(Place.whole(this.model.base, this.size));
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
      ${this.model ? legend(this) : nothing}
      <div class="canvas">
        <canvas class=${this.hovered ? 'over' : ''} tabindex="0" role="application" aria-roledescription="map" aria-label="Map of clusters. Arrow keys go from circle to circle, plus and minus zoom. The tree holds the same clusters."
          @pointerdown=${this.down} @pointermove=${this.drag} @pointerup=${this.up} @pointercancel=${this.up}
          @pointerleave=${() => (this.hovered = null)} @keydown=${this.key}></canvas>
        ${this.model ? nothing : html`<div class="skeleton fill" aria-busy="true"></div>`}
        ${this.hovered ? this.tip(this.hovered) : nothing}
        <p class="sr" role="status">${node ? `${node.name}, ${number(node.conversations)} conversations` : ''}</p>
      </div>
    `;
  }

  /** What is under the pointer, beside it on the side where there is room. */
  tip(node) {
    const [x, y] = this.place.toScreen(node.cx, node.cy);
    const r = node.r * this.place.scale;
    const over = y - r > 72;
    const left = Math.max(8, Math.min(this.size.w - 248, x - 120));
    return html`<p class="tip" aria-hidden="true" ${styled(over
      ? { left: `${left}px`, top: '', bottom: `${this.size.h - y + r + 6}px` }
      : { left: `${left}px`, top: `${y + r + 6}px`, bottom: '' })}>
      <bdi dir="auto">${node.name}</bdi><span class="dim">${number(node.conversations)} conversations · ${node.accountsBand} accounts${this.shareOf(node)}</span></p>`;
  }

  shareOf(node) {
    if (this.color !== 'facet' || !this.shares) return '';
    const share = this.shares.by.get(node.id);
    return share === undefined ? ' · share not shown' : ` · ${percent(share)} ${this.facet.slice(this.facet.indexOf(':') + 1)}`;
  }

  colored(value) {
    set(value === 'parent' ? { color: '', f: '' } : value === 'size' ? { color: 'size', f: '' } : { color: 'facet', f: value });
  }
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

customElements.define('m-map', ClusterMap);
