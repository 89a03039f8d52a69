import { describe, draw } from './charts.js';
import { h, replace } from './dom.js';
import { ago, bytes, isNumeric, show } from './format.js';
import { Table } from './table.js';

const CHARTS = new Set(['line', 'area', 'bar', 'pie', 'donut', 'scatter', 'heatmap', 'map']);
const MOST_ROWS = 1000;
let count = 0;

/** One tile: its frame stays, what is in it follows the data. */
export class TileView {
  #tile;
  #body = h('div', { class: 'body' });
  #tools = h('div', { class: 'tools' });
  #badge = h('span', { class: 'badge', hidden: true });
  #asTable = false;
  #clear = null;
  #last = null;

  constructor(tile) {
    this.#tile = tile;
    const id = `tile-${(count += 1)}`;
    const title = h('h2', { id, text: tile.title || '' });
    const head = h('header', {}, title, this.#badge, this.#tools);
    this.element = h(
      'section',
      { class: `tile kind-${tile.chart}`, 'aria-labelledby': tile.title ? id : null, 'aria-label': tile.title ? null : tile.chart },
      tile.title || tile.chart !== 'text' ? head : null,
      this.#body,
    );
    if (tile.chart === 'text') {
      replace(this.#body, h('p', { text: tile.text || '' }));
    } else {
      this.loading();
    }
  }

  get query() {
    return this.#tile.query;
  }

  get tile() {
    return this.#tile;
  }

  loading() {
    if (this.#tile.chart === 'text') {
      return;
    }
    this.element.setAttribute('aria-busy', 'true');
    if (!this.#last) {
      replace(this.#body, h('div', { class: 'skeleton', role: 'status', 'aria-label': 'Loading' }));
    }
  }

  /** Draws again what is there, after the colours have changed. */
  redraw() {
    if (this.#last) {
      this.update(...this.#last);
    }
  }

  update(answer, categories, staleAfter) {
    if (this.#tile.chart === 'text') {
      return;
    }
    this.#last = [answer, categories, staleAfter];
    this.element.removeAttribute('aria-busy');
    this.#clear?.();
    this.#clear = null;
    this.#mark(answer, staleAfter);
    replace(this.#tools);
    if (!answer) {
      this.#message('No answer', 'The dashboard does not have this query.', 'error');
    } else if (answer.error) {
      this.#message(answer.error.title, answer.error.detail, 'error');
    } else {
      this.#draw(new Table(answer), answer, categories);
    }
  }

  fail(problem) {
    this.#last = null;
    this.element.removeAttribute('aria-busy');
    this.#clear?.();
    this.#message(problem.title, problem.message, 'error');
  }

  #message(title, detail, kind) {
    const role = kind === 'error' ? 'alert' : 'status';
    replace(this.#body, h('div', { class: `message ${kind}`, role }, h('strong', { text: title, title: detail || null }), h('p', { text: detail || '' })));
  }

  #mark(answer, staleAfter) {
    const age = answer?.computedAt ? (Date.now() - Date.parse(answer.computedAt)) / 1000 : 0;
    const stale = staleAfter && age > staleAfter;
    this.#badge.hidden = !stale;
    this.#badge.textContent = stale ? 'stale' : '';
    this.#badge.title = stale ? `Computed ${ago(answer.computedAt)}` : '';
  }

  #draw(table, answer, categories) {
    if (table.length === 0) {
      this.#message('Nothing here', 'No rows for what is chosen above.', 'empty');
      return;
    }
    this.#tool(answer, categories, table);
    if (this.#tile.chart === 'kpi') {
      replace(this.#body, kpi(this.#tile, table));
    } else if (this.#tile.chart === 'table' || this.#asTable || !CHARTS.has(this.#tile.chart)) {
      replace(this.#body, rows(this.#tile, table, answer.truncated));
    } else {
      const canvas = h('div', { class: 'chart', role: 'img', 'aria-label': describe(this.#tile, table) });
      replace(this.#body, canvas);
      this.#clear = draw(canvas, this.#tile, table, categories);
    }
  }

  #tool(answer, categories, table) {
    const about = h(
      'details',
      { class: 'about' },
      h('summary', { 'aria-label': `About the data of ${this.#tile.title || this.#tile.chart}`, title: 'About this data', text: 'i' }),
      facts(answer, table),
    );
    about.addEventListener('focusout', (e) => {
      if (!about.contains(e.relatedTarget)) {
        about.open = false;
      }
    });
    about.addEventListener('keydown', (e) => {
      if (e.key === 'Escape') {
        about.open = false;
      }
    });
    const toggle = CHARTS.has(this.#tile.chart)
      ? h('button', {
          type: 'button',
          class: 'toggle',
          'aria-pressed': String(this.#asTable),
          text: this.#asTable ? 'Chart' : 'Table',
          onclick: () => {
            this.#asTable = !this.#asTable;
            this.redraw();
            this.#tools.querySelector('.toggle')?.focus();
          },
        })
      : null;
    replace(this.#tools, toggle, about);
  }
}

function facts(answer, table) {
  const list = [
    ['Rows', `${table.length.toLocaleString('en-US')}${answer.truncated ? ' (cut)' : ''}`],
    ['Computed', `${ago(answer.computedAt)}${answer.cached ? ', from the cache' : ''}`],
    ['Read', bytes(answer.bytesProcessed || 0)],
    ['Billed', `${bytes(answer.bytesBilled || 0)}, $${((answer.costMicros || 0) / 1e6).toFixed(6)}`],
    ['Job', answer.jobId || '–'],
    ['Tables', (answer.tables || []).join(', ') || '–'],
  ];
  return h('dl', { tabindex: '0' }, ...list.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: value })]));
}

function kpi(tile, table) {
  const column = [tile.value, ...[tile.y || []].flat()].find((name) => name && table.has(name)) || table.firstNumeric() || table.columns[0].name;
  const value = table.column(column)[0];
  const text = show(value, tile.format, table.type(column));
  return h('p', { class: `value${text.length > 11 ? ' long' : ''}`, text, title: value === null ? 'No value' : String(value) });
}

function rows(tile, table, truncated) {
  const styles = tile.columns || {};
  const named = Object.keys(styles).filter((name) => table.has(name));
  const names = tile.chart === 'table' && named.length === table.columns.length ? named : table.columns.map((c) => c.name);
  const columns = names.map((name) => ({ name, type: table.type(name), values: table.column(name), ...styles[name] }));
  const body = h('tbody');
  const order = Array.from({ length: Math.min(table.length, MOST_ROWS) }, (_, i) => i);
  const fill = () => replace(body, ...order.map((i) => h('tr', {}, ...columns.map((c) => cell(c, i, tile)))));
  const heads = columns.map((column) => head(column, (ascending) => {
    heads.forEach((other) => other.removeAttribute('aria-sort'));
    heads[columns.indexOf(column)].setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
    order.sort((a, b) => (ascending ? 1 : -1) * compare(column, a, b));
    fill();
  }));
  fill();
  const cut = truncated || table.length > MOST_ROWS;
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${tile.title || 'Table'}, rows` },
    h('table', {}, h('thead', {}, h('tr', {}, ...heads)), body),
    cut ? h('p', { class: 'note', text: `The first ${order.length.toLocaleString('en-US')} rows.` }) : null,
  );
}

function head(column, sort) {
  let ascending = isNumeric(column.type);
  const click = () => sort((ascending = !ascending));
  return h('th', { scope: 'col', class: isNumeric(column.type) ? 'number' : null }, h('button', { type: 'button', onclick: click, text: column.name }));
}

function compare({ type, values }, a, b) {
  const [left, right] = [values[a], values[b]];
  if (left === null || right === null) {
    return left === right ? 0 : left === null ? 1 : -1;
  }
  return isNumeric(type) ? Number(left) - Number(right) : String(left).localeCompare(String(right), 'en', { numeric: true });
}

function cell(column, i, tile) {
  const numeric = isNumeric(column.type);
  const value = column.values[i];
  const text = show(value, column.format || (tile.chart === 'table' ? tile.format : null), column.type);
  const td = h('td', { class: numeric ? 'number' : null }, h('span', { text }));
  if (column.bar && numeric && value !== null) {
    column.most ??= Math.max(...column.values.map((v) => Math.abs(Number(v ?? 0))), 1e-9);
    td.classList.add('meter');
    td.style.setProperty('--part', `${((Math.abs(Number(value)) / column.most) * 100).toFixed(1)}%`);
  }
  return td;
}
