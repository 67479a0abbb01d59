import { join } from 'node:path';
import { once } from '../base/once.ts';
import { HeronError, toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { createModelCheck, type ExpectedFile, type ModelCheck } from './model-check.ts';
import { type Asked, type SpeechProcess, startSpeech } from './speech-process.ts';
import type { AskKind, Asks, SpeechEngine } from './wire.ts';

export type SpeechHostParts = {
  nodeBinary: string;
  script: string;
  logger: Logger;
  /** The memory of a model is given back when nobody has asked for so long. */
  idleMs?: number;
  /** What is known of files by then; absent: nothing. */
  checks?: ModelCheck;
};

export type SpeechAsk<Kind extends AskKind> = {
  kind: Kind;
  question: Asks[Kind]['question'];
  /** All that the engine loads for it. */
  files: readonly ExpectedFile[];
  signal: AbortSignal;
  onPart?: (part: Asks[Kind]['part']) => void;
};

/** The native engines, each use of them in a process of its own that is started when it is asked and again when it ended. */
export type SpeechHost = {
  /** Errors: `not-found`, `provider` for a model that is missing or damaged; `worker-crashed`, `cancelled`. */
  ask<Kind extends AskKind>(ask: SpeechAsk<Kind>): Promise<Asks[Kind]['answer']>;
  /** As `ask`, for a question that sound follows: errors of a file come at once, all others with the answer. */
  open<Kind extends AskKind>(ask: SpeechAsk<Kind>): Promise<Asked<Kind>>;
  /** Until it is let go by what this gives, the process stays although nobody asks. */
  hold(kind: AskKind): () => void;
  pid(kind: AskKind): number | undefined;
  close(): void;
};

const engineOf: Record<AskKind, SpeechEngine> = {
  transcribe: 'whisper',
  findSpeech: 'sherpa',
  listen: 'sherpa',
  spot: 'sherpa',
  speak: 'sherpa',
  readOut: 'flite',
  unpack: 'decoder',
};
const kinds = Object.keys(engineOf) as AskKind[];

/** Where the code of their processes lies: in the source tree, or among the built files. */
export function speechScript(appFolder: string): string {
  if (import.meta.url.endsWith('.ts')) return join(import.meta.dirname, 'host', 'child.ts');
  return join(appFolder, 'out', 'main', 'speech-host.js');
}

const usualIdleMs = 120_000;

export function createSpeechHost(parts: SpeechHostParts): SpeechHost {
  const { checks = createModelCheck() } = parts;
  // One that ends over a voice does not take down what listens.
  const lives = Object.fromEntries(kinds.map((kind) => [kind, createLife(engineOf[kind], parts)])) as Record<
    AskKind,
    ReturnType<typeof createLife>
  >;

  async function open<Kind extends AskKind>(ask: SpeechAsk<Kind>): Promise<Asked<Kind>> {
    await checks.check(ask.files);
    if (ask.signal.aborted) throw new HeronError('cancelled', 'Nobody wants the answer any more');
    const life = lives[ask.kind];
    const asked = life.ask(ask);
    const answer = asked.answer
      .catch((error: unknown) => {
        throw explained(ask, error);
      })
      .finally(life.rest);
    // Who gave it up may never look at how it ended.
    answer.catch(() => undefined);
    return { ...asked, answer };
  }

  function explained<Kind extends AskKind>({ files }: SpeechAsk<Kind>, error: unknown): Error {
    const { code, message, details } = toFailure(error);
    const names = files.map(({ path }) => path).join(', ');
    if (files.length === 0) return error as Error;
    if (code === 'worker-crashed') {
      // Who is killed from outside had no fault of its own.
      if (!/SIGKILL|SIGTERM|in a row/.test(message)) checks.blame(files, message);
      const said = typeof details?.['words'] === 'string' && details['words'] !== '' ? `: ${details['words']}` : '';
      const text = `${message} over ${names}${said}. The model may be damaged or of a kind it does not read: remove it in Settings, Voice and download it again`;
      return new HeronError('worker-crashed', text, details);
    }
    if (code !== 'internal') return error as Error;
    return new HeronError('provider', `${names} cannot be used: ${message}`, undefined, { cause: error });
  }

  return {
    ask: async (ask) => (await open(ask)).answer,
    open,
    hold: (kind) => lives[kind].hold(),
    pid: (kind) => lives[kind].pid(),
    close: () => Object.values(lives).forEach((life) => life.close()),
  };
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** One engine's process: started with the first question, ended when nobody asks, not started at once over and over when it ends. */
function createLife(engine: SpeechEngine, { nodeBinary, script, logger, idleMs = usualIdleMs }: SpeechHostParts) {
  let life: SpeechProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let ends = 0;
  let notBefore = 0;
  let isClosed = false;
  let holders = 0;

  function started(): SpeechProcess {
    if (isClosed) throw new HeronError('cancelled', 'Heron is closing');
    clearTimeout(idle);
    if (life) return life;
    if (performance.now() < notBefore) {
      throw new HeronError(
        'worker-crashed',
        `${engine} has ended ${ends} times in a row; it is tried again in a moment`,
      );
    }
    return (life = startSpeech({ engine, nodeBinary, script, logger: logger.from('voice') }, (ended) => {
      if (life === ended) life = undefined;
    }));
  }

  function rest(): void {
    clearTimeout(idle);
    if (!life || life.isBusy() || holders > 0) return;
    idle = setTimeout(() => life?.end(), idleMs).unref();
  }

  return {
    ask<Kind extends AskKind>({ kind, question, signal, onPart = () => undefined }: SpeechAsk<Kind>): Asked<Kind> {
      const asked = started().ask(kind, question, signal, onPart);
      asked.answer.then(
        () => (ends = 0),
        (error: unknown) => {
          if (toFailure(error).code !== 'worker-crashed') return;
          ends += 1;
          // The first time may be the model's fault, which is not tried again anyway.
          if (ends > 1) notBefore = performance.now() + Math.min(longestPauseMs, firstPauseMs * 2 ** ends);
        },
      );
      return asked;
    },
    rest,
    hold(): () => void {
      holders += 1;
      clearTimeout(idle);
      return once(() => {
        holders -= 1;
        rest();
      });
    },
    pid: () => life?.pid,
    close(): void {
      isClosed = true;
      clearTimeout(idle);
      life?.end();
    },
  };
}
