import { groupColor, groupCount, groupInk, isDark, look, noData, ratioColor, sizeBounds, sizeColor } from './colors.js';
import { label } from './labels.js';
import { matching, under } from './model.js';

/** From this zoom on the next level, and from this on the base is labelled; small runs are labelled at once. */
const NEXT_AT = 2;
const BASE_AT = 4;
const FEW = 90;
/** Milliseconds without a movement after which the grounds are drawn anew. */
const REST = 120;

/** What the map shows, drawn on a canvas: grounds, circles, the selection, names. */
export class Picture {
  /** @param again asks for another drawing */
  constructor(canvas, again) {
    this.canvas = canvas;
    this.again = again;
  }

  prepare(model) {
    this.model = model;
    this.order = [...model.base].sort((a, b) => b.r - a.r);
    this.groupOf = new Map(model.groups.map((group, i) => [group.id, i]));
    this.bounds = sizeBounds(model.base);
    this.ground = this.grounds();
    this.layer = null;
  }

  stop() {
    clearTimeout(this.resting);
  }

  fill(node) {
    if (this.color === 'size') return sizeColor(node.conversations, this.bounds);
    if (this.color === 'facet' && this.facet) return this.shares ? ratioColor(this.shares.by.get(node.id), this.shares.base) : null;
    return groupColor(this.groupOf.get(node.group) ?? groupCount);
  }

  /** @param scene what is shown: model, size, place, color, facet, shares, q, selected, hovered */
  draw(scene) {
    if (scene.model !== this.model) this.prepare(scene.model);
    Object.assign(this, scene);
    const { canvas } = this;
    const { w, h } = this.size;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(h * ratio);
    }
    const pen = canvas.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, w, h);
    look();
    const style = getComputedStyle(canvas);
    const ink = style.getPropertyValue('--ink').trim();
    const ground = style.getPropertyValue('--ground').trim();
    const s = this.place.scale;
    const chosen = this.model.nodes.get(this.selected);
    const matches = matching(this.q ?? '');
    const shown = chosen ? under(chosen) : matches ? this.model.base.filter(matches) : null;
    const lit = shown ? new Set(shown.map((node) => node.id)) : null;
    if (chosen?.children.length) this.outline(pen, under(chosen), { ink, ground });
    this.territories(pen);
    this.circles(pen, { s, lit, ground });
    if (chosen && !chosen.children.length) this.ring(pen, [chosen], ink);
    if (this.hovered && this.hovered !== chosen) this.ring(pen, [this.hovered], ink);
    this.labels(pen, { ink, ground, lit, font: style.fontFamily });
  }

  /** A group's ground: its circles grown until neighbors touch. Of circles that lie together one stands for all. */
  grounds() {
    const { grow, groups } = this.model;
    return groups.map((group) => {
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
    const key = `${this.color} ${isDark()} ${w} ${h}`;
    if (this.layer?.key !== key || this.layer.model !== this.model || this.layer.shares !== this.shares) this.layer = this.painted(key);
    const { place, picture } = this.layer;
    const grown = this.place.scale / place.scale;
    const [px, py] = this.place.toScreen(place.x, place.y);
    pen.globalAlpha = this.color === 'facet' ? 0.35 : isDark() ? 0.16 : 0.14;
    pen.drawImage(picture, px - w * grown, py - h * grown, 2 * w * grown, 2 * h * grown);
    pen.globalAlpha = 1;
    if (place !== this.place) {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        this.layer = null;
        this.again();
      }, REST);
    }
  }

  /** The picture of the grounds: twice the window in each direction, at half its resolution. */
  painted(key) {
    const { w, h } = this.size;
    const picture = document.createElement('canvas');
    picture.width = Math.ceil(w);
    picture.height = Math.ceil(h);
    const pen = picture.getContext('2d');
    const s = this.place.scale / 2;
    for (const { id, members, grow } of this.ground) {
      if (members.length < 2) continue;
      pen.fillStyle = this.groundColor(id);
      for (const node of members) {
        const px = w / 2 + (node.cx - this.place.x) * s;
        const py = h / 2 + (node.cy - this.place.y) * s;
        const r = (node.r + grow) * s;
        if (px + r < 0 || py + r < 0 || px - r > w || py - r > h) continue;
        pen.beginPath();
        pen.arc(px, py, r, 0, 7);
        pen.fill();
      }
    }
    return { key, model: this.model, shares: this.shares, place: this.place, picture };
  }

  /** A ground is colored like a circle: by the group, or by the group's own share. */
  groundColor(id) {
    if (this.color === 'parent') return groupColor(this.groupOf.get(id));
    const share = this.color === 'facet' && this.shares ? ratioColor(this.shares.by.get(id), this.shares.base) : null;
    return share ?? (isDark() ? '#4a545c' : '#b9c0c4');
  }

  circles(pen, { s, lit, ground }) {
    const { w, h } = this.size;
    for (const node of this.order) {
      const [px, py] = this.place.toScreen(node.cx, node.cy);
      const r = Math.max(1.2, node.r * s);
      if (px + r < 0 || py + r < 0 || px - r > w || py - r > h) continue;
      const dimmed = lit && !lit.has(node.id) ? 0.4 : 1;
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

  /** A line around what lies under the selected parent. */
  outline(pen, nodes, { ink, ground }) {
    for (const [more, color] of [[1.5, ink], [0, ground]]) {
      pen.fillStyle = color;
      for (const node of nodes) {
        const [px, py] = this.place.toScreen(node.cx, node.cy);
        pen.beginPath();
        pen.arc(px, py, (node.r + this.model.grow) * this.place.scale + more, 0, 7);
        pen.fill();
      }
    }
  }

  ring(pen, nodes, ink) {
    pen.strokeStyle = ink;
    pen.lineWidth = 2;
    for (const node of nodes) {
      const [px, py] = this.place.toScreen(node.cx, node.cy);
      pen.beginPath();
      pen.arc(px, py, Math.max(1.2, node.r * this.place.scale) + 2, 0, 7);
      pen.stroke();
    }
  }

  /** Names of the level that the zoom shows; the selected one always. */
  labels(pen, { ink, ground, lit, font }) {
    const few = this.model.base.length <= FEW;
    const chosen = this.model.nodes.get(this.selected);
    const wanted = [];
    for (const node of this.model.nodes.values()) {
      const rank = !node.children.length ? 3 : node.parent ? 2 : 1;
      const shown = rank === 1 || (rank === 2 && this.place.z >= NEXT_AT) || (rank === 3 && (few || this.place.z >= BASE_AT || node.r * this.place.scale > 30));
      if (!shown && node !== chosen) continue;
      const faint = this.color === 'parent' && lit && !under(node).some((n) => lit.has(n.id));
      wanted.push({
        node,
        rank,
        always: node === chosen,
        alpha: faint ? 0.75 : 1,
        ink: rank < 3 && this.color === 'parent' ? groupInk(this.groupOf.get(node.group)) : ink,
      });
    }
    wanted.sort((a, b) => Number(b.always) - Number(a.always) || a.rank - b.rank || b.node.conversations - a.node.conversations);
    label(pen, { wanted, font, ground, clear: this.color === 'parent', w: this.size.w, h: this.size.h, scale: this.place.scale, at: (node) => this.place.toScreen(node.cx, node.cy), base: this.model.base, grow: this.model.grow });
  }
}
