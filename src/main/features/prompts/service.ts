import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PromptFileName, PromptFileText, PromptsReading } from '../../../contract/prompts.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ScrubText } from '../../base/scrubber.ts';
import { type KeptNote, readNotes } from './daily-notes.ts';
import { readEditedFile, writeEditedFile } from './edit-prompt-file.ts';
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
  events: Pick<EventLog, 'append'>;
  /** Days whose notes are told. */
  notesDays: () => number;
};

export type PromptService = {
  /** What models are told besides Heron's rules. Errors: `not-found`, `invalid-input` for the pack. */
  guidance(pack: string, slots: SlotValues, isTold?: (note: KeptNote) => boolean): Promise<string>;
  /** One pack alone, with what stands in its slots. Errors: as `guidance`. */
  pack(id: string, slots: SlotValues): Promise<string>;
  read(): Promise<PromptsReading>;
  /** Errors: as `guidance`. */
  check(pack: string): Promise<void>;
  openFolder(): Promise<void>;
  /** A file as it is edited. Errors: `unsupported` for what is no file. */
  file(name: PromptFileName): Promise<PromptFileText>;
  /** Errors: `conflict` when it was changed meanwhile, `unsupported` when it cannot be changed here. */
  writeFile(change: { name: PromptFileName; text: string; baseHash: string }): Promise<PromptFileText>;
};

/** Files and packs of prompts. They are read anew each time: what is edited by hand holds from the next message on. */
export function createPrompts({
  folder,
  bundledPacks,
  openFolder,
  scrub,
  events,
  notesDays,
}: PromptServiceParts): PromptService {
  const folders = { own: join(folder, 'packs'), bundled: bundledPacks };
  // Two windows that write at once write one after the other, so that the second is told of the first.
  let writing: Promise<unknown> = Promise.resolve();
  return {
    async guidance(pack, slots, isTold) {
      const [files, notes, found] = await Promise.all([
        readPromptFiles(folder),
        readNotes(folder, notesDays(), isTold),
        findPack(folders, pack),
      ]);
      const texts = [await packText(found, slots), files.text, notes];
      return scrub(texts.filter((text) => text !== '').join('\n\n'));
    },
    pack: async (id, slots) => scrub(await packText(await findPack(folders, id), slots)),
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
    file: (name) => readEditedFile({ folder, scrub }, name),
    writeFile(change) {
      const written = writing.then(async () => {
        const file = await writeEditedFile({ folder, scrub }, change);
        const payload = { name: file.name, characters: file.text.length, hash: file.hash };
        await events.append([{ type: 'prompt.fileChanged', payload }]);
        return file;
      });
      writing = written.catch(() => undefined);
      return written;
    },
  };
}
