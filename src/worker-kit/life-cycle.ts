/** What a worker is handed outside its calls: nobody has asked for anything yet, so nothing can be reached. */
export type WorkerLife = {
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
};

/**
 * Each runs once in a worker's process, in this order: `init` and `start` before the first call, `stop` and `dispose` after the
 * last. One of the first two that throws or takes longer than ten seconds makes the worker unusable; the last two have
 * five seconds each and are left out when the process is ended by force. A worker with any of them is held by one
 * isolate, so what they set up is what its actions find.
 */
export type WorkerLifeCycle = {
  init?: (life: WorkerLife) => Promise<void> | void;
  start?: (life: WorkerLife) => Promise<void> | void;
  stop?: (life: WorkerLife) => Promise<void> | void;
  dispose?: (life: WorkerLife) => Promise<void> | void;
};
