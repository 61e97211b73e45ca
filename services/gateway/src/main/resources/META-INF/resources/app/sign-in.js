import { html, nothing } from 'lit';
import { Part, parameter } from './base.js';
import { signIn } from './session.js';

const REFUSED = {
  late: 'That took too long, or this browser keeps no cookies. Sign in again.',
  issuer: 'The issuer did not sign you in.',
  role: 'The issuer gives you no role here. An administrator can.',
  token: 'What the issuer answered is not good. Sign in again.',
  silent: 'The issuer does not answer as it should. Sign in again.',
};

/** Asks for an API key; the browser then keeps a session that no script can read. */
class SignIn extends Part {
  static properties = { issuer: { type: Boolean }, problem: { state: true }, busy: { state: true } };

  firstUpdated() {
    this.querySelector('input').focus();
  }

  load() {
    this.problem = null;
  }

  async submit(event) {
    event.preventDefault();
    const input = this.querySelector('input');
    this.busy = true;
    try {
      await signIn(input.value.trim());
      input.value = '';
      this.problem = null;
      window.dispatchEvent(new Event('m-signed-in'));
    } catch (problem) {
      this.problem = problem;
      input.select();
    } finally {
      this.busy = false;
    }
  }

  render() {
    const refused = REFUSED[parameter('refused')];
    const next = location.pathname + (refused ? '' : location.search);
    const said = this.problem?.message ?? refused;
    return html`<section class="page sign-in">
      <h1>Sign in</h1>
      ${this.issuer
        ? html`<p><a class="button main" href="/api/v1/session/issuer?next=${encodeURIComponent(next)}">Sign in with your organization</a></p>`
        : nothing}
      <form @submit=${this.submit}>
        <label for="key">${this.issuer ? 'Or with an API key' : 'API key'}</label>
        <span class="field">
          <input id="key" type="password" autocomplete="current-password" spellcheck="false" required
            aria-invalid=${this.problem ? 'true' : 'false'} aria-describedby="said">
          <button class="main" ?disabled=${this.busy}>Sign in</button>
        </span>
      </form>
      <p id="said" class=${said ? 'notice bad' : 'dim'} role=${said ? 'alert' : nothing}>
        ${said ?? html`An administrator makes keys: <code>murmuration keys create NAME --role viewer</code>`}
      </p>
    </section>`;
  }
}

customElements.define('m-sign-in', SignIn);
