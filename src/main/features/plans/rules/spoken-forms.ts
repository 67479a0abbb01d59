import type { SpokenForm, SpokenNode } from '../../../base/spoken-form.ts';
import type { Catalogue } from '../../../orchestrator/catalogue.ts';
import { compilePhrases, type CompiledPhrase } from './compiled-phrase.ts';
import type { PatternNode } from './phrase-pattern.ts';
import type { SlotKind } from './slot-kind.ts';

/**
 * The phrases that can be said with words known beforehand; those that take a free text, an address or code cannot. One that begins
 * with a time or a sum is typed alone: its many first words are taken out of any talk.
 */
export function spokenForms(catalogue: Catalogue): SpokenForm[] {
  return compilePhrases(catalogue).phrases.flatMap(({ nodes, kinds }) => {
    const form = beginsLikeAnyTalk(nodes, kinds) ? undefined : spoken(nodes, kinds);
    return form ? [form] : [];
  });
}

function beginsLikeAnyTalk([first]: readonly PatternNode[], kinds: CompiledPhrase['kinds']): boolean {
  const kind = first?.kind === 'slot' ? kinds.get(first.slot) : undefined;
  return kind?.type === 'time' || kind?.type === 'duration' || (kind?.type === 'text' && kind.isSum === true);
}

function spoken(nodes: readonly PatternNode[], kinds: CompiledPhrase['kinds']): SpokenNode[] | undefined {
  const parts = nodes.map((node) => spokenNode(node, kinds));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function spokenNode(node: PatternNode, kinds: CompiledPhrase['kinds']): SpokenNode[] | undefined {
  switch (node.kind) {
    case 'word':
      return [{ kind: 'word', word: node.word }];
    case 'slot':
      return node.isIts ? [{ kind: 'word', word: 'its' }] : spokenSlot(kinds.get(node.slot));
    case 'choice': {
      const alternatives = node.alternatives.flatMap((each) => {
        const part = spoken(each, kinds);
        return part ? [part] : [];
      });
      return alternatives.length === 0 ? undefined : [{ kind: 'choice', alternatives }];
    }
  }
}

const wordsOf = (text: string): SpokenNode[] => text.split(' ').map((word) => ({ kind: 'word', word }));

/** Of sums what two numbers make. */
const sum: SpokenNode[] = [
  { kind: 'number' },
  { kind: 'choice', alternatives: ['plus', 'minus', 'times', 'divided by', 'percent of'].map(wordsOf) },
  { kind: 'number' },
];

function spokenSlot(kind: SlotKind | undefined): SpokenNode[] | undefined {
  switch (kind?.type) {
    case 'path':
      return [{ kind: 'name' }];
    case 'time':
    case 'duration':
      return [{ kind: kind.type }];
    case 'integer':
    case 'number':
      return [{ kind: 'number' }];
    case 'choice':
      return [
        {
          kind: 'choice',
          alternatives: kind.values.map((value) => wordsOf(String(value))),
        },
      ];
    case 'text':
      return kind.isSum ? sum : undefined;
    default:
      return undefined;
  }
}
