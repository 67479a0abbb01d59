import { slotKind } from './slot-kind.ts';
import type { Clause } from './read-clauses.ts';

export type UnnamedFolders = {
  /** The folder the sentence was said in, where there is one. */
  saidIn: string | undefined;
  /** Folders that a worker may use for longer than a run. */
  grantedTo(workerId: string): string[];
};

/** What a phrase gives a path that nobody said: "git status" is that of the folder one is in. */
const here = '.';

/**
 * Puts a folder in the place of those that no words name: the one the sentence was said in, else the only one that the worker
 * may use. Gives a question where there is none, or more than one.
 */
export function nameFolders(
  clauses: readonly Clause[],
  folders: UnnamedFolders,
): { clauses: Clause[] } | { question: string } {
  const named: Clause[] = [];
  for (const clause of clauses) {
    const unnamed = Object.keys(clause.input).filter((field) => clause.input[field] === here && isPath(clause, field));
    if (unnamed.length === 0) {
      named.push(clause);
      continue;
    }
    const granted = folders.saidIn === undefined ? [...new Set(folders.grantedTo(clause.entry.workerId))] : [];
    const [folder = granted[0], other] = [folders.saidIn, granted[1]];
    if (folder === undefined || other !== undefined) return { question: questionOf(granted) };
    named.push({
      ...clause,
      input: { ...clause.input, ...Object.fromEntries(unnamed.map((field) => [field, folder])) },
    });
  }
  return { clauses: named };
}

function isPath({ entry }: Clause, field: string): boolean {
  const schema = entry.action.input.properties[field];
  return schema !== undefined && slotKind(schema).type === 'path';
}

function questionOf(granted: string[]): string {
  const named = granted.slice(0, 5).map((folder) => `“${folder}”`);
  return named.length === 0
    ? 'Which folder do you mean? Say it as well.'
    : `Which folder do you mean, ${named.join(' or ')}? Say it as well.`;
}
