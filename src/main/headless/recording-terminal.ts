import type { Terminal } from './terminal.ts';

/** A terminal for tests: it keeps what is written, answers from a list, and is interrupted by a call. */
export type RecordingTerminal = Terminal & {
  readonly outLines: string[];
  /** What was written as bytes. */
  readonly outChunks: Uint8Array[];
  readonly errLines: string[];
  readonly questions: string[];
  interrupt(): void;
  closeOutput(): void;
};

export function recordingTerminal(parts: {
  /** Answers to questions in turn; absent: nobody is there. */
  answers?: string[];
  input?: string;
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
}): RecordingTerminal {
  const outLines: string[] = [];
  const outChunks: Uint8Array[] = [];
  const errLines: string[] = [];
  const questions: string[] = [];
  const interrupts = new Set<() => void>();
  const outputClosed = new AbortController();
  const answers = [...(parts.answers ?? [])];
  const ask: Terminal['ask'] = (question, signal) => {
    questions.push(question);
    const answer = answers.shift();
    if (answer !== undefined || signal.aborted) return Promise.resolve(answer);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  };
  return {
    outLines,
    outChunks,
    errLines,
    questions,
    out: (line) => void outLines.push(line),
    async outBytes(bytes) {
      for await (const chunk of bytes) outChunks.push(chunk);
    },
    err: (line) => void errLines.push(line),
    isAttended: parts.answers !== undefined,
    ask,
    askHidden: ask,
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
    interrupt: () => interrupts.forEach((listener) => listener()),
    outputClosed: outputClosed.signal,
    closeOutput: () => outputClosed.abort(),
    readInput: () => Promise.resolve(parts.input ?? ''),
    cwd: parts.cwd ?? process.cwd(),
    environment: parts.environment ?? {},
  };
}
