import { html, nothing } from 'lit';
import { Part, set } from './base.js';
import { get } from './api.js';
import { number, percent, time } from './format.js';
import { breakdown, timeline } from './bar.js';

const RATED = ['', 'identifies a person or a few', 'points at a company or community', 'narrows to a few thousand people', 'general, perhaps narrowing', 'only general'];

/** Everything that is published of the selected cluster, or of the whole run where none is. */
class Detail extends Part {
  static properties = { run: {}, model: {}, selected: {}, facet: {}, seen: { state: true }, problem: { state: true }, open: { state: true } };

  constructor() {
    super();
    this.open = new Set();
  }

  willUpdate(changed) {
    if ((changed.has('selected') || changed.has('run')) && this.run) this.load();
  }

  async load() {
    const wanted = this.selected;
    this.problem = null;
    if (!wanted) {
      this.seen = null;
      return;
    }
    try {
      const seen = await get(`/runs/${encodeURIComponent(this.run)}/clusters/${encodeURIComponent(wanted)}`);
      if (wanted === this.selected) this.seen = seen;
    } catch (problem) {
      if (wanted === this.selected) this.problem = problem;
    }
  }

  updated(changed) {
    if (changed.has('seen')) this.scrollTop = 0;
  }

  toggle(facet) {
    const open = new Set(this.open);
    if (!open.delete(facet)) open.add(facet);
    this.open = open;
  }

  breakdowns(parts) {
    return parts.map((part) =>
      breakdown(part, {
        open: this.open.has(part.facet),
        toggle: () => this.toggle(part.facet),
        pick: (value) => set({ f: value, color: value ? 'facet' : '' }),
        picked: this.facet,
      }));
  }

  render() {
    if (!this.model) return html`<div class="skeleton rows"></div>`;
    if (this.problem) {
      return html`<div class="notice bad" role="alert"><p>${this.problem.status === 404 ? 'No cluster with this id is published.' : this.problem.message}</p>
        <p><button class="link" @click=${() => this.load()}>Try again</button> · <button class="link" @click=${() => set({ c: '' })}>The whole run</button></p></div>`;
    }
    if (!this.selected) return this.whole();
    if (!this.seen) return html`<div class="skeleton rows" aria-busy="true"></div>`;
    return this.cluster(this.seen);
  }

  whole() {
    const { tree, nodes, base } = this.model;
    return html`
      <h2 class="title"><bdi>${tree.name}</bdi></h2>
      <dl class="facts">
        <div><dt>Conversations</dt><dd>${number(tree.conversations)}</dd></div>
        <div><dt>Clusters</dt><dd>${number(nodes.size)}</dd></div>
        <div><dt>Base clusters</dt><dd>${number(base.length)}</dd></div>
        <div><dt>Published</dt><dd>${time(tree.publishedAt)}</dd></div>
      </dl>
      ${timeline(tree.timeline)} ${this.breakdowns(tree.breakdowns)}
      ${tree.notes.length ? html`<section><h3>Notes</h3><ul class="notes">${tree.notes.map((note) => html`<li>${note}</li>`)}</ul></section>` : nothing}
    `;
  }

  cluster(seen) {
    const link = (cluster) => html`<button class="link" @click=${() => set({ c: cluster.id }, { replace: false })}><bdi dir="auto">${cluster.name}</bdi></button>`;
    return html`
      <nav class="crumbs" aria-label="Above this cluster">
        <button class="link" @click=${() => set({ c: '' }, { replace: false })}>All</button>
        ${seen.breadcrumb.map((cluster) => html`<span aria-hidden="true">›</span>${link(cluster)}`)}
      </nav>
      <h2 class="title" dir="auto"><bdi>${seen.name}</bdi></h2>
      <p class="description" dir="auto">${seen.description}</p>
      <dl class="facts">
        <div><dt>Conversations</dt><dd>${number(seen.conversations)}</dd></div>
        <div><dt>Share</dt><dd>${percent(seen.share)}</dd></div>
        <div><dt>Accounts</dt><dd>${seen.accountsBand}</dd></div>
        <div title=${RATED[seen.rating] ?? ''}><dt>Audit</dt><dd>${seen.rating} of 5 <span class="by">${seen.ratedBy}</span></dd></div>
      </dl>
      ${seen.children.length
        ? html`<section><h3>Under it <span class="dim">${seen.children.length}</span></h3>
            <ul class="links">${seen.children.map((child) => html`<li>${link(child)}<span class="n">${number(child.conversations)}</span></li>`)}</ul></section>`
        : nothing}
      ${timeline(seen.timeline, this.model.tree.timeline)} ${this.breakdowns(seen.breakdowns)}
      ${seen.breakdowns.length ? html`<p class="dim key"><span class="tickmark" aria-hidden="true"></span> share in the whole run. Answers under the minimums are folded into “all others”.</p>` : nothing}
      ${seen.nearest.length
        ? html`<section><h3>Nearest by text</h3>
            <ul class="links">${seen.nearest.map((near) => html`<li>${link(near)}<span class="n">${number(near.conversations)}</span></li>`)}</ul></section>`
        : nothing}
    `;
  }
}

customElements.define('m-detail', Detail);
