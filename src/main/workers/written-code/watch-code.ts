import { createMeter, type Measure } from '../hosts/machine/process-usage.ts';
import { watchUsage } from '../hosts/supervision/usage-watch.ts';
import { allowanceMb, type CodeStart } from './confinement.ts';
import type { CodeLimit, CodeLimits } from './languages.ts';

export type CodeWatchParts = {
  pid: number;
  start: Omit<CodeStart, 'limits'> & { limits: CodeLimits };
  isFull: () => Promise<boolean>;
  onExcess: (limit: CodeLimit) => void;
};

const lookEveryMs = 100;

/** Looks after time, processor, memory and files of running code. */
export function watchCode({ pid, start, isFull, onExcess }: CodeWatchParts): { stop: () => void } {
  const { language, limits } = start;
  const meter = createMeter();
  const usage = watchUsage({
    meter: {
      everyMs: Math.min(meter.everyMs, lookEveryMs),
      // At first it is the room that is measured, later who is in it.
      open:
        (room): Measure =>
        () =>
          meter.open(room)(),
    },
    pid,
    limits,
    allowanceMb: allowanceMb(language),
    isBusy: () => true,
    onUsage: () => undefined,
    onExcess: ({ limit }) => onExcess(limit === 'memoryMb' ? 'memory' : 'cpu'),
  });
  let isLooking = false;
  async function lookAtFiles(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    if (await isFull().catch(() => false)) onExcess('disk');
    isLooking = false;
  }
  const files = setInterval(() => void lookAtFiles(), lookEveryMs);
  const time = setTimeout(() => onExcess('time'), limits.wallMs);
  return {
    stop() {
      usage.stop();
      clearInterval(files);
      clearTimeout(time);
    },
  };
}
