import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyEvent } from '../../../contract/events.ts';
import type { VoiceState } from '../../../contract/voice.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { levelOf, type Microphone, NoMicrophone, type openMicrophone } from './microphone.ts';
import type { createPlayback } from './playback.ts';

export type VoiceProblem = { kind: 'denied' | 'none' | 'busy' | 'engine'; message: string };

export type VoicePageState = {
  /** `elsewhere`: another window of this browser has the microphone. */
  phase: 'off' | 'starting' | 'on' | 'elsewhere' | 'failed';
  problem?: VoiceProblem | undefined;
  /** What the session does, while the phase is `on`. */
  state: VoiceState;
  /** What was understood of what is being said. */
  words: string;
  /** What was not understood, or went wrong, last. */
  trouble?: string | undefined;
  isTalking: boolean;
  /** Where the last command went. */
  conversationId?: string | undefined;
};

export type Voice = {
  state: StoreApi<VoicePageState>;
  /** From 0 to 1, many times a second; kept apart from what draws the screen. */
  onLevel: (listener: (level: number) => void) => () => void;
  start: (deviceId: string) => void;
  /** Ends the track and closes the device. */
  stop: () => void;
  talk: (isTalking: boolean) => void;
  /** Which conversation commands are for. */
  attend: (conversationId: string | undefined) => void;
  /** Ends what Heron says. */
  hush: () => void;
};

export type VoiceStoreParts = Pick<Engine, 'client' | 'subscribe'> & {
  open: typeof openMicrophone;
  createPlayback: typeof createPlayback;
  /** Resolves when this window may have the microphone, and keeps it until what it gives is called. */
  takeTurn: (signal: AbortSignal, onWait: () => void) => Promise<() => void>;
};

const resting = { state: 'waiting' as const, words: '', trouble: undefined, isTalking: false };
/** Two seconds: what is older is of no use to anybody any more. */
const mostPieces = 64;

/** The microphone of this window, and what the engine makes of it. */
export function createVoice(parts: VoiceStoreParts): Voice {
  const state = createStore<VoicePageState>(() => ({ phase: 'off', ...resting }));
  const levels = new Set<(level: number) => void>();
  let conversationId: string | undefined;
  let life: Life | undefined;

  parts.subscribe((events) => {
    const sessionId = life?.sessionId();
    for (const event of events) if (sessionId !== undefined && isOf(event, sessionId)) heed(event);
  });

  function heed(event: AnyEvent): void {
    if (event.type === 'voice.stateChanged') {
      const isNew = event.payload.state === 'waiting' || event.payload.state === 'hearing';
      state.setState({ state: event.payload.state, ...(isNew ? { words: '', trouble: undefined } : {}) });
    } else if (event.type === 'voice.stagePartial') state.setState({ words: event.payload.text });
    else if (event.type === 'voice.stageEnded' && event.payload.stage === 'transcribe') {
      if (event.payload.text) state.setState({ words: event.payload.text });
    } else if (event.type === 'voice.stageFailed') state.setState({ trouble: event.payload.error.message });
    else if (event.type === 'voice.soundReady') life?.play(event.payload.sound);
    else if (event.type === 'voice.commanded' && event.scope.conversationId !== undefined) {
      ({ conversationId } = event.scope);
      state.setState({ conversationId });
    }
  }

  return {
    state,
    onLevel: (listener) => {
      levels.add(listener);
      return () => levels.delete(listener);
    },
    start: (deviceId) => {
      life?.end();
      state.setState({ phase: 'starting', problem: undefined, ...resting });
      life = beginLife(parts, {
        deviceId,
        conversationId: () => conversationId,
        onLevel: (level) => {
          for (const listener of levels) listener(level);
        },
        onPhase: (phase, problem) => state.setState({ phase, problem, ...resting }),
      });
    },
    stop: () => {
      life?.end();
      life = undefined;
      state.setState({ phase: 'off', problem: undefined, ...resting });
    },
    talk: (isTalking) => {
      if (!life) return;
      life.talk(isTalking);
      state.setState({ isTalking });
    },
    attend: (id) => {
      conversationId = id;
      life?.attend(id);
    },
    hush: () => life?.hush(),
  };
}

function isOf(event: AnyEvent, sessionId: string): boolean {
  return event.type.startsWith('voice.') && 'sessionId' in event.payload && event.payload.sessionId === sessionId;
}

