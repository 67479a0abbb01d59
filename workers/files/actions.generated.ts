// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  list: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Also what is in the folders below it.
       */
      recursive: boolean;
      /**
       * Only names like this: * is any text, ? one character, {a,b} one or the other, ** any folders.
       */
      pattern?: string;
      /**
       * How many entries to give at most.
       */
      limit: number;
    };
    output: {
      path: string;
      entries: {
        /**
         * Relative to the folder, with / between parts.
         */
        name: string;
        kind: 'file' | 'folder' | 'link' | 'other';
        bytes: number;
        /**
         * For example 2026-11-21T13:03:05.000Z.
         */
        modifiedAt: string;
      }[];
      /**
       * How many entries there are, whatever the limit.
       */
      total: number;
      /**
       * Size of all files among them.
       */
      bytes: number;
    };
  };
  read: {
    input: {
      /**
       * The file.
       */
      path: string;
      /**
       * Refuse a file that is larger than this.
       */
      maxBytes: number;
    };
    output: {
      path: string;
      text: string;
      bytes: number;
    };
  };
  write: {
    input: {
      /**
       * The file. Missing folders are made.
       */
      path: string;
      /**
       * The text.
       */
      content: string;
      /**
       * Replace a file that exists already.
       */
      overwrite: boolean;
    };
    output: {
      path: string;
      bytes: number;
    };
  };
  makeFolder: {
    input: {
      /**
       * The folder.
       */
      path: string;
    };
    output: {
      path: string;
    };
  };
  copy: {
    input: {
      /**
       * What to copy.
       */
      source: string;
      /**
       * Its new place, or a folder to put it into.
       */
      destination: string;
      /**
       * Replace files that exist already.
       */
      overwrite: boolean;
    };
    output: {
      source: string;
      /**
       * The copy.
       */
      path: string;
      files: number;
      bytes: number;
      /**
       * Links and devices, which are not copied.
       */
      skipped: string[];
    };
  };
  move: {
    input: {
      /**
       * What to move.
       */
      source: string;
      /**
       * Its new place, or a folder to put it into.
       */
      destination: string;
      /**
       * Replace what is there already.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * Where it was.
       */
      source: string;
      /**
       * Where it is now.
       */
      path: string;
    };
  };
  find: {
    input: {
      /**
       * The folder to search, with all below it.
       */
      path: string;
      /**
       * Only files named like this: * is any text, ? one character, {a,b} one or the other, ** any folders. Without these it is a part of the name.
       */
      pattern?: string;
      /**
       * Only files with this text in them; upper and lower case are the same.
       */
      text?: string;
      /**
       * Stop after so many matches.
       */
      limit: number;
      /**
       * Do not look for text in files larger than this.
       */
      maxFileBytes: number;
    };
    output: {
      path: string;
      matches: {
        path: string;
        bytes: number;
        /**
         * The first line with the text.
         */
        line?: number;
        /**
         * That line.
         */
        excerpt?: string;
      }[];
      /**
       * How many files were looked at.
       */
      searched: number;
      /**
       * How many files were over `maxFileBytes` and not looked into.
       */
      tooLarge: number;
      /**
       * How many files could not be read.
       */
      unreadable: number;
      /**
       * The search stopped at `limit`.
       */
      truncated: boolean;
    };
  };
  remove: {
    input: {
      /**
       * What to remove.
       */
      path: string;
    };
    output: {
      path: string;
    };
  };
};
