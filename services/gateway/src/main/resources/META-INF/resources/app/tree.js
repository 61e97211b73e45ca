import { html, nothing } from 'lit';
import { Part, parameter, set, styled } from './base.js';
import { number, percent } from './format.js';
import { bar } from './bar.js';
import { matching } from './model.js';

const ROW = 28;
const MARGIN = 20;

const SORTS = {
  size: (a, b) => b.conversations - a.conversations || a.name.localeCompare(b.name),
  name: (a, b) => a.name.localeCompare(b.name),
};

/** The clusters as a tree: the text alternative of the map. Only the rows in sight are in the document. */
class Tree extends Part {
  static properties = { model: {}, selected: {}, open: { state: true }, top: { state: true }, height: { state: true }, q: { state: true }, sort: { state: true }, cursor: { state: true } };

  constructor() {
    super();
    this.open = new Set();
    this.top = 0;
    this.height = 600;
    this.q = parameter('q');
    this.sort = SORTS[parameter('sort')] ? parameter('sort') : 'size';
  }

  connectedCallback() {
    super.connectedCallback();
    this.keys = (event) => {
      if (event.key === '/' && !/^(input|textarea|select)$/i.test(document.activeElement?.tagName ?? '')) {
        event.preventDefault();
        this.querySelector('input').focus();
      }
    };
    document.addEventListener('keydown', this.keys);
    this.watcher = new ResizeObserver(([entry]) => (this.height = entry.contentRect.height));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.keys);
    this.watcher.disconnect();
  }

  willUpdate(changed) {
    if (changed.has('model') && this.model) {
      this.open = new Set(this.model.nodes.size <= 60 ? [...this.model.nodes.keys()] : []);
      this.cursor = this.selected || this.model.top[0]?.id;
    }
    if ((changed.has('selected') || changed.has('model')) && this.selected && this.model) {
      const open = new Set(this.open);
      for (let node = this.model.nodes.get(this.selected)?.parent; node; node = node.parent) open.add(node.id);
      this.open = open;
      this.cursor = this.selected;
    }
    if (this.model) this.rows = this.flat();
  }

  updated(changed) {
    const list = this.querySelector('.tree');
    if (list && list !== this.watched) {
      this.watched = list;
      this.watcher.observe(list);
    }
    if ((changed.has('selected') || changed.has('model')) && this.selected && this.model) this.show(this.selected);
  }

  /** The rows that are unfolded; while searching, what matches with what is above it. */
  flat() {
    const matches = matching(this.q);
    const kept = matches ? new Set() : null;
    if (kept) {
      for (const node of this.model.nodes.values()) {
        if (matches(node)) for (let up = node; up; up = up.parent) kept.add(up.id);
      }
    }
    const rows = [];
    const visit = (nodes, depth) => {
      const shown = (kept ? nodes.filter((node) => kept.has(node.id)) : [...nodes]).sort(SORTS[this.sort]);
      shown.forEach((node, i) => {
        const unfolded = node.children.length > 0 && (kept ? true : this.open.has(node.id));
        rows.push({ node, depth, unfolded, place: i + 1, of: shown.length });
        if (unfolded) visit(node.children, depth + 1);
      });
    };
    visit(this.model.top, 0);
    this.matching = matches ? rows.map((row) => row.node).filter(matches) : null;
    return rows;
  }

  select(id) {
    this.cursor = id;
    set({ c: id === this.selected ? '' : id }, { replace: false });
  }

  fold(id, unfolded) {
    const open = new Set(this.open);
    if (unfolded) open.add(id);
    else open.delete(id);
    this.open = open;
  }

  show(id) {
    const list = this.querySelector('.tree');
    const at = this.rows.findIndex((row) => row.node.id === id) * ROW;
    if (at < 0 || !list) return;
    if (at < list.scrollTop) list.scrollTop = at;
    else if (at + ROW > list.scrollTop + list.clientHeight) list.scrollTop = at + ROW - list.clientHeight;
  }

  move(event) {
    const at = this.rows.findIndex((row) => row.node.id === this.cursor);
    const row = this.rows[at] ?? this.rows[0];
    if (!row) return;
    const page = Math.max(1, Math.floor(this.height / ROW) - 1);
    const to = (i) => {
      this.cursor = this.rows[Math.max(0, Math.min(this.rows.length - 1, i))].node.id;
    };
    const keys = {
      ArrowDown: () => to(at + 1),
      ArrowUp: () => to(at - 1),
      PageDown: () => to(at + page),
      PageUp: () => to(at - page),
      Home: () => to(0),
      End: () => to(this.rows.length - 1),
      ArrowRight: () => (row.unfolded ? to(at + 1) : row.node.children.length && this.fold(row.node.id, true)),
      ArrowLeft: () => (row.unfolded && !this.q ? this.fold(row.node.id, false) : row.node.parent && (this.cursor = row.node.parent.id)),
      Enter: () => this.select(row.node.id),
      ' ': () => this.select(row.node.id),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
    this.updateComplete.then(() => this.show(this.cursor));
  }

  /** From the search: Escape empties it, the arrow goes into the tree, Enter to the first match. */
  leave(event) {
    if (event.key === 'Escape') {
      event.target.value = '';
      this.search(event);
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      const first = this.matching?.[0];
      if (first) this.cursor = first.id;
      if (first && event.key === 'Enter') set({ c: first.id }, { replace: false });
      this.querySelector('.tree')?.focus();
      this.updateComplete.then(() => this.show(this.cursor));
    }
  }

  search(event) {
    this.q = event.target.value;
    this.top = 0;
    const list = this.querySelector('.tree');
    if (list) list.scrollTop = 0;
    set({ q: this.q });
  }

  render() {
    if (!this.model) return html`${this.tools()}<div class="skeleton rows" aria-busy="true"></div>`;
    const first = Math.max(0, Math.floor(this.top / ROW) - MARGIN);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / ROW) + MARGIN);
    const most = Math.max(0.0001, ...this.model.top.map((node) => node.share));
    return html`
      ${this.tools()}
      ${this.matching ? html`<p class="count dim" role="status">${number(this.matching.length)} ${this.matching.length === 1 ? 'cluster matches' : 'clusters match'}</p>` : nothing}
      <div class="tree" role="tree" tabindex="0" aria-label="Clusters" aria-activedescendant=${this.rows.some((row) => row.node.id === this.cursor) ? `row-${this.cursor}` : nothing}
        @keydown=${this.move} @scroll=${(event) => (this.top = event.target.scrollTop)}>
        <div class="all" role="presentation" ${styled({ height: `${this.rows.length * ROW}px` })}>
          ${this.rows.slice(first, last).map((row, i) => this.row(row, first + i, most))}
        </div>
      </div>
    `;
  }

  tools() {
    return html`
      <div class="tools">
        <input type="search" aria-label="Search names and descriptions" placeholder="Search  /" .value=${this.q} @input=${this.search}
          @keydown=${this.leave} />
        <select aria-label="Sort" @change=${(event) => { this.sort = event.target.value; set({ sort: this.sort === 'size' ? '' : this.sort }); }}>
          ${Object.keys(SORTS).map((name) => html`<option value=${name} ?selected=${name === this.sort}>by ${name}</option>`)}
        </select>
      </div>
    `;
  }

  row({ node, depth, unfolded, place, of }, i, most) {
    const parent = node.children.length > 0;
    return html`<div id=${`row-${node.id}`} class="row ${node.id === this.selected ? 'selected' : ''} ${node.id === this.cursor ? 'cursor' : ''} ${parent ? 'parent' : ''}"
      role="treeitem" aria-level=${depth + 1} aria-posinset=${place} aria-setsize=${of} aria-selected=${node.id === this.selected}
      aria-expanded=${parent ? unfolded : nothing}
      aria-label=${`${node.name}, ${number(node.conversations)} conversations, ${node.accountsBand} accounts`}
      title=${`${node.name}\n${number(node.conversations)} conversations (${percent(node.share)}), ${node.accountsBand} accounts`}
      ${styled({ top: `${i * ROW}px`, paddingLeft: `${8 + depth * 14}px` })} @click=${() => this.select(node.id)}>
      <span class="caret" aria-hidden="true" @click=${(event) => { if (parent) { event.stopPropagation(); this.fold(node.id, !unfolded); } }}>${parent ? (unfolded ? '▾' : '▸') : ''}</span>
      <bdi class="label" dir="auto">${node.name}</bdi>
      ${bar(node.share / most)}
      <span class="n">${number(node.conversations)}</span>
    </div>`;
  }
}

customElements.define('m-tree', Tree);
