import { type ActionRun, fail, type ShellProcess, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { createOutputBuffer } from './output-buffer.ts';

export const run: ActionRun<Actions['run']['input'], Actions['run']['output']> = async (input, context) => {
  const { program, args, folder, timeoutSeconds, maxOutputBytes } = input;
  const begin = context.now();
  const started = await context.shell.run(program, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(input.input === undefined ? {} : { input: input.input }),
  });
  const buffers = { stdout: createOutputBuffer(maxOutputBytes), stderr: createOutputBuffer(maxOutputBytes) };
  const deadline = killAfter(timeoutSeconds * 1000, started, context);
  let nextReport = begin;
  for await (const { stream, bytes } of started.output) {
    buffers[stream].add(bytes);
    if (context.now() < nextReport) continue;
    nextReport = context.now() + 500;
    context.progress({ text: `${buffers.stdout.received() + buffers.stderr.received()} bytes of output` });
  }
  const { code, signal } = await started.exit;
  const stdout = buffers.stdout.text();
  const stderr = buffers.stderr.text();
  if (deadline.hasKilled()) {
    fail('limit-exceeded', `${program} ran for longer than ${timeoutSeconds} seconds and was ended`, {
      stdout,
      stderr,
    });
  }
  deadline.lift();
  const truncated = buffers.stdout.isOver() || buffers.stderr.isOver();
  return { exitCode: code, signal, stdout, stderr, truncated, durationMs: context.now() - begin };
};

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
