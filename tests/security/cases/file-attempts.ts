import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { everyTier, type Place } from '../case.ts';

/** What cases of files have in common. */
export const onLinux = process.platform === 'linux' ? undefined : 'only Linux has these places';
export const onPosix = process.platform === 'win32' ? 'Windows has no such files' : undefined;

export const read = '({ value }, { files }) => files.readText(value)';
export const write =
  "async ({ value }, { files }) => { await files.write(value, 'evil', { overwrite: true }); return 'written'; }";
export const remove = "async ({ value }, { files }) => { await files.remove(value); return 'removed'; }";
export const list = `async ({ value }, { files }) => { const names = []; for await (const { name } of files.list(value, { recursive: true })) names.push(name); return names; }`;

export const denied = { code: 'permission-denied' } as const;
export const invalid = { code: 'invalid-input' } as const;
export const shared = { class: 'files', tiers: everyTier } as const;

/** A file in the case's own folder, with all that lies above it. */
export function put({ folder }: Place, name: string, text = 'secret'): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

export function link(place: Place, target: string, name = 'link'): string {
  const path = join(place.folder, name);
  symlinkSync(target, path);
  return path;
}
