import { fail, type WorkerContext } from 'heron/worker-kit';
import { openRepository } from './repository.ts';

/**
 * A repository in a folder takes a push with a git of its own, which is not closed: its hooks would run here. Errors:
 * `unsupported` when it has some.
 */
export async function checkReceiver(address: string, path: string, context: WorkerContext): Promise<void> {
  const folder = await folderOf(address, path, context);
  if (folder === undefined) return;
  const { settings } = await openRepository(folder, context);
  const isElsewhere = settings.some(({ scope, key }) => scope === 'local' && key.toLowerCase() === 'core.hookspath');
  const hooks = isElsewhere
    ? ['core.hooksPath']
    : [...(await hooksIn(`${folder}/hooks`)), ...(await hooksIn(`${folder}/.git/hooks`))];
  if (hooks.length === 0) return;
  fail(
    'unsupported',
    `${folder} would run its hooks on this machine (${hooks.join(', ')}); Heron does not push there`,
    {
      path: folder,
    },
  );

  async function hooksIn(place: string): Promise<string[]> {
    if ((await context.files.status(place))?.kind !== 'folder') return [];
    const names: string[] = [];
    for await (const { name } of context.files.list(place)) if (!name.endsWith('.sample')) names.push(name);
    return names;
  }
}

/** The folder an address means; undefined for one on another machine, or that is reached over the network. */
async function folderOf(address: string, path: string, context: WorkerContext): Promise<string | undefined> {
  const [, file] = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(address) ?? [];
  if (file !== undefined) return decoded(file);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return undefined;
  if (/^(\/|[A-Za-z]:[\\/])/.test(address)) return address;
  // As git reads it: a colon before any slash parts a host from a path.
  if (/^[^/]*:/.test(address)) return undefined;
  // A relative one begins at the top of the repository.
  if (await context.files.status(`${path}/.git`)) return `${path}/${address}`;
  return fail('unsupported', `The remote lies at ${address}: say the topmost folder of the repository`, { path });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
