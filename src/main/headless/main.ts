import { existsSync, mkdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { dataFolder } from '../base/paths.ts';
import { findApp } from './app-folder.ts';
import { processTerminal } from './process-terminal.ts';

/** The `heron` command: arguments without Node and the script; gives the exit code. */
export async function main(argv: string[]): Promise<number> {
  cacheCompiledCode(namedFolder(argv) ?? dataFolder(process.env));
  const { runCommandLine } = await import('./command-line.ts');
  return runCommandLine(argv, { terminal: processTerminal(), app: findApp(import.meta.dirname) });
}

/**
 * Compiled code is kept in the data folder, which is this user's alone: Node's own place for it is one that others may
 * write to. It is written when the process ends well, and shortly after the start for a process that goes on for long.
 */
function cacheCompiledCode(root: string): void {
  if (!existsSync(root)) return; // nothing is made for who only asks for help
  try {
    const cache = join(root, 'cache');
    const folder = join(cache, 'code');
    for (const each of [cache, folder]) if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
    enableCompileCache(folder);
    setTimeout(flushCompileCache, 10_000).unref();
  } catch {
    // A place that cannot be written to costs time at the next start, nothing else.
  }
}

/** `--data-dir`, before the command line is read in earnest. */
function namedFolder(argv: string[]): string | undefined {
  const index = argv.findIndex((argument) => /^--data-dir(=|$)/.test(argument));
  return index === -1 ? undefined : (argv[index]?.split('=')[1] ?? argv[index + 1]);
}
