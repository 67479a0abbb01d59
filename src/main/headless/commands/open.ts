import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOfLink } from '../../../contract/deep-link.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { type FindPlace, serve, type ServeParts } from './serve.ts';

/**
 * `heron open [link or plan file]`: the interface in a window, at the screen a link names, or with a plan laid out to be
 * looked at. Nothing runs by being opened.
 */
export async function open(parts: ServeParts, target: string | undefined): Promise<number> {
  const findPlace = target === undefined ? undefined : await placeOf(parts, target);
  return serve(parts, { open: true, port: 0 }, findPlace);
}

async function placeOf({ terminal }: ServeParts, target: string): Promise<FindPlace> {
  if (/^heron:/i.test(target)) {
    const place = placeOfLink(target);
    if (place === undefined) throw new UsageError(`${target} opens nothing: a link names a screen, like heron://inbox`);
    return () => Promise.resolve(place);
  }
  const file = pathOf(target);
  const plan = await readJson(terminal, file);
  const path = resolve(terminal.cwd, file);
  return async (client) => {
    const { id } = await client.plans.open({ name: basename(path), plan, baseFolder: dirname(path) });
    return `#/plan/${id}`;
  };
}

/** Desktops hand files over as `file:` addresses. */
function pathOf(target: string): string {
  if (!/^file:/i.test(target)) return target;
  try {
    return fileURLToPath(target);
  } catch {
    throw new UsageError(`${target} is no file on this machine`);
  }
}
