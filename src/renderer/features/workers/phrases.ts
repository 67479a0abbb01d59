import { firstThings } from '../../../contract/first-things.ts';
import type { ActionManifest, Manifest, Phrase } from '../../../contract/manifest.ts';
import { slotWords, usualValue } from './slot-words.ts';

type Fields = ActionManifest['input']['properties'];

/**
 * A phrase as somebody would say it: the first of its alternatives, without what may be left out. A field that has a
 * usual value shows that, every other one in brackets what is to be filled in: "zip [a file or folder]". `{its name}`
 * stands for the result of the step before: "its sha256", "the lines of it".
 */
export function exampleOf(phrase: Phrase, fields: Fields): string {
  return collapse(innermostFirst(textOf(phrase)))
    .replace(/(?<=\b(?:in|of|from|for|to|with) )\{its [^}]*\}|\{its [^}]*\}$/g, 'it')
    .replace(/\{its [^}]*\}/g, 'its')
    .replace(
      /\{([^}…]*)…?\}/g,
      (_slot, name: string) => usualValue(fields[name]) ?? `[${slotWords(name, fields[name])}]`,
    );
}

function textOf(phrase: Phrase): string {
  return typeof phrase === 'string' ? phrase : phrase.text;
}

/** Groups may stand within groups, so those without one inside are resolved until none is left. */
function innermostFirst(template: string): string {
  const resolved = template
    .replace(/\[[^[\]()]*\]/g, ' ')
    .replace(/\(([^()[\]]*)\)/g, (_group, inside: string) => inside.split('|')[0] ?? '');
  return resolved === template ? resolved : innermostFirst(resolved);
}

function collapse(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.!?])/g, '$1')
    .trim();
}

export type Example = { text: string; workerName: string };

/**
 * One sentence from each worker: what most people want first, then the ones with the fewest words. Those that need a step before
 * them are left out.
 */
export function examplesOf(manifests: Manifest[], most: number): Example[] {
  const wanted = firstThings.flatMap((ref) => {
    const [id = '', action = ''] = ref.split('.');
    const { name, actions } = manifests.find((manifest) => manifest.id === id) ?? {};
    const chosen = actions?.[action];
    return name !== undefined && chosen ? oneOf(name, [chosen]) : [];
  });
  const named = new Set(wanted.map(({ workerName }) => workerName));
  const others = manifests
    .filter(({ name }) => !named.has(name))
    .flatMap(({ name, actions }) => oneOf(name, Object.values(actions)));
  return [...wanted, ...others.toSorted((a, b) => a.text.length - b.text.length)].slice(0, most);
}

function oneOf(workerName: string, actions: ActionManifest[]): Example[] {
  const sayable = actions.flatMap(({ phrases, input }) =>
    phrases.filter((phrase) => !textOf(phrase).includes('{its ')).map((phrase) => ({ phrase, input })),
  );
  const [first] = sayable;
  return first ? [{ text: capitalised(exampleOf(first.phrase, first.input.properties)), workerName }] : [];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
