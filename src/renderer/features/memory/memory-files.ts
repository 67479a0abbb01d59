import { type PromptFile, type PromptFileName, promptFileNames } from '../../../contract/prompts.ts';

type About = { title: string; hint: string; example: string };

/** What each file is for, and how one may begin. */
export const aboutFiles: Record<PromptFileName, About> = {
  'USER.md': {
    title: 'About you',
    hint: 'Who you are, and what you like',
    example: 'My name is Ada. I live in Ghent.\nI write letters in British English.',
  },
  'MEMORY.md': {
    title: 'To remember',
    hint: 'Facts that hold from one conversation to the next',
    example: '- The letters are in ~/Documents/letters\n- Invoices are named by year and number',
  },
  'IDENTITY.md': {
    title: 'Who Heron is',
    hint: 'Its name and its part',
    example: 'You are the assistant of a small bookshop.',
  },
  'SOUL.md': {
    title: 'Its character',
    hint: 'How it thinks and speaks',
    example: 'Say plainly when you do not know something.',
  },
  'AGENTS.md': {
    title: 'How it works',
    hint: 'Rules and habits for every task',
    example: '- Run the tests after each change\n- Ask before you touch more than ten files',
  },
  'TOOLS.md': {
    title: 'Your tools',
    hint: 'Machines, programs and folders worth knowing',
    example: 'The printer in the hall is called hall-1.',
  },
  'BOOTSTRAP.md': {
    title: 'To begin with',
    hint: 'What to know before anything else',
    example: 'We are moving house this month.',
  },
  'HEARTBEAT.md': {
    title: 'To look at',
    hint: 'What to keep an eye on',
    example: '- The backup should be younger than a day',
  },
};

/** What people write most stands first; a model is told them in another order. */
export const fileGroups: { title: string; names: PromptFileName[] }[] = [
  { title: 'You', names: ['USER.md', 'MEMORY.md'] },
  { title: 'Heron', names: promptFileNames.filter((name) => name !== 'USER.md' && name !== 'MEMORY.md') },
];

/** `1,200 characters`, `20,000 of 25,000 characters are told`, `Empty`. */
export function toldText({ state, shown, characters }: PromptFile): string {
  if (state === 'missing') return 'Empty';
  if (state === 'unreadable') return 'Cannot be read';
  const all = characters.toLocaleString('en');
  if (state === 'whole') return characters === 1 ? '1 character' : `${all} characters`;
  return `${shown.toLocaleString('en')} of ${all} characters are told`;
}
