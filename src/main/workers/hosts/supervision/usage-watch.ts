import type { Limits } from '../../../../contract/manifest.ts';
import type { Meter, Usage } from '../machine/process-usage.ts';

export type Excess = { limit: 'memoryMb' | 'cpuMs'; used: number };

export type UsageWatchParts = {
  meter: Meter;
  pid: number;
  limits: Pick<Limits, 'memoryMb' | 'cpuMs'>;
  /** What Node itself takes, on top of the worker's own memory. */
  allowanceMb: number;
  isBusy: () => boolean;
  onUsage: (usage: Usage) => void;
  onExcess: (excess: Excess) => void;
};

export type UsageWatch = {
  /** The count of processor time begins afresh. */
  restartCpu: () => void;
  /** Of what the process may use, when it was last looked at. */
  memoryPercent: () => number;
  stop: () => void;
};

/** An idle process is looked at once in so many times. */
const idleLooks = 4;

/** Looks at a process every now and then until it uses more than it may. */
export function watchUsage(parts: UsageWatchParts): UsageWatch {
  const { meter, limits, allowanceMb } = parts;
  const measure = meter.open(parts.pid);
  let cpuAtStart: number | undefined;
  let memoryMb = 0;
  let isLooking = false;
  let looks = 0;

  function judge(usage: Usage | undefined): void {
    if (!usage) return;
    parts.onUsage(usage);
    memoryMb = usage.memoryMb;
    cpuAtStart ??= usage.cpuMs;
    const cpuMs = usage.cpuMs - cpuAtStart;
    if (usage.memoryMb > limits.memoryMb + allowanceMb) {
      parts.onExcess({ limit: 'memoryMb', used: Math.ceil(usage.memoryMb - allowanceMb) });
    } else if (cpuMs > limits.cpuMs) {
      parts.onExcess({ limit: 'cpuMs', used: cpuMs });
    }
  }

  async function look(): Promise<void> {
    looks += 1;
    if (isLooking || (!parts.isBusy() && looks % idleLooks !== 1)) return;
    isLooking = true;
    judge(await measure());
    isLooking = false;
  }

  void look();
  const timer = setInterval(() => void look(), meter.everyMs);
  timer.unref();
  return {
    restartCpu() {
      cpuAtStart = undefined;
    },
    memoryPercent: () => (memoryMb * 100) / (limits.memoryMb + allowanceMb),
    stop: () => clearInterval(timer),
  };
}
