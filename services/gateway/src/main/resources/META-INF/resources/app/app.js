import { html, nothing } from 'lit';
import { Part, go } from './base.js';
import { trouble } from './bar.js';
import { signOut, who } from './session.js';
import './sign-in.js';
import './runs.js';
import './run.js';
import './explorer.js';
import './trust.js';
import './compare.js';

const THEMES = ['system', 'light', 'dark'];
const RUN = /^\/runs\/([^/]+)(?:\/(explore|trust|compare))?$/;

const VIEWS = { '': 'Progress', explore: 'Explorer', trust: 'Trust', compare: 'Compare' };
const MARK = html`<svg class="sign" viewBox="0 0 32 32" width="20" height="20" aria-hidden="true"><circle cx="9" cy="20" r="4.5"/><circle cx="17.5" cy="14" r="3.4"/><circle cx="24" cy="9" r="2.4"/><circle cx="18" cy="23" r="2.4"/><circle cx="25.5" cy="17" r="1.7"/><circle cx="11" cy="11.5" r="1.9"/></svg>`;

/** The frame around every page: where one is, and how it looks. */
class App extends Part {
  static properties = { path: { state: true }, theme: { state: true }, connected: { state: true }, title: { state: true }, session: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.path = location.pathname;
    this.connected = true;
    this.title = '';
    this.theme = THEMES.includes(localStorage.getItem('theme')) ? localStorage.getItem('theme') : 'system';
    this.dress();
    const moved = () => {
      if (this.path !== location.pathname) this.title = '';
      this.path = location.pathname;
    };
    window.addEventListener('popstate', () => {
      moved();
      window.dispatchEvent(new Event('m-moved'));
    });
    window.addEventListener('m-moved', moved);
    window.addEventListener('m-connection', (event) => (this.connected = event.detail));
    window.addEventListener('m-title', (event) => (this.title = event.detail));
    window.addEventListener('m-signed-in', () => this.load());
    window.addEventListener('m-signed-out', () => {
      if (this.session?.name) this.load();
    });
    document.addEventListener('click', (event) => this.follow(event));
    this.load();
  }

  /** Who is signed in; nothing is shown before that is known. */
  async load() {
    try {
      this.session = await who();
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async leave() {
    await signOut().catch(() => null);
    await this.load();
  }

  /** Links inside the page move without a reload. */
  follow(event) {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.pathname !== '/' && !link.pathname.startsWith('/runs')) return;
    event.preventDefault();
    go(link.pathname + link.search);
  }

  dress() {
    if (this.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
    window.dispatchEvent(new Event('m-theme'));
  }

  nextTheme() {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    localStorage.setItem('theme', this.theme);
    this.dress();
  }

  updated() {
    const view = VIEWS[RUN.exec(this.path)?.[2] ?? ''];
    document.title = this.title ? `${this.title} · ${view} · Murmuration` : 'Murmuration';
  }

  render() {
    const run = RUN.exec(this.path);
    return html`
      <a class="skip" href="#main" @click=${(event) => { event.preventDefault(); document.getElementById('main').focus(); }}>Skip to content</a>
      <header class="bar">
        <a class="mark" href="/">${MARK}Murmuration</a>
        ${run && this.session?.name ? this.trail(run) : nothing}
        <span class="grow"></span>
        ${this.session?.required && this.session.name
          ? html`<span class="who" title=${`Tenant ${this.session.tenant}`}><bdi>${this.session.name}</bdi> <span class="dim">${this.session.role}</span></span>
              <button class="quiet" @click=${this.leave}>Sign out</button>`
          : nothing}
        <button class="quiet" @click=${this.nextTheme} title="Colors: follow the system, light or dark">
          <span aria-hidden="true">◐</span> <span class="sr">Colors: </span><span class="theme">${this.theme}</span>
        </button>
      </header>
      ${this.connected ? nothing : html`<p class="lost" role="alert">The connection is lost. What you see is the last known state; it is taken up again by itself.</p>`}
      <main id="main" tabindex="-1">${this.page(run)}</main>
    `;
  }

  trail(run) {
    const [, id, view] = run;
    const tab = (name, label, path) =>
      html`<a href=${path} aria-current=${(view ?? '') === name ? 'page' : 'false'}>${label}</a>`;
    return html`
      <nav class="trail" aria-label="Run">
        <bdi class="name">${this.title || 'Run'}</bdi>
        <span class="tabs">
          ${Object.entries(VIEWS).map(([name, label]) => tab(name, label, name ? `/runs/${id}/${name}` : `/runs/${id}`))}
        </span>
      </nav>
    `;
  }

  page(run) {
    if (!this.session) return this.problem ? trouble(this.problem, () => this.load()) : nothing;
    if (this.session.required && !this.session.name) return html`<m-sign-in ?issuer=${this.session.issuer}></m-sign-in>`;
    if (!run) {
      return ['/', '/runs', '/runs/'].includes(this.path)
        ? html`<m-runs></m-runs>`
        : html`<section class="page"><h1>There is nothing at this address</h1><p><a href="/">All runs</a></p></section>`;
    }
    const [, id, view] = run;
    if (view === 'explore') return html`<m-explorer .run=${id}></m-explorer>`;
    if (view === 'trust') return html`<m-trust .run=${id}></m-trust>`;
    if (view === 'compare') return html`<m-compare .run=${id}></m-compare>`;
    return html`<m-run .run=${id}></m-run>`;
  }
}

customElements.define('m-app', App);
