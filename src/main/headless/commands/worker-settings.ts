import type { Json } from '../../../contract/json.ts';
import { fieldKind } from '../../../contract/settings-form.ts';
import type { WorkerSettings } from '../../../contract/worker-settings.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type WorkerSettingsRequest = {
  workerId: string;
  name?: string | undefined;
  value?: string | undefined;
  reset?: boolean;
  json?: boolean;
};

/** `heron worker settings <worker> [name] [value]`: shows them, after what was asked for has been changed. */
export function workerSettings(
  { terminal, openEngine }: CommandParts,
  { workerId, name, value, reset, json }: WorkerSettingsRequest,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    let settings = await client.workerSettings.get({ workerId });
    if (name !== undefined && !settings.schema?.properties[name]) throw unknown(workerId, name, settings);
    if (reset) {
      settings = await client.workerSettings.update({ workerId, reset: name === undefined ? settings.set : [name] });
    } else if (name !== undefined && value !== undefined) {
      const typed = readValue(settings.schema?.properties[name] ?? {}, value);
      settings = await client.workerSettings.update({ workerId, values: { [name]: typed } });
    }
    show(terminal, settings, { name, json });
    return exitCode.completed;
  });
}

/** `heron worker hooks <worker> <on|off>` */
export function switchHooks({ terminal, openEngine }: CommandParts, workerId: string, state: string): Promise<number> {
  if (state !== 'on' && state !== 'off') throw new UsageError(`Say on or off, not ${state}`);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { manifest } = await client.workers.get({ workerId });
    const { enabledHooks } = await client.settings.get({});
    const others = enabledHooks.filter((id) => id !== workerId);
    if (state === 'on' && !manifest?.hooks.length) throw new UsageError(`The worker ${workerId} has no hooks`);
    await client.settings.update({ enabledHooks: state === 'on' ? [...others, workerId] : others });
    terminal.out(`The hooks of ${workerId} are ${state}${state === 'on' ? `: ${manifest?.hooks.join(', ')}` : ''}`);
    return exitCode.completed;
  });
}

function show(
  terminal: Terminal,
  { schema, values, set }: WorkerSettings,
  { name, json }: { name: string | undefined; json: boolean | undefined },
): void {
  const names = Object.keys(schema?.properties ?? {}).filter((each) => name === undefined || each === name);
  if (json) return terminal.out(JSON.stringify(Object.fromEntries(names.map((each) => [each, values[each] ?? null]))));
  if (names.length === 0) terminal.err('There is nothing to set.');
  const rows = names.map((each) => [
    each,
    values[each] === undefined ? '(not set)' : JSON.stringify(values[each]),
    set.includes(each) ? 'set' : 'default',
    descriptionOf(schema?.properties[each]),
  ]);
  for (const line of tableLines(rows)) terminal.out(line);
}

function descriptionOf(field: Record<string, unknown> | undefined): string {
  const description = field?.['description'];
  return typeof description === 'string' ? description : '';
}

function unknown(workerId: string, name: string, { schema }: WorkerSettings): UsageError {
  const names = Object.keys(schema?.properties ?? {});
  const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has nothing to set';
  return new UsageError(`The worker ${workerId} has no setting ${name}; ${known}`);
}

/** What was typed, as the kind of value the setting is; what does not fit is left for the engine to refuse. */
function readValue(schema: Record<string, unknown>, text: string): Json {
  switch (fieldKind(schema)) {
    case 'text':
    case 'choice':
      return text;
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'switch':
      return /^(true|on|yes)$/i.test(text) ? true : /^(false|off|no)$/i.test(text) ? false : text;
    case 'texts':
      return text.trimStart().startsWith('[')
        ? parsed(text)
        : text
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== '');
    case undefined:
      return parsed(text);
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new UsageError(`${text} is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}
