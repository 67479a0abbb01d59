import { type ChildProcess, spawn } from 'node:child_process';
import { fromFailure, HeronError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { onAbort } from '../base/on-abort.ts';
import { outsideTrace } from '../base/trace-context.ts';
import type { Ask, AskKind, Asks, FromSpeech, SpeechEngine, ToSpeech } from './wire.ts';

/** A question under way. */
export type Asked<Kind extends AskKind> = {
  answer: Promise<Asks[Kind]['answer']>;
  /** Of a question that sound follows. */
  hear(audio: Int16Array): void;
  /** No more sound follows. */
  end(): void;
};

export type SpeechProcess = {
  pid: number | undefined;
  isBusy(): boolean;
  /** Errors: `worker-crashed` when the process ends under it, `cancelled`, and those of the engine. */
  ask<Kind extends AskKind>(
    kind: Kind,
    question: Asks[Kind]['question'],
    signal: AbortSignal,
    onPart: (part: Asks[Kind]['part']) => void,
  ): Asked<Kind>;
  end(): void;
};

type Parts = { engine: SpeechEngine; nodeBinary: string; script: string; logger: Logger };

/** It may read files and load native code, and nothing else: no network, no program, nothing written. */
const flags = ['--permission', '--allow-addons', '--allow-fs-read=*', '--disable-warning=SecurityWarning'];

const keptWords = 2000;

type Open = { reply: PromiseWithResolvers<unknown>; onPart: (part: unknown) => void };

/** The process of an engine: native code that fails ends it, and not Heron. */
export function startSpeech(parts: Parts, onEnd: (ended: SpeechProcess) => void): SpeechProcess {
  const { engine, logger } = parts;
  const child = outsideTrace(() => spawnChild(parts));
  const open = new Map<number, Open>();
  let words = '';
  let last = 0;
  let isWanted = true;
  let hasEnded = false;

  function ended(how: string): void {
    if (hasEnded) return;
    hasEnded = true;
    if (isWanted) logger.warn(`The process of ${engine} ended (${how})`, { words });
    const error = new HeronError('worker-crashed', `The process of ${engine} ended (${how})`, {
      words: lastLine(words),
    });
    for (const { reply } of open.values()) reply.reject(error);
    open.clear();
    onEnd(life);
  }

  child.on('message', (message: FromSpeech) => heed(open, message));
  child.stderr?.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-keptWords)));
  child.once('error', ({ message }) => ended(message));
  child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));

  const send = (message: ToSpeech): void => {
    // One that has gone tells by its end.
    if (child.connected) child.send(message, () => undefined);
  };

  const life: SpeechProcess = {
    pid: child.pid,
    isBusy: () => open.size > 0,
    ask<Kind extends AskKind>(
      kind: Kind,
      question: Asks[Kind]['question'],
      signal: AbortSignal,
      onPart: (part: Asks[Kind]['part']) => void,
    ): Asked<Kind> {
      const id = (last += 1);
      const reply = Promise.withResolvers<unknown>();
      open.set(id, { reply, onPart: onPart as Open['onPart'] });
      const forget = onAbort(signal, () => {
        if (open.delete(id)) send({ to: 'cancel', id });
        reply.reject(new HeronError('cancelled', 'Nobody wants the answer any more'));
      });
      if (hasEnded) reply.reject(new HeronError('worker-crashed', `The process of ${engine} has ended`));
      else send({ to: 'ask', id, ask: { kind, question } as Ask });
      return {
        answer: reply.promise.finally(forget) as Promise<Asks[Kind]['answer']>,
        hear: (audio) => send({ to: 'hear', id, audio }),
        end: () => send({ to: 'end', id }),
      };
    },
    end() {
      isWanted = false;
      child.kill('SIGKILL');
    },
  };
  return life;
}

function heed(open: Map<number, Open>, message: FromSpeech): void {
  const asked = open.get(message.id);
  if (message.from === 'part') return asked?.onPart(message.part);
  open.delete(message.id);
  if (message.from === 'answer') asked?.reply.resolve(message.answer);
  else asked?.reply.reject(fromFailure(message.failure));
}

function lastLine(words: string): string {
  return words.trim().split('\n').at(-1) ?? '';
}

function spawnChild({ engine, nodeBinary, script }: Parts): ChildProcess {
  return spawn(nodeBinary, [...flags, script, engine], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Sound crosses as bytes.
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] },
    windowsHide: true,
  });
}
