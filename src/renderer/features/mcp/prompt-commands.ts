import type { Manifest } from '../../../contract/manifest.ts';

/** A prompt of an MCP server, as a command after a slash. */
export type PromptCommand = {
  word: string;
  title: string;
  server: string;
  action: string;
  fields: { name: string; isNeeded: boolean }[];
};

const promptTarget = /^([a-z][a-z0-9-]*)\/prompt:(.+)$/;

/** Of the workers that stand for servers. Two that come to the same word: the first has it. */
export function promptCommandsOf(manifests: readonly Manifest[]): PromptCommand[] {
  const found = new Map<string, PromptCommand>();
  for (const { id, actions } of manifests) {
    if (!id.startsWith('mcp-')) continue;
    for (const [name, { title, needs, input }] of Object.entries(actions)) {
      const [need] = needs;
      const [, server, prompt] = (need?.capability === 'mcp' && promptTarget.exec(need.target)) || [];
      if (server === undefined || prompt === undefined) continue;
      const word = promptWord(server, prompt);
      const needed = new Set(Array.isArray(input['required']) ? input['required'] : []);
      const fields = Object.keys(input['properties'] ?? {}).map((each) => ({ name: each, isNeeded: needed.has(each) }));
      if (!found.has(word)) found.set(word, { word, title, server, action: `${id}.${name}`, fields });
    }
  }
  return [...found.values()];
}

/** What stands after the slash. */
export function promptWord(server: string, prompt: string): string {
  return `${server}-${prompt}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** `city=Bergen state="New York"`; a single field takes all that is written. */
export function fieldsOfText(fields: PromptCommand['fields'], text: string): Record<string, string> {
  const given: Record<string, string> = {};
  let isNamed = false;
  for (const [, name = '', quoted, plain] of text.matchAll(/(?:^|\s)([\w.-]+)=(?:"([^"]*)"|(\S*))/g)) {
    if (!fields.some((field) => field.name === name)) continue;
    given[name] = quoted ?? plain ?? '';
    isNamed = true;
  }
  const first = fields.find(({ isNeeded }) => isNeeded) ?? fields[0];
  return isNamed || !first || text === '' ? given : { [first.name]: text };
}

export function missingFields({ fields }: PromptCommand, given: Record<string, string>): string[] {
  return fields.filter(({ name, isNeeded }) => isNeeded && (given[name] ?? '') === '').map(({ name }) => name);
}
