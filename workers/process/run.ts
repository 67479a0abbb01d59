import { type ActionRun, fail, type ShellProcess, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { movedAfter } from './moved-after.ts';
import { createOutputBuffer } from './output-buffer.ts';
import { wholeLines } from './whole-lines.ts';

const reportedEveryMs = 200;

export const run: ActionRun<Actions['run']['input'], Actions['run']['output']> = async (input, context) => {
  const { program, args, folder, timeoutSeconds, maxOutputBytes } = input;
  const begin = context.now();
  const started = await context.shell.run(program, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(input.input === undefined ? {} : { input: input.input }),
    ...(input.background ? { isDetachable: true } : {}),
    ...modelsFor(input),
  });
  const buffers = { stdout: createOutputBuffer(maxOutputBytes), stderr: createOutputBuffer(maxOutputBytes) };
  const report = (said: string): void =>
    context.progress({
      text: `${buffers.stdout.received() + buffers.stderr.received()} bytes of output`,
      ...(said === '' ? {} : { output: said }),
    });
  const moved = input.background ? movedAfter(input.backgroundAfterSeconds * 1000, started, context) : undefined;
  const deadline = killAfter(timeoutSeconds * 1000, started, context);
  const lines = wholeLines(maxOutputBytes);
  let nextReport = begin;
  for await (const { stream, bytes } of started.output) {
    buffers[stream].add(bytes);
    lines.add(bytes);
    if (context.now() < nextReport) continue;
    nextReport = context.now() + reportedEveryMs;
    report(lines.take());
  }
  const rest = lines.take();
  if (rest !== '') report(rest);
  const end = await (moved ? Promise.race([moved, started.exit]) : started.exit);
  const stdout = buffers.stdout.text();
  const stderr = buffers.stderr.text();
  const truncated = buffers.stdout.isOver() || buffers.stderr.isOver();
  if ('id' in end) {
    deadline.lift();
    const output = { stdout, stderr, truncated, durationMs: context.now() - begin };
    return { exitCode: null, signal: null, ...output, process: end.id };
  }
  const { code, signal } = end;
  if (deadline.hasKilled()) {
    fail('limit-exceeded', `${program} ran for longer than ${timeoutSeconds} seconds and was ended`, {
      stdout,
      stderr,
    });
  }
  deadline.lift();
  if (!input.mayFail && code !== 0) {
    const last = lastLine(stderr) ?? lastLine(stdout);
    const how = signal === null ? `ended with code ${code}` : `was ended by the signal ${signal}`;
    fail('worker-failed', `${program} ${how}${last === undefined ? '' : `: ${last}`}`, {
      ...{ exitCode: code, signal, stdout, stderr },
    });
  }
  return { exitCode: code, signal, stdout, stderr, truncated, durationMs: context.now() - begin };
};

/** For as long as it may run; the key ends with the run at the latest. */
function modelsFor({ modelTokens, timeoutSeconds }: Actions['run']['input']) {
  return modelTokens === undefined ? {} : { models: { tokens: modelTokens, minutes: Math.ceil(timeoutSeconds / 60) } };
}

/** Programs say at the end what went wrong. */
function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim()
    .slice(0, 300);
}

function killAfter(ms: number, started: ShellProcess, context: WorkerContext) {
  let state: 'set' | 'lifted' | 'killed' = 'set';
  async function enforce(): Promise<void> {
    await context.sleep(ms);
    if (state !== 'set') return;
    state = 'killed';
    await started.kill();
  }
  // Sleep rejects when the run is cancelled; the broker has ended the program then.
  enforce().catch(() => undefined);
  return {
    hasKilled: () => state === 'killed',
    lift(): void {
      if (state === 'set') state = 'lifted';
    },
  };
}
