import { axis, charts, token } from './charts.js';

const short = n => n >= 1e6 ? `${+(n / 1e6).toFixed(1)}M` : n >= 1e3 ? `${+(n / 1e3).toFixed(n < 1e4 ? 1 : 0)}k` : `${n}`;

function mentions({ days, count, reach }) {
  return {
    grid: { left: 30, right: 40, top: 32, bottom: 22 },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: token('--ink-2'), fontSize: 11 } },
    tooltip: { trigger: 'axis', formatter: ([{ dataIndex: i }]) => `${days[i]}\n${count[i]} mention${count[i] === 1 ? '' : 's'}\n${short(reach[i])} readers` },
    xAxis: { type: 'category', data: days, ...axis() },
    yAxis: [
      { minInterval: 1, ...axis() },
      { ...axis(), splitLine: { show: false }, axisLabel: { color: token('--loud'), formatter: short } },
    ],
    series: [
      { name: 'Mentions', type: 'bar', barMaxWidth: 18, data: count, itemStyle: { color: token('--ink-3'), borderRadius: [3, 3, 0, 0] } },
      { name: 'Reach', type: 'line', yAxisIndex: 1, data: reach, symbolSize: 5, itemStyle: { color: token('--loud') }, lineStyle: { color: token('--loud'), width: 2 } },
    ],
  };
}

charts({ mentions });

// Somebody else's work shows by itself, but never under the hands of a reader who has scrolled or opened a menu.
const calm = 10_000;
let last = 0;
document.body.addEventListener('inbox:cases', () => {
  const board = document.getElementById('board');
  const atRest = board?.dataset.first && document.querySelector('.page').scrollTop < 40 && !document.querySelector('.dropdown-menu.show');
  if (atRest && Date.now() - last > calm) {
    last = Date.now();
    globalThis.htmx.trigger(board, 'inbox:refresh');
  }
});
