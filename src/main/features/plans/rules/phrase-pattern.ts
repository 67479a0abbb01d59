import { HeronError } from '../../../base/errors.ts';
import { readSentence } from './sentence.ts';

/** A phrase of a manifest, taken apart. An optional part is a choice one of whose alternatives is empty. */
export type PatternNode =
  | { kind: 'word'; word: string }
  /** `{args…}` takes the rest of the clause, split as a shell splits arguments. */
  | { kind: 'slot'; slot: string; isIts: boolean; isRest?: true }
  | { kind: 'choice'; alternatives: PatternNode[][] };

const part = /\{\s*([^{}]*?)\s*\}|[()[\]|]|[^\s(){}[\]|]+/y;
const slotText = /^(its\s+)?([A-Za-z_]\w*)(…)?$/;

/** Errors: `invalid-manifest`, saying what is wrong with the phrase and where. */
export function parsePhrase(phrase: string): PatternNode[] {
  const reader = new PhraseReader(phrase);
  const nodes = reader.readAlternatives('');
  if (nodes.length === 0 || !nodes.some((alternative) => alternative.some(isSubstantial))) {
    reader.refuse('it has no words');
  }
  if (nodes.some(hasEarlyRest)) reader.refuse('only its last field can take the rest of the words');
  const [only] = nodes;
  return nodes.length === 1 && only ? only : [{ kind: 'choice', alternatives: nodes }];
}

/** The input fields a phrase fills, without repetition. */
export function slotsOf(nodes: PatternNode[]): string[] {
  const slots = nodes.flatMap((node) => {
    if (node.kind === 'slot') return [node.slot];
    return node.kind === 'choice' ? node.alternatives.flatMap(slotsOf) : [];
  });
  return [...new Set(slots)];
}

/** The input fields that take the rest of a clause. */
export function restsOf(nodes: PatternNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'slot') return node.isRest ? [node.slot] : [];
    return node.kind === 'choice' ? node.alternatives.flatMap(restsOf) : [];
  });
}

function isSubstantial(node: PatternNode): boolean {
  return node.kind === 'choice' ? node.alternatives.some((nodes) => nodes.some(isSubstantial)) : true;
}

function hasEarlyRest(nodes: PatternNode[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'word') return false;
    if (index < nodes.length - 1) return hasRest(node);
    return node.kind === 'choice' && node.alternatives.some(hasEarlyRest);
  });
}

function hasRest(node: PatternNode): boolean {
  if (node.kind === 'choice') return node.alternatives.some((nodes) => nodes.some(hasRest));
  return node.kind === 'slot' && node.isRest === true;
}

class PhraseReader {
  private readonly phrase: string;
  private at = 0;

  constructor(phrase: string) {
    this.phrase = phrase;
  }

  /** Reads up to `closing`, which is consumed; at the top that is the end of the phrase. */
  readAlternatives(closing: string): PatternNode[][] {
    const alternatives: PatternNode[][] = [[]];
    for (;;) {
      const found = this.next();
      if (found === undefined) {
        if (closing) this.refuse(`"${closing}" is missing`);
        return alternatives;
      }
      if (found.text === closing) return alternatives;
      if (found.text === '|') {
        alternatives.push([]);
        continue;
      }
      alternatives.at(-1)?.push(...this.nodesOf(found));
    }
  }

  refuse(reason: string): never {
    throw new HeronError('invalid-manifest', `The phrase "${this.phrase}" cannot be read: ${reason}`, {
      phrase: this.phrase,
      at: this.at,
    });
  }

  private nodesOf(found: { text: string; slot: string | undefined }): PatternNode[] {
    if (found.slot !== undefined) return [this.slotNode(found.slot)];
    if (found.text === '(') return [{ kind: 'choice', alternatives: this.readAlternatives(')') }];
    if (found.text === '[') return [{ kind: 'choice', alternatives: [...this.readAlternatives(']'), []] }];
    if (found.text === ')' || found.text === ']') return this.refuse(`"${found.text}" closes nothing`);
    return this.wordNodes(found.text);
  }

  private wordNodes(text: string): PatternNode[] {
    return readSentence(text).map((token) => {
      if (token.isQuoted) this.refuse('it holds a quoted word');
      return { kind: 'word', word: token.word };
    });
  }

  private slotNode(text: string): PatternNode {
    const [, its, slot, rest] = slotText.exec(text) ?? [];
    if (!slot) return this.refuse(`{${text}} is not the name of an input field`);
    if (its && rest) return this.refuse(`{${text}} cannot be both`);
    return { kind: 'slot', slot, isIts: its !== undefined, ...(rest ? { isRest: true } : {}) };
  }

  private next(): { text: string; slot: string | undefined } | undefined {
    while (/\s/.test(this.phrase.charAt(this.at))) this.at += 1;
    if (this.at >= this.phrase.length) return undefined;
    const before = this.at > 0 ? this.phrase.charAt(this.at - 1) : ' ';
    part.lastIndex = this.at;
    const match = part.exec(this.phrase);
    if (!match) return this.refuse(`"${this.phrase.charAt(this.at)}" at place ${this.at + 1} has no partner`);
    if (!/[\s([|]/.test(before) && !/^[)\]|.,;:!?…]/.test(match[0])) {
      return this.refuse(`"${match[0]}" at place ${this.at + 1} needs a space before it`);
    }
    this.at = part.lastIndex;
    return { text: match[0], slot: match[1] };
  }
}
