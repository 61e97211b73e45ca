import { html, nothing } from 'lit';
import { Part } from './base.js';
import { ended, get } from './api.js';
import { may } from './session.js';
import { ago, number, percent, time, words } from './format.js';
import { bar, state, trouble } from './bar.js';

const EVERY = 2000;

/** How far a run is in the stage where it is. */
function progress(run) {
  const stage = run.stages.find((s) => s.stage === run.stage);
  return stage && stage.total ? stage.done / stage.total : 0;
}

/** All runs and data sets; what has not ended is looked at again by itself. */
class Runs extends Part {
  static properties = { runs: { state: true }, datasets: { state: true }, next: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
    this.timer = setInterval(() => {
      const busy = this.runs?.some((run) => !ended(run)) || this.datasets?.some((d) => d.state === 'IMPORTING');
      if (!document.hidden && (busy || this.problem || !this.runs?.length)) this.load();
    }, EVERY);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async load() {
    try {
      const [runs, datasets] = await Promise.all([
        get('/runs?limit=100'),
        may('analyst') ? get('/datasets?limit=100') : { items: [] },
      ]);
      // the list does not tell the stages; what goes on is asked for one by one
      this.runs = await Promise.all(runs.items.map((run) => (ended(run) || run.stages.length ? run : get(`/runs/${run.id}`))));
      this.next = runs.next;
      this.datasets = datasets.items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    if (this.problem && !this.runs) return trouble(this.problem, () => this.load());
    if (!this.runs) return html`<section class="page" aria-busy="true"><h1>Runs</h1><div class="skeleton rows"></div></section>`;
    if (!this.runs.length && !this.datasets.length) return this.empty();
    return html`<section class="page">
      <h1>Runs</h1>
      ${this.runs.length ? this.table() : html`<p>No run yet. Start one on a data set: <code class="command">murmuration analyze FILE</code></p>`}
      ${this.next ? html`<p class="dim">Older runs: <code>murmuration runs list</code></p>` : nothing}
      ${may('analyst') ? html`<h2>Data sets</h2>${this.datasetTable()}` : nothing}
    </section>`;
  }

  empty() {
    if (!may('analyst')) {
      return html`<section class="page empty"><h1>Nothing has been analyzed yet</h1><p>Runs appear here once somebody with the role analyst starts one.</p></section>`;
    }
    return html`<section class="page empty">
      <h1>Nothing has been analyzed yet</h1>
      <p>Murmuration shows what people use an AI assistant for: groups of conversations, never a person.</p>
      <h2>See it on made-up conversations</h2>
      <pre class="command">make demo</pre>
      <p class="dim">Makes 2,000 conversations, analyzes them on this machine without network, and opens the result. Two minutes.</p>
      <h2>Analyze your own</h2>
      <pre class="command">murmuration analyze conversations.jsonl --serve</pre>
      <p class="dim">JSON Lines or one JSON array, plain, gzip or zstd. The run appears here while it works.</p>
    </section>`;
  }

  table() {
    const size = (run) => this.datasets.find((dataset) => dataset.id === run.dataset.id)?.conversations ?? 0;
    const busy = this.runs.some((run) => !ended(run));
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="list">
      <thead>
        <tr><th>Run</th><th class="wide-only">Data set</th><th>State</th>${busy ? html`<th class="stage">Stage</th>` : nothing}<th class="n wide-only">Conversations</th><th class="n wide-only">Clusters</th><th class="wide-only">Started by</th><th class="n wide-only">Age</th></tr>
      </thead>
      <tbody>
        ${this.runs.map((run) => html`<tr>
          <th scope="row"><a href=${`/runs/${run.id}${run.state === 'PUBLISHED' ? '/explore' : ''}`}><bdi>${run.name || run.id}</bdi></a></th>
          <td class="wide-only"><bdi>${run.dataset.name}</bdi></td>
          <td>${state(run)}${run.error ? html` <code class="dim wide-only">${run.error.code}</code>` : nothing}</td>
          ${busy ? html`<td class="stage">${ended(run) ? nothing : html`<span>${words(run.stage) || '–'}</span> ${bar(progress(run), { label: `${words(run.stage)} ${percent(progress(run))}` })}`}</td>` : nothing}
          <td class="n wide-only">${size(run) ? number(size(run)) : '–'}</td>
          <td class="n wide-only">${run.clusters ? number(run.clusters) : '–'}</td>
          <td class="wide-only">${run.startedBy}</td>
          <td class="n wide-only" title=${time(run.createdAt)}>${ago(run.createdAt)}</td>
        </tr>`)}
      </tbody>
    </table></div>`;
  }

  datasetTable() {
    const bad = (d) => Object.values(d.quarantined).reduce((a, b) => a + b, 0);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Data sets"><table class="list">
      <thead>
        <tr><th>Data set</th><th>State</th><th class="n">Conversations</th><th class="n wide-only">Accounts</th><th class="n wide-only">In quarantine</th><th class="wide-only">From</th><th class="wide-only">To</th><th class="n wide-only">Age</th></tr>
      </thead>
      <tbody>
        ${this.datasets.map((d) => html`<tr>
          <th scope="row"><bdi>${d.name}</bdi></th>
          <td>${state(d)}${d.error ? html` <span title=${d.error.message}><code class="dim">${d.error.code}</code></span>` : nothing}</td>
          <td class="n">${number(d.state === 'IMPORTING' ? d.progress : d.conversations)}</td>
          <td class="n wide-only">${d.accounts ? number(d.accounts) : '–'}</td>
          <td class="n wide-only" title=${Object.entries(d.quarantined).map(([rule, n]) => `${rule}: ${n}`).join(', ')}>${bad(d) ? number(bad(d)) : '–'}</td>
          <td class="wide-only">${d.firstAt?.slice(0, 10) ?? '–'}</td>
          <td class="wide-only">${d.lastAt?.slice(0, 10) ?? '–'}</td>
          <td class="n wide-only" title=${time(d.createdAt)}>${ago(d.createdAt)}</td>
        </tr>`)}
      </tbody>
    </table></div>`;
  }
}

customElements.define('m-runs', Runs);
