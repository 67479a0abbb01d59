import type { WorkerStatistics } from '../../../contract/workers.ts';
import { countText } from '../../ui/count-text.ts';
import { durationText } from '../../ui/time-text.ts';
import { t } from '../../words/words.ts';

/** What was counted and measured of a worker, as a person would say it. */
export function statisticsEntries(statistics: WorkerStatistics): { name: string; value: string }[] {
  const { startMs, memoryMb, peakMemoryMb, cpuMs } = statistics;
  const memory = [
    memoryMb === undefined ? '' : `${Math.round(memoryMb)} MiB now`,
    peakMemoryMb === undefined ? '' : `${Math.round(peakMemoryMb)} MiB at most`,
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
    countText(calls, 'call'),
    countText(errors, 'error'),
    crashes === 1 ? '1 crash' : `${crashes} crashes`, // "crashs" would be wrong
    restarts > 0 ? countText(restarts, 'restart') : '',
    cacheHits > 0 ? `${countText(cacheHits, 'answer')} kept from before` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
