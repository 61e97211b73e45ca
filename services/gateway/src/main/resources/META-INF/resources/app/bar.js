import { html, nothing, svg } from 'lit';
import { number, percent, words } from './format.js';

/** A bar of a share between 0 and 1; `tick` marks a second share on it. */
export function bar(share, { tick = null, kind = '', label = nothing } = {}) {
  const clamp = (x) => Math.max(0, Math.min(1, x));
  const at = clamp(tick ?? 0) * 100;
  return html`<svg class="share ${kind}" viewBox="0 0 100 8" preserveAspectRatio="none" role=${label === nothing ? 'presentation' : 'img'} aria-label=${label}>
    <rect class="track" width="100" height="8"></rect>
    <rect class="fill" width=${100 * clamp(share)} height="8"></rect>
    ${tick === null ? nothing : svg`<line class="tick" x1=${at} x2=${at} y1="0" y2="8"></line>`}
  </svg>`;
}

/** A state as a word with its color. */
export const state = (run) =>
  html`<span class="state ${run.state}">${words(run.state)}${run.reason ? html` <span class="dim">(${words(run.reason)})</span>` : nothing}</span>`;

const KIND = { other: 'all others', several: 'more than one answer', unanswered: 'no answer' };

/** The answers to one facet as bars; the mark is the whole run's share. */
export function breakdown(part, { open, toggle, pick = null, picked = '' }) {
  const few = part.cells.length > 8 && !open ? part.cells.slice(0, 7) : part.cells;
  const answers = part.cells.filter((cell) => cell.variable === 'value');
  const most = Math.max(...answers.map((cell) => Math.max(cell.share, cell.baseShare ?? 0)), 0.01);
  return html`
    <section class="breakdown">
      <h3>${part.facet}</h3>
      <table class="bars">
        <tbody>
          ${few.map((cell) => {
            const key = `${part.facet}:${cell.value}`;
            const name = KIND[cell.variable] ?? cell.value;
            const says = `${name}: ${number(cell.conversations)} conversations, ${percent(cell.share)}` +
              (cell.baseShare === undefined ? '' : `; ${percent(cell.baseShare)} in the whole run`) + `; ${cell.accountsBand} accounts`;
            return html`<tr title=${says}>
              <th scope="row" class=${cell.variable === 'value' ? '' : 'folded'}>
                ${pick && cell.variable === 'value'
                  ? html`<button class="pick" aria-pressed=${picked === key} @click=${() => pick(picked === key ? '' : key)}><bdi>${name}</bdi></button>`
                  : html`<bdi>${name}</bdi>`}
              </th>
              <td class="draw">${cell.variable === 'value' ? bar(cell.share / most, { tick: cell.baseShare === undefined ? null : cell.baseShare / most }) : nothing}</td>
              <td class="n">${percent(cell.share)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      ${few.length < part.cells.length || open
        ? html`<button class="link" @click=${toggle}>${open ? 'Show fewer' : `Show all ${part.cells.length}`}</button>`
        : nothing}
    </section>
  `;
}

const DAY = 86400000;

/** The time line as columns over the time of `range`; a gap is what is not shown. */
export function timeline(stretches, range = stretches) {
  if (!stretches.length) return nothing;
  const start = (stretch) => Date.parse(stretch.start);
  const end = (stretch) => Date.parse(stretch.end) + DAY;
  const from = Math.min(...range.map(start), ...stretches.map(start));
  const to = Math.max(...range.map(end), ...stretches.map(end));
  const most = Math.max(...stretches.map((stretch) => stretch.conversations));
  const gaps = stretches.reduce((sum, s) => sum + end(s) - start(s), 0) < to - from;
  const x = (t) => (100 * (t - from)) / (to - from || 1);
  return html`
    <section class="breakdown">
      <h3>Time <span class="dim">by ${stretches[0].unit}, up to ${number(most)}</span></h3>
      <svg class="timeline" viewBox="0 0 100 32" preserveAspectRatio="none" role="img"
        aria-label=${`Conversations by ${stretches[0].unit}: ` + stretches.map((s) => `${s.start} ${s.conversations}`).join(', ')}>
        ${stretches.map((s) => {
          const height = (30 * s.conversations) / most;
          const width = Math.max(0.4, x(end(s)) - x(start(s)) - 0.5);
          return svg`<rect x=${x(start(s))} y=${31 - height} width=${width} height=${height}><title>${`${s.start} to ${s.end}: ${number(s.conversations)} conversations, ${s.accountsBand} accounts`}</title></rect>`;
        })}
        <line x1="0" x2="100" y1="31.5" y2="31.5"></line>
      </svg>
      <p class="ends dim"><span>${new Date(from).toISOString().slice(0, 10)}</span><span>${new Date(to - DAY).toISOString().slice(0, 10)}</span></p>
      ${gaps ? html`<p class="dim key">A gap is a ${stretches[0].unit} under the minimums.</p>` : nothing}
    </section>
  `;
}

/** What went wrong, why, and what to do. */
export const trouble = (problem, retry) => {
  const { title, why, next } = told(problem);
  return html`
    <section class="page trouble" role="alert">
      <h1>${title}</h1>
      <p>${why}</p>
      <p>${next ? html`${next} · ` : retry ? html`<button class="link" @click=${retry}>Try again</button> · ` : nothing}<a href="/">All runs</a></p>
      ${problem.code && problem.status !== 404 ? html`<p class="dim"><a href="/docs/errors#${problem.code}" target="_blank" rel="noopener"><code>${problem.code}</code></a></p>` : nothing}
    </section>
  `;
};

function told(problem) {
  const run = problem.problem?.run;
  if (run) {
    const next = html`<a href=${`/runs/${run.id}`}>Its progress</a>`;
    if (run.state === 'FAILED') return { title: 'The run failed', why: `${run.error?.message ?? 'Its progress says why.'} Nothing of it is published.`, next };
    if (run.state === 'CANCELED') return { title: 'The run was canceled', why: 'Nothing of it is published.', next };
    if (run.state === 'PUBLISHED') return { title: 'What the run has shown is gone', why: 'Its data set was deleted with everything derived from it.', next };
    return { title: 'Not published yet', why: `The run is ${words(run.state)}${run.stage ? ` at ${words(run.stage)}` : ''}. Its clusters stand here once they have passed the review.`, next };
  }
  if (problem.status === 404) return { title: 'There is no such run', why: 'No run has this id. It may be of another data folder, or the address is cut off.', next: null };
  if (!problem.status) return { title: 'The server does not answer', why: 'It is asked again every two seconds. If it was stopped, start it with: murmuration serve', next: null };
  return { title: 'This could not be loaded', why: problem.message, next: null };
}
