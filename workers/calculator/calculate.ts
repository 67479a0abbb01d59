import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { shown, valueOf } from './mathematics.ts';

type Calculate = Actions['calculate'];

export const calculate: ActionRun<Calculate['input'], Calculate['output']> = ({ sum: said }) => {
  const sum = inSigns(said);
  const result = shown(tried(sum, said));
  const value = Number(result);
  return { sum, result, ...(Number.isFinite(value) ? { value } : {}) };
};

function tried(sum: string, said: string): unknown {
  try {
    const value = valueOf(sum);
    if (typeof value !== 'function') return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `“${said}” cannot be worked out: ${reason}`, { field: 'sum' });
  }
  return fail('invalid-input', `“${said}” is no sum`, { field: 'sum' });
}

/** What people say, in the order in which it is written as signs. */
const spoken: [RegExp, string][] = [
  [/(?<=\d),(?=\d{3}(?!\d))/g, ''],
  [/[?=\s]+$/g, ''],
  [/\b(?:the )?square root of (\w+(?:\.\w+)?|\([^()]*\))/gi, 'sqrt($1)'],
  [/\b(?:the )?cube root of (\w+(?:\.\w+)?|\([^()]*\))/gi, 'cbrt($1)'],
  [/√\s*(\w+(?:\.\w+)?|\([^()]*\))/g, 'sqrt($1)'],
  [/(\d+(?:\.\d+)?)\s*(?:%|percent|per cent) (?:of|from) /gi, '$1 / 100 * '],
  [/\b(?:percent|per cent)\b/gi, '%'],
  [/\b(?:to the power of|to the power|raised to)\b/gi, '^'],
  [/\bsquared\b/gi, '^ 2'],
  [/\bcubed\b/gi, '^ 3'],
  [/\b(?:multiplied by|times)\b|[×·]/gi, '*'],
  [/(?<=[\d)]\s*)x(?=\s*[\d(])/gi, '*'],
  [/\b(?:divided by|over)\b|÷/gi, '/'],
  [/\bplus\b/gi, '+'],
  [/\bminus\b|−/gi, '-'],
  [/\bln\b/gi, 'log'],
];

function inSigns(said: string): string {
  return spoken
    .reduce((text, [words, sign]) => text.replace(words, sign), said)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
