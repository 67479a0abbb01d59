import type { Client } from '@modelcontextprotocol/client';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { RawAnswer } from './answer.ts';
import type { ServerCall } from './extra-actions.ts';
import type { Listing } from './listing.ts';
import type { Answered, Asked } from './questions.ts';
import type { ServerProgress } from './progress-reports.ts';
import { plainWords } from './tool-definition.ts';

export type AskOptions = {
  signal: AbortSignal;
  onProgress: (progress: ServerProgress) => void;
  /** What the server asks the person meanwhile. */
  onQuestion: (asked: Asked) => Promise<Answered>;
};

/** The longest there is; who calls has a limit of their own. */
const noLimitMs = 86_400_000;

/** One request of a call. `list` asks anew what there is. Errors: those of the library, `invalid-input`. */
export async function askServer(
  client: Client,
  list: () => Promise<Listing>,
  { call, input }: { call: ServerCall; input: JsonObject },
  { signal, onProgress }: AskOptions,
): Promise<RawAnswer> {
  const options = { signal, timeout: noLimitMs, onprogress: onProgress };
  switch (call.kind) {
    case 'tool':
      return client.callTool({ name: call.name, arguments: input }, options);
    case 'list':
      return listed(await list());
    case 'read': {
      const uri = await addressOf(input);
      const { contents } = await client.readResource({ uri }, { ...options, cacheMode: 'refresh' });
      return { content: contents.map((resource) => ({ type: 'resource', resource })) };
    }
    case 'prompt': {
      const asked = { name: call.name, arguments: textsOf(input) };
      const { messages, description } = await client.getPrompt(asked, options);
      const content = messages.map((message) => ({ ...message.content, role: message.role }));
      return { content, ...(description === undefined ? {} : { structuredContent: { description } }) };
    }
  }
}

function listed({ reading }: Listing): RawAnswer {
  const { resources = [], templates = [] } = reading ?? {};
  const line = (address: string, name: string): string => `${address} (${plainWords(name, 100)})`;
  const text = [
    ...resources.map(({ uri, title, name }) => line(uri, title ?? name)),
    ...templates.map(({ uriTemplate, title, name }) => line(uriTemplate, title ?? name)),
  ].join('\n');
  return { content: [{ type: 'text', text }], structuredContent: { resources, templates } };
}

/** A template with its gaps filled is an address. */
async function addressOf({ uri, values }: JsonObject): Promise<string> {
  const address = textOf(uri);
  if (!address.includes('{')) return address;
  const { UriTemplate } = await import('@modelcontextprotocol/client');
  try {
    return new UriTemplate(address).expand(textsOf(values));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HeronError('invalid-input', `uri: ${plainWords(address, 200)} is no template: ${plainWords(why, 200)}`);
  }
}

function textsOf(values: Json | undefined): Record<string, string> {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
