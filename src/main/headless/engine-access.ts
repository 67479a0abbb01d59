import type { EngineClient } from '../gateway/engine-router.ts';

/** The engine that owns a data folder, for the time of one command. */
export type EngineAccess = {
  /** Asked for before each call that may come after a pause: a lost connection is made anew. */
  client(): Promise<EngineClient>;
  /** Ends what this command started: the connection, or the engine when it is this process's own. */
  close(): Promise<void>;
  /** Another process's engine; it does not take up runs because this command asks. */
  isRemote?: boolean;
};

export type OpenEngine = (options: { resumesRuns: boolean }) => Promise<EngineAccess>;
