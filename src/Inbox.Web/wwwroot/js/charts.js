// ECharts in the colours of the theme. A chart is an element with data-chart (which one) and data-of (its figures).
// The canvas renderer and rich-text tooltips need no style attributes, which the policy forbids.
import { duration } from './times.js';

export const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export { duration };

const drawn = new Map();
const resizing = new ResizeObserver(entries => {
  for (const { target } of entries) drawn.get(target)?.chart.resize();
});

function draw(element, kinds) {
  const of = element.dataset.of;
  const known = drawn.get(element);
  const chart = known?.chart ?? globalThis.echarts.init(element, null, { renderer: 'canvas' });
  const base = {
    animation: false,
    textStyle: { fontFamily: '"Inter Variable", system-ui, sans-serif', color: token('--ink-2') },
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: token('--paper'), borderColor: token('--line'), textStyle: { color: token('--ink'), fontSize: 12 } },
  };
  const option = kinds[element.dataset.chart](JSON.parse(of));
  chart.setOption({ ...base, ...option, tooltip: { ...base.tooltip, ...option.tooltip } }, true);
  drawn.set(element, { chart });
  if (!known) resizing.observe(element);
}

/** @param {Record<string, (figures: any) => object>} kinds makes the option of each data-chart */
export function charts(kinds) {
  const all = () => {
    for (const [element, { chart }] of drawn) {
      if (!element.isConnected) {
        resizing.unobserve(element);
        chart.dispose();
        drawn.delete(element);
      }
    }
    for (const element of document.querySelectorAll('[data-chart]')) draw(element, kinds);
  };
  all();
  document.addEventListener('htmx:afterSettle', all);
  document.addEventListener('inbox:theme', () => requestAnimationFrame(all));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => requestAnimationFrame(all));
}

export const axis = () => ({ axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: token('--ink-3') }, splitLine: { lineStyle: { color: token('--line') } } });

/** Ticks of a length of time fall on whole minutes, hours or days. */
export function timeStep(most) {
  const steps = [10, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000];
  return steps.find(step => most / step <= 6) ?? Math.ceil(most / 6 / 2_592_000) * 2_592_000;
}

// Chart elements carry no id: htmx would copy the style of the old one to the new, which the policy forbids.

// A form of filters is its own button.
document.addEventListener('change', e => e.target.form?.matches('[data-submit-on-change]') && e.target.form.requestSubmit());
