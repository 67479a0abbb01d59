import { timeWithin } from '../../../contract/time/action-times.ts';
import type { Circuit } from '../../../contract/circuits.ts';
import { FailureClass, failureClassNames } from '../../../contract/failure-classes.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Trust } from '../../../contract/provenance.ts';
import type { Secret } from '../../../contract/secrets.ts';
import { isInTrouble, isKeptOff, type Worker, type WorkerStatistics } from '../../../contract/workers.ts';
import { printableLine } from '../../base/printable.ts';
import { counted } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { changeLines } from '../review-text.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron workers`: who can do what, what surrounds each on this machine, and which hosts are left alone. */
export function listWorkers(
  { terminal, openEngine }: CommandParts,
  options: { json?: boolean; actions?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const workers = await client.workers.list({});
    if (options.json) {
      terminal.out(JSON.stringify(workers));
      return exitCode.completed;
    }
    const rows = workers.map((worker) => {
      const { id, manifest, isolation, error, statistics } = worker;
      const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.hooks ?? [])].join(', ');
      const said = error ? error.message : actions;
      return [id, manifest?.version ?? '?', stateText(worker), figures(statistics), isolation, said];
    });
    if (options.actions) return listActions(terminal, workers);
    for (const line of tableLines(rows)) terminal.out(line);
    terminal.out(countLine(workers));
    for (const line of workers.flatMap(askedLines)) terminal.out(line);
    for (const { host, ...circuit } of await client.circuits.hosts({})) {
      terminal.out(`${host} is ${circuitText(circuit, 'requests')}`);
    }
    return exitCode.completed;
  });
}

/** What a person keeps off is no trouble, and said apart. */
function countLine(workers: Worker[]): string {
  const troubled = workers.filter(isInTrouble).length;
  const keptOff = workers.filter(isKeptOff).length;
  return [
    counted(workers.length, 'worker'),
    ...(troubled > 0 ? [`${troubled} in trouble`] : []),
    ...(keptOff > 0 ? [`${keptOff} kept off`] : []),
  ].join(', ');
}

/** `heron worker show <worker>`: one of them, with what counts of it. */
export function showWorker(
  { terminal, openEngine }: CommandParts,
  workerId: string,
  options: { json?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const worker = await client.workers.get({ workerId });
    if (options.json) terminal.out(JSON.stringify(worker));
    else {
      describe(terminal, worker, await client.secrets.list({}));
      for (const line of await undecidedLines(client, worker)) terminal.out(line);
    }
    return exitCode.completed;
  });
}

/** `heron worker try <worker>`: does not wait until what failed too often is tried again. */
export function tryWorker(
  { terminal, openEngine }: CommandParts,
  { workerId, host }: { workerId: string | undefined; host?: string },
): Promise<number> {
  if ((workerId === undefined) === (host === undefined)) throw new UsageError('Say which worker, or which --host');
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const whose = host === undefined ? { workerId: workerId ?? '' } : { host };
    const { state } = await client.circuits.tryNow(whose);
    const name = host ?? `The worker ${workerId}`;
    terminal.out(state === 'half-open' ? `${name} is tried with its next call.` : `${name} is not left alone.`);
    return exitCode.completed;
  });
}

/** Of one that waits for a yes: what it would add, and the words that give or withhold it. */
function askedLines({ id, state, trust, adds = [] }: Worker): string[] {
  if (state !== 'refused' || trust === 'denied') return [];
  return [
    `${id} ${refusals[trust]}${adds.length > 0 ? ', and would add:' : '.'}`,
    ...adds.map((what) => `  + ${what}`),
    `  heron worker trust ${id} shows all of it and asks; heron worker rules --deny ${id} keeps it off.`,
  ].map(printableLine);
}

async function undecidedLines(client: EngineClient, worker: Worker): Promise<string[]> {
  const lines = askedLines(worker);
  if (lines.length === 0 || worker.trust !== 'changed') return lines;
  const review = await client.installs.inspect({ workerId: worker.id });
  return [...changeLines(review), ...lines];
}

