import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Failure } from '../../../contract/errors.ts';
import { findNodeBinary } from '../../base/node-binary.ts';
import { readCandidate } from '../../workers/registry/candidate.ts';
import { tryCode } from '../../workers/try-code.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { printableLine } from '../../base/printable.ts';
import { UsageError } from '../usage-error.ts';

/** `heron worker validate <folder>`: reads and loads a worker as the engine would, and names what is wrong, a line for each field. */
export async function validateWorker({ terminal, app }: CommandContext, name: string): Promise<number> {
  const folder = resolve(terminal.cwd, name);
  if (!(await isFolder(folder))) throw new UsageError(`There is no folder ${folder}`);
  const origin = folder.startsWith(join(app.folder, 'workers') + sep) ? 'bundled' : 'installed';
  const { manifest, content, error } = await readCandidate({ folder, origin, hostVersion: app.version });
  if (error) {
    for (const line of faultLines(error)) terminal.out(printableLine(line));
    return exitCode.failed;
  }
  const nodeBinary = findNodeBinary(app.folder);
  const issues = content ? await tryCode(content.code, { nodeBinary, appFolder: app.folder }) : [];
  for (const { path, message } of issues) terminal.out(printableLine(`${path}: ${message}`));
  if (issues.length > 0) return exitCode.failed;
  const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.hooks ?? [])];
  terminal.out(`${manifest?.id} ${manifest?.version} is a valid worker (${actions.join(', ')})`);
  return exitCode.completed;
}

async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() === true;
}

type Fault = { path: string; message: string };

function faultLines(error: Failure): string[] {
  const issues = error.details?.['issues'];
  if (!Array.isArray(issues) || issues.length === 0) return [error.message];
  return (issues as Fault[]).map(({ path, message }) => `${path === '' ? 'manifest.json' : path}: ${message}`);
}
