import { init, use } from 'echarts/core';
import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { ink, isDark, palette, ramp } from './colors.js';
import { h } from './dom.js';
import { show, tick, timeLabels } from './format.js';
import { Table, text } from './table.js';

use([
  BarChart, HeatmapChart, LineChart, PieChart, ScatterChart,
  GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent, SVGRenderer,
]);

const FONT = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const MOST_SLICES = 9;
const OTHERS = 'Others';

/** The columns that a tile draws, chosen from the answer where the file does not say. */
export function columnsOf(tile, table) {
  const x = tile.x || (tile.chart === 'scatter' ? table.firstNumeric() : table.firstOther([tile.series]));
  const given = [tile.y || []].flat();
  const fallback = tile.value || table.firstNumeric([x, tile.series]);
  return { x, y: given.length ? given : [fallback].filter(Boolean), series: tile.series };
}

/** Values that get a colour of their own, by column. */
export function categoriesOf(tile, table) {
  const { x, series } = columnsOf(tile, table);
  if (tile.chart === 'pie' || tile.chart === 'donut') {
    return table.has(x) ? { column: x, values: ranked(tile, table).shown.map((s) => s.name) } : null;
  }
  return series && table.has(series) ? { column: series, values: table.domain(series) } : null;
}

/**
 * Draws a tile's chart and keeps it in the element's size.
 *
 * @return how to take it away
 */
export function draw(element, tile, table, categories) {
  const chart = init(element, null, { renderer: 'svg' });
  const option = (KINDS[tile.chart] || bars)({ tile, table, categories, width: element.clientWidth });
  chart.setOption({ ...common(), ...option });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  return () => {
    observer.disconnect();
    chart.dispose();
  };
}

function common() {
  const { muted } = ink();
  return {
    textStyle: { fontFamily: FONT, color: muted, fontSize: 12 },
    color: palette(),
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 350,
  };
}

const KINDS = {
  line: (c) => lines(c, false),
  area: (c) => lines(c, true),
  bar: bars,
  pie: (c) => slices(c, ['0%', '78%']),
  donut: (c) => slices(c, ['48%', '78%']),
  scatter: points,
  heatmap: heat,
  map: places,
};

// ---- what several kinds share

function tooltip(more) {
  const { card, line, text: color } = ink();
  return {
    confine: true,
    backgroundColor: card,
    borderColor: line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color, fontSize: 12, fontFamily: FONT },
    transitionDuration: 0.15,
    ...more,
  };
}

/** Built as elements: a name from the data is never read as HTML. */
function tip(title, lines_) {
  return h(
    'div',
    { class: 'tip' },
    h('strong', { text: title }),
    ...lines_.map(({ color, name, value }) => {
      const dot = h('i', { class: 'dot' });
      dot.style.background = color || 'transparent';
      return h('div', {}, dot, h('span', { text: name }), h('b', { text: value }));
    }),
  );
}

function axisTip(format, names) {
  return tooltip({
    trigger: 'axis',
    axisPointer: { type: 'line', lineStyle: { color: ink().muted, type: 'dashed' } },
    formatter: (items) =>
      tip(
        names[items[0].dataIndex] ?? items[0].name,
        items
          .filter((i) => i.value !== null && i.value !== undefined)
          .map((i) => ({ color: i.color, name: i.seriesName, value: show(i.data?.shown ?? i.value, format) })),
      ),
  });
}

function legend(names) {
  return {
    show: names.length > 1,
    type: 'scroll',
    top: 0,
    left: 0,
    icon: 'circle',
    itemWidth: 8,
    itemHeight: 8,
    itemGap: 12,
    pageIconSize: 10,
    pageIconColor: ink().muted,
    pageTextStyle: { color: ink().muted },
    textStyle: { color: ink().muted, fontSize: 12 },
    data: names,
  };
}

function categoryAxis(names, more) {
  const { line, muted } = ink();
  return {
    type: 'category',
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
    axisLabel: { color: muted, hideOverlap: true, margin: 10, ...more?.axisLabel },
    ...without(more, 'axisLabel'),
  };
}

