import type { ActionManifest } from '../../../contract/manifest.ts';
import type { ObjectSchema } from '../../../contract/json.ts';
import { namesBeside } from './action-names.ts';
import type { PromptDefinition, TemplateDefinition } from './listing.ts';
import { plainWords, titleOf } from './tool-definition.ts';

/** What a call of an action asks of the server. */
export type ServerCall =
  | { kind: 'tool'; name: string }
  | { kind: 'list' }
  | { kind: 'read' }
  | { kind: 'prompt'; name: string };

/** A prompt, and what became of it. */
export type ListedPrompt = { definition: PromptDefinition; action?: string; refusal?: string };

/** The actions that read what the server has. */
export type ReadingActions = { list: string; read: string };

type Shape = (title: string, description: string, input: ObjectSchema, target: string) => ActionManifest;

export type ExtraParts = {
  server: string;
  off: readonly string[];
  /** Actions of tools. */
  taken: Iterable<string>;
  shape: Shape;
};

/** No name of a tool has a colon in it. Reading is allowed for all resources of a server at once. */
export const readingKey = 'resources:read';

export function promptKey(name: string): string {
  return `prompt:${name}`;
}

/** Lists and reads; undefined when reading is switched off. */
export function readingActions({ server, off, taken, shape }: ExtraParts) {
  if (off.includes(readingKey)) return undefined;
  const names = namesBeside(['listResources', 'readResource'], taken);
  const list = names.get('listResources') ?? '';
  const read = names.get('readResource') ?? '';
  const actions = {
    [list]: shape('List resources', `What the MCP server ${server} has to be read`, noInput, readingKey),
    [read]: shape('Read a resource', `Reads something that the MCP server ${server} lists`, readInput, readingKey),
  };
  const calls: [string, ServerCall][] = [
    [list, { kind: 'list' }],
    [read, { kind: 'read' }],
  ];
  return { names: { list, read }, actions, calls };
}

const mostPrompts = 256;

/** Each prompt is an action that fills it in: `summary` is `promptSummary`. */
export function promptActions(prompts: readonly PromptDefinition[], { server, off, taken, shape }: ExtraParts) {
  const usable = prompts.slice(0, mostPrompts).filter((one, index) => issueOf(one, prompts, index) === undefined);
  const names = namesBeside(
    usable.map(({ name }) => `prompt ${name}`),
    taken,
  );
  const actions: Record<string, ActionManifest> = {};
  const calls: [string, ServerCall][] = [];
  const listed = prompts.map((definition, index): ListedPrompt => {
    const { name } = definition;
    const refusal = issueOf(definition, prompts, index);
    if (refusal !== undefined) return { definition, refusal };
    if (off.includes(promptKey(name))) return { definition };
    const action = names.get(`prompt ${name}`) ?? '';
    const title = promptTitle(definition);
    const words = plainWords(definition.description ?? '');
    const description = `${title}, a prompt of the MCP server ${server}.${words === '' ? '' : ` In its own words: ${words}`}`;
    actions[action] = shape(title, description, inputOf(definition), promptKey(name));
    calls.push([action, { kind: 'prompt', name }]);
    return { definition, action };
  });
  return { actions, calls, listed };
}

export function promptTitle({ name, title }: PromptDefinition): string {
  return titleOf({ name, title, inputSchema: undefined });
}

/** The gaps of a template, in their order. */
export function variablesOf({ uriTemplate }: TemplateDefinition): string[] {
  const names = [...uriTemplate.matchAll(/\{[+#./;?&]?([^{}]+)\}/g)].flatMap(([, list = '']) => list.split(','));
  return [...new Set(names.map((name) => name.replace(/[*]|:\d+$/g, '').trim()))];
}

function issueOf(
  { name, arguments: parts = [] }: PromptDefinition,
  all: readonly PromptDefinition[],
  index: number,
): string | undefined {
  if (!/^[\w./-]{1,128}$/.test(name)) return 'its name holds other characters than letters, digits, _, -, . and /';
  if (all.findIndex((other) => other.name === name) < index) return 'another prompt has the same name';
  if (index >= mostPrompts) return `it is one of more than ${mostPrompts}`;
  const odd = parts.find((part) => !/^[\w.-]{1,64}$/.test(part.name));
  return odd && `a field of it, ${JSON.stringify(plainWords(odd.name, 40))}, has a name that Heron cannot use`;
}

function inputOf({ arguments: parts = [] }: PromptDefinition): ObjectSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parts.map(({ name, description }) => [
        name,
        { type: 'string', ...(description ? { description: plainWords(description, 400) } : {}) },
      ]),
    ),
    required: [...new Set(parts.filter(({ required }) => required).map(({ name }) => name))],
    additionalProperties: false,
  };
}

const noInput: ObjectSchema = { type: 'object', properties: {}, additionalProperties: false };

const readInput: ObjectSchema = {
  type: 'object',
  properties: {
    uri: { type: 'string', description: 'The address of a resource, or a template of the list' },
    values: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'What stands in the gaps of a template, by their names',
    },
  },
  required: ['uri'],
  additionalProperties: false,
};
