import { axis, charts, duration, timeStep, token } from './charts.js';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function days({ days, count, median, p90, target }) {
  const tip = ([{ dataIndex: i }]) => count[i]
    ? `${days[i]}\nmedian ${duration(median[i])}\np90 ${duration(p90[i])}\n${count[i]} answered`
    : `${days[i]}\nnobody was answered`;
  // One bad day must not flatten all others: the band may leave the chart, the median and the target may not; the tip tells all.
  const most = Math.max(2 * (target ?? 0), 1.5 * Math.max(...median.map(v => v ?? 0)), 60);
  const step = timeStep(most);
  const line = { type: 'line', clip: true, stack: 'band', symbol: 'circle', symbolSize: 4, showSymbol: days.length < 10, connectNulls: false };
  return {
    grid: { left: 52, right: 12, top: 14, bottom: 24 },
    tooltip: { trigger: 'axis', formatter: tip },
    xAxis: { type: 'category', data: days, boundaryGap: false, ...axis() },
    yAxis: { ...axis(), max: Math.ceil(most * 1.05 / step) * step, interval: step, axisLabel: { color: token('--ink-3'), formatter: v => duration(v) } },
    series: [
      {
        ...line, data: median, lineStyle: { width: 2.5, color: token('--accent') }, itemStyle: { color: token('--accent') },
        markLine: target ? { symbol: 'none', silent: true, data: [{ yAxis: target }], lineStyle: { color: token('--late'), type: 'dashed' }, label: { formatter: `target ${duration(target)}`, position: 'insideEndTop', color: token('--late') } } : undefined,
      },
      { ...line, showSymbol: false, data: p90.map((v, i) => v === null ? null : v - median[i]), lineStyle: { opacity: 0 }, itemStyle: { color: token('--accent') }, areaStyle: { color: token('--accent'), opacity: .14 } },
    ],
  };
}

function hours(cells) {
  return {
    grid: { left: 36, right: 4, top: 8, bottom: 24 },
    tooltip: { formatter: ({ value: [hour, day, n] }) => `${weekdays[day]} ${hour}:00–${hour + 1}:00\n${n} message${n === 1 ? '' : 's'}` },
    xAxis: { type: 'category', data: [...Array(24).keys()], ...axis(), splitLine: { show: false } },
    yAxis: { type: 'category', data: weekdays, inverse: true, ...axis(), splitLine: { show: false } },
    visualMap: { show: false, min: 0, max: Math.max(1, ...cells.map(c => c[2])), inRange: { color: [token('--accent-soft'), token('--accent')] } },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderWidth: 1.5, borderColor: token('--paper'), borderRadius: 3 } }],
  };
}

function backlog({ departments, ages, counts }) {
  const tones = ['--calm', '--accent', '--loud', '--warn', '--late'];
  return {
    grid: { left: 96, right: 10, top: 34, bottom: 24 },
    legend: { top: 0, left: 0, itemWidth: 9, itemHeight: 9, itemGap: 8, textStyle: { color: token('--ink-2'), fontSize: 11 } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'none' } },
    xAxis: { type: 'value', minInterval: 1, ...axis() },
    yAxis: { type: 'category', data: departments, inverse: true, ...axis(), axisLabel: { color: token('--ink-2'), width: 88, overflow: 'truncate' } },
    series: ages.map((age, i) => ({ name: age, type: 'bar', stack: 'age', barMaxWidth: 22, data: counts.map(c => c[i]), itemStyle: { color: token(tones[i]) } })),
  };
}

charts({ days, hours, backlog });
