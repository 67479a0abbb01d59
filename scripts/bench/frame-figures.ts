import { type Figure, figure, quantile } from './figure.ts';
import type { Frames } from './frames.ts';

/** What is told of frames, beside those of a page where nothing happens. */
export function frameFigures(when: string, { intervals, busy }: Frames, floor: Frames): Figure[] {
  const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
  const of = (q: number): number[] => [quantile(sorted(intervals), q)];
  const bare = (q: number): { name: string; values: number[] } => ({
    name: 'a page where nothing happens',
    values: [quantile(sorted(floor.intervals), q)],
  });
  const work = (q: number): number[] => [quantile(sorted(busy), q)];
  const goal = { text: '≤ 16.7 ms', isMet: (ms: number) => ms <= 16.7 };
  const samples = intervals.length;
  const told = (one: Figure): Figure => ({ ...one, samples });
  return [
    told(figure(`frame ${when}, p50`, 'ms', of(0.5), { floor: bare(0.5) })),
    told(figure(`frame ${when}, p95`, 'ms', of(0.95), { floor: bare(0.95) })),
    told(figure(`frame ${when}, worst`, 'ms', of(1), { floor: bare(1) })),
    told(figure(`the page's own work a frame ${when}, p50`, 'ms', work(0.5))),
    told(figure(`the page's own work a frame ${when}, p95`, 'ms', work(0.95), { goal })),
    told(figure(`the page's own work a frame ${when}, worst`, 'ms', work(1), { goal })),
  ];
}