function valueAxis(format, more) {
  const { line, muted } = ink();
  return {
    type: 'value',
    splitNumber: 4,
    axisLabel: { color: muted, hideOverlap: true, margin: 10, formatter: (v) => tick(v, format) },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: line } },
    ...more,
  };
}

function without(object, name) {
  const { [name]: _, ...rest } = object || {};
  return rest;
}

const grid = (hasLegend) => ({ left: 4, right: 14, top: hasLegend ? 34 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' });

/** Series by the values of the series column, or one for each y; a point for each x in order. */
function series({ tile, table, categories }) {
  const { x, y, series: by } = columnsOf(tile, table);
  const sorted = tile.chart === 'line' || tile.chart === 'area' || table.isTemporal(x);
  const xs = table.domain(x, !sorted || !(table.isTemporal(x) || table.isNumeric(x)));
  const place = new Map(xs.map((value, i) => [value, i]));
  const at = table.texts(x).map((value) => place.get(value));
  const names = by ? table.domain(by) : y;
  const rows = new Map(names.map((name) => [name, new Array(xs.length).fill(null)]));
  const add = (name, i, value) => {
    const row = rows.get(name);
    row[at[i]] = value === null ? row[at[i]] : (row[at[i]] ?? 0) + value;
  };
  if (by) {
    const numbers = table.numbers(y[0]);
    table.texts(by).forEach((name, i) => add(name, i, numbers[i]));
  } else {
    y.forEach((name) => table.numbers(name).forEach((value, i) => add(name, i, value)));
  }
  const labels = table.isTemporal(x) ? timeLabels(xs) : xs;
  const list = names.map((name, i) => ({
    name,
    color: by ? categories.of(name) : palette()[i % palette().length],
    values: rows.get(name),
  }));
  return { labels, list: tile.percent ? shares(list, xs.length) : list };
}

function shares(list, length) {
  const totals = Array.from({ length }, (_, i) => list.reduce((sum, s) => sum + Math.abs(s.values[i] ?? 0), 0));
  return list.map((s) => ({ ...s, values: s.values.map((v, i) => (totals[i] ? (v ?? 0) / totals[i] : null)) }));
}

const translucent = (color, alpha) =>
  `rgba(${[1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)).join(',')},${alpha})`;

const wholeShare = (tile) => (tile.percent ? { min: 0, max: 1, interval: 0.25 } : {});

// ---- the kinds

function lines(context, filled) {
  const { tile } = context;
  const { labels, list } = series(context);
  const stacked = tile.stack || tile.percent;
  const format = tile.percent ? 'pct1' : tile.format;
  const single = list.length === 1;
  return {
    tooltip: axisTip(format, labels),
    legend: legend(list.map((s) => s.name)),
    grid: grid(!single),
    xAxis: categoryAxis(labels, { boundaryGap: false, axisLine: { show: !single || filled, lineStyle: { color: ink().line } } }),
    yAxis: valueAxis(format, { scale: !filled && !stacked, ...wholeShare(tile) }),
    series: list.map((s) => ({
      type: 'line',
      name: s.name,
      data: stacked ? s.values.map((v) => v ?? 0) : s.values,
      stack: stacked ? 'all' : undefined,
      smooth: 0.35,
      smoothMonotone: 'x',
      showSymbol: labels.length < 3,
      symbolSize: 6,
      connectNulls: false,
      itemStyle: { color: s.color },
      lineStyle: { width: 2, color: s.color },
      areaStyle: filled ? { color: translucent(s.color, stacked ? 0.55 : single ? 0.16 : 0.12) } : undefined,
      emphasis: { focus: single ? 'none' : 'series' },
    })),
  };
}

function bars(context) {
  const { tile } = context;
  const { labels, list } = series(context);
  const flat = tile.orient === 'horizontal';
  const stacked = tile.stack || tile.percent;
  const format = tile.percent ? 'pct1' : tile.format;
  const radius = flat ? [0, 4, 4, 0] : [4, 4, 0, 0];
  const values = valueAxis(format, wholeShare(tile));
  const names = categoryAxis(labels, flat ? { inverse: true, axisLine: { show: false }, axisLabel: { width: Math.min(150, context.width * 0.3), overflow: 'truncate', interval: labels.length > 25 ? 'auto' : 0 } } : {});
  return {
    tooltip: { ...axisTip(format, labels), axisPointer: { type: 'shadow', shadowStyle: { color: translucent('#808a99', 0.12) } } },
    legend: legend(list.map((s) => s.name)),
    grid: { ...grid(list.length > 1), right: flat ? 24 : 14 },
    xAxis: flat ? values : names,
    yAxis: flat ? names : values,
    series: list.map((s) => ({
      type: 'bar',
      name: s.name,
      data: s.values,
      stack: stacked ? 'all' : undefined,
      barMaxWidth: flat ? 26 : 44,
      barCategoryGap: '28%',
      itemStyle: { color: s.color, borderRadius: stacked ? 0 : radius },
      emphasis: { focus: list.length > 1 ? 'series' : 'none' },
    })),
  };
}

/** The largest slices, and the sum of all others; more than a few cannot be told apart. */
function ranked(tile, table) {
  const { x, y } = columnsOf(tile, table);
  const sums = new Map();
  const numbers = table.numbers(y[0]);
  table.texts(x).forEach((name, i) => sums.set(name, (sums.get(name) ?? 0) + (numbers[i] ?? 0)));
  const all = [...sums].map(([name, value]) => ({ name, value })).filter((s) => s.value > 0);
  const sorted = all.sort((a, b) => b.value - a.value);
  const shown = sorted.length > MOST_SLICES ? sorted.slice(0, MOST_SLICES - 1) : sorted;
  return { shown, rest: sorted.slice(shown.length).reduce((sum, s) => sum + s.value, 0) };
}

function slices({ tile, table, categories, width }, radius) {
  const { shown, rest } = ranked(tile, table);
  const { card, muted } = ink();
  const data = shown.map((s) => ({ ...s, itemStyle: { color: categories.of(s.name) } }));
  if (rest > 0) {
    data.push({ name: OTHERS, value: rest, itemStyle: { color: translucent('#808a99', 0.6) } });
  }
  const narrow = width < 300;
  return {
    tooltip: tooltip({
      trigger: 'item',
      formatter: (p) => tip(p.name, [{ color: p.color, name: `${p.percent} %`, value: show(p.value, tile.format) }]),
    }),
    legend: {
      ...legend(data.map((s) => s.name)),
      orient: 'vertical',
      left: undefined,
      right: 0,
      top: 'middle',
      itemGap: 9,
      textStyle: { color: muted, fontSize: 12, width: Math.max(60, width * 0.24), overflow: 'truncate' },
    },
    series: [
      {
        type: 'pie',
        radius: narrow ? radius.map((r) => `${parseInt(r, 10) * 0.8}%`) : radius,
        center: ['36%', '50%'],
        label: { show: false },
        itemStyle: { borderColor: card, borderWidth: 2 },
        emphasis: { scaleSize: 4 },
        data,
      },
    ],
  };
}

function points({ tile, table, categories }) {
  const { x, y, series: by } = columnsOf(tile, table);
  const xs = table.numbers(x);
  const ys = table.numbers(y[0]);
  const sizes = tile.value && tile.value !== y[0] ? table.numbers(tile.value) : null;
  const largest = sizes ? Math.max(...sizes.map((v) => Math.abs(v ?? 0)), 1e-9) : 1;
  const groups = by ? table.domain(by) : [tile.title || y[0]];
  const label = by ? table.texts(by) : xs.map(() => groups[0]);
  const { muted } = ink();
  const name = (n) => ({ name: n, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: muted } });
  return {
    tooltip: tooltip({
      trigger: 'item',
      formatter: (p) =>
        tip(p.seriesName, [
          { name: x, value: show(p.value[0], null) },
          { name: y[0], value: show(p.value[1], tile.format) },
        ]),
    }),
    legend: legend(groups),
    grid: { ...grid(groups.length > 1), bottom: 26 },
    xAxis: valueAxis(null, { scale: true, ...name(x) }),
    yAxis: valueAxis(tile.format, { scale: true }),
    series: groups.map((group) => ({
      type: 'scatter',
      name: group,
      itemStyle: { color: by ? categories.of(group) : palette()[0], opacity: 0.72 },
      symbolSize: sizes ? (p) => 6 + 26 * Math.sqrt(Math.abs(p[2] ?? 0) / largest) : 9,
      data: xs
        .map((value, i) => [value, ys[i], sizes ? sizes[i] : null, label[i]])
        .filter((p) => p[3] === group && p[0] !== null && p[1] !== null),
    })),
  };
}

function heat({ tile, table }) {
  const x = tile.x || table.columns[0]?.name;
  const y = [tile.y || []].flat()[0] || table.firstOther([x, tile.value]);
  const value = tile.value || table.firstNumeric([x, y]);
  const xs = table.domain(x, true);
  const ys = table.domain(y, true);
  const numbers = table.numbers(value);
  const columns = table.texts(x);
  const rows = table.texts(y);
  const data = numbers.map((v, i) => [xs.indexOf(columns[i]), ys.indexOf(rows[i]), v]).filter((d) => d[2] !== null);
  const drawn = data.map((d) => d[2]);
  const { card, muted } = ink();
  const xNames = table.isTemporal(x) ? timeLabels(xs) : xs;
  return {
    tooltip: tooltip({
      formatter: (p) => tip(`${ys[p.value[1]]}, ${xNames[p.value[0]]}`, [{ color: p.color, name: value, value: show(p.value[2], tile.format) }]),
    }),
    grid: { left: 4, right: 8, top: 6, bottom: 36, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: categoryAxis(xNames, { axisLine: { show: false } }),
    yAxis: categoryAxis(ys, { inverse: true, axisLine: { show: false }, axisLabel: { width: 120, overflow: 'truncate' } }),
    visualMap: {
      type: 'continuous',
      min: drawn.length ? Math.min(...drawn) : 0,
      max: drawn.length ? Math.max(...drawn) : 1,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 10,
      itemHeight: 110,
      text: drawn.length ? [tick(Math.max(...drawn), tile.format), tick(Math.min(...drawn), tile.format)] : undefined,
      textStyle: { color: muted, fontSize: 11 },
      inRange: { color: ramp() },
    },
    series: [{ type: 'heatmap', data, itemStyle: { borderColor: card, borderWidth: 1 }, emphasis: { itemStyle: { borderColor: isDark() ? '#fff' : '#000' } } }],
  };
}

/** Positions as points; regions by name, whose outlines nobody gave us, as a ranking. */
function places(context) {
  const { tile, table } = context;
  const { x, y } = columnsOf(tile, table);
  if (table.isNumeric(x) && y.length && tile.value) {
    return points(context);
  }
  const value = tile.value || y[0];
  const order = table.numbers(value).map((v, i) => [v ?? -Infinity, i]).sort((a, b) => b[0] - a[0]).slice(0, 15).map((p) => p[1]);
  const top = new Table({ columns: table.columns, values: table.values.map((c) => order.map((i) => c[i])) });
  return bars({ ...context, table: top, tile: { ...tile, chart: 'bar', orient: 'horizontal', y: [value], series: undefined, x } });
}

/** What a chart says, for those who do not see it. */
export function describe(tile, table) {
  const { x, y, series: by } = columnsOf(tile, table);
  const of = [y.join(', '), x && `by ${x}`, by && `and ${by}`].filter(Boolean).join(' ');
  return `${tile.title || tile.chart}: ${tile.chart} chart of ${text(of)}, ${table.length} rows. The same data is in the tile's table.`;
}
