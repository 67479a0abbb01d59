import type { SpokenForm, SpokenNode } from '../../../base/spoken-form.ts';
import type { Catalogue } from '../../../orchestrator/catalogue.ts';
import { compilePhrases, type CompiledPhrase } from './compiled-phrase.ts';
import type { PatternNode } from './phrase-pattern.ts';
import type { SlotKind } from './slot-kind.ts';

/**
 * The phrases that can be said with words known beforehand; those that take a free text, an address or code cannot. One that begins
 * with a time is typed alone: its many first words are taken out of any talk.
 */
export function spokenForms(catalogue: Catalogue): SpokenForm[] {
  return compilePhrases(catalogue).phrases.flatMap(({ nodes, kinds }) => {
    const form = beginsWithTime(nodes, kinds) ? undefined : spoken(nodes, kinds);
    return form ? [form] : [];
  });
}

function beginsWithTime([first]: readonly PatternNode[], kinds: CompiledPhrase['kinds']): boolean {
  const kind = first?.kind === 'slot' ? kinds.get(first.slot)?.type : undefined;
  return kind === 'time' || kind === 'duration';
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
          alternatives: kind.values.map((value) =>
            String(value)
              .split(' ')
              .map((word): SpokenNode => ({ kind: 'word', word })),
          ),
        },
      ];
    default:
      return undefined;
  }
}
