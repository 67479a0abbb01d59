import type { Manifest, Phrase } from '../../../contract/manifest.ts';

/**
 * A phrase as somebody would say it: the first of its alternatives, without what may be left out, and `<name>` where
 * something is to be filled in. `{its name}`, which stands for the result of the step before, is "it".
 */
export function exampleOf(phrase: Phrase): string {
  const template = typeof phrase === 'string' ? phrase : phrase.text;
  return collapse(innermostFirst(template))
    .replace(/\{its [^}]*\}/g, 'it')
    .replace(/\{([^}]*)\}/g, '<$1>');
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

/** The first words to fill in: `<slot>` or `{slot}`. */
export function firstSlot(text: string): { start: number; end: number } | undefined {
  const match = /<[^<>]+>|\{[^{}]+\}/.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

export type Example = { text: string; workerName: string };

/** One sentence from each worker, the ones with the fewest words first; those that need a step before them are left out. */
export function examplesOf(manifests: Manifest[], most: number): Example[] {
  const examples = manifests.flatMap((manifest) => {
    const phrases = Object.values(manifest.actions).flatMap((action) => action.phrases);
    const first = phrases.find((phrase) => !/\{its /.test(typeof phrase === 'string' ? phrase : phrase.text));
    return first ? [{ text: capitalised(exampleOf(first)), workerName: manifest.name }] : [];
  });
  return examples.toSorted((a, b) => a.text.length - b.text.length).slice(0, most);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
