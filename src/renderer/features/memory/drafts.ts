import type { PromptFileName } from '../../../contract/prompts.ts';

/** What was typed and not kept yet, with the hash of the text it was made from. */
export type FileDraft = { text: string; baseHash: string };

const keyOf = (name: PromptFileName): string => `heron-memory-${name}`;

/** It is there again after a look at another screen, a reload, or a crash of the window. */
export function readDraft(name: PromptFileName): FileDraft | undefined {
  const kept = localStorage.getItem(keyOf(name));
  if (kept === null) return undefined;
  const [baseHash = '', ...text] = kept.split('\n');
  return { baseHash, text: text.join('\n') };
}

export function writeDraft(name: PromptFileName, draft: FileDraft | undefined): void {
  if (draft) localStorage.setItem(keyOf(name), `${draft.baseHash}\n${draft.text}`);
  else localStorage.removeItem(keyOf(name));
}
