import type { Manifest } from '../../../contract/manifest.ts';
import { memoryAllowanceMb } from '../../../contract/memory-allowance.ts';
import { wholeDurationText } from '../../ui/time-text.ts';
import { numberText, plural, t } from '../../../words/words.ts';

/** Each limit of a worker with its value. */
export function limitTexts({ tier, limits }: Pick<Manifest, 'tier' | 'limits'>): string[] {
  const { memoryMb, cpuMs, wallMs, openFiles, blobMb, messagesPerSecond } = limits;
  const { backgroundProcesses = 0, browserSessions = 0 } = limits;
  const most = numberText(memoryMb + memoryAllowanceMb(tier, memoryMb));
  return [
    t('{{own}} MiB memory of its own; its process is ended at {{most}} MiB, with what runs it', {
      own: numberText(memoryMb),
      most,
    }),
    t('{{time}} of processor time until it rests', { time: wholeDurationText(cpuMs) }),
    t('{{time}} an action', { time: wholeDurationText(wallMs) }),
    plural(openFiles, { one: '{{count}} open file', other: '{{count}} open files' }),
    t('{{size}} MiB a blob', { size: numberText(blobMb) }),
    plural(messagesPerSecond, { one: '{{count}} message a second', other: '{{count}} messages a second' }),
    plural(backgroundProcesses, { one: '{{count}} background process', other: '{{count}} background processes' }),
    plural(browserSessions, { one: '{{count}} browser session', other: '{{count}} browser sessions' }),
  ];
}
