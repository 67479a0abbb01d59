import type { ClientContext, ClientLink } from '@orpc/client';

/** One open way to the engine. `closed` settles when it is lost; then a new one must be opened. */
export type Channel = {
  link: ClientLink<ClientContext>;
  closed: Promise<void>;
  close(): void;
};

/** Rejects when the engine cannot be reached now. */
export type OpenChannel = (signal: AbortSignal) => Promise<Channel>;

/** The engine answers, but not to this page. Its message says what the person can do. */
export class EntryRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EntryRefused';
  }
}
