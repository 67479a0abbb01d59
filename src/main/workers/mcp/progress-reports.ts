import type { Clock } from '../../base/clock.ts';
import { createRateLimit } from '../hosts/supervision/rate-limit.ts';
import type { WorkerProgress } from '../worker-call.ts';
import { plainWords } from './tool-definition.ts';

/** What a server says of how far a call is. */
export type ServerProgress = { progress: number; total?: number | undefined; message?: string | undefined };

/** Who waits for a call is told how far it is, past the broker, which carries no more than the answer. */
export type ProgressReports = {
  /** `hold`: the deadline of the call stands still until what it gives is called. */
  open: (tell: (progress: WorkerProgress) => void, hold: () => () => void) => number;
  tell: (report: number, progress: ServerProgress) => void;
  /** While the person is asked. */
  hold: (report: number) => () => void;
  close: (report: number) => void;
};

export function createProgressReports(clock: Clock): ProgressReports {
  const open = new Map<number, { tell: (progress: WorkerProgress) => void; hold: () => () => void }>();
  let last = 0;
  return {
    open(tell, hold) {
      const screen = createRateLimit({ most: 100, windowMs: 500, clock });
      last += 1;
      open.set(last, { tell: (progress) => screen.allows() && tell(progress), hold });
      return last;
    },
    tell: (report, progress) => open.get(report)?.tell(toWorkerProgress(progress)),
    hold: (report) => open.get(report)?.hold() ?? (() => undefined),
    close: (report) => void open.delete(report),
  };
}

/** A share where the server says of how much; else how much is done by now. */
export function toWorkerProgress({ progress, total, message }: ServerProgress): WorkerProgress {
  const words = plainWords(message ?? '', 200).replaceAll(/\s+/g, ' ');
  const isShare = total !== undefined && total > 0 && Number.isFinite(progress / total);
  const percent = isShare ? { percent: Math.min(100, Math.max(0, (progress / total) * 100)) } : {};
  const said = words === '' && !isShare ? `${progress} done` : words;
  return { ...percent, ...(said === '' ? {} : { text: said }) };
}