function describe(terminal: Terminal, worker: Worker, secrets: Secret[]): void {
  const { id, manifest, origin, isolation, folder, error, circuit, statistics } = worker;
  const rows = [
    ['worker', `${id} ${manifest?.version ?? ''}`.trim()],
    ...(manifest ? [['does', manifest.description]] : []),
    ['state', stateText(worker)],
    ...(circuit ? [['circuit', circuitText(circuit, 'calls')]] : []),
    ...(error ? [['error', error.message]] : []),
    ...(statistics.lastError ? [['last error', statistics.lastError.message]] : []),
    ['isolation', isolation],
    ['so far', figures(statistics) || 'never called'],
    ['origin', origin],
    ['folder', folder],
    ...provenanceRows(worker),
    ...(manifest ? declaredRows(manifest, secrets) : []),
    ...Object.entries(manifest?.actions ?? {}).map(([name, { title }]) => [`${id}.${name}`, title]),
  ];
  for (const line of tableLines(rows)) terminal.out(line);
}

function provenanceRows({ provenance }: Worker): string[][] {
  if (!provenance) return [];
  const { source, hash, signedBy, approvedBy, approvedAt, isWatched } = provenance;
  return [
    ['from', `${source.location}${source.commit === undefined ? '' : `, commit ${source.commit}`}`],
    ['sha256', hash],
    ['signed', signedBy === undefined ? 'by no key that is known' : `by ${signedBy}`],
    ['approved', `${timeText(approvedAt)} by ${approvedBy}${isWatched ? ', with every later change' : ''}`],
  ];
}

/** What the manifest says besides actions. */
function declaredRows({ permissions, secrets, hooks, triggers }: Manifest, kept: Secret[]): string[][] {
  const isKept = (name: string): boolean => kept.some((secret) => secret.name === name && secret.filled);
  return [
    ...permissions.map(({ capability, reason }) => ['may ask for', `${capability}: ${reason}`]),
    ...secrets.map(({ name, hosts }) => [
      'secret',
      `${name}, for ${hosts.join(', ')}: ${isKept(name) ? 'kept' : 'missing'}`,
    ]),
    ...(hooks.length > 0 ? [['watches', hooks.join(', ')]] : []),
    ...Object.entries(triggers).map(([name, { title }]) => ['trigger', `${name}: ${title}`]),
  ];
}

const refusals: Partial<Record<Trust, string>> = {
  unapproved: 'waits for your approval',
  changed: 'changed since you approved it',
  denied: 'kept off',
};

function stateText({ state, trust, circuit }: Worker): string {
  if (state === 'refused') return refusals[trust] ?? state;
  if (!circuit) return state;
  return `${state}, ${circuit.state === 'open' ? 'left alone' : 'being tried'}`;
}

function circuitText({ state, calls, faults, triesAt = 0, lastError }: Circuit, what: string): string {
  const why = `${faults} of its last ${calls} ${what} failed, the last with: ${lastError.message}`;
  const seconds = Math.ceil((triesAt - Date.now()) / 1000);
  if (state === 'half-open') return `being tried again: ${why}`;
  return `left alone ${seconds > 0 ? `for ${seconds} s more` : 'until its next call'}: ${why}`;
}

/** How often each action was called, how long calls took, and what went wrong. */
function listActions(terminal: Terminal, workers: Worker[]): number {
  const rows = workers.flatMap(({ id, statistics }) =>
    Object.entries(statistics.actions ?? {}).map(([name, { calls, errors, times }]) => {
      const within = [50, 99].map((percent) => `p${percent} ${Math.round(timeWithin(times, percent) ?? 0)} ms`);
      const wrong = FailureClass.options.flatMap((kind) =>
        errors[kind] ? [`${errors[kind]} ${failureClassNames[kind]}`] : [],
      );
      return [`${id}.${name}`, `${calls} calls`, ...within, wrong.join(', ')];
    }),
  );
  if (rows.length === 0) terminal.err('No action has been called yet.');
  for (const line of tableLines(rows)) terminal.out(line);
  return exitCode.completed;
}

/** Nothing of a worker that was never used. */
function figures({ calls, errors, startMs, memoryMb }: WorkerStatistics): string {
  if (calls === 0) return '';
  const start = startMs === undefined ? '' : `, start ${Math.round(startMs)} ms`;
  const memory = memoryMb === undefined ? '' : `, ${Math.round(memoryMb)} MB`;
  return `${calls} calls, ${errors} errors${start}${memory}`;
}
