import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkerReview } from '../../../contract/installs.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Worker } from '../../../contract/workers.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { printableLine } from '../../base/printable.ts';
import { reviewLines } from '../review-text.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

export type InstallOptions = { yes?: boolean };
export type TrustOptions = { yes?: boolean; watch?: boolean };
export type RemoveOptions = { yes?: boolean };

/** `heron worker install <source>`: nothing is installed that was not shown. */
export function installWorker(
  { terminal, openEngine }: CommandParts,
  source: string,
  options: InstallOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const review = await client.installs.review({ source: placeOf(source, terminal) });
    const { reviewId } = review;
    show(terminal, review);
    if (!(await agrees(terminal, 'Install it?', options.yes))) {
      await client.installs.discard({ reviewId });
      return refusal(terminal, options.yes);
    }
    return report({ terminal, client }, await client.installs.confirm({ reviewId }), 'is installed');
  });
}

/** `heron worker trust <worker>` */
export function trustWorker(
  { terminal, openEngine }: CommandParts,
  workerId: string,
  options: TrustOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const review = await client.installs.inspect({ workerId });
    show(terminal, review);
    const isWatched = options.watch === true;
    const later = 'Approve these files and every later change of them that asks for nothing more?';
    const question = isWatched ? later : 'Approve these files?';
    if (!(await agrees(terminal, question, options.yes))) return refusal(terminal, options.yes);
    const { hash } = review;
    const worker = await client.installs.trust({ workerId, hash, isWatched });
    return report({ terminal, client }, worker, isWatched ? 'is approved, with its later changes' : 'is approved');
  });
}

/** `heron worker remove <worker>` */
export function removeWorker(
  { terminal, openEngine }: CommandParts,
  workerId: string,
  options: RemoveOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client: EngineClient) => {
    const { folder } = await client.workers.get({ workerId });
    terminal.err(printableLine(`${workerId} in ${folder} is removed, with its settings and permissions.`));
    if (!(await agrees(terminal, 'Remove it?', options.yes))) return refusal(terminal, options.yes);
    await client.installs.remove({ workerId });
    terminal.out(`${workerId} is removed`);
    return exitCode.completed;
  });
}

/** An engine in another process stands somewhere else. */
function placeOf(source: string, terminal: Terminal): string {
  const path = resolve(terminal.cwd, source);
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(source) || /^[\w.-]+@[\w.-]+:/.test(source);
  return isAddress && !existsSync(path) ? source : path;
}

function show(terminal: Terminal, review: WorkerReview): void {
  for (const line of reviewLines(review)) terminal.err(line);
}

/** No answer is a no. */
async function agrees(terminal: Terminal, question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes || !terminal.isAttended) return yes === true;
  const stopped = new AbortController();
  const endListening = terminal.onInterrupt(() => stopped.abort());
  const answer = await terminal.ask(`${question} [y]es or [n]o? (no) `, stopped.signal);
  endListening();
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

function refusal(terminal: Terminal, yes: boolean | undefined): number {
  if (terminal.isAttended || yes) {
    terminal.err('Nothing was changed.');
    return exitCode.cancelled;
  }
  terminal.err('Nobody is here to be asked, so nothing was changed; --yes says yes to what is shown above.');
  return exitCode.permissionMissing;
}

async function report(
  { terminal, client }: { terminal: Terminal; client: EngineClient },
  { id, manifest, state, error }: Worker,
  what: string,
): Promise<number> {
  terminal.out(`${id} ${manifest?.version ?? ''} ${what}`);
  if ((state === 'failed' || state === 'refused') && error) {
    terminal.err(printableLine(`It cannot be used: ${error.message}`));
    return exitCode.failed;
  }
  if (manifest) for (const line of await whatIsMissing(client, manifest)) terminal.err(printableLine(line));
  return exitCode.completed;
}

/** What it waits for before it can do all it says. */
async function whatIsMissing(client: EngineClient, { id, secrets, hooks }: Manifest): Promise<string[]> {
  const kept = secrets.length === 0 ? [] : await client.secrets.list({});
  const isWatching = hooks.length === 0 || (await client.settings.get({})).enabledHooks.includes(id);
  const missing = secrets.filter(({ name }) => !kept.some((secret) => secret.name === name && secret.filled));
  return [
    ...missing.map(({ name, reason, hosts }) => `It wants the secret ${name} for ${hosts.join(', ')}: ${reason}`),
    ...missing.map(({ name }) => `  heron secrets set ${name}`),
    ...(isWatching ? [] : ['Its hooks are off until you switch them on.', `  heron worker hooks ${id} on`]),
  ];
}
