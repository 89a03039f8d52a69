const LOCALE = 'en-US';
const number = (options) => {
  const format = new Intl.NumberFormat(LOCALE, options);
  return (value) => format.format(value);
};
const usd = (digits) => ({
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: digits,
  maximumFractionDigits: digits,
});

const FORMATS = {
  num0: number({ maximumFractionDigits: 0 }),
  num2: number({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  pct1: number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  usd0: number(usd(0)),
  usd2: number(usd(2)),
  bytes: (value) => bytes(Number(value)),
  duration: (value) => duration(Number(value)),
};
const PLAIN = number({ maximumFractionDigits: 2 });
const COMPACT = {
  usd0: number({ ...usd(0), notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }),
  plain: number({ notation: 'compact', maximumFractionDigits: 1 }),
};

/** Decimal units, as the warehouse bills. */
export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let scaled = value;
  let unit = 0;
  while (Math.abs(scaled) >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled.toLocaleString(LOCALE, { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
}

/** @param {number} seconds */
export function duration(seconds) {
  const sign = seconds < 0 ? '-' : '';
  const s = Math.abs(seconds);
  if (s < 60) {
    return `${sign}${s.toLocaleString(LOCALE, { maximumFractionDigits: s < 10 ? 1 : 0 })} s`;
  }
  const [big, small, units] =
    s < 3600
      ? [Math.floor(s / 60), Math.floor(s % 60), 'ms']
      : s < 86400
        ? [Math.floor(s / 3600), Math.floor((s % 3600) / 60), 'hm']
        : [Math.floor(s / 86400), Math.floor((s % 86400) / 3600), 'dh'];
  return `${sign}${big} ${units[0] === 'm' ? 'min' : units[0]}${small ? ` ${small} ${units[1] === 'm' ? 'min' : units[1]}` : ''}`;
}

/** Age of an instant, in words. */
export function ago(instant, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(instant)) / 1000);
  return seconds < 45 ? 'just now' : `${duration(Math.round(seconds)).replace(/^(\d+ \S+).*/, '$1')} ago`;
}

export const isNumeric = (type) => /^(INT64|FLOAT64|NUMERIC|BIGNUMERIC)/.test(type || '');
export const isTemporal = (type) => /^(DATE|DATETIME|TIMESTAMP)/.test(type || '');

/**
 * A value as text. Decimals come as text and stay exact: Intl reads them without rounding first.
 *
 * @param {string} format one of the named formats, or nothing
 */
export function show(value, format, type) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (Array.isArray(value)) {
    return value.map((v) => show(v, format)).join(', ');
  }
  if (isTemporal(type)) {
    return String(value).replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  }
  const numeric = typeof value === 'number' || isNumeric(type);
  if (!numeric || (typeof value === 'string' && !/^-?[\d.eE+-]+$/.test(value))) {
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return (FORMATS[format] || PLAIN)(value);
}

/** Short text for an axis. */
export function tick(value, format) {
  if (format === 'bytes' || format === 'duration') {
    return FORMATS[format](value);
  }
  if (format === 'pct1') {
    return number({ style: 'percent', maximumFractionDigits: 1 })(value);
  }
  const isMoney = format === 'usd0' || format === 'usd2';
  if (Math.abs(value) < 100000) {
    const digits = Number.isInteger(value) ? 0 : 2;
    return number(isMoney ? usd(digits) : { maximumFractionDigits: 2 })(value);
  }
  return (isMoney ? COMPACT.usd0 : COMPACT.plain)(value);
}

const MONTH = { month: 'short', timeZone: 'UTC' };

/** Names for the points of a time axis, as short as what they have in common allows. */
export function timeLabels(values) {
  const dates = values.map((v) => new Date(/T|\s/.test(v) ? utc(v) : `${v}T00:00:00Z`));
  const all = (test) => dates.every(test);
  const midnight = all((d) => d.getUTCHours() + d.getUTCMinutes() === 0);
  const monthly = midnight && dates.length > 1 && all((d) => d.getUTCDate() === 1);
  if (monthly && all((d) => d.getUTCMonth() === 0)) {
    return dates.map((d) => String(d.getUTCFullYear()));
  }
  const style = monthly ? MONTH : { ...MONTH, day: 'numeric' };
  const hour = midnight ? {} : { hour: '2-digit', minute: '2-digit', hour12: false };
  const named = (options) => {
    const format = new Intl.DateTimeFormat(LOCALE, options);
    return dates.map((d, i) => (Number.isNaN(d.getTime()) ? String(values[i]) : format.format(d)));
  };
  const short = named({ ...style, ...hour });
  const clear = dates.length > 1 && new Set(short).size === dates.length;
  return clear ? short : named({ ...style, year: 'numeric', ...hour });
}

function utc(text) {
  const iso = text.trim().replace(' ', 'T');
  return /(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`;
}
