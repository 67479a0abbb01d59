import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { WorkerRules } from '../../../contract/settings.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type RuleOptions = { allow?: string; deny?: string; key?: string; forget?: string };

/** `heron worker rules`: shows them after what was asked for has been changed. */
export async function changeRules({ terminal, openEngine }: CommandParts, options: RuleOptions): Promise<number> {
  const { allow, deny, key, forget } = options;
  const known = key === undefined ? undefined : await readKey(resolve(terminal.cwd, key));
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    let rules = (await client.settings.get({})).workerRules;
    if (forget !== undefined) rules = without(rules, forget);
    if (allow !== undefined) rules = { ...rules, allow: [...new Set([...rules.allow, allow])] };
    if (deny !== undefined) rules = { ...rules, deny: [...new Set([...rules.deny, deny])] };
    if (known) rules = { ...rules, keys: [...rules.keys.filter(({ name }) => name !== known.name), known] };
    if (Object.keys(options).length > 0) await client.settings.update({ workerRules: rules });
    const rows = [
      ...rules.deny.map((pattern) => ['deny', pattern]),
      ...rules.allow.map((pattern) => ['allow', pattern]),
      ...rules.keys.map(({ name }) => ['key', name]),
    ];
    if (rows.length === 0) terminal.err('No rules: every worker may be installed that you agree to.');
    for (const line of tableLines(rows)) terminal.out(line);
    return exitCode.completed;
  });
}

function without(rules: WorkerRules, text: string): WorkerRules {
  const rest = {
    allow: rules.allow.filter((pattern) => pattern !== text),
    deny: rules.deny.filter((pattern) => pattern !== text),
    keys: rules.keys.filter(({ name }) => name !== text),
  };
  const count = ({ allow, deny, keys }: WorkerRules): number => allow.length + deny.length + keys.length;
  if (count(rest) === count(rules))
    throw new UsageError(`There is no rule and no key ${text}; heron worker rules lists them`);
  return rest;
}

async function readKey(file: string): Promise<WorkerRules['keys'][number]> {
  try {
    const publicKey = createPublicKey(await readFile(file));
    if (publicKey.asymmetricKeyType !== 'ed25519') throw new UsageError(`${file} is no Ed25519 key`);
    return {
      name: basename(file, extname(file)),
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} is no public key (${error instanceof Error ? error.message : String(error)})`);
  }
}
