import { html, nothing } from 'lit';
import { Part, styled } from './base.js';
import { get, missing } from './api.js';
import { number, percent, time, words } from './format.js';
import { trouble } from './bar.js';

const PART = {
  kept: 'in published clusters',
  not_drawn: 'not drawn into the sample',
  under_minimums: 'in groups under the minimums',
  withheld: 'in groups that the review withheld',
  not_shown: 'not told apart',
  screened_out: 'screened out',
  unanswered: 'nothing public could be said',
  quarantined: 'could not be processed',
  too_long: 'too long for the model',
  refused: 'refused by the model',
  unparseable: 'answered in a form that could not be read',
  provider_error: 'not answered by the model',
  ok: 'summarized, in no group',
};

/** What else a part may hold; it names all of that, whether or not anything ended so. */
const others = (part) => (part.includes ?? []).filter((name) => name !== part.part).map(words);

/** What the numbers of a run mean, and what it came from. */
class Trust extends Part {
  static properties = { run: {}, tree: { state: true }, manifest: { state: true }, system: { state: true }, problem: { state: true } };

  willUpdate(changed) {
    if (changed.has('run') && this.run) this.load();
  }

  async load() {
    const run = `/runs/${encodeURIComponent(this.run)}`;
    try {
      const [tree, manifest, system] = await Promise.all([get(`${run}/tree?depth=1`), get(`${run}/manifest`), get('/system')]);
      this.tree = tree;
      this.manifest = manifest;
      this.system = system;
      this.problem = null;
      window.dispatchEvent(new CustomEvent('m-title', { detail: tree.name || 'Run' }));
    } catch (problem) {
      this.problem = await missing(this.run, problem);
    }
  }

  render() {
    if (this.problem) return trouble(this.problem, () => this.load());
    if (!this.tree) return html`<section class="page" aria-busy="true"><div class="skeleton rows"></div></section>`;
    const { tree, manifest } = this;
    const { minimums, threshold, floor, rounding, spec } = manifest;
    const notes = Array.isArray(tree.notes) ? tree.notes : (tree.notes.statements ?? []);
    return html`<section class="page">
      <h1><bdi>${tree.name}</bdi> <span class="dim">what its numbers mean</span></h1>
      ${notes.length ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}

      <h2>Where every conversation ended</h2>
      ${this.coverage(tree.coverage)}

      <h2>What a group must meet to be shown</h2>
      <dl class="facts wide">
        ${spec?.minimums ? html`<div><dt>Profile</dt><dd>${words(spec.minimums.profile)}</dd></div>` : nothing}
        ${minimums
          ? html`<div><dt>Conversations, at least</dt><dd>${number(minimums.conversations)}</dd></div>
              <div><dt>Accounts, at least</dt><dd>${number(minimums.accounts)}</dd></div>`
          : nothing}
        <div><dt>Floor that nothing lowers</dt><dd>${floor ?? this.system.floor} accounts</dd></div>
        ${threshold ? html`<div><dt>Audit, at least</dt><dd>${threshold} of 5</dd></div>` : nothing}
        ${rounding ? html`<div><dt>Rounded to</dt><dd>${rounding}</dd></div>` : nothing}
      </dl>

      <h2>How to read them</h2>
      <ul class="prose">
        <li>Conversations are rounded. Accounts are given as a range; they cannot be added up, since one account may stand in several groups.</li>
        <li>Where too few conversations ended, or too few people's, has no line of its own: one line stands for all that, with one larger end and with what lies outside the window or over the cap, and names it whether or not any conversation ended so.</li>
        <li>An answer that too few conversations or accounts gave is folded into “all others”, together with at least one more, so that it cannot be computed from the rest.</li>
        <li>Names and descriptions hold only what the conversations of enough accounts support, and each was rated for how identifying it is.</li>
        <li>The map places groups by the meaning of their published text, and what has one parent together. Distance has no unit; area is the number of conversations.</li>
      </ul>

      <h2>Result</h2>
      <dl class="facts wide">
        <div><dt>Published</dt><dd>${time(tree.publishedAt)}</dd></div>
        <div><dt>Digest</dt><dd><code>${tree.resultDigest}</code></dd></div>
        <div><dt>SHA-256 of the manifest</dt><dd><code>${tree.manifestDigest}</code></dd></div>
      </dl>
      <p><a href="/api/v1/runs/${this.run}/export?format=csv" download>Export as CSV</a> ·
        <a href="/api/v1/runs/${this.run}/export?format=json" download>as JSON</a> ·
        <a href="/api/v1/runs/${this.run}/manifest" download=${`manifest-${this.run}.json`}>manifest</a></p>
      <details open>
        <summary>Manifest</summary>
        <div class="manifest">${this.value(manifest)}</div>
      </details>
    </section>`;
  }

  coverage(coverage) {
    const parts = coverage?.parts ?? [];
    if (!parts.length) return html`<p class="dim">No coverage is recorded.</p>`;
    const sum = parts.reduce((n, part) => n + part.conversations, 0) || 1;
    return html`
      <div class="coverage" role="img" aria-label=${parts.map((part) => `${PART[part.part] ?? words(part.part)}: ${percent(part.conversations / sum)}`).join(', ')}>
        ${parts.map((part, i) => html`<span class=${`part part-${part.part === 'kept' ? 'kept' : i % 4}`} ${styled({ flexGrow: String(part.conversations) })}></span>`)}
      </div>
      <table class="list short">
        <tbody>
          ${parts.map((part, i) => html`<tr>
            <th scope="row"><span class=${`dot part-${part.part === 'kept' ? 'kept' : i % 4}`} aria-hidden="true"></span>${PART[part.part] ?? words(part.part)}
              ${others(part).length ? html`<span class="dim">(${part.part === 'not_shown' ? '' : 'and '}any of: ${others(part).join(', ')})</span>` : nothing}</th>
            <td class="n">${number(part.conversations)}</td>
            <td class="n">${percent(part.conversations / sum)}</td>
          </tr>`)}
        </tbody>
        <tfoot><tr><th scope="row">the data set</th><td class="n">${number(coverage.conversations)}</td><td class="n">100 %</td></tr></tfoot>
      </table>
      <p class="dim">In steps of ${number(coverage.rounding)}: what is under two steps may stand as 0.</p>
    `;
  }

  /** JSON as nested lists; what has more inside is folded. */
  value(value, depth = 0) {
    const large = value && typeof value === 'object' && Object.values(value).some((inner) => inner && typeof inner === 'object');
    if (depth > 0 && large) {
      return html`<details><summary class="dim">${Array.isArray(value) ? `${value.length} entries` : Object.keys(value).join(', ')}</summary>${this.value(value)}</details>`;
    }
    if (Array.isArray(value)) return value.some((v) => typeof v === 'object') ? html`<ol>${value.map((v) => html`<li>${this.value(v, depth + 1)}</li>`)}</ol>` : html`<span>${value.join(', ') || '–'}</span>`;
    if (value && typeof value === 'object') {
      return html`<dl>${Object.entries(value).map(([name, inner]) => html`<div><dt>${name}</dt><dd>${this.value(inner, depth + 1)}</dd></div>`)}</dl>`;
    }
    const text = String(value);
    return /^[0-9a-f]{32,}$/.test(text) ? html`<code>${text}</code>` : html`<span>${text}</span>`;
  }
}

customElements.define('m-trust', Trust);
