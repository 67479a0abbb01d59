import { readIfThere } from '../../base/read-if-there.ts';
import { exitCode } from '../exit-code.ts';
import { printable } from '../../base/printable.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron settings`: exit code 1 while the file cannot be followed. */
export function showSettings({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const reading = await client.settings.read({});
    const { path, issues } = reading.file;
    if (options.json) terminal.out(JSON.stringify(reading));
    else {
      terminal.out(path);
      terminal.out(printable(readIfThere(path) ?? '').trimEnd());
    }
    for (const { line, column, field, message } of issues) {
      terminal.err(printable(`${path}:${line}:${column}: ${field ? `${field}: ` : ''}${message}`));
    }
    if (issues.length === 0) return exitCode.completed;
    terminal.err('Until this is mended, the last good settings hold.');
    return exitCode.failed;
  });
}

/** `heron settings undo`. */
export function undoSettings({ terminal, openEngine }: CommandParts): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { hash, undoes } = await client.settings.read({});
    await client.settings.undo({ baseHash: hash });
    terminal.out(`Put back: ${undoes.join(', ')}`);
    return exitCode.completed;
  });
}
