import { type ClientContext, createORPCClient, DynamicLink } from '@orpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createArrivals } from './arrivals.ts';
import { type Channel, EngineGone, EntryRefused, type Loss, type OpenChannel } from './channel.ts';
import type { HeronClient } from './client.ts';
import { ConnectionLost } from './failure.ts';

/** `connecting` until the first channel opens; `offline` whenever one is lost. */
export type ConnectionState = {
  phase: 'connecting' | 'online' | 'offline';
  /** How many channels there have been. */
  opened: number;
  /** Set while the engine answers, but refuses this page. */
  refusal?: string;
  /** Set while nobody is there: the engine said that it ends, or it is gone without a word. */
  gone?: 'closed' | 'crashed';
  /** How often the engine was looked for since it was lost. */
  tries: number;
  /** The engine that was here before ended without a word, and there is one again. */
  isBackFromCrash: boolean;
};

export type Connection = {
  client: HeronClient;
  state: StoreApi<ConnectionState>;
  /** Resolves while a channel is open; rejects when the connection is closed for good. */
  whenOnline: () => Promise<void>;
  /** Ends the pause before the next try. */
  retryNow: () => void;
  /** Somebody has read that the engine crashed and is back. */
  forgetCrash: () => void;
  close: () => void;
};

export type ConnectionParts = {
  open: OpenChannel;
  /** Milliseconds between tries: the first, doubled each time, up to the longest. */
  pause?: { first: number; longest: number };
  /** Milliseconds a call waits for a channel before it fails. */
  patienceMs?: number;
};

/** Keeps one channel open for as long as it lives. Calls made while there is none wait a while for the next. */
export function createConnection(parts: ConnectionParts): Connection {
  const { open, pause = { first: 250, longest: 5000 }, patienceMs = 10_000 } = parts;
  const state = createStore<ConnectionState>(() => ({
    ...{ phase: 'connecting', opened: 0, tries: 0, isBackFromCrash: false },
  }));
  const note = createNotes(state);
  const ending = new AbortController();
  const channels = createArrivals();
  const wakes = createArrivals();
  let channel: Channel | undefined;

  async function keepOpen(): Promise<void> {
    let wait = pause.first;
    while (!ending.signal.aborted) {
      channel = await open(ending.signal).catch(note.failure);
      if (channel) {
        wait = pause.first;
        note.opened();
        channels.arrive();
        note.lost(await channel.closed);
        channel = undefined;
      }
      if (ending.signal.aborted) return;
      state.setState({ phase: 'offline' });
      await wakes.next(wait, () => new ConnectionLost()).catch(() => undefined);
      wait = Math.min(wait * 2, pause.longest);
    }
  }

  const link = new DynamicLink<ClientContext>(async () => {
    if (!channel) await channels.next(patienceMs, () => new ConnectionLost());
    if (!channel) throw new ConnectionLost();
    return channel.link;
  });

  void keepOpen();
  return {
    client: createORPCClient(link),
    state,
    whenOnline: () => (channel ? Promise.resolve() : channels.next(Infinity, () => new ConnectionLost())),
    retryNow: wakes.arrive,
    forgetCrash: () => state.setState({ isBackFromCrash: false }),
    close: () => {
      ending.abort();
      channel?.close();
      channels.end();
      wakes.end();
    },
  };
}

/** What becomes known of the engine, as the state has it. */
function createNotes(state: StoreApi<ConnectionState>) {
  // Kept beside `gone`: an engine that comes back may fail a try in another way before it lets anybody in.
  let hasCrashed = false;
  return {
    failure(error: unknown): undefined {
      if (error instanceof EngineGone && state.getState().gone !== 'closed') hasCrashed = true;
      state.setState(({ gone, tries }) => ({
        refusal: error instanceof EntryRefused ? error.message : undefined,
        // Who said goodbye has not crashed, and may still answer for a moment.
        gone: gone === 'closed' ? gone : error instanceof EngineGone ? 'crashed' : undefined,
        tries: tries + 1,
      }));
    },
    opened(): void {
      state.setState(({ opened, isBackFromCrash }) => ({
        ...{ phase: 'online', opened: opened + 1, refusal: undefined, gone: undefined, tries: 0 },
        isBackFromCrash: isBackFromCrash || (hasCrashed && opened > 0),
      }));
      hasCrashed = false;
    },
    lost(how: Loss): void {
      if (how === 'farewell') state.setState({ gone: 'closed' });
    },
  };
}
