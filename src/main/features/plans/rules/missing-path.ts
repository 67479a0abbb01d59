import { basename, dirname } from 'node:path';
import type { Task } from '../../../../contract/plan-task.ts';
import type { ActionEntry, Catalogue } from '../../../orchestrator/catalogue.ts';
import type { FileNames } from '../file-names.ts';
import { editDistance } from './edit-distance.ts';
import type { Clause } from './read-clauses.ts';

const mostNames = 5000;
const mostNear = 3;

/** Says that a path somebody typed is not there, when the step with it could only fail; undefined when all may go well. */
export function missingPath(
  clauses: readonly Clause[],
  tasks: readonly Task[],
  catalogue: Catalogue,
  files: FileNames,
): string | undefined {
  for (const [index, { entry, typedPaths }] of clauses.entries()) {
    for (const field of typedPaths.filter((each) => isOnlyRead(entry, each))) {
      const path = tasks[index]?.input?.[field];
      if (typeof path === 'string' && !path.includes('{{') && !files.pathExists(path)) return complaint(path, files);
    }
    // From here on something may be there that is not there yet.
    if (makesSomething(catalogue.action(entry.ref) ?? entry)) return undefined;
  }
  return undefined;
}

function isOnlyRead({ action }: ActionEntry, field: string): boolean {
  const own = action.needs.filter(({ target }) => target.replace(/^\{\{\s*(.*?)\s*\}\}$/, '$1') === field);
  return own.length > 0 && own.every(({ capability }) => capability === 'files.read');
}

function makesSomething({ action }: ActionEntry): boolean {
  return action.needs.some(({ capability }) => capability === 'files.write' || capability === 'shell');
}

function complaint(path: string, { namesIn }: FileNames): string {
  const near = nearNames(basename(path), namesIn(dirname(path)).slice(0, mostNames));
  const hint = near.length > 0 ? ` Did you mean ${near.map((name) => `“${name}”`).join(' or ')}?` : '';
  return `There is nothing at ${path}.${hint}`;
}

function nearNames(wanted: string, names: readonly string[]): string[] {
  const [whole, bare] = [wanted.toLowerCase(), withoutEnding(wanted)];
  const limit = whole.length >= 7 ? 2 : 1;
  return names
    .map((name) => {
      const toWhole = editDistance(whole, name.toLowerCase(), limit);
      const toBare = whole === bare ? editDistance(bare, withoutEnding(name), limit) : limit + 1;
      return { name, distance: Math.min(toWhole, toBare) };
    })
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostNear)
    .map(({ name }) => name);
}

function withoutEnding(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\.[a-z0-9]{1,8}$/, '');
}
