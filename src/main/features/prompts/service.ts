import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PromptsReading } from '../../../contract/prompts.ts';
import { HeronError } from '../../base/errors.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { readNotes } from './daily-notes.ts';
import { readPromptFiles } from './prompt-files.ts';
import { findPack, packText, readPacks, type SlotValues } from './prompt-packs.ts';

export type PromptServiceParts = {
  /** Of the person: the files, and `packs/` below. */
  folder: string;
  bundledPacks: string;
  /** Absent where there is no window. */
  openFolder: ((path: string) => Promise<void>) | undefined;
  /** No model sees the value of a secret, wherever somebody wrote it down. */
  scrub: ScrubText;
  /** Days whose notes are told. */
  notesDays: () => number;
};

export type PromptService = {
  /** What models are told besides Heron's rules. Errors: `not-found`, `invalid-input` for the pack. */
  guidance(pack: string, slots: SlotValues): Promise<string>;
  read(): Promise<PromptsReading>;
  /** Errors: as `guidance`. */
  check(pack: string): Promise<void>;
  openFolder(): Promise<void>;
};

/** Files and packs of prompts. They are read anew each time: what is edited by hand holds from the next message on. */
export function createPrompts({
  folder,
  bundledPacks,
  openFolder,
  scrub,
  notesDays,
}: PromptServiceParts): PromptService {
  const folders = { own: join(folder, 'packs'), bundled: bundledPacks };
  return {
    async guidance(pack, slots) {
      const [files, notes, found] = await Promise.all([
        readPromptFiles(folder),
        readNotes(folder, notesDays()),
        findPack(folders, pack),
      ]);
      const texts = [await packText(found, slots), files.text, notes];
      return scrub(texts.filter((text) => text !== '').join('\n\n'));
    },
    async read() {
      const [{ files }, packs] = await Promise.all([readPromptFiles(folder), readPacks(folders)]);
      return { folder, canOpen: openFolder !== undefined, files, packs };
    },
    check: async (pack) => void (await findPack(folders, pack)),
    async openFolder() {
      if (!openFolder) throw new HeronError('unsupported', `Without a window no folder can be shown; it is ${folder}`);
      await mkdir(folders.own, { recursive: true });
      await openFolder(folder);
    },
  };
}
