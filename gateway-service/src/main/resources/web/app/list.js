import { all } from './api.js';
import { h, replace } from './dom.js';
import { ago } from './format.js';

/** Every dashboard of the person's teams. */
export async function showList(page, me, failed) {
  document.title = 'Dashboards · Bridge';
  replace(page, h('div', { class: 'waiting', role: 'status', text: 'Loading…' }));
  try {
    const found = await Promise.all(me.teams.map((team) => dashboards(team)));
    replace(page, h('div', { class: 'top' }, h('h1', { text: 'Dashboards' })), ...sections(me.teams, found));
  } catch (problem) {
    failed(problem);
  }
}

const dashboards = (team) => all(`/v1/teams/${encodeURIComponent(team.id)}/dashboards`);

function sections(teams, found) {
  if (!found.some((items) => items.length)) {
    return [nothing()];
  }
  return teams.flatMap((team, i) => (found[i].length ? [section(team, found[i], teams.length > 1)] : []));
}

function section(team, items, named) {
  const cards = items.map((d) =>
    h(
      'li',
      {},
      h(
        'a',
        { class: 'card', href: `/console/dashboards/${encodeURIComponent(d.slug)}?team=${encodeURIComponent(team.id)}` },
        h('strong', { text: d.title || d.slug }),
        h('span', { text: d.description || '' }),
        h('small', { text: `${tiles(d)} · changed ${ago(d.updatedAt)}` }),
      ),
    ),
  );
  return h('section', {}, named ? h('h2', { class: 'team', text: team.name }) : null, h('ul', { class: 'cards' }, ...cards));
}

function tiles(dashboard) {
  const count = (dashboard.rows || []).reduce((sum, row) => sum + (row.tiles || []).length, 0);
  return count === 1 ? '1 tile' : `${count} tiles`;
}

function nothing() {
  return h(
    'div',
    { class: 'tile message empty' },
    h('strong', { text: 'No dashboards yet' }),
    h('p', { text: 'Ask for one with “bridge ask”, or write one and apply it with “bridge dashboard apply”.' }),
  );
}
