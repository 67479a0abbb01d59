import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../../../contract/eyes.ts';
import { fromFailure, HeronError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import { outsideTrace } from '../../../base/trace-context.ts';
import type { FromReader, ReaderFiles, ToReader } from './wire.ts';

export type ReaderParts = { nodeBinary: string; appFolder: string; logger: Logger };

/** Reads text in pictures, in a process of its own that has no network and writes nothing. */
export type Reader = {
  /** What is missing of it, with what to do. */
  missing(): string | undefined;
  /** `picture` is a PNG. Errors: `unsupported`, `invalid-input`, `limit-exceeded`, `worker-crashed`, `timeout`, and the signal's reason. */
  read(picture: Uint8Array, signal?: AbortSignal): Promise<Reading>;
  pid(): number | undefined;
  close(): void;
};

const idleMs = 60_000;
const longestMs = 120_000;

type Waiting = Map<number, PromiseWithResolvers<Reading>>;
type Life = { child: ChildProcess; waiting: Waiting };

export function createReader(parts: ReaderParts): Reader {
  const files = filesIn(parts.appFolder);
  let life: Life | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  const missing = (): string | undefined => missingOf(files);

  function end(reason: HeronError, ended = life): void {
    if (life === ended) life = undefined;
    ended?.child.kill('SIGKILL');
    for (const each of ended?.waiting.values() ?? []) each.reject(reason);
    ended?.waiting.clear();
  }

  /** Its memory is given back when nobody has asked it for a while. */
  function rest(): void {
    clearTimeout(idle);
    if (life?.waiting.size === 0) {
      idle = setTimeout(() => end(new HeronError('cancelled', 'Nothing was read for a while')), idleMs).unref();
    }
  }

  function started(): Life {
    clearTimeout(idle);
    if (life) return life;
    const begun = startLife(parts, (how) => {
      parts.logger.warn(`The process that reads pictures ended (${how})`);
      end(new HeronError('worker-crashed', `The process that reads pictures ended (${how}); ask again`), begun);
    });
    return (life = begun);
  }

  return {
    missing,
    async read(picture, signal) {
      const fix = missing();
      if (fix !== undefined) throw new HeronError('unsupported', fix);
      signal?.throwIfAborted();
      const { child, waiting } = started();
      const id = (last += 1);
      const answer = Promise.withResolvers<Reading>();
      waiting.set(id, answer);
      const tooLong = setTimeout(() => {
        end(new HeronError('timeout', `The picture was not read in ${longestMs / 1000} seconds`));
      }, longestMs);
      const stop = (): void => answer.reject(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      child.send({ id, picture, files } satisfies ToReader, () => undefined);
      try {
        return await answer.promise;
      } finally {
        clearTimeout(tooLong);
        signal?.removeEventListener('abort', stop);
        waiting.delete(id);
        rest();
      }
    },
    pid: () => life?.child.pid,
    close() {
      clearTimeout(idle);
      end(new HeronError('cancelled', 'Heron is closing'));
    },
  };
}

function missingOf({ program, language }: ReaderFiles): string | undefined {
  const gone = [program, language].find((path) => !existsSync(path));
  return gone === undefined ? undefined : `${gone} is not there: install Heron again`;
}

/** In the source tree the packages have them; a build has them beside its programs. */
function filesIn(appFolder: string): ReaderFiles {
  const built = join(appFolder, 'out', 'eyes');
  if (!import.meta.url.endsWith('.ts')) {
    return { program: join(built, 'reader.wasm'), language: join(built, 'eng.traineddata.gz') };
  }
  const packages = join(appFolder, 'node_modules');
  return {
    program: join(packages, 'tesseract.js-core', 'tesseract-core-simd-lstm.wasm'),
    language: join(packages, '@tesseract.js-data', 'eng', '4.0.0_best_int', 'eng.traineddata.gz'),
  };
}

function scriptIn(appFolder: string): string {
  if (import.meta.url.endsWith('.ts')) return join(import.meta.dirname, 'child.ts');
  return join(appFolder, 'out', 'main', 'reader-host.js');
}

function startLife({ nodeBinary, appFolder }: ReaderParts, onEnd: (how: string) => void): Life {
  const flags = ['--permission', '--allow-fs-read=*', '--disable-warning=SecurityWarning'];
  const child = outsideTrace(() =>
    spawn(nodeBinary, [...flags, scriptIn(appFolder)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      env: { PATH: process.env['PATH'] },
      windowsHide: true,
    }),
  );
  const waiting: Waiting = new Map();
  let words = '';
  child.stderr?.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-2000)));
  child.on('message', (message: FromReader) => {
    const answer = waiting.get(message.id);
    if ('reading' in message) answer?.resolve(message.reading);
    else answer?.reject(fromFailure(message.failure));
  });
  child.once('error', ({ message }) => onEnd(message));
  child.once('exit', (code, signal) => {
    if (signal === 'SIGKILL' && waiting.size === 0) return;
    onEnd([signal ?? `code ${code}`, words.trim().split('\n').at(-1)].filter(Boolean).join(': '));
  });
  return { child, waiting };
}
