import type { ModelRecord, ModelPurpose } from '../../../contract/models.ts';
import { t } from '../../../words/words.ts';

export const purposeWords = (): Record<ModelPurpose, { title: string; hint: string }> => ({
  plan: { title: t('Plan'), hint: t('Turns a sentence into steps') },
  act: { title: t('Act'), hint: t('Works with tools, one step after the other') },
  answer: { title: t('Answer'), hint: t('Says something at once') },
  code: { title: t('Code'), hint: t('Writes and changes programs') },
  title: { title: t('Title'), hint: t('Gives a conversation its name') },
  route: { title: t('Sort'), hint: t('Says what kind a sentence is where no rule does; nobody else is asked for it') },
  summary: { title: t('Summary'), hint: t('Shortens what was said long ago') },
});

/** What a model can do, in a line. */
export function recordText({ context, tools, vision, temperature, price }: ModelRecord): string {
  return [
    context === undefined ? undefined : t('{{count}} tokens', { count: tokensText(context) }),
    tools ? t('tools') : t('no tools'),
    vision ? t('pictures') : undefined,
    temperature ? undefined : t('own temperature'),
    price && t('${{in}} in, ${{out}} out', { in: price.input, out: price.output }),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function tokensText(count: number): string {
  return count >= 1_000_000 ? `${Math.round(count / 100_000) / 10}M` : `${Math.round(count / 1000)}k`;
}

/** A name as ids are: lower-case, with single strokes. */
export function idOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 24);
}
