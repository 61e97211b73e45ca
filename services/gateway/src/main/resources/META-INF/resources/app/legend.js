import { html, nothing } from 'lit';
import { number, percent } from './format.js';
import { RATIOS, look, noData, ratioScale, sizeBounds, sizeScale } from './colors.js';

const EDGE = { 0.25: '¼', 0.5: '½' };
const edge = (i) => EDGE[RATIOS[i]] ?? RATIOS[i];

/** What the colors of the map mean, in numbers; the names of the top clusters say it themselves. */
export function legend({ color, facet, shares, model }) {
  look();
  if (color === 'size') return sizes(sizeBounds(model.base));
  return color === 'facet' && facet ? ratios(facet, shares?.base ?? 0) : nothing;
}

const swatch = (color, label) =>
  html`<li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill=${color}></circle></svg>${label}</li>`;

const sizes = (bounds) => html`<ul class="legend" aria-label="Legend">
  <li class="dim">conversations</li>
  ${sizeScale().map((color, i) => swatch(color, i === bounds.length ? `over ${number(bounds[i - 1])}` : `${i ? '' : 'up '}to ${number(bounds[i])}`))}
</ul>`;

const ratios = (facet, base) => html`<ul class="legend" aria-label="Legend">
  <li class="dim">share of <bdi>${facet.slice(facet.indexOf(':') + 1)}</bdi> ÷ ${percent(base)} in the whole run</li>
  ${ratioScale().map((color, i, { length }) => swatch(color, i === 0 ? `under ${edge(0)}` : i === length - 1 ? `over ${edge(i - 1)}` : `${edge(i - 1)}–${edge(i)}`))}
  <li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill="none" stroke=${noData()}></circle></svg>not shown</li>
  <li class="dim">ground: the top cluster</li>
</ul>`;
