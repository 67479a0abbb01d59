import { expect, test } from 'vitest';
import { isActionTask } from '../../../../contract/plan-task.ts';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';
import { compilePhrases, type CompiledPhrase } from './compiled-phrase.ts';
import type { PatternNode } from './phrase-pattern.ts';
import type { SlotKind } from './slot-kind.ts';

/** Nobody says these: they carry out the nodes of workflows that came from elsewhere. */
const ofImports = ['n8n', 'n8n-formats', 'node-red'];
const catalogue = bundledCatalogue();
const phrases = compilePhrases(catalogue).phrases.filter(({ entry }) => !ofImports.includes(entry.workerId));

type Sentence = { text: string; present: string[] };

/** The shortest sentence of a phrase; undefined for one that means the result of a step before. */
function sentenceOf({ nodes, kinds, entry }: CompiledPhrase): Sentence | undefined {
  const present: string[] = [];
  const words = wordsOf(nodes);
  return words.includes('its') ? undefined : { text: words.join(' '), present };

  function wordsOf(parts: readonly PatternNode[]): string[] {
    return parts.flatMap((node) => {
      if (node.kind === 'word') return [node.word];
      if (node.kind === 'slot') return [node.isIts ? 'its' : valueOf(node.slot, kinds.get(node.slot))];
      const isOptional = node.alternatives.some((each) => each.length === 0);
      return isOptional ? [] : wordsOf(node.alternatives[0] ?? []);
    });
  }

  function valueOf(slot: string, kind: SlotKind | undefined): string {
    if (kind?.type === 'path') {
      const isFile = entry.action.needs.some(({ target, kind: of }) => of === 'file' && target === `{{ ${slot} }}`);
      present.push(`/base/thing${present.length}${isFile ? '.txt' : ''}`);
      return present.at(-1) ?? '';
    }
    if (kind?.type === 'choice') return String(kind.values[0]);
    const { examples, minimum } = entry.action.input.properties[slot] ?? {};
    const [given] = Array.isArray(examples) ? (examples as unknown[]) : [];
    if (kind?.type === 'integer' || kind?.type === 'number') return String(Math.max(5, Number(minimum ?? 0)));
    if (typeof given === 'string') return /\s/.test(given) ? `"${given}"` : given;
    return byKind[kind?.type ?? 'text'] ?? bySlot[slot] ?? 'alpha';
  }
}

const byKind: Record<string, string> = {
  ...{ uri: 'https://example.org/x', duration: '5 minutes', time: 'tomorrow at 9:00', boolean: 'true' },
};

/** Where not any word will do. */
const bySlot: Record<string, string> = {
  ...{ snapshot: '4bba301e', server: 'postgresql://anna@db.example.org/shop', sql: '"SELECT 1"', zone: 'example.org' },
  ...{
    secret: 'cloud-aws',
    place: 's3://photos/a.jpg',
    from: 's3://photos/a',
    to: 's3://photos/b',
    hosts: 'example.org',
  },
};

test('the shortest sentence of every phrase leads to its action, whatever other workers understand', async () => {
  const elsewhere: string[] = [];
  const reached = new Set<string>();
  for (const phrase of phrases) {
    const said = sentenceOf(phrase);
    if (!said) continue;
    const made = await planSentence(said.text, { catalogue, present: said.present });
    const actions = (made.plan?.tasks ?? []).map((task) => (isActionTask(task) ? task.action : 'no action'));
    if (actions.join() === phrase.entry.ref) reached.add(phrase.entry.ref);
    else elsewhere.push(`${phrase.entry.ref}: “${said.text}” → ${made.plan ? actions.join(', ') : made.message}`);
  }
  expect(elsewhere).toEqual([]);
  const refs = catalogue.actions().flatMap(({ ref, workerId }) => (ofImports.includes(workerId) ? [] : [ref]));
  expect(refs.filter((ref) => !reached.has(ref))).toEqual([]);
}, 120_000);
