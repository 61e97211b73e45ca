/** Scales that people with any color vision can tell apart; each exists for a light and a dark ground. */
const GROUPS = {
  light: ['#3b6fb6', '#c8741a', '#2f8f6f', '#b0477d', '#7a6bc4', '#8a7a1c', '#c2503f', '#3b93b8', '#6f7f4f', '#8b5e3c', '#5b6b7b'],
  dark: ['#7fa9e3', '#e2a05a', '#6cc3a2', '#dd88b4', '#ada1ec', '#c9b955', '#e68b7c', '#78c2e0', '#a5b684', '#c29a78', '#9aa8b6'],
};
/** From rarer than in the whole run over equal to more frequent. */
const RATIO = {
  light: ['#2a5a9c', '#6b93c4', '#b3c6dd', '#d9d9d6', '#ecc79a', '#dd9240', '#a85a08'],
  dark: ['#6ea3ee', '#5681b8', '#456081', '#4d5358', '#8a6a45', '#c98a3d', '#f6b25c'],
};
const SIZE = {
  light: ['#c9dde0', '#9cc3c9', '#6ba6af', '#3d8792', '#0b6672'],
  dark: ['#2b4a50', '#336570', '#3f8490', '#5ba6b0', '#8ad0d6'],
};
export const RATIOS = [1 / 4, 1 / 2, 4 / 5, 5 / 4, 2, 4];
const NO_DATA = { light: '#9aa0a0', dark: '#6b757c' };

let present = 'light';

/** Looks which theme holds; once a drawing, since it is asked for each circle. */
export function look() {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  present = dark ? 'dark' : 'light';
}

export const isDark = () => present === 'dark';

const theme = () => present;

export const groupColor = (index) => GROUPS[theme()][Math.min(index, GROUPS.light.length - 1)];

/** The same color as text: with enough contrast against the ground. */
export const groupInk = (index) => `color-mix(in oklab, ${groupColor(index)} ${isDark() ? 72 : 62}%, ${isDark() ? 'white' : 'black'})`;

export const groupCount = GROUPS.light.length;

/** Null where the share is not published. */
export function ratioColor(share, base) {
  if (share === undefined || !base) return null;
  const ratio = share / base;
  return RATIO[theme()][RATIOS.filter((edge) => ratio > edge).length];
}

export const ratioScale = () => RATIO[theme()];
export const sizeScale = () => SIZE[theme()];
export const noData = () => NO_DATA[theme()];

/** Bounds of equal numbers of clusters. */
export function sizeBounds(base) {
  const sorted = base.map((node) => node.conversations).sort((a, b) => a - b);
  return [0.2, 0.4, 0.6, 0.8].map((q) => sorted[Math.floor(q * (sorted.length - 1))] ?? 0);
}

export const sizeColor = (n, bounds) => SIZE[theme()][bounds.filter((bound) => n > bound).length];
