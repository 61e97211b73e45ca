/** Dollars: to the cent, under ten cents to the hundredth of one. */
export const usd = (n) => `${n.toFixed(n === 0 || n >= 0.1 ? 2 : 4)} USD`;

/** How many of a cost's answers there are, and which share of them was stored before. */
export function answered(cost) {
  const sum = (count) => cost.answers.reduce((all, line) => all + count(line), 0);
  const all = sum((line) => line.asked + line.stored);
  return { all, stored: all ? sum((line) => line.stored) / all : 0 };
}

/** Above this share of stored answers, of which an estimate knows nothing, it is not measured by the cost. */
const FEW = 0.01;

/** What models have cost a run beside what was estimated; how far that was off once it can be said. */
export function spent({ state, cost }) {
  if (cost.usd === undefined) return 'no price known';
  const estimate = cost.estimate?.usd;
  if (!estimate) return usd(cost.usd);
  if (state !== 'PUBLISHED' || answered(cost).stored >= FEW) return `${usd(cost.usd)} of an estimated ${usd(estimate)}`;
  const off = Math.round(100 * (cost.usd / estimate - 1));
  if (off === 0) return `${usd(cost.usd)}, as estimated`;
  return `${usd(cost.usd)}, ${Math.abs(off)} % ${off < 0 ? 'under' : 'over'} the estimated ${usd(estimate)}`;
}
