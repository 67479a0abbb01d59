import type { Secret, Vault } from '../../../contract/secrets.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { sayWhereNamesAre } from '../find-run.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron secrets list`: names, never values. */
export function listSecrets({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const secrets = await client.secrets.list({});
    const vault = await client.secrets.vault({});
    if (options.json) terminal.out(JSON.stringify({ vault, secrets }));
    else {
      if (secrets.length === 0) terminal.err('No secret is kept, and no worker wants one.');
      for (const line of tableLines(secrets.map(rowOf))) terminal.out(line);
      terminal.err(vault.message);
    }
    return exitCode.completed;
  });
}

function rowOf({ name, filled, hosts, usedAt, wantedBy, kind }: Secret): string[] {
  const own = { model: 'the model', 'sign-in': 'its MCP server', worker: undefined }[kind];
  const users = own ? [own] : wantedBy.map(({ workerId }) => workerId);
  return [
    name,
    filled ? 'kept' : 'missing',
    hosts.length > 0 ? `for ${hosts.join(', ')}` : '',
    users.length > 0 ? `wanted by ${users.join(', ')}` : 'wanted by nobody',
    usedAt === undefined ? '' : `last used ${timeText(usedAt)}`,
  ];
}

/** `heron secrets set <name>`: the value comes from the standard input or a hidden question, never from the arguments. */
export function setSecret(
  { terminal, openEngine }: CommandParts,
  name: string,
  options: { host: string[] },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const input = createInput(terminal);
    await unlockIfNeeded(client, input);
    const value = await input.ask(`Value of ${name} (not shown): `);
    if (value === '') throw new UsageError(`The value of ${name} is empty; nothing was kept`);
    const hosts = options.host.length > 0 ? { hosts: options.host } : {};
    const kept = await client.secrets.set({ name, value, ...hosts });
    terminal.err(`${name} is kept${kept.hosts.length > 0 ? `, for ${kept.hosts.join(', ')} only` : ''}`);
    if (kept.lengthClass === 'tiny') terminal.err('It is too short to be recognised, and so to be kept out of logs.');
    return exitCode.completed;
  });
}

/** `heron secrets remove <name>` */
export function removeSecret({ terminal, openEngine }: CommandParts, name: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await client.secrets
      .remove({ name })
      .catch(sayWhereNamesAre(`There is no secret ${name}; heron secrets lists them`));
    terminal.err(`${name} is forgotten`);
    return exitCode.completed;
  });
}

/** `heron secrets unlock`: opens the vault of a Heron that is running. */
export function unlockVault({ terminal, openEngine }: CommandParts): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const vault = await client.secrets.vault({});
    if (vault.state === 'locked') await unlock(client, createInput(terminal));
    else if (vault.state === 'unreachable') throw new UsageError(vault.message);
    terminal.err(vault.state === 'locked' ? 'The vault is open' : 'The vault is open already');
    if (!engine.isRemote)
      terminal.err('No Heron is running, so that it is locked again now; set HERON_VAULT_PASSPHRASE instead');
    return exitCode.completed;
  });
}

/** `heron secrets rotate-passphrase`: encrypts everything anew; a vault without a passphrase gets one. */
export function rotatePassphrase({ terminal, openEngine }: CommandParts): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const vault = await client.secrets.vault({});
    if (vault.state === 'unreachable') throw new UsageError(vault.message);
    const input = createInput(terminal);
    const current =
      vault.protection === 'passphrase' && (await hasSecrets(client)) ? await input.ask('Passphrase now: ') : undefined;
    if (vault.state === 'locked' && current !== undefined) await client.secrets.unlock({ passphrase: current });
    const passphrase = await input.ask('New passphrase: ');
    if (terminal.isAttended && (await input.ask('Once more: ')) !== passphrase) {
      throw new UsageError('The two are not the same; nothing was changed');
    }
    await client.secrets.protect({ by: 'passphrase', passphrase, ...(current === undefined ? {} : { current }) });
    terminal.err('The vault has its new passphrase');
    if (terminal.environment['HERON_VAULT_PASSPHRASE']) terminal.err('HERON_VAULT_PASSPHRASE still holds the old one');
    return exitCode.completed;
  });
}

async function hasSecrets(client: EngineClient): Promise<boolean> {
  return (await client.secrets.list({})).some(({ filled }) => filled);
}

async function unlockIfNeeded(client: EngineClient, input: SecretInput): Promise<Vault> {
  const vault = await client.secrets.vault({});
  return vault.state === 'locked' && input.isAttended ? unlock(client, input) : vault;
}

async function unlock(client: EngineClient, input: SecretInput): Promise<Vault> {
  return client.secrets.unlock({ passphrase: await input.ask('Passphrase of the vault: ') });
}

type SecretInput = { isAttended: boolean; ask: (question: string) => Promise<string> };

/** Answers to hidden questions; without a person at the terminal, the lines of the standard input in turn. */
function createInput(terminal: Terminal): SecretInput {
  let lines: string[] | undefined;
  return {
    isAttended: terminal.isAttended,
    async ask(question) {
      if (terminal.isAttended) {
        const answer = await terminal.askHidden(question, terminal.outputClosed);
        if (answer === undefined) throw new UsageError('Nothing was entered; nothing was changed');
        return answer;
      }
      lines ??= (await terminal.readInput()).replace(/\r?\n$/, '').split(/\r?\n/);
      const line = lines.shift();
      if (line === undefined)
        throw new UsageError(`${question.replace(/:? *$/, '')}: the standard input ended before it`);
      return line;
    },
  };
}
