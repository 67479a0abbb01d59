import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { capabilities, type Capability, type PermissionNeed } from '../../contract/permission-need.ts';
import type { Allowance } from '../../contract/runs.ts';
import { isProgram, placesOnPath } from '../base/program-path.ts';
import { UsageError } from './usage-error.ts';

type Place = { cwd: string; environment: NodeJS.ProcessEnv };

/**
 * What the `--allow` options give: `plan` for all the plan shows, else `capability:target`. Paths may be relative or
 * begin with `~`, programs may be names. Errors: UsageError.
 */
export function parseAllowance(options: readonly string[], place: Place): Allowance | undefined {
  if (options.length === 0) return undefined;
  if (options.includes('plan')) return 'plan';
  return options.map((option) => parseOne(option, place));
}

/** The option that would have allowed a need, as it can be pasted into a shell. */
export function allowFlag(need: Pick<PermissionNeed, 'capability' | 'target'>): string {
  const text = `${need.capability}:${need.target}`;
  return `--allow ${/^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`}`;
}

function parseOne(option: string, place: Place): { capability: Capability; target: string } {
  const colon = option.indexOf(':');
  const capability = capabilities.find((each) => each === option.slice(0, colon));
  const target = option.slice(colon + 1);
  if (colon === -1 || !capability || target === '') {
    throw new UsageError(
      `--allow ${option}: expected plan, or ${capabilities.join(', ')} with a colon and what it is for, like files.read:/home/me`,
    );
  }
  return { capability, target: completeTarget(capability, target, place) };
}

function completeTarget(capability: Capability, target: string, place: Place): string {
  switch (capability) {
    case 'net':
    case 'code':
      return target.toLowerCase();
    case 'shell':
      return findProgram(target, place);
    case 'files.read':
    case 'files.write':
    case 'socket':
      return resolvePath(target, place);
    case 'secrets':
    case 'mcp':
    case 'screen':
    case 'camera':
      return target;
  }
}

function resolvePath(path: string, { cwd }: Place): string {
  return path === '~' || path.startsWith(`~${sep}`) ? join(homedir(), path.slice(1)) : resolve(cwd, path);
}

function findProgram(name: string, place: Place): string {
  if (isAbsolute(name) || name.includes(sep)) return resolve(place.cwd, name);
  const found = placesOnPath([name], place.environment).find(isProgram);
  if (!found) throw new UsageError(`--allow shell:${name}: there is no program ${name} on the PATH`);
  return realpathSync(found);
}
