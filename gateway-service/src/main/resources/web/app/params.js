import { h, replace } from './dom.js';
import { Table } from './table.js';

const DELAY_MILLIS = 350;

/** The controls of a dashboard's parameters. What is chosen stands in the page's address. */
export class Params {
  #params;
  #chosen = new Map();
  #changed;
  #timer = null;
  #options = new Map();
  element = h('form', { class: 'params', 'aria-label': 'Filters', onsubmit: (e) => e.preventDefault() });

  /**
   * @param params of the dashboard
   * @param changed is called when something else was chosen
   */
  constructor(params, changed) {
    this.#params = params || [];
    this.#changed = changed;
    const query = new URLSearchParams(location.search);
    for (const key of new Set(query.keys())) {
      if (key.startsWith('p.') && this.#params.some((p) => key === `p.${p.name}` || key.startsWith(`p.${p.name}.`))) {
        this.#chosen.set(key, query.getAll(key));
      }
    }
    this.#draw();
  }

  /** What is asked of the API: only what differs from the file's defaults. */
  query() {
    const query = new URLSearchParams();
    for (const [key, values] of this.#chosen) {
      (values.length ? values : ['']).forEach((value) => query.append(key, value));
    }
    return query;
  }

  /** Options that come from a query. */
  learn(queries) {
    for (const param of this.#params.filter((p) => p.optionsQuery)) {
      const table = new Table(queries[param.optionsQuery]);
      if (table.length) {
        const values = table.values[0].filter((v) => v !== null).map(String);
        const known = this.#options.get(param.name) || [];
        this.#options.set(param.name, [...new Set([...known, ...values])]);
      }
    }
    if (!this.element.contains(document.activeElement)) {
      this.#draw();
    }
  }

  #values(param, suffix = '') {
    const index = suffix === '.to' ? 1 : 0;
    const fallback = suffix ? [param.defaults?.[index] ?? ''] : param.defaults || [];
    return this.#chosen.get(`p.${param.name}${suffix}`) || fallback;
  }

  #choose(param, suffix, values, delay = 0) {
    const fallback = suffix ? [param.defaults?.[suffix === '.to' ? 1 : 0] ?? ''] : param.defaults || [];
    const key = `p.${param.name}${suffix}`;
    if (values.join('\n') === fallback.join('\n')) {
      this.#chosen.delete(key);
    } else {
      this.#chosen.set(key, values);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), delay);
  }

  #tell() {
    const query = new URLSearchParams(location.search);
    [...query.keys()].filter((key) => key.startsWith('p.')).forEach((key) => query.delete(key));
    this.query().forEach((value, key) => query.append(key, value));
    history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
    this.#changed();
  }

  #draw() {
    replace(this.element, ...this.#params.flatMap((param) => this.#controls(param)));
  }

  #controls(param) {
    const label = param.label || param.name.replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase());
    switch (param.type) {
      case 'daterange': {
        const names = param.label ? [`${label} from`, `${label} to`] : ['From', 'To'];
        return [this.#input(param, '.from', names[0], 'date'), this.#input(param, '.to', names[1], 'date')];
      }
      case 'select':
        return [param.multi ? this.#several(param, label) : this.#one(param, label)];
      case 'date':
      case 'number':
        return [this.#input(param, '', label, param.type)];
      default:
        return [this.#input(param, '', label, 'search')];
    }
  }

  #input(param, suffix, label, type) {
    const input = h('input', {
      type,
      value: this.#values(param, suffix)[0] ?? '',
      step: type === 'number' ? 'any' : null,
      autocomplete: 'off',
      oninput: (e) => e.target.validity.valid && this.#choose(param, suffix, e.target.value === '' ? [] : [e.target.value], type === 'date' ? DELAY_MILLIS : DELAY_MILLIS),
    });
    return h('label', {}, h('span', { text: label }), input);
  }

  #listed(param) {
    const chosen = this.#values(param).filter((v) => v !== '');
    return [...new Set([...(param.options || this.#options.get(param.name) || []), ...chosen])];
  }

  #one(param, label) {
    const chosen = this.#values(param)[0] ?? '';
    const option = (value, text) => h('option', { value, text, selected: value === chosen });
    const select = h(
      'select',
      { onchange: (e) => this.#choose(param, '', e.target.value === '' ? [] : [e.target.value]) },
      option('', 'All'),
      ...this.#listed(param).map((value) => option(value, value)),
    );
    return h('label', {}, h('span', { text: label }), select);
  }

  #several(param, label) {
    const chosen = new Set(this.#values(param).filter((v) => v !== ''));
    const summary = h('summary', { text: this.#summary(chosen) });
    const boxes = this.#listed(param).map((value) => {
      const box = h('input', {
        type: 'checkbox',
        checked: chosen.has(value),
        onchange: (e) => {
          chosen[e.target.checked ? 'add' : 'delete'](value);
          summary.textContent = this.#summary(chosen);
          this.#choose(param, '', this.#listed(param).filter((v) => chosen.has(v)), DELAY_MILLIS);
        },
      });
      return h('label', { class: 'option' }, box, h('span', { text: value }));
    });
    const none = h('p', { class: 'note', text: 'No options yet' });
    const details = h('details', { class: 'several' }, summary, h('div', { class: 'options' }, ...(boxes.length ? boxes : [none])));
    details.addEventListener('focusout', (e) => {
      if (e.relatedTarget && !details.contains(e.relatedTarget)) {
        details.open = false;
      }
    });
    details.addEventListener('keydown', (e) => {
      if (e.key === 'Escape') {
        details.open = false;
        summary.focus();
      }
    });
    return h('div', { class: 'label', role: 'group', 'aria-label': label }, h('span', { text: label }), details);
  }

  #summary(chosen) {
    const [first] = chosen;
    return chosen.size === 0 ? 'All' : chosen.size === 1 ? first : `${chosen.size} chosen`;
  }
}
