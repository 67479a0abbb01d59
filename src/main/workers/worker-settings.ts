import type { Settings } from '../../contract/settings.ts';

/** What the settings say about workers' processes and calls. */
export type WorkerSettings = Pick<
  Settings,
  | 'circuit'
  | 'workerPauseMs'
  | 'workerIdleMs'
  | 'workerProcesses'
  | 'workerRecycleCalls'
  | 'workerRecycleMemoryPercent'
  | 'containers'
>;
