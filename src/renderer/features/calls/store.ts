import { createStore, type StoreApi } from 'zustand/vanilla';
import { withCallEvent } from '../../../contract/call-state.ts';
import type { Call } from '../../../contract/calls.ts';
import type { Engine } from '../../engine/connect.ts';
import type { Playback } from '../voice/playback.ts';
import type { Voice } from '../voice/store.ts';

export type CallsPageState = {
  calls: Call[];
  /** The one that was taken in this window, until it is hung up. */
  taken?: Call | undefined;
  /** Why its words are on the screen alone. */
  silence?: 'no-voice' | undefined;
};

export type Calls = {
  state: StoreApi<CallsPageState>;
  read(): Promise<void>;
  /** Takes it here: Heron says its words, and listens. */
  take(call: Call): Promise<void>;
  hangUp(): Promise<void>;
  decline(call: Call): Promise<void>;
  later(call: Call): Promise<void>;
  /** Of one that waits in the inbox. */
  forget(call: Call): Promise<void>;
};

export type CallsParts = Pick<Engine, 'client' | 'subscribe'> & {
  voice: Pick<Voice, 'state' | 'setCall' | 'sessionId'>;
  createPlayback: (onDry: () => void) => Playback;
};

/** The calls that ring or wait, and the one this window has taken. */
export function createCalls(parts: CallsParts): Calls {
  const { client, voice } = parts;
  const state = createStore<CallsPageState>(() => ({ calls: [] }));
  const playback = parts.createPlayback(() => undefined);

  let lastRead = 0;

  async function read(): Promise<void> {
    const own = (lastRead += 1);
    const calls = await client.calls.list({});
    // What happened meanwhile is newer than the answer.
    if (own === lastRead) state.setState({ calls });
    else await read();
  }

  parts.subscribe((events) => {
    const { calls } = state.getState();
    const now = events.reduce<readonly Call[]>(withCallEvent, calls);
    if (now === calls) return;
    lastRead += 1;
    state.setState({ calls: [...now] });
  });

  /** Over the microphone's session, where what is said at once is heard; where nothing can listen, by itself. */
  async function tell({ id: callId }: Call): Promise<void> {
    const canListen = await settled(voice.state);
    if (state.getState().taken?.id !== callId) return;
    const sessionId = canListen ? voice.sessionId() : undefined;
    if (sessionId !== undefined) return void (await client.calls.talk({ callId, sessionId }));
    try {
      const words = await client.calls.sound({ callId });
      if (state.getState().taken?.id === callId) playback.play(() => Promise.resolve(words));
    } catch {
      state.setState({ silence: 'no-voice' });
    }
  }

  async function hangUp(): Promise<void> {
    const { taken } = state.getState();
    playback.stop();
    state.setState({ taken: undefined, silence: undefined });
    voice.setCall(undefined);
    if (taken) await client.calls.close({ callId: taken.id });
  }

  // The microphone was switched off meanwhile.
  voice.state.subscribe(({ callId }, before) => {
    const { taken } = state.getState();
    if (callId === undefined && before.callId !== undefined && taken) void hangUp().catch(() => undefined);
  });

  return {
    ...{ state, read, hangUp },
    async take(call) {
      if (state.getState().taken) await hangUp();
      const taken = await client.calls.answer({ callId: call.id });
      state.setState({ taken, silence: undefined });
      voice.setCall(taken.id);
      await tell(taken);
    },
    decline: async ({ id }) => void (await client.calls.decline({ callId: id })),
    later: async ({ id }) => void (await client.calls.later({ callId: id })),
    forget: async ({ id }) => void (await client.calls.close({ callId: id })),
  };
}

/** Whether the microphone is open, once that is known: opening it may wait for a person who is asked whether it may be. */
function settled(state: CallsParts['voice']['state']): Promise<boolean> {
  const known = ({ phase, callId }: ReturnType<typeof state.getState>): boolean | undefined =>
    phase === 'on' ? true : phase === 'failed' || phase === 'elsewhere' || callId === undefined ? false : undefined;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stop = state.subscribe((now) => look(now));
  function look(now: ReturnType<typeof state.getState>): void {
    const isOn = known(now);
    if (isOn !== undefined) resolve(isOn);
  }
  look(state.getState());
  return promise.finally(() => stop());
}
