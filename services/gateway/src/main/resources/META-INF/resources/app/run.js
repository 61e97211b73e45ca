import { html, nothing } from 'lit';
import { Part } from './base.js';
import { ended, get, post, watch } from './api.js';
import { may } from './session.js';
import { duration, number, percent, seconds, time, words } from './format.js';
import { bar, state, trouble } from './bar.js';
import { answered, spent } from './money.js';

const DOES = {
  IMPORT: 'Reads conversations into shards',
  PLAN: 'Draws the sample, counts shared words',
  EXTRACT: 'Answers each facet for each conversation',
  EMBED: 'Turns summaries into vectors',
  CLUSTER: 'Chooses k, groups the vectors',
  MINIMUMS: 'Withholds groups that are too small',
  NAME: 'Names and describes each group',
  REVIEW: 'Checks support, rates every text',
  RAISE: 'Builds the levels above',
  LAYOUT: 'Places groups on the map',
  APPROVE: 'Waits for a person’s yes',
  PUBLISH: 'Writes what may be shown',
};

const NEXT = {
  STORAGE_FULL: 'Free some space, then start the run again.',
  UNAVAILABLE: 'Start the service that the message names.',
  PRIVACY_REFUSED: 'The message says what may be set.',
  AUTHENTICATION: 'Set the credentials, then start the run again.',
};

const PAUSED = {
  asked: 'Paused, as somebody asked. Resume goes on from here.',
  budget: 'Paused, since the budget is spent. It goes on once the budget is raised.',
  credentials: 'Paused, since the provider refused the credentials. Set them, then resume.',
};

/** One run: its stages live, and what can be asked of it. */
class Run extends Part {
  static properties = { run: {}, seen: { state: true }, problem: { state: true }, asked: { state: true }, now: { state: true } };

