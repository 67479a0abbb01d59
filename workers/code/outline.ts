import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { definitionsIn } from './symbols.ts';
import { firstBroken, lineOf, withSource } from './syntax.ts';

type Outline = Actions['outline'];

export const outline: ActionRun<Outline['input'], Outline['output']> = ({ path }, context) =>
  withSource(path, context, ({ text, language, root }) => {
    const broken = firstBroken(root);
    return {
      path,
      language: language.name,
      lines: text === '' ? 0 : text.replace(/\n$/, '').split('\n').length,
      symbols: definitionsIn(root, language).map(({ nameNode: _nameNode, ...symbol }) => symbol),
      ...(broken ? { brokenAt: lineOf(broken) } : {}),
    };
  });
