import type { OpenDevice } from '../../app/open-device.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { levelOf, type Microphone, NoMicrophone, type openMicrophone } from './microphone.ts';
import type { createPlayback } from './playback.ts';
import { type PageVoice, pageVoices } from './page-voices.ts';
import type { VoicePageState, VoiceProblem } from './page-state.ts';
import { t } from '../../../words/words.ts';

/** What the page listens and speaks with. */
export type VoiceDevices = {
  open: typeof openMicrophone;
  createPlayback: typeof createPlayback;
  /** Resolves when this window may have the microphone, and keeps it until what it gives is called. */
  takeTurn: (signal: AbortSignal, onWait: () => void) => Promise<() => void>;
};

/** From the switch that turns the microphone on to the one that turns it off. */
export type Life = {
  sessionId: () => string | undefined;
  /** `words`: those that the page says itself. */
  play: (sound: number, words?: { text: string; said: PageVoice }) => void;
  talk: (isTalking: boolean) => void;
  attend: (conversationId: string | undefined) => void;
  /** Gives whether something was heard. */
  hush: () => boolean;
  end: () => void;
};

export type LifeParts = VoiceDevices & {
  client: Engine['client'];
  deviceId: string;
  conversationId: () => string | undefined;
  callId: () => string | undefined;
  onLevel: (level: number) => void;
  onPhase: (phase: VoicePageState['phase'], problem?: VoiceProblem) => void;
  onDevice: (device: OpenDevice) => void;
};

export function beginLife(parts: LifeParts): Life {
  const { client, onPhase } = parts;
  const ending = new AbortController();
  const session = createSession(parts);
  const playback = parts.createPlayback(() => session.quiet(false));
  const sender = createSender(session, {
    ...{ onSpeech: hush, onChange: (isSpeech) => microphone?.heedSpeech(isSpeech) },
    onLost: (error) => fail(problemOf(error)),
  });
  let microphone: Microphone | undefined;
  let giveUpTurn = (): void => undefined;

  function hush(): boolean {
    const wasHeard = playback.stop();
    if (wasHeard) session.quiet(true);
    return wasHeard;
  }

  async function begin(): Promise<void> {
    giveUpTurn = await parts.takeTurn(ending.signal, () => onPhase('elsewhere'));
    if (ending.signal.aborted) return giveUpTurn();
    onPhase('starting');
    await session.open();
    const opened = await parts.open({
      deviceId: parts.deviceId,
      onPiece: (samples) => {
        parts.onLevel(levelOf(samples));
        sender.add(samples);
      },
      onLost: () => fail(lostMicrophone()),
    });
    if (ending.signal.aborted) return opened.close();
    microphone = opened;
    onPhase('on');
    parts.onDevice(opened.device);
  }

  function fail(problem: VoiceProblem): void {
    if (ending.signal.aborted) return;
    end();
    onPhase('failed', problem);
  }

  function end(): void {
    ending.abort();
    microphone?.close();
    playback.close();
    session.close();
    giveUpTurn();
  }

  begin().catch((error: unknown) => fail(problemOf(error)));
  return {
    sessionId: session.id,
    play: (sound, words) =>
      playback.play(words ?? (() => client.voice.sound({ sessionId: session.id() ?? '', sound }))),
    talk: (isTalking) => {
      if (isTalking) playback.stop();
      session.talk(isTalking);
    },
    attend: session.attend,
    hush,
    end,
  };
}

type Session = ReturnType<typeof createSession>;