  willUpdate(changed) {
    if (changed.has('run') && this.run) this.load();
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => {
      if (this.seen && !ended(this.seen) && !document.hidden) this.now = Date.now();
    }, 1000);
    if (this.run && this.hasUpdated) this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
    this.stop?.();
  }

  async load() {
    this.stop?.();
    this.since = {};
    try {
      this.show(await get(`/runs/${encodeURIComponent(this.run)}`));
      this.problem = null;
      if (!ended(this.seen)) this.stop = watch(this.run, (run) => this.show(run));
    } catch (problem) {
      this.problem = problem;
    }
  }

  show(run) {
    this.seen = run;
    this.now = Date.now();
    this.note(run);
    window.dispatchEvent(new CustomEvent('m-title', { detail: run.name || 'Run' }));
  }

  /** Where each stage was when it was first seen since the run last stood still: a pause is no work. */
  note(run) {
    if (run.state !== 'RUNNING') this.since = {};
    for (const { stage, state, done } of run.stages) {
      if (run.state === 'RUNNING' && state === 'RUNNING') this.since[stage] ??= { done, at: this.now };
    }
  }

  async ask(what) {
    this.asked = { what };
    try {
      this.show(await post(`/runs/${encodeURIComponent(this.run)}/${what}`));
      this.asked = null;
    } catch (problem) {
      this.asked = { what, problem };
    }
  }

  render() {
    if (this.problem) return trouble(this.problem, () => this.load());
    const run = this.seen;
    if (!run) return html`<section class="page" aria-busy="true"><div class="skeleton rows"></div></section>`;
    return html`<section class="page">
      <div class="head">
        <h1><bdi>${run.name || run.id}</bdi></h1>
        ${state(run)}
        <span class="grow"></span>
        ${this.actions(run)}
      </div>
      <p class="dim">
        on <bdi>${run.dataset.name}</bdi> · started by ${run.startedBy || '–'}, ${time(run.createdAt)}
        ${run.endedAt ? html` · took ${duration((new Date(run.endedAt) - new Date(run.startedAt ?? run.createdAt)) / 1000)}` : nothing}
        ${run.clusters ? html` · ${number(run.clusters)} clusters` : nothing}
      </p>
      ${this.asked?.problem ? html`<p class="notice bad" role="alert">${words(this.asked.what)}: ${this.asked.problem.message}</p>` : nothing}
      ${this.notice(run)}
      <ol class="stages">${run.stages.map((stage) => this.stage(stage))}</ol>
      ${run.cost ? this.cost(run) : nothing}
      <details>
        <summary>Spec <code class="dim">${run.specDigest.slice(0, 12)}</code></summary>
        <pre class="data">${JSON.stringify(run.spec, null, 2)}</pre>
      </details>
    </section>`;
  }

  actions(run) {
    const button = (what, label, kind = '') =>
      html`<button class=${kind} ?disabled=${this.asked && !this.asked.problem} @click=${() => this.ask(what)}>${label}</button>`;
    if (run.state === 'PUBLISHED') return html`<a class="button main" href="/runs/${run.id}/explore">Open the explorer</a>`;
    if (ended(run) || !may('analyst')) return nothing;
    return html`<span class="actions">
      ${run.state === 'AWAITING_APPROVAL' && may('steward') ? button('approve', 'Approve', 'main') : nothing}
      ${run.state === 'PAUSED' ? button('resume', 'Resume', 'main') : nothing}
      ${['QUEUED', 'RUNNING'].includes(run.state) ? button('pause', 'Pause') : nothing}
      ${button('cancel', 'Cancel')}
    </span>`;
  }

  notice(run) {
    if (run.state === 'FAILED') {
      const code = run.error?.code ?? 'INTERNAL';
      return html`<div class="notice bad" role="alert">
        <strong>The run failed${run.stage ? html` at ${words(run.stage)}` : nothing}.</strong>
        <p>${run.error?.message}</p>
        <p>${NEXT[code] ?? 'Nothing of it is published. Start it again: what is done is not done twice.'}
          <a href="/docs/errors#${code}" target="_blank" rel="noopener"><code>${code}</code></a></p>
      </div>`;
    }
    if (run.state === 'AWAITING_APPROVAL') return html`<p class="notice">Everything is computed. It is published once a person says yes.</p>`;
    if (run.state === 'PAUSED') return html`<p class="notice">${PAUSED[run.reason] ?? PAUSED.asked} What is done is kept.</p>`;
    if (run.state === 'CANCELED') return html`<p class="notice">Canceled. Nothing of it is published.</p>`;
    return nothing;
  }

  cost(run) {
    const { answers, estimate } = run.cost;
    const { all, stored } = answered(run.cost);
    return html`<details>
      <summary>Models <span class="dim">${spent(run)}${all ? ` · ${percent(stored)} of answers stored before` : nothing}</span></summary>
      ${estimate
        ? html`<p class="dim">Estimated before anything was asked, from the tokens of about ${number(estimate.sample)} transcripts: ${number(estimate.calls)} calls,
            ${number(estimate.inputTokens)} tokens in, ${number(estimate.outputTokens)} out. It does not reckon with stored answers.</p>`
        : nothing}
      <table class="list short">
        <thead><tr><th>Answers for</th><th class="n">Stored</th><th class="n">Asked</th><th class="n">Share stored</th></tr></thead>
        <tbody>${answers.map((line) => html`<tr>
          <th scope="row">${words(line.stage)}: ${words(line.purpose)}</th>
          <td class="n">${number(line.stored)}</td>
          <td class="n">${number(line.asked)}</td>
          <td class="n">${percent(line.stored + line.asked ? line.stored / (line.stored + line.asked) : 0)}</td>
        </tr>`)}</tbody>
      </table>
    </details>`;
  }

  stage(stage) {
    const took = seconds(stage, this.now);
    const running = stage.state === 'RUNNING' && this.seen.state === 'RUNNING';
    const share = stage.state === 'DONE' ? 1 : stage.total ? stage.done / stage.total : 0;
    const from = this.since[stage.stage] ?? { done: stage.done, at: this.now };
    const rate = this.now - from.at > 1000 ? (1000 * (stage.done - from.done)) / (this.now - from.at) : 0;
    const bad = stage.outcomes.filter((name) => name !== 'OK');
    return html`<li class=${running || stage.state !== 'RUNNING' ? stage.state : 'HELD'} aria-current=${running ? 'step' : 'false'}>
      <span class="what"><strong>${words(stage.stage)}</strong> <span class="dim">${DOES[stage.stage] ?? ''}</span></span>
      ${bar(share, { label: `${words(stage.stage)} ${percent(share)}` })}
      <span class="n">${stage.total > 1 ? html`${number(stage.done)}<span class="dim"> / ${number(stage.total)}</span>` : nothing}</span>
      <span class="n dim">${running && rate > 0 && stage.total > 1 ? `${rate < 10 ? rate.toFixed(1) : number(Math.round(rate))}/s` : nothing}</span>
      <span class="n dim">
        ${stage.state === 'DONE' || stage.state === 'FAILED' ? duration(took) : nothing}
        ${running && rate > 0 && stage.total > stage.done ? `${duration((stage.total - stage.done) / rate, { guess: true })} left` : nothing}
      </span>
      ${bad.length || stage.retries
        ? html`<span class="outcomes dim">
            ${bad.map((name) => html`<span>${words(name)}</span>`)}
            ${stage.retries ? html`<span>retried ${number(stage.retries)}</span>` : nothing}
          </span>`
        : nothing}
    </li>`;
  }
}

customElements.define('m-run', Run);
