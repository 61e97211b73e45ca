const ROOT = '/api/v1';

/** What the API answered instead of what was asked for. */
export class Problem extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
  get code() {
    return this.problem.code;
  }
  get status() {
    return this.problem.status;
  }
}

const AGAIN = 2000;

let connected = true;
function connection(now) {
  if (now === connected) return;
  connected = now;
  window.dispatchEvent(new CustomEvent('m-connection', { detail: now }));
  if (!now) setTimeout(probe, AGAIN);
}

/** Asks until the server answers again. */
async function probe() {
  if (connected) return;
  const answer = await fetch('/q/health/live').catch(() => null);
  if (answer?.ok) connection(true);
  else setTimeout(probe, AGAIN);
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(ROOT + path, options);
  } catch {
    connection(false);
    throw new Problem({ title: 'The server does not answer.', code: 'UNAVAILABLE', status: 0 });
  }
  connection(true);
  if (response.status === 401) window.dispatchEvent(new Event('m-signed-out'));
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem({ title: `HTTP ${response.status}`, status: response.status, code: 'INTERNAL', ...problem });
  }
  return response.status === 204 ? null : response.json();
}

export const get = (path) => send(path, { headers: { Accept: 'application/json' } });

export const post = (path, body = {}) =>
  send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });

/** Without a body, as what takes something away has none. */
export const remove = (path) => send(path, { method: 'DELETE', headers: { 'Content-Type': 'application/json', Accept: 'application/json' } });

/** Of a run whose release is not there: the run itself, where there is one. */
export async function missing(runId, problem) {
  if (problem.status !== 404) return problem;
  try {
    return new Problem({ ...problem.problem, run: await get(`/runs/${encodeURIComponent(runId)}`) });
  } catch (other) {
    return other;
  }
}

/** Every page of a list. */
export async function all(path) {
  const items = [];
  let after = '';
  do {
    const page = await get(path + (after ? `&after=${encodeURIComponent(after)}` : ''));
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

const ENDED = ['PUBLISHED', 'FAILED', 'CANCELED'];
export const ended = (run) => ENDED.includes(run.state);

/** Calls back at each change of a run until it ends; a lost connection says so and is taken up again. */
export function watch(runId, change) {
  let source;
  let timer;
  let stopped = false;
  const open = () => {
    source = new EventSource(`${ROOT}/runs/${encodeURIComponent(runId)}/events`);
    source.addEventListener('run', (event) => {
      connection(true);
      const run = JSON.parse(event.data);
      if (ended(run)) stop();
      change(run);
    });
    source.addEventListener('open', () => connection(true));
    source.addEventListener('error', () => {
      if (stopped) return;
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(timer);
        timer = setTimeout(again, AGAIN);
      } else {
        connection(false);
      }
    });
  };
  // a stream does not tell why it was refused; the run itself does
  const again = () =>
    get(`/runs/${encodeURIComponent(runId)}`).then(
      () => stopped || open(),
      (problem) => {
        if (problem.status === 401) stop();
        else if (!stopped) timer = setTimeout(again, AGAIN);
      },
    );
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
  open();
  return stop;
}
