import { isNumeric, isTemporal } from './format.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** An answer, read by the names of its columns. */
export class Table {
  constructor(answer) {
    this.columns = answer?.columns || [];
    this.values = answer?.values || [];
    this.length = this.values.length ? this.values[0].length : 0;
  }

  has(name) {
    return this.index(name) >= 0;
  }

  index(name) {
    return this.columns.findIndex((column) => column.name === name);
  }

  type(name) {
    return this.columns[this.index(name)]?.type || '';
  }

  column(name) {
    return this.values[this.index(name)] || [];
  }

  /** Numbers for drawing; exact text is rounded to what a double holds. */
  numbers(name) {
    return this.column(name).map((v) => (v === null || v === '' ? null : Number(v)));
  }

  texts(name) {
    return this.column(name).map(text);
  }

  firstNumeric(except = []) {
    return this.columns.find((c) => isNumeric(c.type) && !except.includes(c.name))?.name;
  }

  firstOther(except = []) {
    const left = this.columns.filter((c) => !except.includes(c.name));
    return (left.find((c) => !isNumeric(c.type)) || left[0])?.name;
  }

  isTemporal(name) {
    return isTemporal(this.type(name));
  }

  isNumeric(name) {
    return isNumeric(this.type(name));
  }

  /** Different values of a column: times and numbers in their order, days and months in theirs. */
  domain(name, keepOrder = false) {
    const unique = [...new Set(this.texts(name))];
    if (this.isTemporal(name)) {
      return unique.sort();
    }
    if (this.isNumeric(name)) {
      return unique.sort((a, b) => Number(a) - Number(b));
    }
    const calendar = [WEEKDAYS, MONTHS].find((names) => unique.every((v) => place(names, v) >= 0));
    if (calendar) {
      return unique.sort((a, b) => place(calendar, a) - place(calendar, b));
    }
    return keepOrder ? unique : unique.sort((a, b) => a.localeCompare(b, 'en'));
  }
}

const place = (names, value) => names.indexOf(value.slice(0, 3).toLowerCase());

export const text = (value) => (value === null || value === undefined ? '(none)' : String(value));
