import type { FindPlace } from './expression-script.ts';
import { foundIn, placeOf, type Scope } from './found.ts';
import type { PlanWriting } from './plan-writing.ts';
import { scriptField, scriptText } from './script.ts';
import { Untranslated } from './untranslated.ts';

/**
 * Finds what expressions name: steps, the plan's input, and names that there are besides, as the scripts in `more`. What has to be said of
 * it is put into `whys`.
 */
export function finder(
  { input }: Pick<PlanWriting, 'input'>,
  scope: Scope,
  more: Readonly<Record<string, string>>,
  whys: string[],
): FindPlace {
  return (names) => {
    const [root = '', name, third] = names;
    const own = Object.hasOwn(more, root) ? more[root] : undefined;
    if (own !== undefined) return { source: own, taken: 1 };
    if (root === 'input') {
      const source = `$(${scriptText(input.node)}).first().json`;
      if (name === undefined) return { source, taken: 1 };
      input.named.add(name);
      return { source: `${source}${scriptField(name, true)}`, taken: 2 };
    }
    const found = root === 'tasks' && name !== undefined ? foundIn(scope, name) : undefined;
    if (!found || third !== 'output') throw new Untranslated(`n8n has nothing for “${names.slice(0, 3).join('.')}”`);
    if (found.isMissing) whys.push(`it takes what “${found.node}” gives, which is not exported`);
    return placeOf(found, names.slice(3), 3);
  };
}