type Life = {
  sessionId: () => string | undefined;
  play: (sound: number) => void;
  talk: (isTalking: boolean) => void;
  attend: (conversationId: string | undefined) => void;
  hush: () => void;
  end: () => void;
};

type LifeParts = {
  deviceId: string;
  conversationId: () => string | undefined;
  onLevel: (level: number) => void;
  onPhase: (phase: VoicePageState['phase'], problem?: VoiceProblem) => void;
};

/** From the switch that turns the microphone on to the one that turns it off. */
function beginLife(parts: VoiceStoreParts, { deviceId, conversationId, onLevel, onPhase }: LifeParts): Life {
  const { client } = parts;
  const ending = new AbortController();
  let microphone: Microphone | undefined;
  let sessionId: string | undefined;
  let giveUpTurn = (): void => undefined;
  let pieces: Int16Array<ArrayBuffer>[] = [];
  let isSending = false;

  const playback = parts.createPlayback(() => tellQuiet(false));

  function ask(call: (id: string) => Promise<unknown>): void {
    // A session that is gone is noticed by the next piece of sound.
    if (sessionId !== undefined) call(sessionId).catch(() => undefined);
  }

  function tellQuiet(wasInterrupted: boolean): void {
    ask((id) => client.voice.quiet({ sessionId: id, wasInterrupted }));
  }

  function hush(): void {
    if (playback.stop()) tellQuiet(true);
  }

  async function openSession(): Promise<void> {
    const id = conversationId();
    ({ sessionId } = await client.voice.open(id === undefined ? {} : { conversationId: id }));
  }

  async function begin(): Promise<void> {
    try {
      giveUpTurn = await parts.takeTurn(ending.signal, () => onPhase('elsewhere'));
      if (ending.signal.aborted) return giveUpTurn();
      onPhase('starting');
      await openSession();
      const opened = await parts.open({ deviceId, onPiece: take, onLost: () => fail(lostMicrophone) });
      if (ending.signal.aborted) return opened.close();
      microphone = opened;
      onPhase('on');
    } catch (error) {
      if (!ending.signal.aborted) fail(problemOf(error));
    }
  }

  function fail(problem: VoiceProblem): void {
    end();
    onPhase('failed', problem);
  }

  function take(samples: Int16Array<ArrayBuffer>): void {
    onLevel(levelOf(samples));
    pieces = [...pieces.slice(1 - mostPieces), samples];
    if (!isSending) void send();
  }

  /** One call at a time keeps the pieces in order; those that come meanwhile go together. */
  async function send(): Promise<void> {
    isSending = true;
    while (pieces.length > 0 && sessionId !== undefined && !ending.signal.aborted) {
      const audio = new File(pieces.splice(0), 'audio.pcm', { type: 'application/octet-stream' });
      try {
        const { isSpeech } = await client.voice.hear({ sessionId, audio });
        if (isSpeech) hush();
      } catch (error) {
        pieces = [];
        if (failureOf(error).code === 'not-found')
          await openSession().catch((again: unknown) => fail(problemOf(again)));
      }
    }
    isSending = false;
  }

  function end(): void {
    ending.abort();
    microphone?.close();
    microphone = undefined;
    playback.close();
    ask((id) => client.voice.close({ sessionId: id }));
    sessionId = undefined;
    giveUpTurn();
  }

  void begin();
  return {
    sessionId: () => sessionId,
    play: (sound) => playback.play(() => client.voice.sound({ sessionId: sessionId ?? '', sound })),
    talk: (isTalking) => {
      if (isTalking) playback.stop();
      ask((id) => client.voice.talk({ sessionId: id, isTalking }));
    },
    attend: (id) =>
      ask((session) =>
        client.voice.attend({ sessionId: session, ...(id === undefined ? {} : { conversationId: id }) }),
      ),
    hush,
    end,
  };
}

const lostMicrophone: VoiceProblem = {
  kind: 'none',
  message: 'The microphone is gone. Plug it in again, or choose another one.',
};

const messages: Record<NoMicrophone['problem'], string> = {
  denied:
    'Heron may not use the microphone. Allow it in the site settings of the browser, or of the system, and try again.',
  none: 'There is no microphone. Plug one in and try again.',
  busy: 'The microphone cannot be opened. Another program may be using it.',
};

function problemOf(error: unknown): VoiceProblem {
  if (error instanceof NoMicrophone) return { kind: error.problem, message: messages[error.problem] };
  return { kind: 'engine', message: failureOf(error).message };
}
