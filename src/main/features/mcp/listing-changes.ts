import { promptKey, readingKey } from '../../workers/mcp/extra-actions.ts';
import type { Listing, PromptDefinition } from '../../workers/mcp/listing.ts';
import { isSameTool } from '../../workers/mcp/tool-definition.ts';

export type ListingChanges = { added: string[]; changed: string[]; gone: string[] };

/** By the names of tools and the keys of what is no tool. Which resources there are is no change of what can be called. */
export function changesOf(before: Listing, now: Listing): ListingChanges {
  const parts = [
    difference(before.tools, now.tools, ({ name }) => name, isSameTool),
    difference(before.prompts, now.prompts, ({ name }) => promptKey(name), isSamePrompt),
    difference(before.reading ? [readingKey] : [], now.reading ? [readingKey] : [], String, () => true),
  ];
  return {
    added: parts.flatMap(({ added }) => added),
    changed: parts.flatMap(({ changed }) => changed),
    gone: parts.flatMap(({ gone }) => gone),
  };
}

function difference<One>(
  before: readonly One[],
  now: readonly One[],
  keyOf: (one: One) => string,
  isSame: (one: One, other: One) => boolean,
): ListingChanges {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const keys = new Set(now.map(keyOf));
  const changed = now.filter((one) => {
    const known = old.get(keyOf(one));
    return known !== undefined && !isSame(known, one);
  });
  return {
    added: [...keys].filter((key) => !old.has(key)),
    changed: changed.map(keyOf),
    gone: [...old.keys()].filter((key) => !keys.has(key)),
  };
}

function isSamePrompt(one: PromptDefinition, other: PromptDefinition): boolean {
  const offer = ({ name, title, description, arguments: parts = [] }: PromptDefinition): string =>
    JSON.stringify([name, title, description, parts.map((part) => [part.name, part.description, part.required])]);
  return offer(one) === offer(other);
}
