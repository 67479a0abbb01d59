import type { WorkerStatistics } from '../../../contract/workers.ts';
import { durationText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

/** What was counted and measured of a worker, as a person would say it. */
export function statisticsEntries(statistics: WorkerStatistics): { name: string; value: string }[] {
  const { startMs, memoryMb, peakMemoryMb, cpuMs } = statistics;
  const memory = [
    memoryMb === undefined ? '' : t('{{size}} MiB now', { size: Math.round(memoryMb) }),
    peakMemoryMb === undefined ? '' : t('{{size}} MiB at most', { size: Math.round(peakMemoryMb) }),
  ].filter(Boolean);
  return [
    { name: t('So far'), value: countsText(statistics) },
    ...(startMs === undefined ? [] : [{ name: t('Last start'), value: durationText(startMs) }]),
    ...(memory.length === 0 ? [] : [{ name: t('Memory'), value: memory.join(', ') }]),
    ...(cpuMs === 0 ? [] : [{ name: t('Processor time'), value: durationText(cpuMs) }]),
  ];
}

function countsText({ calls, errors, crashes, restarts, cacheHits }: WorkerStatistics): string {
  return [
    plural(calls, { one: '1 call', other: '{{count}} calls' }),
    plural(errors, { one: '1 error', other: '{{count}} errors' }),
    plural(crashes, { one: '1 crash', other: '{{count}} crashes' }),
    restarts > 0 ? plural(restarts, { one: '1 restart', other: '{{count}} restarts' }) : '',
    cacheHits > 0
      ? plural(cacheHits, { one: '1 answer kept from before', other: '{{count}} answers kept from before' })
      : '',
  ]
    .filter(Boolean)
    .join(', ');
}
