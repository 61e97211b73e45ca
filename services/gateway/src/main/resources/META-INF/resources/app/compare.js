import { html, nothing } from 'lit';
import { Part, go, parameter, set } from './base.js';
import { get, missing } from './api.js';
import { number, percent, time, words } from './format.js';
import { bar, trouble } from './bar.js';

const CHANGES = ['GROWN', 'SHRUNK', 'NEW', 'GONE', 'MATCHED'];
const SIGN = { GROWN: '▲', SHRUNK: '▼', NEW: '+', GONE: '−', MATCHED: '=' };
const PAGE = 200;

/** The run beside an earlier one: what has become of each group. Which one, which change and which level stand in the address. */
class Compare extends Part {
  static properties = { run: {}, runs: { state: true }, answer: { state: true }, problem: { state: true }, other: { state: true }, change: { state: true }, level: { state: true }, shown: { state: true } };

  constructor() {
    super();
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
  }

  read() {
    this.other = parameter('with');
    this.change = CHANGES.includes(parameter('change')) ? parameter('change') : '';
    this.level = parameter('level');
    this.shown = PAGE;
  }

  willUpdate(changed) {
    if (this.run && (changed.has('run') || changed.has('other'))) this.load();
  }

  async load() {
    const { run, other } = this;
    this.answer = null;
    this.problem = null;
    try {
      this.runs ??= (await get('/runs?state=PUBLISHED&limit=199')).items;
      const answer = other ? await get(`/runs/${encodeURIComponent(other)}/compare/${encodeURIComponent(run)}`) : null;
      if (run !== this.run || other !== this.other) return;
      this.answer = answer;
      const name = answer ? answer.b.name : this.runs.find((each) => each.id === run)?.name;
      window.dispatchEvent(new CustomEvent('m-title', { detail: name || 'Run' }));
    } catch (problem) {
      const first = other ? await missing(other, problem) : problem;
      this.problem = first.problem?.run?.state === 'PUBLISHED' ? await missing(run, problem) : first;
    }
  }

  render() {
    if (this.problem) return trouble(this.problem, () => this.load());
    if (!this.runs || (this.other && !this.answer)) return html`<section class="page" aria-busy="true"><h1>Compare</h1><div class="skeleton rows"></div></section>`;
    if (!this.other) return this.choice();
    const { a, b, notes } = this.answer;
    return html`<section class="page">
      <div class="head">
        <h1><bdi>${b.name || b.run}</bdi> <span class="dim">beside <bdi>${a.name || a.run}</bdi></span></h1>
        <span class="grow"></span>
        ${this.runs.length > 1 ? this.select() : nothing}
        <a class="button" href=${`/runs/${a.run}/compare?with=${b.run}`}>Swap</a>
      </div>
      <p class="dim">First <a href=${`/runs/${a.run}/explore`}><bdi>${a.name || a.run}</bdi></a>, published ${time(a.publishedAt)} · then <a href=${`/runs/${b.run}/explore`}><bdi>${b.name || b.run}</bdi></a>, published ${time(b.publishedAt)}</p>
      <ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
      ${this.answer.rows.length ? this.rows() : html`<p>No group of one can be held against a group of the other.</p>`}
    </section>`;
  }

  /** The other runs, to choose one. */
  choice() {
    const others = this.runs.filter((run) => run.id !== this.run);
    if (!others.length) {
      return html`<section class="page"><h1>There is nothing to compare with yet</h1><p>This is the only published run. Once another one is, it can be chosen here.</p></section>`;
    }
    return html`<section class="page">
      <h1>Compare with an earlier run</h1>
      <ul class="links choice">
        ${others.map((run) => html`<li><a href=${`/runs/${this.run}/compare?with=${run.id}`}><bdi>${run.name || run.id}</bdi></a><span class="dim"><bdi>${run.dataset.name}</bdi>, ${time(run.createdAt)}</span></li>`)}
      </ul>
    </section>`;
  }