/** The engine's side of it. A call that fails because the session is gone says so with the next piece of sound. */
function createSession({ client, ...about }: Pick<LifeParts, 'client' | 'conversationId' | 'callId'>) {
  let sessionId: string | undefined;
  let isClosed = false;
  let isTalking = false;

  function ask(call: (id: string) => Promise<unknown>): void {
    if (sessionId !== undefined) call(sessionId).catch(() => undefined);
  }

  function tellTalk(): void {
    ask((id) => client.voice.talk({ sessionId: id, isTalking }));
  }

  function close(): void {
    isClosed = true;
    ask((id) => client.voice.close({ sessionId: id }));
    sessionId = undefined;
  }

  return {
    id: () => sessionId,
    async open(): Promise<void> {
      ({ sessionId } = await openSoon(client, about, () => isClosed));
      if (isClosed) close();
      // A session of an engine that was started anew has not heard of the button.
      else if (isTalking) tellTalk();
    },
    hear: (audio: File) => client.voice.hear({ sessionId: sessionId ?? '', audio }),
    quiet: (wasInterrupted: boolean) => ask((id) => client.voice.quiet({ sessionId: id, wasInterrupted })),
    talk: (isDown: boolean) => {
      isTalking = isDown;
      tellTalk();
    },
    attend: (conversation: string | undefined) =>
      ask((id) =>
        client.voice.attend({
          sessionId: id,
          ...(conversation === undefined ? {} : { conversationId: conversation }),
        }),
      ),
    close,
  };
}

const triesToOpen = 20;
const betweenTriesMs = 250;

/** The privacy switch is on here at once, and in the engine a moment later: until then it refuses with a conflict. */
async function openSoon(
  client: Engine['client'],
  about: Pick<LifeParts, 'conversationId' | 'callId'>,
  isClosed: () => boolean,
): Promise<{ sessionId: string }> {
  for (let tries = 1; ; tries += 1) {
    const [conversationId, callId] = [about.conversationId(), about.callId()];
    const wanted = {
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(callId === undefined ? {} : { callId }),
      voices: pageVoices(),
    };
    try {
      return await client.voice.open(wanted);
    } catch (error) {
      if (failureOf(error).code !== 'conflict' || tries === triesToOpen || isClosed()) throw error;
      await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    }
  }
}

/** Two seconds: what is older is of no use to anybody any more. */
const mostSamples = 32_000;

type SenderEvents = {
  onSpeech: () => unknown;
  /** Somebody began to speak, or fell silent. */
  onChange: (isSpeech: boolean) => void;
  onLost: (error: unknown) => void;
};

/** One call at a time keeps the pieces in order; those that come meanwhile go together. */
function createSender(session: Session, on: SenderEvents) {
  let pieces: Int16Array<ArrayBuffer>[] = [];
  let isSending = false;
  let wasSpeech = false;

  async function send(): Promise<void> {
    isSending = true;
    while (pieces.length > 0 && session.id() !== undefined) {
      try {
        const { isSpeech } = await session.hear(new File(pieces.splice(0), 'audio.pcm'));
        if (isSpeech) on.onSpeech();
        if (isSpeech !== wasSpeech) on.onChange(isSpeech);
        wasSpeech = isSpeech;
      } catch (error) {
        pieces = [];
        // The engine was started anew: what was said meanwhile is lost, what comes now is not.
        if (failureOf(error).code === 'not-found') await session.open().catch(on.onLost);
      }
    }
    isSending = false;
  }

  return {
    add: (samples: Int16Array<ArrayBuffer>): void => {
      pieces.push(samples);
      const length = (): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
      while (pieces.length > 1 && length() > mostSamples) pieces.shift();
      if (!isSending) void send();
    },
  };
}

const lostMicrophone = (): VoiceProblem => ({
  kind: 'none',
  message: t('The microphone is gone. Plug it in again, or choose another one.'),
});

const messages = (): Record<NoMicrophone['problem'], string> => ({
  denied: t(
    'Heron may not use the microphone. Allow it in the site settings of the browser, or of the system, and try again.',
  ),
  none: t('There is no microphone. Plug one in and try again.'),
  busy: t('The microphone cannot be opened. Another program may be using it.'),
});

function problemOf(error: unknown): VoiceProblem {
  if (error instanceof NoMicrophone) return { kind: error.problem, message: messages()[error.problem] };
  const { code, message } = failureOf(error);
  return { kind: code === 'unsupported' ? 'unheard' : 'engine', message };
}
