import type { Settings } from '../../contract/settings.ts';

/** What the settings say about workers' processes. */
export type WorkerSettings = Pick<
  Settings,
  | 'workerPauseMs'
  | 'workerIdleMs'
  | 'workerProcesses'
  | 'workerRecycleCalls'
  | 'workerRecycleMemoryPercent'
  | 'containers'
>;
