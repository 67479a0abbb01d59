import { type PromptFile, type PromptFileName, promptFileNames } from '../../../contract/prompts.ts';
import { plural, t } from '../../../words/words.ts';

type About = { title: string; hint: string; example: string };

/** What each file is for, and how one may begin. */
export const aboutFiles = (): Record<PromptFileName, About> => ({
  'USER.md': {
    title: t('About you'),
    hint: t('Who you are, and what you like'),
    example: t('My name is Ada. I live in Ghent.\nI write letters in British English.'),
  },
  'MEMORY.md': {
    title: t('To remember'),
    hint: t('Facts that hold from one conversation to the next'),
    example: '- The letters are in ~/Documents/letters\n- Invoices are named by year and number',
  },
  'IDENTITY.md': {
    title: t('Who Heron is'),
    hint: t('Its name and its part'),
    example: t('You are the assistant of a small bookshop.'),
  },
  'SOUL.md': {
    title: t('Its character'),
    hint: t('How it thinks and speaks'),
    example: t('Say plainly when you do not know something.'),
  },
  'AGENTS.md': {
    title: t('How it works'),
    hint: t('Rules and habits for every task'),
    example: '- Run the tests after each change\n- Ask before you touch more than ten files',
  },
  'TOOLS.md': {
    title: t('Your tools'),
    hint: t('Machines, programs and folders worth knowing'),
    example: t('The printer in the hall is called hall-1.'),
  },
  'BOOTSTRAP.md': {
    title: t('To begin with'),
    hint: t('What to know before anything else'),
    example: t('We are moving house this month.'),
  },
  'HEARTBEAT.md': {
    title: t('To look at'),
    hint: t('What to keep an eye on'),
    example: '- The backup should be younger than a day',
  },
});

/** What people write most stands first; a model is told them in another order. */
export const fileGroups = (): { title: string; names: PromptFileName[] }[] => [
  { title: t('You'), names: ['USER.md', 'MEMORY.md'] },
  { title: 'Heron', names: promptFileNames.filter((name) => name !== 'USER.md' && name !== 'MEMORY.md') },
];

/** `1,200 characters`, `20,000 of 25,000 characters are told`, `Empty`. */
export function toldText({ state, shown, characters }: PromptFile): string {
  if (state === 'missing') return t('Empty');
  if (state === 'unreadable') return t('Cannot be read');
  if (state === 'whole') return plural(characters, { one: '1 character', other: '{{count}} characters' });
  return t('{{shown}} of {{all}} characters are told', { shown, all: characters });
}
