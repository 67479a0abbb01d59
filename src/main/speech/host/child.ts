/**
 * The process of one speech engine: `whisper`, `sherpa`, `flite` or `decoder`, as its argument says. It answers one question at a time, what it is
 * asked comes as messages of its engine, and it ends when that has gone.
 */
import { toFailure } from '../../base/errors.ts';
import type { FromSpeech, SpeechEngine, ToSpeech } from '../wire.ts';
import type { Answer, OpenAsk } from './open-ask.ts';

const [engine] = process.argv.slice(2) as [SpeechEngine];
const open = new Map<number, OpenAsk & { hasSound: PromiseWithResolvers<void> }>();
let turn: Promise<void> = Promise.resolve();

const tell = (message: FromSpeech): void => {
  process.send?.(message);
};

/** Native code is loaded with the first question. */
async function answering(): Promise<Answer> {
  if (engine === 'whisper') return (await import('./whisper.ts')).answerByWhisper;
  if (engine === 'flite') return (await import('./flite.ts')).answerByFlite;
  if (engine === 'decoder') return (await import('./decoder.ts')).answerByDecoder;
  return (await import('./sherpa.ts')).answerBySherpa;
}

async function answer(id: number, { ask }: Extract<ToSpeech, { to: 'ask' }>, asked: OpenAsk): Promise<void> {
  try {
    asked.signal.throwIfAborted();
    const reply = await (await answering())(ask, asked);
    tell({ from: 'answer', id, answer: reply });
  } catch (error) {
    if (!asked.signal.aborted) tell({ from: 'failed', id, failure: toFailure(error) });
  } finally {
    open.delete(id);
  }
}

function begin(message: Extract<ToSpeech, { to: 'ask' }>): void {
  const { id } = message;
  const stop = new AbortController();
  const pieces: (Int16Array | undefined)[] = [];
  const asked = {
    signal: stop.signal,
    hasSound: Promise.withResolvers<void>(),
    part: (part: unknown) => tell({ from: 'part', id, part }),
    cancel: () => {
      stop.abort();
      asked.hasSound.resolve();
    },
    take: (audio: Int16Array | undefined) => {
      pieces.push(audio);
      asked.hasSound.resolve();
    },
    async *sound() {
      for (;;) {
        await asked.hasSound.promise;
        if (stop.signal.aborted) return;
        asked.hasSound = Promise.withResolvers<void>();
        for (const piece of pieces.splice(0)) {
          if (piece === undefined) return;
          yield piece;
        }
      }
    },
  };
  open.set(id, asked);
  // Those who listen do so side by side; everything else waits for its turn.
  if (message.ask.kind === 'listen' || message.ask.kind === 'spot') void answer(id, message, asked);
  else turn = turn.then(() => answer(id, message, asked));
}

process.on('message', (message: ToSpeech) => {
  if (message.to === 'ask') return begin(message);
  const asked = open.get(message.id);
  if (message.to === 'cancel') asked?.cancel();
  else asked?.take(message.to === 'hear' ? message.audio : undefined);
});
process.on('disconnect', () => process.exit(0));
