import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceState } from '../../../contract/voice.ts';
import type { Engine } from '../../engine/connect.ts';
import { beginLife, type Life, type VoiceDevices } from './life.ts';
import type { VoicePageState } from './page-state.ts';

export type Voice = {
  state: StoreApi<VoicePageState>;
  /** From 0 to 1, at most ten times a second; kept apart from what draws the screen. */
  onLevel: (listener: (level: number) => void) => () => void;
  start: (deviceId: string) => void;
  /** Ends the track and closes the device. */
  stop: () => void;
  /** Gives whether anything listens. */
  talk: (isTalking: boolean) => boolean;
  /** Which conversation commands are for. */
  attend: (conversationId: string | undefined) => void;
  /** Ends what Heron says. Gives whether it said something. */
  hush: () => boolean;
  /** A call was taken: the microphone is open for it, also while the privacy switch is off; undefined: it is over. */
  setCall: (callId: string | undefined) => void;
  sessionId: () => string | undefined;
};

export type VoiceStoreParts = Pick<Engine, 'client' | 'subscribe'> & VoiceDevices;

const resting = { state: 'waiting' as const, words: '', trouble: undefined, isTalking: false, device: undefined };

/** What was not understood is still there to be read when the button is let go of, until something is heard again. */
function changedTo(state: VoiceState): Partial<VoicePageState> {
  if (state === 'hearing') return { state, words: '', trouble: undefined };
  return state === 'waiting' ? { state, words: '' } : { state };
}

/** The microphone of this window, and what the engine makes of it. */
export function createVoice(parts: VoiceStoreParts): Voice {
  const state = createStore<VoicePageState>(() => ({ phase: 'off', ...resting }));
  const levels = createLevels();
  let conversationId: string | undefined;
  let life: Life | undefined;

  parts.subscribe((events) => {
    const sessionId = life?.sessionId();
    for (const event of events) if (sessionId !== undefined && isOf(event, sessionId)) heed(event);
  });

  function heed(event: AnyEvent): void {
    if (event.type === 'voice.stateChanged') {
      state.setState(changedTo(event.payload.state));
    } else if (event.type === 'voice.stagePartial') state.setState({ words: event.payload.text });
    else if (event.type === 'voice.stageEnded' && event.payload.stage === 'transcribe') {
      if (event.payload.text) state.setState({ words: event.payload.text });
    } else if (event.type === 'voice.stageFailed') state.setState({ trouble: event.payload.error.message });
    else if (event.type === 'voice.soundReady') {
      const { sound, text, said } = event.payload;
      life?.play(sound, said && { text, said });
    } else if (event.type === 'voice.commanded' && event.scope.conversationId !== undefined) {
      ({ conversationId } = event.scope);
      state.setState({ conversationId });
    }
  }

  return {
    state,
    onLevel: levels.follow,
    start: (deviceId) => {
      life?.end();
      state.setState({ phase: 'starting', problem: undefined, ...resting });
      life = beginLife({
        ...parts,
        deviceId,
        conversationId: () => conversationId,
        callId: () => state.getState().callId,
        onLevel: levels.tell,
        onPhase: (phase, problem) => state.setState({ phase, problem, ...resting }),
        onDevice: (device) => state.setState({ device }),
      });
    },
    stop: () => {
      life?.end();
      life = undefined;
      state.setState({ phase: 'off', problem: undefined, ...resting });
    },
    talk: (isTalking) => {
      if (!life || state.getState().phase !== 'on') return false;
      life.talk(isTalking);
      state.setState({ isTalking, ...(isTalking ? { trouble: undefined } : {}) });
      return true;
    },
    attend: (id) => {
      conversationId = id;
      life?.attend(id);
    },
    hush: () => life?.hush() ?? false,
    setCall: (callId) => state.setState({ callId }),
    sessionId: () => life?.sessionId(),
  };
}

const betweenLevelsMs = 100;

function createLevels() {
  const listeners = new Set<(level: number) => void>();
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    tell(level: number): void {
      const now = performance.now();
      if (now - toldAt < betweenLevelsMs) return;
      toldAt = now;
      listeners.forEach((listener) => listener(level));
    },
    follow(listener: (level: number) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isOf(event: AnyEvent, sessionId: string): boolean {
  return event.type.startsWith('voice.') && 'sessionId' in event.payload && event.payload.sessionId === sessionId;
}
