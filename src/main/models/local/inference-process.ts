import { type ChildProcess, spawn } from 'node:child_process';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { outsideTrace } from '../../base/trace-context.ts';
import type { ModelPart, ProviderFault } from '../model-client.ts';
import type { FromInference, ToInference } from './wire.ts';

export type InferenceProcess = {
  pid: number | undefined;
  isBusy(): boolean;
  ask(
    question: Omit<Extract<ToInference, { kind: 'ask' }>, 'kind' | 'id'>,
    signal: AbortSignal,
  ): AsyncIterable<ModelPart>;
  end(): void;
};

type Parts = { nodeBinary: string; script: string; logger: Logger };

/**
 * It may read files and load native code, and nothing else: no network, nothing written. Starting a program is what the library
 * tries its native part with.
 */
const flags = [
  '--permission',
  '--allow-addons',
  '--allow-child-process',
  '--allow-fs-read=*',
  '--disable-warning=SecurityWarning',
];

const keptWords = 2000;

/** The process that runs model files; native code that fails ends it and not the engine. */
export function startInference(
  { nodeBinary, script, logger }: Parts,
  onEnd: (ended: InferenceProcess) => void,
): InferenceProcess {
  const child = outsideTrace(() => spawnChild(nodeBinary, script));
  const open: Answers = new Map();
  let words = '';
  let last = 0;
  let isWanted = true;

  function ended(how: string): void {
    if (isWanted) logger.warn(`The process that runs model files ended (${how})`, { words });
    const said = words.trim().split('\n').at(-1) ?? '';
    const error = new HeronError(
      'provider',
      `The process that runs model files ended (${how})${said === '' ? '' : `: ${said}`}; it is started again when it is asked. A smaller context or a smaller model needs less memory`,
      { kind: 'overloaded' satisfies ProviderFault },
    );
    for (const id of open.keys()) taken(open, id)?.error(error);
    onEnd(life);
  }

  child.on('message', (message: FromInference) => {
    if (message.kind === 'part') return open.get(message.id)?.controller.enqueue(message.part);
    const controller = taken(open, message.id);
    if (message.kind === 'end') controller?.close();
    else controller?.error(fromFailure(message.failure));
  });
  child.stderr?.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-keptWords)));
  child.once('error', ({ message }) => ended(message));
  child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));

  const send = (message: ToInference): void => {
    // One that has gone tells by its end.
    if (child.connected) child.send(message, () => undefined);
  };

  const life: InferenceProcess = {
    pid: child.pid,
    isBusy: () => open.size > 0,
    ask(question, signal) {
      last += 1;
      return answerTo({ kind: 'ask', id: last, ...question }, signal, { open, send });
    },
    end() {
      isWanted = false;
      child.kill('SIGKILL');
    },
  };
  return life;
}

type Controller = ReadableStreamDefaultController<ModelPart>;
/** Those that are still being given; `release` leaves the signal of who asked. */
type Answers = Map<number, { controller: Controller; release: () => void }>;

/** Of an answer that ends with this; undefined if it had ended. */
function taken(open: Answers, id: number): Controller | undefined {
  const answer = open.get(id);
  open.delete(id);
  answer?.release();
  return answer?.controller;
}

/** Asks, and gives the parts as they come; whoever wants no more of them, or gives up, has the process stop. */
function answerTo(
  question: Extract<ToInference, { kind: 'ask' }>,
  signal: AbortSignal,
  { open, send }: { open: Answers; send: (message: ToInference) => void },
): AsyncIterable<ModelPart> {
  const { id } = question;
  const cancel = (): void => {
    if (taken(open, id)) send({ kind: 'cancel', id });
  };
  return new ReadableStream<ModelPart>({
    start(controller) {
      const abort = (): void => {
        cancel();
        controller.error(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      open.set(id, { controller, release: () => signal.removeEventListener('abort', abort) });
      send(question);
    },
    cancel,
  });
}

function spawnChild(nodeBinary: string, script: string): ChildProcess {
  return spawn(nodeBinary, [...flags, script], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'] },
    windowsHide: true,
  });
}
