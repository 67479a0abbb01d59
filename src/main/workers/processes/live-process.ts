import type { BackgroundProcess, ProcessEnd } from '../../../contract/processes.ts';
import { usageOfPrograms } from '../broker/programs/program-usage.ts';
import type { Detached, RunningProgram } from '../broker/programs/running-program.ts';
import type { ProcessLog } from './process-log.ts';

export type LiveProcess = {
  program: RunningProgram;
  /** Asks it to end, ends it by force after a while; resolves when it has ended and that is recorded. */
  end(why: ProcessEnd, graceMs?: number): Promise<void>;
  ended: Promise<void>;
};

export type Ended = { exitCode: number | null; signal: string | null; end: ProcessEnd; total: number };

export type LiveParts = {
  process: BackgroundProcess;
  program: RunningProgram;
  log: ProcessLog;
  /** What it said before it was handed over, and what it goes on to say. */
  output: Detached;
  /** With all that it started. */
  most: { memoryMb: number; programs: number };
  onOutput: (total: number) => void;
  /** What it says cannot be kept any more; it goes on. */
  onLost: (error: unknown) => void;
  record: (ended: Ended) => Promise<void>;
  now: () => number;
};

const lookEveryMs = 2000;

/** Reads what a program says until it has ended, within its limits, and then ends what it left behind. */
export function followProcess(parts: LiveParts): LiveProcess {
  const { program, log } = parts;
  let why: ProcessEnd | undefined;

  function end(reason: ProcessEnd, graceMs?: number): Promise<void> {
    why ??= reason;
    // What cannot be signalled is ended by the end of what it says, and the rest is logged there.
    program.kill(graceMs).catch(() => undefined);
    return ended;
  }

  async function follow(): Promise<void> {
    const stopWatching = watchLimits(parts, (reason) => void end(reason));
    try {
      const exit = await readAll(parts);
      await program.kill();
      await parts.record({ exitCode: exit.code, signal: exit.signal, end: why ?? 'exit', total: log.total() });
    } finally {
      stopWatching();
      await log.close();
    }
  }

  const ended = follow();
  ended.catch(() => undefined); // whoever waits for the end hears of it
  return { program, end, ended };
}

async function readAll({ log, output, onOutput, onLost }: LiveParts) {
  let isLost = false;
  const keep = async (bytes: Uint8Array): Promise<void> => {
    if (isLost) return;
    await log.append(bytes).catch((error: unknown) => {
      isLost = true;
      onLost(error);
    });
  };
  for (const chunk of output.chunks) await keep(chunk);
  for (;;) {
    const step = await output.next();
    if ('exit' in step) return step.exit;
    if ('detached' in step) throw new Error('A background process has one reader');
    await keep(step.bytes);
    onOutput(log.total());
  }
}

function watchLimits({ process, program, most, now }: LiveParts, end: (why: ProcessEnd) => void): () => void {
  const overTime = setTimeout(() => end('time'), Math.max(0, process.endsAt - now()));
  const { mark, pid, upAt, hasEnded } = program;
  const group = { mark, leaders: [{ pid, upAt, hasEnded }] };
  const look = setInterval(() => {
    usageOfPrograms(group).then(
      (used) => {
        if (used.programs > most.programs) end('programs');
        else if (used.memoryMb > most.memoryMb) end('memory');
      },
      () => undefined,
    );
  }, lookEveryMs);
  // The engine ends them when it ends.
  overTime.unref();
  look.unref();
  return () => {
    clearTimeout(overTime);
    clearInterval(look);
  };
}
