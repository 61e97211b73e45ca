const WHOLE = new Intl.NumberFormat('en');
const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export const number = (n) => WHOLE.format(n ?? 0);

/** A share: two digits that count, never 0 % for something. */
export function percent(share) {
  const p = 100 * share;
  if (p === 0) return '0 %';
  if (p < 0.1) return '< 0.1 %';
  return `${p < 10 ? p.toFixed(1) : Math.round(p)} %`;
}

/** Under ten seconds with a tenth; a guess only to the unit. */
export function duration(seconds, { guess = false } = {}) {
  if (seconds < 9.95 && !guess) return `${Math.max(0, seconds).toFixed(1)} s`;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (guess && s < 3600) return `${Math.round(s / 60)} min`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
}

export const time = (text) => (text ? TIME.format(new Date(text)) : '');

export function ago(text) {
  if (!text) return '';
  const seconds = (new Date(text) - Date.now()) / 1000;
  for (const [unit, length] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= length) return AGO.format(Math.round(seconds / length), unit);
  }
  return 'just now';
}

/** A name of the vocabulary as people read it. */
export const words = (name) => (name ?? '').toLowerCase().replaceAll('_', ' ');

export const seconds = (stage, now = Date.now()) =>
  stage.startedAt ? ((stage.endedAt ? new Date(stage.endedAt) : now) - new Date(stage.startedAt)) / 1000 : 0;
