import { mentionsChance } from '../expressions/chance.ts';
import { compileExpression } from '../expressions/template.ts';

/** What a condition gives whatever there is; undefined where that depends on anything, or takes time. */
export function alwaysGives(condition: string): boolean | undefined {
  if (mentionsChance(condition)) return undefined;
  let isAsked = false;
  const ask = (): undefined => void (isAsked = true);
  const nobody = new Proxy({}, { get: ask, has: () => (ask(), false), getOwnPropertyDescriptor: ask });
  try {
    const value = compileExpression(condition).evaluate(nobody);
    if (value instanceof Promise) value.catch(() => undefined);
    return isAsked || typeof value !== 'boolean' ? undefined : value;
  } catch {
    return undefined; // what is wrong with it is an issue of its own
  }
}
