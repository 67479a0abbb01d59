import type { ClientContext, ClientLink } from '@orpc/client';

/** One open way to the engine. `closed` settles when it is lost, and a new one must be opened: with how it was lost. */
export type Channel = {
  link: ClientLink<ClientContext>;
  closed: Promise<Loss>;
  close(): void;
};

/** `farewell`: the engine said that it ends. */
export type Loss = 'cut' | 'farewell';

/** Rejects when the engine cannot be reached now. */
export type OpenChannel = (signal: AbortSignal) => Promise<Channel>;

/** The engine answers, but not to this page. Its message says what the person can do. */
export class EntryRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EntryRefused';
  }
}

/** Nobody answers where the engine was: its process has ended, or is not there yet. */
export class EngineGone extends Error {
  constructor() {
    super('Heron does not run');
    this.name = 'EngineGone';
  }
}
