import type { ModelRecord, ModelPurpose } from '../../../contract/models.ts';

export const purposeWords: Record<ModelPurpose, { title: string; hint: string }> = {
  plan: { title: 'Plan', hint: 'Turns a sentence into steps' },
  act: { title: 'Act', hint: 'Works with tools, one step after the other' },
  answer: { title: 'Answer', hint: 'Says something at once' },
  code: { title: 'Code', hint: 'Writes and changes programs' },
  title: { title: 'Title', hint: 'Gives a conversation its name' },
  route: { title: 'Sort', hint: 'Says what kind a sentence is where no rule does; nobody else is asked for it' },
  summary: { title: 'Summary', hint: 'Shortens what was said long ago' },
};

/** What a model can do, in a line. */
export function recordText({ context, tools, vision, temperature, price }: ModelRecord): string {
  return [
    context === undefined ? undefined : `${tokensText(context)} tokens`,
    tools ? 'tools' : 'no tools',
    vision ? 'pictures' : undefined,
    temperature ? undefined : 'own temperature',
    price && `$${price.input} in, $${price.output} out`,
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
