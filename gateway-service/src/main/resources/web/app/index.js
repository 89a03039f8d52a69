import './style.css';
import { get, post, signInAddress } from './api.js';
import { showDashboard } from './dashboard.js';
import { h, replace } from './dom.js';
import { showList } from './list.js';

const DASHBOARD = /^\/console\/dashboards\/([^/]+)\/?$/;
const HOME = /^\/console(\/(dashboards\/?)?)?$/;

const page = h('main', { id: 'main', tabindex: '-1' });
const account = h('div', { class: 'account' });
const app = document.getElementById('app');

function frame() {
  const here = { class: 'here', 'aria-current': 'page' };
  replace(
    app,
    h('a', { class: 'skip', href: '#main', text: 'Skip to the content' }),
    h(
      'header',
      { class: 'masthead' },
      h('a', { class: 'brand', href: '/console/', text: 'Bridge' }),
      h('nav', { 'aria-label': 'Main' }, h('a', { href: '/console/', text: 'Dashboards', ...here })),
      account,
    ),
    page,
  );
}

function message(title, detail, action) {
  replace(page, h('div', { class: 'tile message whole', role: 'alert' }, h('h1', { text: title }), h('p', { text: detail }), action));
}

const signIn = () => h('a', { class: 'button', href: signInAddress(), text: 'Sign in' });

function failed(problem) {
  if (problem.status === 401) {
    message('You are signed out', 'Sign in to see this page.', signIn());
  } else if (problem.status === 404) {
    message(problem.title, 'It is not there, or not one of a team of yours.', h('a', { class: 'button', href: '/console/', text: 'All dashboards' }));
  } else {
    const again = h('button', { type: 'button', class: 'button', text: 'Try again', onclick: () => location.reload() });
    message(problem.title, problem.traceId ? `${problem.message} (${problem.traceId})` : problem.message, again);
  }
}

async function signOut() {
  try {
    await post('/api/auth/logout');
  } finally {
    location.assign('/console/signed-out');
  }
}

function greet(me) {
  replace(
    account,
    h('span', { class: 'person', text: me.email || '' }),
    h('button', { type: 'button', class: 'quiet', text: 'Sign out', onclick: signOut }),
  );
}

/** A team of the address is kept; without one it is found by the dashboard's own answer. */
async function start() {
  frame();
  if (location.pathname === '/console/signed-out') {
    message('You are signed out', 'See you.', h('a', { class: 'button', href: '/api/auth/login?to=/console/', text: 'Sign in' }));
    return;
  }
  let me;
  try {
    me = await get('/v1/me');
  } catch (problem) {
    if (problem.status === 401) {
      location.replace(signInAddress());
    } else {
      failed(problem);
    }
    return;
  }
  greet(me);
  const dashboard = location.pathname.match(DASHBOARD);
  if (dashboard) {
    await showDashboard(page, decodeURIComponent(dashboard[1]), new URLSearchParams(location.search).get('team'), failed);
  } else if (HOME.test(location.pathname)) {
    await showList(page, me, failed);
  } else {
    message('No such page', 'Nothing is at this address.', h('a', { class: 'button', href: '/console/', text: 'All dashboards' }));
  }
}

start();