  select() {
    return html`<label class="dim">Beside <select @change=${(event) => go(`/runs/${this.run}/compare?with=${event.target.value}`)}>
      ${this.runs.filter((run) => run.id !== this.run).map((run) => html`<option value=${run.id} ?selected=${run.id === this.other}>${run.name || run.id}, ${time(run.createdAt)}</option>`)}
    </select></label>`;
  }

  rows() {
    const levels = [...new Set(this.answer.rows.map((row) => row.level))];
    const level = levels.includes(Number(this.level)) && this.level !== '' ? Number(this.level) : Math.min(...levels);
    const here = this.answer.rows.filter((row) => row.level === level);
    const rows = this.change ? here.filter((row) => row.change === this.change) : here;
    const most = Math.max(...here.map((row) => Math.max(row.a?.share ?? 0, row.b?.share ?? 0)));
    const pick = (change, n) => html`<button aria-pressed=${this.change === change} ?disabled=${!n && this.change !== change} @click=${() => set({ change })}>
      ${change ? html`<span aria-hidden="true" class="change ${change}">${SIGN[change]}</span> ${words(change)}` : 'all'} <span class="dim">${number(n)}</span></button>`;
    return html`
      <div class="picks" role="group" aria-label="Change">
        ${pick('', here.length)}
        ${CHANGES.map((change) => pick(change, here.filter((row) => row.change === change).length))}
        <span class="grow"></span>
        ${levels.length > 1
          ? html`<label class="dim">Level <select @change=${(event) => set({ level: event.target.value })}>
              ${levels.map((each) => html`<option value=${each} ?selected=${each === level}>${each === 0 ? '0, the base' : each}</option>`)}
            </select></label>`
          : nothing}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Groups"><table class="list compared">
        <thead><tr><th>Change</th><th>Group</th><th class="n">First</th><th class="n">Then</th><th class="draw wide-only"><span class="sr">Share</span></th><th class="n wide-only">Conversations</th><th class="n wide-only">Accounts</th></tr></thead>
        <tbody>${rows.slice(0, this.shown).map((row) => this.row(row, most))}</tbody>
      </table></div>
      ${rows.length ? nothing : html`<p class="dim">None at this level.</p>`}
      ${rows.length > this.shown ? html`<p><button class="link" @click=${() => (this.shown += PAGE)}>Show more of ${number(rows.length)}</button></p>` : nothing}
      <p class="dim key"><span class="tickmark" aria-hidden="true"></span>the share in the first run. Shares are of all conversations in the groups that a run shows; a dash is what it does not show, which may be for its size.</p>
    `;
  }

  row(row, most) {
    const { a, b, near } = row;
    const { a: first, b: then } = this.answer;
    const link = (run, group) => html`<a href=${`/runs/${run.run}/explore?c=${encodeURIComponent(group.id)}`}><bdi>${group.name}</bdi></a>`;
    const both = (name, as = (x) => x) => [a, b].map((side) => (side ? as(side[name]) : '–')).join(' → ');
    return html`<tr>
      <td><span class="change ${row.change}"><span aria-hidden="true">${SIGN[row.change]}</span> ${words(row.change)}</span></td>
      <th scope="row" title=${(b ?? a).description}>
        ${b ? link(then, b) : link(first, a)}
        ${a && b && a.name !== b.name ? html`<span class="dim beside">was ${link(first, a)}</span>` : nothing}
        ${near ? html`<span class="dim beside">near ${link(b ? first : then, near)}</span>` : nothing}
      </th>
      <td class="n">${a ? percent(a.share) : '–'}</td>
      <td class="n">${b ? percent(b.share) : '–'}</td>
      <td class="draw wide-only">${bar((b?.share ?? 0) / most, { tick: a ? a.share / most : null })}</td>
      <td class="n wide-only">${both('conversations', number)}</td>
      <td class="n wide-only">${both('accountsBand')}</td>
    </tr>`;
  }
}

customElements.define('m-compare', Compare);
