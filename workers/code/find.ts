import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Node } from 'web-tree-sitter';
import type { Actions } from './actions.generated.ts';
import { languageOf } from './languages.ts';
import { sourceFiles } from './source-files.ts';
import { type Definition, definitionsIn } from './symbols.ts';
import { nodesOf, type Source, withSource } from './syntax.ts';

type Find = Actions['find'];

/** What one file has of a name. */
export type Mentions = { definitions: Definition[]; names: Node[] };

export const find: ActionRun<Find['input'], Find['output']> = async ({ folder, name, limit }, context) => {
  const definitions: Find['output']['definitions'] = [];
  const usages: Find['output']['usages'] = [];
  let total = 0;
  for await (const file of filesNaming(folder, name, context)) {
    const found = await withSource(`${folder}/${file}`, context, (source) => {
      const mentions = mentionsIn(source, name);
      const lines = source.text.split('\n');
      const defined = new Set(mentions.definitions.map(({ nameNode }) => nameNode.startIndex));
      return {
        definitions: mentions.definitions.map(({ kind, line, endLine, within }) => ({
          ...{ file, kind, line, endLine },
          ...(within === undefined ? {} : { within }),
        })),
        usages: mentions.names
          .filter(({ startIndex }) => !defined.has(startIndex))
          .map(({ startPosition: { row, column } }) => ({
            ...{ file, line: row + 1, column: column + 1 },
            text: (lines[row] ?? '').trim().slice(0, 200),
          })),
      };
    });
    definitions.push(...found.definitions);
    total += found.usages.length;
    usages.push(...found.usages.slice(0, Math.max(0, limit - usages.length)));
  }
  if (definitions.length > limit)
    fail('limit-exceeded', `${name} is defined ${definitions.length} times; ask for more`);
  return { folder, name, definitions, usages, total };
};

/** Files whose text has the name at all: the rest need not be read as code. */
export async function* filesNaming(folder: string, name: string, context: WorkerContext): AsyncGenerator<string> {
  for await (const file of sourceFiles(folder, context, (each) => languageOf(each) !== undefined)) {
    context.progress({ text: file });
    for await (const { lines } of context.files.search(`${folder}/${file}`, name, { most: 1 })) {
      if (lines.length === 0) continue;
      yield file;
      break;
    }
  }
}

export function mentionsIn({ root, language }: Source, name: string): Mentions {
  const names = [...nodesOf(root)].filter((node) => language.names.has(node.type) && node.text === name);
  return { definitions: definitionsIn(root, language).filter((each) => each.name === name), names };
}
