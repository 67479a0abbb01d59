// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  count: {
    input: {
      /**
       * The file; or give `text`.
       */
      path?: string;
      /**
       * The text; or give `path`.
       */
      text?: string;
    };
    output: {
      lines: number;
      /**
       * Runs of characters between white space.
       */
      words: number;
      /**
       * As a reader counts: an accented letter or an emoji is one.
       */
      characters: number;
    };
  };
  replace: {
    input: {
      /**
       * The text to change.
       */
      text: string;
      /**
       * What to replace.
       */
      find: string;
      /**
       * What to put there. With `regex`, $1 is the first group and $& the whole match.
       */
      replacement: string;
      /**
       * `find` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
    };
    output: {
      /**
       * The new text.
       */
      text: string;
      replacements: number;
    };
  };
  replaceInFile: {
    input: {
      /**
       * The file to change.
       */
      path: string;
      /**
       * What to replace.
       */
      find: string;
      /**
       * What to put there. With `regex`, $1 is the first group and $& the whole match.
       */
      replacement: string;
      /**
       * `find` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
    };
    output: {
      path: string;
      replacements: number;
    };
  };
  extract: {
    input: {
      /**
       * The file; or give `text`.
       */
      path?: string;
      /**
       * The text; or give `path`.
       */
      text?: string;
      /**
       * What to pick out; `matches` needs `pattern`.
       */
      kind: 'emails' | 'urls' | 'numbers' | 'matches';
      /**
       * A JavaScript regular expression; its first group, if it has one, is what is picked.
       */
      pattern?: string;
      /**
       * Each value once.
       */
      unique: boolean;
      /**
       * Stop after so many values.
       */
      limit: number;
    };
    output: {
      /**
       * In the order of the text.
       */
      values: string[];
      /**
       * The search stopped at `limit`.
       */
      truncated: boolean;
    };
  };
};
