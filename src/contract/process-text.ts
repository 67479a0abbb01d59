import type { BackgroundProcess } from './processes.ts';

type Ended = Pick<BackgroundProcess, 'end' | 'exitCode' | 'signal'>;

/** How a background process ended, in words that follow its name: "ended with code 1". */
export function endingText({ end, exitCode, signal }: Ended): string {
  switch (end) {
    case 'stopped':
      return 'was stopped';
    case 'run':
      return 'was stopped with its run';
    case 'time':
      return 'was stopped, because its time was over';
    case 'memory':
      return 'was stopped, because it took too much memory';
    case 'programs':
      return 'was stopped, because it started too many programs';
    case 'engine':
      return 'ended with Heron';
    default:
      return typeof exitCode === 'number' ? `ended with code ${exitCode}` : `was ended by ${signal ?? 'a signal'}`;
  }
}

/** "3 s", "12 min", "2 h 5 min". */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`;
}
