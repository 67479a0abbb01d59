import { type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { wordsOf } from '../words.ts';
import { perItem } from './per-item.ts';

/** HTML, as a template: words with expressions in them. What they give nothing for says so, as in n8n. */
export const htmlTemplate: Kind = (run) => [
  perItem(run, (_, index): Item => {
    const given = run.raw('html');
    if (typeof given !== 'string') throw new NodeFailure('It has no template');
    const words = given.replace(/^=/, '');
    return {
      json: { html: words.replaceAll(/\{\{[\s\S]*?\}\}/g, (one) => shown(run, one, index)) },
      pairedItem: index,
    };
  }),
];

function shown(run: NodeRun, expression: string, index: number): string {
  const value = run.expression(`=${expression}`, index);
  return value === undefined || value === null ? String(value) : wordsOf(value);
}
