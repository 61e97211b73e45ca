const NEAREST = 0.8;
const FARTHEST = 60;
/** Room that is left for names above and below. */
const LINE = 26;

/** Where the window stands over the map: its middle, its zoom, and how points of the map lie in it. */
export class Place {
  constructor({ x, y, z = 1, size, world }) {
    this.x = x;
    this.y = y;
    this.z = Math.max(NEAREST, Math.min(FARTHEST, z || 1));
    this.size = size;
    this.world = world;
    const { x0, x1, y0, y1 } = world;
    this.scale = 0.9 * this.z * Math.min(size.w / (x1 - x0 || 1), (size.h - 2 * LINE) / (y1 - y0 || 1));
  }

  /** The place from which all circles are seen. */
  static whole(base, size) {
    const low = (f) => base.reduce((m, node) => Math.min(m, f(node)), Infinity);
    const high = (f) => base.reduce((m, node) => Math.max(m, f(node)), -Infinity);
    const world = base.length
      ? { x0: low((n) => n.cx - n.r), x1: high((n) => n.cx + n.r), y0: low((n) => n.cy - n.r), y1: high((n) => n.cy + n.r) }
      : { x0: 0, x1: 1, y0: 0, y1: 1 };
    return new Place({ x: (world.x0 + world.x1) / 2, y: (world.y0 + world.y1) / 2, size, world });
  }

  with(changes) {
    return new Place({ ...this, ...changes });
  }

  toScreen(x, y) {
    return [this.size.w / 2 + (x - this.x) * this.scale, this.size.h / 2 + (y - this.y) * this.scale];
  }

  toWorld(px, py) {
    return [this.x + (px - this.size.w / 2) / this.scale, this.y + (py - this.size.h / 2) / this.scale];
  }

  /** Zoomed, so that the point of the window stays where it is. */
  zoomed(by, px = this.size.w / 2, py = this.size.h / 2) {
    const [x, y] = this.toWorld(px, py);
    const z = Math.max(NEAREST, Math.min(FARTHEST, this.z * by));
    const factor = this.z / z;
    return this.with({ x: x + (this.x - x) * factor, y: y + (this.y - y) * factor, z });
  }

  /** Moved by so many pixels. */
  moved(dx, dy) {
    return this.with({ x: this.x - dx / this.scale, y: this.y - dy / this.scale });
  }

  /** As it stands in the address; nothing where all is seen. */
  toString() {
    return this.z === 1 ? '' : `${this.x.toFixed(3)},${this.y.toFixed(3)},${this.z.toFixed(2)}`;
  }

  /** The place that an address names, or this one. */
  read(text) {
    const [x, y, z, ...more] = text.split(',').map(Number);
    return more.length === 0 && [x, y, z].every(Number.isFinite) ? this.with({ x, y, z }) : this;
  }
}
