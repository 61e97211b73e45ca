import { html, nothing } from 'lit';
import { Part, parameter, set } from './base.js';
import { all, Problem, ended, get, missing, watch } from './api.js';
import { model } from './model.js';
import { trouble } from './bar.js';
import './tree.js';
import './map.js';
import './detail.js';

const PANELS = ['tree', 'map', 'detail'];

/** Tree, map and detail of a published run; what is selected, colored and searched stands in the address. */
class Explorer extends Part {
  static properties = { run: {}, model: { state: true }, problem: { state: true }, selected: { state: true }, color: { state: true }, facet: { state: true }, q: { state: true }, shares: { state: true }, panel: { state: true } };

  constructor() {
    super();
    this.panel = PANELS.includes(parameter('panel')) ? parameter('panel') : 'map';
    this.moved = () => this.read();
    this.read();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('m-moved', this.moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('m-moved', this.moved);
    this.stop?.();
  }

  read() {
    const before = this.selected;
    this.selected = parameter('c');
    this.color = ['size', 'facet'].includes(parameter('color')) ? parameter('color') : 'parent';
    this.facet = parameter('f');
    this.q = parameter('q');
    if (this.selected && before !== undefined && before !== this.selected && this.panel === 'tree') this.panel = 'detail';
  }

  willUpdate(changed) {
    if (changed.has('run') && this.run) this.load();
    if ((changed.has('facet') || changed.has('model')) && this.model) this.loadShares();
  }

  async load() {
    this.stop?.();
    this.model = null;
    const run = `/runs/${encodeURIComponent(this.run)}`;
    try {
      const [tree, map] = await Promise.all([get(`${run}/tree`), get(`${run}/map`)]);
      if (!Array.isArray(tree.notes)) tree.notes = tree.notes.statements ?? [];
      this.model = model(tree, map.clusters);
      this.problem = null;
      window.dispatchEvent(new CustomEvent('m-title', { detail: tree.name || 'Run' }));
    } catch (problem) {
      this.problem = await missing(this.run, problem);
      this.wait(this.problem.problem.run);
    }
  }

  /** A run that goes on is shown as soon as it is published. */
  wait(run) {
    if (!run) return;
    window.dispatchEvent(new CustomEvent('m-title', { detail: run.name || 'Run' }));
    if (ended(run)) return;
    this.stop = watch(run.id, (now) => {
      if (now.state === 'PUBLISHED') this.load();
      else this.problem = new Problem({ ...this.problem.problem, run: now });
    });
  }

  /** The share of one answer in each cluster, against the whole run's. */
  async loadShares() {
    const facet = this.facet;
    if (!facet) {
      this.shares = null;
      return;
    }
    const [name, ...rest] = facet.split(':');
    const cell = this.model.tree.breakdowns.find((b) => b.facet === name)?.cells.find((c) => c.variable === 'value' && c.value === rest.join(':'));
    try {
      const items = await all(`/runs/${encodeURIComponent(this.run)}/clusters?limit=1000&facet=${encodeURIComponent(facet)}`);
      if (facet !== this.facet) return;
      this.shares = { base: cell?.share ?? 0, by: new Map(items.map((item) => [item.id, item.facetShare])) };
    } catch {
      this.shares = null;
    }
  }

  /** What is said of a run that could show nothing. */
  nothing() {
    const { tree } = this.model;
    return html`<section class="page">
      <h1>This run shows nothing</h1>
      <ul class="notes">${tree.notes.map((note) => html`<li>${note}</li>`)}</ul>
      <p>Analyze more conversations, or set lower <code>minimums</code> in the spec, and start a run anew. What was computed already is not computed again.</p>
      <p><a href="/runs/${this.run}/trust">Where its conversations ended</a> · <a href="/">All runs</a></p>
    </section>`;
  }

  render() {
    if (this.problem) return trouble(this.problem, () => this.load());
    if (this.model && !this.model.nodes.size) return this.nothing();
    return html`
      <h1 class="sr">${this.model?.tree.name ?? 'Explorer'}</h1>
      <div class="panel-tabs" role="group" aria-label="Panel in sight">
        ${PANELS.map((name) => html`<button aria-pressed=${this.panel === name} @click=${() => { this.panel = name; set({ panel: name === 'map' ? '' : name }); }}>${name}</button>`)}
      </div>
      <div class="explorer" data-panel=${this.panel}>
        <section id="panel-tree" class="panel" aria-label="Tree">
          <m-tree .model=${this.model} .selected=${this.selected}></m-tree>
        </section>
        <section id="panel-map" class="panel" aria-label="Map">
          <m-map .model=${this.model} .selected=${this.selected} .color=${this.color} .facet=${this.facet} .shares=${this.shares} .q=${this.q}></m-map>
        </section>
        <section id="panel-detail" class="panel" aria-label="Detail">
          <m-detail .run=${this.run} .model=${this.model} .selected=${this.selected} .facet=${this.facet}></m-detail>
        </section>
      </div>
      ${this.model ? html`<footer class="imprint dim" title=${this.model.tree.notes.join('\n')}>
        <p><a href=${`/runs/${this.run}/trust`}>What the numbers mean</a> ${this.model.tree.notes.map((note) => html`<span>${note}</span>`)}</p>
      </footer>` : nothing}
    `;
  }
}

customElements.define('m-explorer', Explorer);
