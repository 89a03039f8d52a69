const LIGHT = [
  '#2f6bff', '#13a594', '#f2a93b', '#e5484d', '#8e4ec6', '#7b8794',
  '#0c9bd6', '#d6409f', '#5a9e2f', '#b4642d', '#5b5bd6', '#a08b00',
];
const DARK = [
  '#5b8cff', '#2cc4b0', '#f5b95a', '#f2716f', '#aa7be0', '#98a4b3',
  '#3cb8ec', '#e66bb9', '#7fc25a', '#d28a55', '#8484ee', '#c7b12e',
];
const dark = matchMedia('(prefers-color-scheme: dark)');

export const isDark = () => dark.matches;
export const onSchemeChange = (listener) => dark.addEventListener('change', listener);
export const palette = () => (isDark() ? DARK : LIGHT);

/** Colours of text and lines, which the charts cannot take from the style sheet. */
export function ink() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return { text: of('--text'), muted: of('--muted'), line: of('--line'), card: of('--card') };
}

/** From little to much, for heat maps. */
export const ramp = () =>
  isDark()
    ? ['#1b2740', '#1f3d7d', '#2f6bff', '#9dbcff']
    : ['#e3ecff', '#9dbcff', '#2f6bff', '#16307a'];

/**
 * One colour for each value of a category, the same in every tile. The first answer's values take
 * their colours in sorted order; what a filter brings later takes the next, so nothing shifts.
 */
export class Categories {
  #indexes = new Map();

  /** @param {Map<string, Set<string>>} domains values by column */
  learn(domains) {
    for (const column of [...domains.keys()].sort()) {
      this.#learn([...domains.get(column)].sort((a, b) => a.localeCompare(b, 'en')));
    }
  }

  #learn(values) {
    const used = values.filter((v) => this.#indexes.has(v)).map((v) => this.#indexes.get(v));
    const free = LIGHT.map((_, i) => i).filter((i) => !used.includes(i));
    let next = 0;
    for (const value of values.filter((v) => !this.#indexes.has(v))) {
      this.#indexes.set(value, free.length ? free[next % free.length] : next % LIGHT.length);
      next += 1;
    }
  }

  of(value) {
    return palette()[this.#indexes.get(String(value)) ?? 0];
  }
}
