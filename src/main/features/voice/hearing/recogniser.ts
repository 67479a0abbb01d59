import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { HeronError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import type { Expectation, Grammar } from './grammar.ts';

/** Its times are hundredths of a second since the utterance began. */
export type HeardWord = { word: string; from: number; to: number };

export type Utterance = {
  hear(audio: Int16Array): void;
  /** Errors: `worker-crashed`, when the engine ended under it. */
  end(): Promise<HeardWord[]>;
};

/** What hears: the wake phrase, commands and answers, all by grammars. */
export type Recogniser = {
  /** `onPartial` is told of what was heard so far, each time that is something else. Resolves once it listens. */
  begin(expectation: Expectation, onPartial: (words: HeardWord[]) => void): Utterance;
  /** Resolves when it could take an utterance. Errors: `worker-crashed`, after several starts in vain, with what to do. */
  ready(): Promise<void>;
  pid(): number | undefined;
  close(): void;
};

export type RecogniserProgram = {
  command: string;
  args: string[];
  /** The folder of the acoustic model. */
  model: string;
  /** The command that installs it anew. */
  fix?: string;
};

/** The phrase that is looked at once more. */
export type WakeCheck = {
  words: string[];
  /** What it has to be worth, a hundredth of a second. */
  leastScore: number;
  /** Or the command after it has so many words, and nothing else is said. */
  fewestWords: number;
};

export type RecogniserParts = {
  program: RecogniserProgram;
  grammar: Grammar;
  /** Of one more word: less of it and more words are heard, also where none were said. */
  insertionPenalty: number;
  /** Absent: the first look at a wake phrase counts. */
  wake?: WakeCheck;
  folder: string;
  logger: Logger;
  environment: NodeJS.ProcessEnv;
};

const Said = z.array(z.tuple([z.string(), z.int(), z.int()]));
const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('partial'), words: Said }),
  z.object({ kind: z.literal('final'), words: Said }),
]);

const startsInVain = 4;
const firstPauseMs = 200;
const longestPauseMs = 30_000;
/** One that lasts so long is well. */
const wellMs = 60_000;

/** pocketsphinx in a process of its own, which is started again when it ends. */
export function createRecogniser(parts: RecogniserParts): Recogniser {
  mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(parts.folder, 'grammar-'));
  const setup = writeSetup(folder, parts);
  let life: Life | undefined;
  /** Ends since it was last well. */
  let ends = 0;
  let why = '';
  let isClosed = false;
  let ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);

  function start(): void {
    if (isClosed) return;
    const begun = performance.now();
    life = startLife(parts, setup, {
      onReady: () => ready.resolve(),
      onEnd: (reason) => {
        life = undefined;
        if (isClosed) return;
        ends = performance.now() - begun > wellMs ? 1 : ends + 1;
        why = reason;
        const fix = parts.program.fix;
        parts.logger.warn(`The speech recogniser ended (${reason}); it is started again`, {
          ends,
          ...(fix ? { fix } : {}),
        });
        if (ends >= startsInVain)
          ready.reject(new HeronError('worker-crashed', `${cannotStart(reason)}${toFix(parts)}`));
        else ready = renewed(ready);
        setTimeout(start, Math.min(longestPauseMs, firstPauseMs * 2 ** (ends - 1))).unref();
      },
    });
  }

  function notThere(): HeronError {
    if (ends < startsInVain) {
      return new HeronError('worker-crashed', 'The speech recogniser is being started again; say it again in a moment');
    }
    const text = `The speech recogniser has ended ${ends} times in a row (${why}). It is tried again within half a minute`;
    return new HeronError('worker-crashed', `${text}; or turn the microphone off and on${toFix(parts)}`);
  }

  start();
  return {
    begin(expectation, onPartial) {
      if (!life) throw notThere();
      return life.begin(expectation, onPartial);
    },
    ready: () => ready.promise,
    pid: () => life?.child.pid,
    close() {
      isClosed = true;
      life?.child.kill('SIGKILL');
      ready.reject(new HeronError('cancelled', 'Listening has ended'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function cannotStart(reason: string): string {
  return `The speech recogniser cannot be started: ${reason}`;
}

function toFix({ program: { fix } }: RecogniserParts): string {
  return fix === undefined ? '' : `. Install it anew: ${fix}`;
}

/** Who waited before goes on waiting. */
function renewed(before: PromiseWithResolvers<void>): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>();
  next.promise.then(before.resolve, before.reject);
  return next;
}

function writeSetup(folder: string, { program, grammar, insertionPenalty, wake }: RecogniserParts): string {
  const dictionary = join(folder, 'words.dict');
  writeFileSync(dictionary, `${grammar.words.join('\n')}\n`);
  const file = join(folder, 'setup.json');
  const grammars = grammar.rules;
  writeFileSync(
    file,
    JSON.stringify({ model: program.model, dictionary, insertionPenalty, piecesAPartial: 3, grammars, wake }),
  );
  return file;
}

type Life = { child: ChildProcess; begin: Recogniser['begin'] };

function startLife(
  { program, environment }: RecogniserParts,
  setup: string,
  { onReady, onEnd }: { onReady: () => void; onEnd: (reason: string) => void },
): Life {
  const child = spawn(program.command, [...program.args, setup], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: environment['PATH'], LANG: 'C.UTF-8' },
  });
  let complaint = '';
  let onPartial: (words: HeardWord[]) => void = () => undefined;
  const finals: PromiseWithResolvers<HeardWord[]>[] = [];
  let hasEnded = false;

  function heed(text: string): void {
    const line = Line.safeParse(parsed(text)).data;
    if (line?.kind === 'ready') onReady();
    if (line?.kind === 'partial') onPartial(heardWords(line.words));
    if (line?.kind === 'final') finals.shift()?.resolve(heardWords(line.words));
  }

  function end(reason: string): void {
    if (hasEnded) return;
    hasEnded = true;
    const error = new HeronError('worker-crashed', 'The speech recogniser ended while it listened; say it again');
    for (const final of finals.splice(0)) final.reject(error);
    onEnd(reason);
  }

  createInterface({ input: child.stdout }).on('line', heed);
  child.stderr.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(-2000)));
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => end(error.message));
  child.once('close', (code, signal) => end(lastLine(complaint) ?? signal ?? `code ${code}`));

  return {
    child,
    begin(expectation, heedPartial) {
      onPartial = heedPartial;
      child.stdin.write(frame('B', Buffer.from(expectation)));
      return {
        hear: (audio) => void child.stdin.write(frame('A', withNoise(audio))),
        end() {
          onPartial = () => undefined;
          const final = Promise.withResolvers<HeardWord[]>();
          if (hasEnded) final.reject(new HeronError('worker-crashed', 'The speech recogniser ended while it listened'));
          else finals.push(final);
          child.stdin.write(frame('E', Buffer.alloc(0)));
          return final.promise;
        },
      };
    },
  };
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function heardWords(words: z.infer<typeof Said>): HeardWord[] {
  return words.map(([word, from, to]) => ({ word, from, to }));
}

function frame(letter: 'B' | 'A' | 'E', body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

const noise = 20;

/** The model knows no digital silence: it is given the faint noise of a quiet room on top. */
function withNoise(audio: Int16Array): Buffer {
  const bytes = Buffer.alloc(audio.length * 2);
  for (const [at, sample] of audio.entries()) {
    const noisy = sample + Math.round((Math.random() * 2 - 1) * noise);
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, noisy)), at * 2);
  }
  return bytes;
}
