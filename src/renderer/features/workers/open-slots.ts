import type { Manifest } from '../../../contract/manifest.ts';
import { type FieldSchema, slotWords, spelled } from './slot-words.ts';

export type SentencePart = { text: string; isSlot: boolean };

/** A sentence with `[words]` to fill in, cut into words and slots; a slot's brackets are gone. */
export function sentenceParts(sentence: string): SentencePart[] {
  return sentence
    .split(/(\[[^[\]]+\])/)
    .filter((text) => text !== '')
    .map((text) => (text.startsWith('[') ? { text: text.slice(1, -1), isSlot: true } : { text, isSlot: false }));
}

/** The first `[words]` to fill in. With `vocabulary` only these words count: other brackets are the person's own. */
export function firstSlot(
  text: string,
  vocabulary?: ReadonlySet<string>,
): { start: number; end: number; words: string } | undefined {
  const slots = [...text.matchAll(/\[([^[\]]+)\]/g)].map(({ 0: whole, 1: words = '', index }) => ({
    start: index,
    end: index + whole.length,
    words,
  }));
  return slots.find(({ words }) => vocabulary?.has(words) ?? true);
}

/** The engine's `<source>` in the words a person is asked with. */
export function withReadableSlots(sentence: string, manifests: Manifest[]): string {
  return sentence.replace(/<([^<>]+)>/g, (_slot, name: string) => `[${wordsFor(name, manifests)}]`);
}

/** All words that stand for something to fill in. */
export function slotVocabulary(manifests: Manifest[]): Set<string> {
  return new Set(
    fieldsOf(manifests).flatMap(({ name, schema }) => [
      slotWords(name, schema),
      slotWords(name, { format: schema['format'] }),
      spelled(name),
    ]),
  );
}

/** Which action a name belongs to is not known, so it says only what all fields of that name have in common. */
function wordsFor(name: string, manifests: Manifest[]): string {
  const own = fieldsOf(manifests).filter((field) => spelled(field.name) === name);
  const exact = new Set(own.map(({ schema }) => slotWords(name, schema)));
  const rough = new Set(own.map(({ schema }) => slotWords(name, { format: schema['format'] })));
  return only(exact) ?? only(rough) ?? name;
}

function only(words: Set<string>): string | undefined {
  return words.size === 1 ? [...words][0] : undefined;
}

function fieldsOf(manifests: Manifest[]): { name: string; schema: FieldSchema }[] {
  return manifests.flatMap(({ actions }) =>
    Object.values(actions).flatMap(({ input }) =>
      Object.entries(input.properties).map(([name, schema]) => ({ name, schema })),
    ),
  );
}
