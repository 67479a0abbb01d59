import { exitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

const endings: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The terminal, pipe or file that this process was started in. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const interrupts = new Set<() => void>();
  const outputClosed = new AbortController();
  // `heron events tail | head`: the reader has gone, which is no error of ours.
  stdout.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    outputClosed.abort();
  });
  const interrupt = (): void => interrupts.forEach((listener) => listener());

  return {
    out(line) {
      if (!outputClosed.signal.aborted) stdout.write(`${line}\n`);
    },
    async outBytes(bytes) {
      for await (const chunk of bytes) {
        if (outputClosed.signal.aborted) return;
        if (!stdout.write(chunk)) await drained(stdout, outputClosed.signal);
      }
    },
    err: (line) => void stderr.write(`${line}\n`),
    isAttended: stdin.isTTY && stderr.isTTY,
    ask: (question, signal) => askAt({ output: stderr, interrupt }, question, signal),
    async askHidden(question, signal) {
      const { Writable } = await import('node:stream');
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      stderr.write(question);
      try {
        return await askAt({ output: nowhere, interrupt, terminal: true }, '', signal);
      } finally {
        stderr.write('\n');
      }
    },
    onInterrupt(listener) {
      if (interrupts.size === 0) for (const signal of endings) process.on(signal, interrupt);
      interrupts.add(listener);
      return () => {
        interrupts.delete(listener);
        if (interrupts.size === 0) for (const signal of endings) process.off(signal, interrupt);
      };
    },
    onCrash: endOnCrash,
    outputClosed: outputClosed.signal,
    async readInput() {
      stdin.setEncoding('utf8');
      let text = '';
      for await (const piece of stdin) text += piece;
      return text;
    },
    cwd: process.cwd(),
    environment: process.env,
  };
}

function endOnCrash(report: (error: unknown) => string | undefined): void {
  const end = (error: unknown): void => {
    const file = report(error);
    const where = file === undefined ? 'nothing about it could be kept' : `what is known of it is in ${file}`;
    process.stderr.write(`Heron ended because of an error in itself; ${where}\n`);
    process.exit(exitCode.crashed);
  };
  process.once('uncaughtException', end);
  process.once('unhandledRejection', end);
}

type Asking = { output: NodeJS.WritableStream; interrupt: () => void; terminal?: boolean };

async function askAt(
  { output, interrupt, terminal }: Asking,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const reader = createInterface({ input: process.stdin, output, ...(terminal === undefined ? {} : { terminal }) });
  // While a question is open the terminal hands Ctrl-C to the reader instead of the process.
  reader.on('SIGINT', interrupt);
  try {
    return await new Promise<string | undefined>((resolve) => {
      reader.on('close', () => resolve(undefined));
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      if (signal.aborted) resolve(undefined);
      else reader.question(question, resolve);
    });
  } finally {
    reader.close();
  }
}

function drained(stream: NodeJS.WriteStream, isClosed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve);
    isClosed.addEventListener('abort', () => resolve(), { once: true });
  });
}
