import type { Remembered } from '../../../contract/memory.ts';
import { promptFileNames } from '../../../contract/prompts.ts';
import { aboutFiles } from './memory-files.ts';

/** Where something that is remembered stands: `You said it in “Hens”`. */
export function originWords({ kind, role, title = '', file = '' }: Remembered): string {
  if (kind === 'message') return `${role === 'person' ? 'You' : 'Heron'} said it in “${title}”`;
  if (kind === 'note') return `Heron noted it, ${file}`;
  const name = promptFileNames.find((each) => each === file);
  return name ? `You wrote it, ${aboutFiles[name].title}` : file;
}
