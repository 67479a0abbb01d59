import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** Something that could stand where the cursor is. */
export type CodeWord = {
  word: string;
  /** Stands behind it: what it is now. */
  detail?: string;
  /** Under which heading it is. */
  group?: string;
  /** What is put in when it is not the word itself. */
  put?: string;
};

/** What could stand there, and where the word that it takes the place of begins. */
export type Completions = { from: number; words: readonly CodeWord[] };

/** `isAsked`: the person asked for words; else there are some only where one has been begun. */
export type Complete = (text: string, at: number, isAsked: boolean) => Promise<Completions | undefined>;

/** Asks the field for words, in the way that the editor wants to be answered. */
export function completionSource(wishes: () => { complete: Complete | undefined }) {
  return async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const found = await wishes().complete?.(state.doc.toString(), pos, explicit);
    if (!found || found.words.length === 0) return null;
    return { from: found.from, options: found.words.map(optionOf), validFor: /^\$?[\w`]*$/ };
  };
}

function optionOf({ word, detail, group, put }: CodeWord): Completion {
  return {
    label: word,
    ...(detail === undefined ? {} : { detail }),
    ...(group === undefined ? {} : { section: group }),
    ...(put === undefined ? {} : { apply: put }),
  };
}
