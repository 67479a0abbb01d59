import { readFile } from 'node:fs/promises';
import type { TrustFlags } from '../../../contract/manifest.ts';
import type { JsonObject } from '../../../contract/json.ts';
import {
  type ElevatedMode,
  type PolicyDraft,
  type PolicySettings,
  type PolicyState,
  type ProfileName,
  profiles,
  type Simulation,
  type Verdict,
} from '../../../contract/policy.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { fileError } from '../../base/errors.ts';
import { exitCode } from '../exit-code.ts';
import { needText } from '../need-text.ts';
import { printableLine } from '../../base/printable.ts';
import { tableLines, timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

type Shown = { conversation?: string; json?: boolean };

/** `heron policy show`: what is in force, and how much of the limits is used. */
export function showPolicy({ terminal, openEngine }: CommandParts, options: Shown): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { conversation: conversationId } = options;
    const state = await client.policy.get(conversationId === undefined ? {} : { conversationId });
    for (const line of options.json ? [JSON.stringify(state)] : stateLines(state, conversationId)) terminal.out(line);
    return exitCode.completed;
  });
}

export type SetOptions = {
  profile?: ProfileName;
  allow?: string[];
  deny?: string[];
  elevated?: ElevatedMode;
  effectsPerHour?: number;
  outsidePerHour?: number;
  trust: string[];
  distrust: string[];
  conversation?: string;
};

