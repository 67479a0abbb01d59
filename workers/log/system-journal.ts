import { type ActionRun, decodeText, fail, type ShellProcess, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { shown } from './blocks.ts';
import type { Level } from './entry.ts';
import { journalEntries } from './journal.ts';

type Journal = Actions['journal'];

const mostSaid = 2000;

/** How journalctl calls them; each means itself and what is worse. */
const priorities: Record<Level, string> = {
  ...{ debug: 'debug', info: 'info', warning: 'warning', error: 'err', critical: 'crit' },
};

export const journal: ActionRun<Journal['input'], Journal['output']> = async (input, context) => {
  const { pattern, limit, seconds } = input;
  const started = await startJournalctl(argumentsFor(input), context);
  const end = seconds === undefined ? undefined : endAfter(seconds * 1000, started, context);
  const said: string[] = [];
  let entries: Journal['output']['entries'] = [];
  let total = 0;
  for await (const entry of journalEntries(writtenBy(started, said))) {
    if (!entry || (pattern !== undefined && !entry.message.includes(pattern))) continue;
    total += 1;
    entries.push({ ...entry, message: shown(entry.message) });
    // Twice the limit, so that not every entry moves all others.
    if (entries.length >= limit * 2) entries = entries.slice(-limit);
    if (end) context.progress({ text: `${total} entries`, output: `${shown(entry.message)}\n` });
    if (end && total >= limit) await started.kill();
  }
  const { code, signal } = await started.exit;
  context.signal.throwIfAborted();
  const isEnded = end !== undefined && (end.isOver() || total >= limit);
  end?.lift();
  if (code !== 0 && !isEnded) fail('worker-failed', `journalctl ended with ${code ?? signal}: ${said.join('').trim()}`);
  return { entries: entries.slice(-limit), total, isCut: total >= limit };
};

/** As the manifest says it in `needs`. */
function argumentsFor({ unit, since, until, level, pattern, limit, seconds }: Journal['input']): string[] {
  return [
    ...['--output=export', '--no-pager', '--quiet'],
    ...(unit === undefined ? [] : [`--unit=${unit}`]),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...(level === undefined ? [] : [`--priority=${priorities[level]}`]),
    // With a pattern nobody knows how far back the newest of them lie.
    ...(seconds !== undefined ? ['--follow', '--lines=0'] : pattern === undefined ? [`--lines=${limit}`] : []),
  ];
}

function startJournalctl(args: string[], context: WorkerContext): Promise<ShellProcess> {
  return context.shell.run('journalctl', args).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'not-found')) throw error;
    return fail('unsupported', 'journalctl is not on this machine: it has no journal of systemd');
  });
}

async function* writtenBy({ output }: ShellProcess, said: string[]): AsyncGenerator<Uint8Array> {
  for await (const { stream, bytes } of output) {
    if (stream === 'stdout') yield bytes;
    else if (said.join('').length < mostSaid) said.push(decodeText(bytes));
  }
}

function endAfter(ms: number, started: ShellProcess, context: WorkerContext) {
  let state: 'set' | 'lifted' | 'over' = 'set';
  async function end(): Promise<void> {
    await context.sleep(ms);
    if (state === 'lifted') return;
    state = 'over';
    await started.kill();
  }
  // A call that is cancelled ends its programs by itself.
  end().catch(() => undefined);
  return { lift: () => void (state = state === 'set' ? 'lifted' : state), isOver: () => state === 'over' };
}
