import { get, post, remove } from './api.js';

const ROLES = ['viewer', 'analyst', 'steward', 'admin'];

let me = { required: false };

/** Asks who is signed in. */
export async function who() {
  me = await get('/session');
  return me;
}

/** Whether whoever is signed in has this role, or one above it. */
export const may = (role) => ROLES.indexOf(me.role) >= ROLES.indexOf(role);

export const signIn = (key) => post('/session', { key });

export const signOut = () => remove('/session');
