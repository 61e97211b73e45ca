import { LitElement, noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/**
 * A part of the page. It renders into the document itself, so that one style sheet and one set of ids serve all. What it
 * could not load for want of a connection it loads again once there is one.
 */
export class Part extends LitElement {
  heal = (event) => {
    if (event.detail && this.problem && !this.problem.status) this.load();
  };

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('m-connection', this.heal);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('m-connection', this.heal);
  }

  createRenderRoot() {
    return this;
  }
}

/** Changes the address without a reload; `replace` leaves no step in the history. */
export function go(path, { replace = false } = {}) {
  if (path === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  window.dispatchEvent(new Event('m-moved'));
}

/** Sets parameters of the present address; an empty value takes one away. */
export function set(parameters, options = { replace: true }) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === '' || value === null || value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  go(url.pathname + url.search, options);
}

export const parameter = (name) => new URL(location.href).searchParams.get(name) ?? '';

/** Styles set through the element, as a strict policy allows; a style attribute would be refused. */
export const styled = directive(
  class extends Directive {
    render() {
      return noChange;
    }
    update(part, [styles]) {
      Object.assign(part.element.style, styles);
      return noChange;
    }
  },
);
