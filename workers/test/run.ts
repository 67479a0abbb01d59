import { type ActionRun, fail, type ShellProcess, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { frameworksOf } from './discover.ts';
import { type FrameworkName, frameworks } from './frameworks.ts';
import { addFailure, type Results, statusOf, withinProject } from './report.ts';

type ProgramExit = Awaited<ShellProcess['exit']>;

const mostBytes = 64 * 1024 * 1024;

export const run: ActionRun<Actions['run']['input'], Actions['run']['output']> = async (input, context) => {
  const { path, files, filter, timeoutSeconds } = input;
  files.forEach(checkFile);
  if (filter?.startsWith('-')) fail('invalid-input', `${filter} is no part of a name`, { field: 'filter' });
  const name = input.framework ?? (await firstOf(path, context));
  if (name === 'cargo' && files.length > 0) {
    fail('invalid-input', 'cargo chooses tests by their names, not by files: use `filter`', { field: 'files' });
  }
  const { program, args, read, codeOfNone } = frameworks[name];
  const begin = context.now();
  const started = await context.shell.run(program, args(files, filter), { cwd: path });
  const { stdout, stderr, exit } = await outputOf(started, timeoutSeconds, context);
  const results = read(stdout, filter);
  if (!results) {
    const why = lastLine(stderr) ?? lastLine(stdout) ?? 'it said nothing';
    return fail('worker-failed', `The tests of ${path} could not be run with ${name}: ${why}`, { framework: name });
  }
  if (exit.code !== 0 && exit.code !== codeOfNone && results.failed === 0) noteBadEnd(results, name, exit, stderr);
  return {
    ...{ path, framework: name, status: statusOf(results) },
    ...results,
    failures: results.failures.map((failure) => withinProject(failure, path)),
    durationMs: results.durationMs ?? context.now() - begin,
  };
};

/** An abort, an error outside of any test, or a limit such as one of coverage: the report knows nothing of it. */
function noteBadEnd(results: Results, name: FrameworkName, { code, signal }: ProgramExit, stderr: string): void {
  const last = stderr.trim().split('\n').slice(-12).join('\n');
  addFailure(results, {
    name: code === null ? `${name} was ended by ${signal}` : `${name} ended with code ${code}`,
    ...{ file: null, line: null },
    message: last || 'No test failed, and it gives no reason; so it ends on an error outside of any test',
  });
}

async function firstOf(path: string, context: WorkerContext): Promise<FrameworkName> {
  const [first] = await frameworksOf(path, context);
  const known = Object.keys(frameworks).join(', ');
  return first ?? fail('not-found', `Nothing in ${path} says what it is tested with; Heron knows ${known}`, { path });
}

function checkFile(file: string): void {
  if (/^[-/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(file)) {
    fail('invalid-input', `${file} is no file of the project: give its name relative to the folder`, {
      field: 'files',
    });
  }
}

async function outputOf(
  started: ShellProcess,
  timeoutSeconds: number,
  context: WorkerContext,
): Promise<{ stdout: string; stderr: string; exit: ProgramExit }> {
  const chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  const until = context.now() + timeoutSeconds * 1000;
  let bytesSaid = 0;
  const state: { ended: 'no' | 'time' | 'size' } = { ended: 'no' };
  const watch = async (): Promise<void> => {
    await context.sleep(until - context.now());
    state.ended = 'time';
    await started.kill();
  };
  // Sleep rejects when the run is cancelled; the program has been ended then.
  watch().catch(() => undefined);
  for await (const { stream, bytes } of started.output) {
    bytesSaid += bytes.byteLength;
    if (bytesSaid <= mostBytes) chunks[stream].push(bytes);
    else if (state.ended === 'no') {
      state.ended = 'size';
      await started.kill();
    }
    context.progress({ text: `${bytesSaid} bytes of output` });
  }
  const exit = await started.exit;
  context.signal.throwIfAborted();
  if (state.ended === 'time')
    fail('limit-exceeded', `The tests ran for longer than ${timeoutSeconds} seconds and were ended`);
  if (state.ended === 'size') fail('limit-exceeded', `The tests said more than ${mostBytes} bytes and were ended`);
  const text = (stream: 'stdout' | 'stderr'): string => Buffer.concat(chunks[stream]).toString();
  return { stdout: text('stdout'), stderr: text('stderr'), exit };
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim()
    .slice(0, 300);
}
