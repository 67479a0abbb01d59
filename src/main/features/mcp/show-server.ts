import type { McpPrompt, McpResources, McpServer, McpTool, McpToolPolicy } from '../../../contract/mcp.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { stateHash } from '../../base/state-hash.ts';
import {
  type ListedPrompt,
  promptKey,
  promptTitle,
  readingKey,
  type ReadingActions,
  variablesOf,
} from '../../workers/mcp/extra-actions.ts';
import type { ResourceListing } from '../../workers/mcp/listing.ts';
import { type ListedServer, type ListedTool, targetOf, workerIdOf } from '../../workers/mcp/server-manifest.ts';
import { type Servers, signsIn } from '../../workers/mcp/servers.ts';
import type { SignIns } from '../../workers/mcp/sign-in/sign-ins.ts';
import { plainWords, riskOf, titleOf } from '../../workers/mcp/tool-definition.ts';
import type { KeptServer } from './store.ts';

type Shown = {
  servers: Servers;
  signIns: SignIns;
  isAllowedAhead: (need: { workerId: string; need: PermissionNeed }) => boolean;
};

/** On a screen; a server may list many more. */
const mostResources = 500;

/** A server as screens and the command line see it. */
export function showServer(shown: Shown, server: KeptServer): McpServer {
  const { servers, signIns, isAllowedAhead } = shown;
  const { name, connection, about, addedAt } = server;
  const { state, failure } = servers.state(name);
  const worker = servers.worker(listedServer(server));
  const policyOf = (key: string): McpToolPolicy => {
    if (server.off.includes(key)) return 'off';
    return server.isOn && isAllowedAhead(needOf(name, key)) ? 'allow' : 'ask';
  };
  const { reading } = server.listing;
  return {
    ...{ name, workerId: workerIdOf(name), connection, state, addedAt },
    ...(failure ? { error: failure } : {}),
    ...(about ? { about } : {}),
    ...(signsIn(connection) ? shownSignIn(signIns, name, connection.url) : {}),
    tools: worker.tools.map((tool) => shownTool(name, tool, policyOf)),
    ...(reading ? { reading: shownReading(name, reading, worker.reading, policyOf(readingKey)) } : {}),
    prompts: worker.prompts.map((prompt) => shownPrompt(name, prompt, policyOf)),
    hash: stateHash(saidOf(shown, server)),
  };
}

/** What a person has said of a server; what the server says of itself is no part of it. */
export function saidOf(
  { isAllowedAhead }: Pick<Shown, 'isAllowedAhead'>,
  { name, connection, isOn, off, listing }: KeptServer,
) {
  const keys = [
    ...listing.tools.map((tool) => tool.name),
    ...(listing.reading ? [readingKey] : []),
    ...listing.prompts.map((prompt) => promptKey(prompt.name)),
  ];
  return { connection, isOn, off, allowed: keys.filter((key) => isAllowedAhead(needOf(name, key))) };
}

function shownSignIn(signIns: SignIns, name: string, url: string): Pick<McpServer, 'signIn' | 'signInEnds'> {
  const endsAt = signIns.endsAt(name, url);
  return { signIn: signIns.state(name, url), ...(endsAt === undefined ? {} : { signInEnds: endsAt }) };
}

export function listedServer({ name, connection, about, listing, off }: KeptServer): ListedServer {
  return { name, connection, version: about?.version ?? '0.0.0', listing, off };
}

export function needOf(name: string, key: string) {
  return { workerId: workerIdOf(name), need: { capability: 'mcp', target: targetOf(name, key) } as const };
}

type PolicyOf = (key: string) => McpToolPolicy;

function shownTool(server: string, { definition, action, refusal }: ListedTool, policyOf: PolicyOf): McpTool {
  return {
    name: definition.name.slice(0, 256),
    ...actionOf(server, action),
    title: titleOf(definition),
    description: plainWords(definition.description ?? ''),
    risk: riskOf(definition),
    policy: policyOf(definition.name),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function shownReading(
  server: string,
  { resources, templates }: ResourceListing,
  actions: ReadingActions | undefined,
  policy: McpToolPolicy,
): McpResources {
  const words = ({ name, title, description, mimeType }: ResourceListing['resources'][number] | Gapped) => ({
    title: plainWords(title ?? name, 100).replaceAll(/\s+/g, ' '),
    description: plainWords(description ?? '', 400),
    ...(mimeType === undefined ? {} : { mediaType: plainWords(mimeType, 100) }),
  });
  return {
    ...{ key: readingKey, policy, ...actionOf(server, actions?.read) },
    resources: resources.slice(0, mostResources).map((one) => ({ uri: one.uri, ...words(one) })),
    templates: templates.slice(0, mostResources).map((one) => ({
      ...{ uriTemplate: one.uriTemplate, variables: variablesOf(one) },
      ...words(one),
    })),
  };
}

type Gapped = ResourceListing['templates'][number];

function shownPrompt(server: string, { definition, action, refusal }: ListedPrompt, policyOf: PolicyOf): McpPrompt {
  const { name, description, arguments: parts = [] } = definition;
  const key = promptKey(name);
  return {
    ...{ name: name.slice(0, 256), key: key.slice(0, 300), ...actionOf(server, action) },
    title: promptTitle(definition),
    description: plainWords(description ?? ''),
    fields: parts.map((part) => ({
      name: part.name.slice(0, 256),
      description: plainWords(part.description ?? '', 400),
      isNeeded: part.required === true,
    })),
    policy: policyOf(key),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function actionOf(server: string, action: string | undefined): { action?: `${string}.${string}` } {
  return action === undefined ? {} : { action: `${workerIdOf(server)}.${action}` };
}
