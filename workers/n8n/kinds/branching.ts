import { type ConditionSettings, isMet } from '../conditions.ts';
import { type Fields, type Item, type Kind, NodeFailure, type NodeRun } from '../node.ts';
import { failed } from './per-item.ts';

/** If: what meets the conditions to the first output, the rest to the second. */
export const branch: Kind = (run) =>
  sorted(run, 2, (index) => [isMet(run.parameter('conditions', index), settings(run, index, 2.1)) ? 0 : 1]);

/** Filter keeps what meets the conditions in its first output; the rest is in a second one, which nothing is connected to. */
export const filter: Kind = branch;

/** Switch: each item to the output of the first rule it meets, or to the one whose number is worked out. */
export const switchOver: Kind = (run) => {
  if (run.text('mode', 0, 'rules') === 'expression') {
    const outputs = run.number('numberOutputs', 0, 4);
    return sorted(run, outputs, (index) => [outputNumber(run.parameter('output', index), outputs)]);
  }
  const rules = (run.raw('rules.values') ?? []) as Fields[];
  const fallback = run.parameter('options.fallbackOutput', 0, 'none');
  const count = rules.length + (fallback === 'extra' ? 1 : 0);
  const otherwise = fallback === 'extra' ? [rules.length] : typeof fallback === 'number' ? [fallback] : [];
  return sorted(run, count, (index) => {
    const met = rules.flatMap((_, at) =>
      isMet(run.parameter(`rules.values.${at}.conditions`, index), settings(run, index, 3.1)) ? [at] : [],
    );
    if (met.length === 0) return otherwise;
    return run.flag('options.allMatchingOutputs', index) ? met : met.slice(0, 1);
  });
};

function outputNumber(value: unknown, outputs: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number < outputs) return number;
  throw new NodeFailure(`The output ${String(value)} is not allowed. It has to be between 0 and ${outputs - 1}`);
}

/** From `own` on, whether types are taken loosely is a parameter of its own and no option. */
function settings(run: NodeRun, index: number, own: number): ConditionSettings {
  const place = run.version >= own ? 'looseTypeValidation' : 'options.looseTypeValidation';
  const isIgnoringCase = run.flag('options.ignoreCase', index);
  return { isCaseSensitive: !isIgnoringCase, isLoose: run.flag(place, index), version: run.version };
}

function sorted(run: NodeRun, count: number, outputsOf: (index: number) => number[]): Item[][] {
  const outputs: Item[][] = Array.from({ length: count }, () => []);
  for (const [index, item] of run.items.entries()) {
    try {
      for (const output of outputsOf(index)) outputs[output]?.push({ ...item, pairedItem: index });
    } catch (error) {
      if (!run.goesOn) throw error;
      const isApart = run.node.onError === 'continueErrorOutput';
      outputs.at(isApart ? 0 : -1)?.push(isApart ? failed(item, index, error, run) : { ...item, pairedItem: index });
    }
  }
  return outputs;
}
