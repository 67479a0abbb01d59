import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a file, or the standard input for `-`, holds. */
export async function readJson(terminal: Terminal, file: string): Promise<unknown> {
  const name = file === '-' ? 'the standard input' : file;
  const text =
    file === '-'
      ? await terminal.readInput()
      : await readFile(resolve(terminal.cwd, file), 'utf8').catch(unreadable(file));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unreadable(file: string) {
  return (error: unknown): never => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  };
}
