import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanTemplate } from '../../src/contract/plan-templates.ts';
import { dataPaths } from '../../src/main/base/paths.ts';

/** A plan with parameters, which one of the plans uses. */
export const bookTwice: PlanTemplate = {
  version: 1,
  name: 'book-twice',
  title: 'Book twice',
  description: 'Books a value, and what comes of that.',
  parameters: {
    type: 'object',
    properties: { ledger: { type: 'string', format: 'uri' }, value: { type: 'number' } },
    required: ['ledger', 'value'],
    additionalProperties: false,
  },
  tasks: [
    { id: 'first', action: 'ledger.book', input: { ledger: '{{ input.ledger }}', value: '{{ input.value }}' } },
    {
      id: 'second',
      action: 'ledger.book',
      input: { ledger: '{{ input.ledger }}', value: '{{ tasks.first.output.value }}' },
    },
  ],
  output: '{{ tasks.second.output.value }}',
};

export function installTemplate(dataFolder: string): void {
  const folder = dataPaths(dataFolder).templates;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${bookTwice.name}.json`), JSON.stringify(bookTwice));
}
