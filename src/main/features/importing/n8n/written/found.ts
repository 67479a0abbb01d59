import type { JsonObject } from '../../../../../contract/json.ts';
import type { Place } from './expression-script.ts';
import { scriptField, scriptText } from './script.ts';
import { Untranslated } from './untranslated.ts';

/**
 * How the output of a step is found in what its node gives. `fields`: where the names below it stand in n8n; `whole`: as they are;
 * `value`: the output is the field `value`; `list`: one of the steps of a `forEach`, as `value` says of each.
 */
export type Found = {
  node: string;
  as: 'whole' | 'value' | 'list' | 'list of values' | { fields: JsonObject };
  /** It may be that it was not done. */
  isUnsure: boolean;
  /** It is a place that somebody has to fill in n8n. */
  isMissing?: boolean;
  /** Of a group: those inside. */
  inner?: Scope;
  /** Of a switch: the last steps of its cases, of which one gives what it gives. */
  choices?: readonly Found[];
};

export type Scope = { steps: Map<string, Found>; around?: Scope | undefined };

export function foundIn(scope: Scope | undefined, id: string): Found | undefined {
  return scope && (scope.steps.get(id) ?? foundIn(scope.around, id));
}

/** `names` are those after the step's `output`. `taken`: how many came before them. */
export function placeOf(found: Found, names: readonly string[], taken: number): Place {
  if (found.inner) {
    const [id = ''] = names;
    const inside = found.inner.steps.get(id);
    if (!inside) throw new Untranslated('n8n has nothing for what a group gives as a whole');
    return placeOf(inside, names.slice(1), taken + 1);
  }
  if (found.choices) return choiceOf(found.choices, names, taken);
  const item = `$(${scriptText(found.node)})`;
  const sure = (source: string): string => (found.isUnsure ? `(${item}.isExecuted ? ${source} : null)` : source);
  const json = `${item}.first().json`;
  if (found.as === 'whole') return { source: sure(json), taken };
  if (found.as === 'value') return { source: sure(`${json}.value`), taken };
  if (found.as === 'list') return { source: sure(`${json}.data`), taken, isList: true };
  if (found.as === 'list of values')
    return { source: sure(`${json}.data.map((one) => one.value)`), taken, isList: true };
  const [name] = names;
  const field = name === undefined ? undefined : found.as.fields[name];
  if (typeof field !== 'string')
    throw new Untranslated(
      `n8n does not give ${name === undefined ? 'all' : `“${name}”`} of what “${found.node}” gives`,
    );
  return { source: sure(`${json}${scriptField(field, true)}`), taken: taken + 1 };
}

function choiceOf(choices: readonly Found[], names: readonly string[], taken: number): Place {
  const places = choices.map((one) => placeOf(one, names, taken));
  const [first] = places;
  if (!first || places.some((one) => one.taken !== first.taken || one.isList !== first.isList))
    throw new Untranslated('n8n has no words for what cases give that differ from each other');
  return { ...first, source: `(${places.map(({ source }) => source).join(' ?? ')})` };
}
