import { scripted } from './text-script.ts';
import type { NodeDraft } from './writing.ts';

/** What meets the condition goes out first. */
export function ifNode(name: string, test: string): NodeDraft {
  return {
    ...{ name, type: 'if', version: 2.2 },
    parameters: {
      conditions: {
        options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
        conditions: [
          {
            ...{ id: 'met', leftValue: scripted(`${test} === true`), rightValue: '' },
            operator: { type: 'boolean', operation: 'true', singleValue: true },
          },
        ],
        combinator: 'and',
      },
      options: {},
    },
  };
}
