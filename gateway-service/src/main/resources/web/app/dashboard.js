import { get } from './api.js';
import { categoriesOf } from './charts.js';
import { Categories, onSchemeChange } from './colors.js';
import { h, replace } from './dom.js';
import { ago, bytes } from './format.js';
import { Params } from './params.js';
import { Table } from './table.js';
import { TileView } from './tiles.js';

const COLUMNS = 12;

/** Shows one dashboard; tiles are there before their data is. */
export async function showDashboard(page, slug, team, failed) {
  replace(page, h('div', { class: 'waiting', role: 'status', text: 'Loading the dashboard…' }));
  const suffix = team ? `?team=${encodeURIComponent(team)}` : '';
  let dashboard;
  try {
    dashboard = await get(`/v1/dashboards/${encodeURIComponent(slug)}${suffix}`);
  } catch (problem) {
    failed(problem);
    return;
  }
  document.title = `${dashboard.title || slug} · Bridge`;
  new DashboardView(dashboard, team || dashboard.teamId, failed).show(page);
}

class DashboardView {
  #dashboard;
  #team;
  #failed;
  #params;
  #categories = new Categories();
  #tiles = [];
  #status = h('p', { class: 'status', role: 'status' });
  #asked = null;
  #retry = h('button', { type: 'button', class: 'quiet', text: 'Refresh', onclick: () => this.#load() });

  constructor(dashboard, team, failed) {
    this.#dashboard = dashboard;
    this.#team = team;
    this.#failed = failed;
    this.#params = new Params(dashboard.params, () => this.#load());
  }

  show(page) {
    const { title, slug, description, rows } = this.#dashboard;
    const heading = h('div', { class: 'heading' }, h('h1', { text: title || slug }), description ? h('p', { text: description }) : null);
    replace(
      page,
      h('div', { class: 'top' }, heading, this.#params.element),
      ...(rows || []).map((row) => this.#row(row)),
      h('footer', { class: 'foot' }, this.#status, this.#retry),
    );
    onSchemeChange(() => this.#tiles.forEach((tile) => tile.redraw()));
    this.#load();
  }

  #row(row) {
    const tiles = row.tiles || [];
    const open = tiles.filter((tile) => !tile.w).length;
    const taken = tiles.reduce((sum, tile) => sum + (tile.w || 0), 0);
    const share = open ? Math.max(COLUMNS - taken, open) / open : 0;
    const widths = tiles.map((tile) => tile.w || share);
    const left = COLUMNS - widths.reduce((sum, w) => sum + w, 0);
    const columns = [...widths, ...(left > 0.01 ? [left] : [])].map((w) => `minmax(0, ${w}fr)`).join(' ');
    const views = tiles.map((tile) => new TileView(tile));
    this.#tiles.push(...views);
    const kind = tiles.every((tile) => tile.chart === 'kpi') ? 'row kpis' : 'row';
    const element = h('div', { class: kind }, ...views.map((view) => view.element));
    element.style.setProperty('--columns', columns);
    element.style.setProperty('--height', String(row.height || 1));
    return element;
  }

  /** The newest question's answer counts, whichever comes first. */
  async #load() {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    this.#tiles.forEach((tile) => tile.loading());
    this.#status.textContent = 'Loading…';
    const query = this.#params.query();
    query.set('team', this.#team);
    try {
      const slug = encodeURIComponent(this.#dashboard.slug);
      this.#show(await get(`/v1/dashboards/${slug}/data?${query}`, asked.signal));
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.#refused(problem);
      }
    }
  }

  #refused(problem) {
    if (problem.status === 401) {
      this.#failed(problem);
      return;
    }
    this.#status.textContent = problem.title;
    this.#tiles.forEach((tile) => tile.fail(problem));
  }

  #show(answer) {
    this.#categories.learn(this.#domains(answer.queries));
    this.#params.learn(answer.queries);
    const stale = this.#dashboard.freshnessSeconds;
    this.#tiles.forEach((tile) => tile.update(answer.queries[tile.query], this.#categories, stale));
    const cost = `$${((answer.costMicros || 0) / 1e6).toFixed(4)}`;
    const age = answer.computedAt ? `Data of ${ago(answer.computedAt)}. ` : '';
    this.#status.textContent = `${age}${bytes(answer.bytesProcessed || 0)} read, ${bytes(answer.bytesBilled || 0)} billed, ${cost}.`;
  }

  #domains(queries) {
    const domains = new Map();
    for (const { query, tile } of this.#tiles) {
      const table = new Table(queries[query]);
      const found = table.length ? categoriesOf(tile, table) : null;
      if (found) {
        const values = domains.get(found.column) || new Set();
        found.values.forEach((value) => values.add(value));
        domains.set(found.column, values);
      }
    }
    return domains;
  }
}