/** `heron policy set`: of the default, or with `--conversation` what narrows it there. */
export function setPolicy({ terminal, openEngine }: CommandParts, options: SetOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { policy } = await client.policy.get({});
    const { conversation } = options;
    if (conversation === undefined) await client.settings.update({ policy: patchOf(policy, options) });
    else await setForConversation(client, policy, conversation, options);
    const state = await client.policy.get(conversation === undefined ? {} : { conversationId: conversation });
    for (const line of stateLines(state, conversation)) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron policy reset`: as it was in the beginning. */
export function resetPolicy({ terminal, openEngine }: CommandParts): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await client.policy.reset({});
    for (const line of stateLines(await client.policy.get({}), undefined)) terminal.out(line);
    return exitCode.completed;
  });
}

export type SimulateOptions = {
  worker: string;
  action: string;
  input: string;
  conversation?: string;
  agent?: string;
  profile?: ProfileName;
  allow?: string[];
  deny?: string[];
  taint: string[];
  elevated?: ElevatedMode;
  unattended?: boolean;
  json?: boolean;
};

/** `heron policy simulate`: what would be said, and by which rule; nothing runs. */
export function simulatePolicy({ terminal, openEngine }: CommandParts, options: SimulateOptions): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { worker, action, taint, elevated, unattended = false, conversation, agent } = options;
    const simulation = await client.policy.simulate({
      worker,
      action,
      input: await readInput(options.input),
      taint,
      unattended,
      baseFolder: terminal.cwd,
      ...(elevated ? { elevated } : {}),
      ...(conversation ? { conversationId: conversation } : {}),
      ...(agent ? { agent } : {}),
      ...draftOf(options),
    });
    for (const line of options.json ? [JSON.stringify(simulation)] : simulationLines(simulation)) terminal.out(line);
    return exitCode.completed;
  });
}

function draftOf({ profile, allow, deny }: SimulateOptions): { draft?: PolicyDraft } {
  if (!(profile ?? allow ?? deny)) return {};
  return { draft: { ...(profile ? { profile } : {}), ...(allow ? { allow } : {}), ...(deny ? { deny } : {}) } };
}

function stateLines({ policy, damage, elevated, taint, use }: PolicyState, conversationId?: string): string[] {
  const own = conversationId === undefined ? undefined : policy.conversations[conversationId];
  const lines = tableLines([
    ['profile', policy.profile, profiles[policy.profile].says],
    ['allow', listText(policy.allow, 'all of the profile'), ''],
    ['deny', listText(policy.deny, 'nothing'), ''],
    ['elevated', elevated, `who may set it: ${listText(policy.elevatedSenders, 'nobody')}`],
    ...use.map(({ limit, used, allowed, freeAt }) => [
      limit,
      `${used} of ${allowed} in an hour`,
      freeAt === undefined ? '' : `the next at ${timeText(freeAt)}`,
    ]),
    ...Object.entries(policy.trust).map(([service, flags]) => ['trust', service, flagText(flags)]),
  ]);
  if (own) {
    lines.push('', `In ${conversationId}, besides:`);
    const rows = [['profile', own.profile ?? 'that of the default']];
    rows.push(
      ['allow', listText(own.allow ?? [], 'all of the profile')],
      ['deny', listText(own.deny ?? [], 'nothing')],
    );
    lines.push(...tableLines(rows));
  }
  for (const source of taint) lines.push(printableLine(`has read  ${source}`));
  if (damage) lines.unshift(`The stored policy cannot be read, so the strictest is in force: ${damage.message}`, '');
  return lines;
}

function listText(names: readonly string[], none: string): string {
  return names.length === 0 ? `(${none})` : names.join(', ');
}

const flagWords = { trustedSource: 'source', sensitive: 'private', trustedSink: 'sink' } as const;

function flagText(flags: TrustFlags): string {
  return listText(
    (Object.keys(flagWords) as (keyof TrustFlags)[]).filter((flag) => flags[flag]).map((flag) => flagWords[flag]),
    'neither source nor sink is trusted',
  );
}

function patchOf(policy: PolicySettings, options: SetOptions): Partial<PolicySettings> {
  const { profile, allow, deny, elevated, effectsPerHour, outsidePerHour } = options;
  const given = { profile, allow, deny, elevated, effectsPerHour, outsidePerHour };
  const patch: Partial<PolicySettings> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  if (options.trust.length > 0 || options.distrust.length > 0) {
    const trust = { ...policy.trust, ...Object.fromEntries(options.trust.map(readTrust)) };
    for (const service of options.distrust) {
      if (!(service in trust)) throw new UsageError(`--distrust ${service}: nothing was said of ${service}`);
      delete trust[service];
    }
    patch.trust = trust;
  }
  if (Object.keys(patch).length === 0) throw new UsageError('Say what to set; heron policy set --help lists it');
  return patch;
}

async function setForConversation(
  client: EngineClient,
  policy: PolicySettings,
  conversationId: string,
  { profile, allow, deny, elevated, ...rest }: SetOptions,
): Promise<void> {
  const isOnlyDefault = rest.effectsPerHour ?? rest.outsidePerHour ?? rest.trust[0] ?? rest.distrust[0];
  if (isOnlyDefault !== undefined) throw new UsageError('Limits and trust are the same in every conversation');
  if (!(profile ?? allow ?? deny ?? elevated))
    throw new UsageError('Say what to set; heron policy set --help lists it');
  await client.policy.get({ conversationId });
  if (profile ?? allow ?? deny) {
    const own = {
      ...policy.conversations[conversationId],
      ...(profile ? { profile } : {}),
      ...(allow ? { allow } : {}),
      ...(deny ? { deny } : {}),
    };
    await client.settings.update({ policy: { conversations: { ...policy.conversations, [conversationId]: own } } });
  }
  if (elevated) await client.policy.elevate({ conversationId, mode: elevated });
}

/** `worker:bird=source,sink` */
function readTrust(text: string): [string, TrustFlags] {
  const [service = '', list] = text.split('=');
  const words = (list ?? '').split(',').filter(Boolean);
  const known: string[] = Object.values(flagWords);
  const unknown = words.find((word) => !known.includes(word));
  if (list === undefined || unknown !== undefined) {
    throw new UsageError(
      `--trust ${text}: expected a service, = and some of ${known.join(', ')}, like worker:bird=source,sink`,
    );
  }
  return [
    service,
    {
      trustedSource: words.includes('source'),
      sensitive: words.includes('private'),
      trustedSink: words.includes('sink'),
    },
  ];
}

async function readInput(text: string): Promise<JsonObject> {
  const json = text.startsWith('@') ? await readInputFile(text.slice(1)) : text;
  try {
    const input: unknown = JSON.parse(json);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as JsonObject;
  } catch {
    // Said below.
  }
  throw new UsageError('--input: expected a JSON object, like {"path": "/home/me/notes.txt"}');
}

async function readInputFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--input @${path}: ${fileError(error, path).message}`);
  }
}

function simulationLines({ decision, rule, action, risk, call, needs }: Simulation): string[] {
  const lines = [`${decision}  ${action} (${risk}), by ${printableLine(rule)}`];
  lines.push('', `to call it: ${call.decision}`, ...reasonLines(call));
  for (const { need, ...verdict } of needs) {
    lines.push(
      '',
      `to ${needText(need)}: ${verdict.decision}, by ${printableLine(verdict.rule)}`,
      ...reasonLines(verdict),
    );
  }
  if (needs.length === 0) lines.push('', 'It needs nothing that is known before it runs.');
  return lines;
}

function reasonLines({ because }: Verdict): string[] {
  return tableLines(because.map(({ layer, says, text }) => ['', layer, says, printableLine(text)]));
}
