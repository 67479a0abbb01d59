import type { Remembered } from '../../../contract/memory.ts';
import { promptFileNames } from '../../../contract/prompts.ts';
import { aboutFiles } from './memory-files.ts';
import { t } from '../../../words/words.ts';

/** Where something that is remembered stands: `You said it in “Hens”`. */
export function originWords({ kind, role, title = '', file = '' }: Remembered): string {
  if (kind === 'message') return `${role === 'person' ? t('You') : 'Heron'} said it in “${title}”`;
  if (kind === 'note') return t('Heron noted it, {{file}}', { file });
  const name = promptFileNames.find((each) => each === file);
  return name ? t('You wrote it, {{title}}', { title: aboutFiles()[name].title }) : file;
}
