// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  wait: {
    input: {
      /**
       * The folder, with all below it.
       */
      folder: string;
      /**
       * Which files: names such as *.pdf, or with a slash ways below the folder such as in/** /*.pdf. None: all.
       *
       * @maxItems 100
       */
      patterns: string[];
      /**
       * Leave out files and folders of these patterns.
       *
       * @maxItems 100
       */
      exclude: string[];
      /**
       * Each change is told with the first rule that it fits; what fits none is left out.
       *
       * @maxItems 50
       */
      rules?: {
        name: string;
        /**
         * @minItems 1
         */
        patterns?: [string, ...string[]];
        /**
         * @minItems 1
         */
        what?: ['created' | 'changed' | 'renamed' | 'removed', ...('created' | 'changed' | 'renamed' | 'removed')[]];
      }[];
      /**
       * How long it must have been quiet before changes are told.
       */
      quietMs: number;
      /**
       * How often to look.
       */
      everyMs: number;
      /**
       * How long to watch.
       */
      seconds: number;
    };
    output: {
      folder: string;
      changes: {
        what: 'created' | 'changed' | 'renamed' | 'removed';
        /**
         * Below the folder.
         */
        name: string;
        /**
         * What it was called before.
         */
        from?: string;
        bytes: number;
        rule?: string;
      }[];
      /**
       * There were more changes than were kept.
       */
      truncated: boolean;
      /**
       * Nothing changed in time.
       */
      isTimeUp: boolean;
    };
  };
  follow: {
    input: {
      /**
       * The folder, with all below it.
       */
      folder: string;
      /**
       * Which files: names such as *.pdf, or with a slash ways below the folder such as in/** /*.pdf. None: all.
       *
       * @maxItems 100
       */
      patterns: string[];
      /**
       * Leave out files and folders of these patterns.
       *
       * @maxItems 100
       */
      exclude: string[];
      /**
       * Each change is told with the first rule that it fits; what fits none is left out.
       *
       * @maxItems 50
       */
      rules?: {
        name: string;
        /**
         * @minItems 1
         */
        patterns?: [string, ...string[]];
        /**
         * @minItems 1
         */
        what?: ['created' | 'changed' | 'renamed' | 'removed', ...('created' | 'changed' | 'renamed' | 'removed')[]];
      }[];
      /**
       * How long it must have been quiet before changes are told.
       */
      quietMs: number;
      /**
       * How often to look.
       */
      everyMs: number;
      /**
       * How long to watch.
       */
      seconds: number;
    };
    output: {
      folder: string;
      changes: {
        what: 'created' | 'changed' | 'renamed' | 'removed';
        /**
         * Below the folder.
         */
        name: string;
        /**
         * What it was called before.
         */
        from?: string;
        bytes: number;
        rule?: string;
      }[];
      /**
       * There were more changes than were kept.
       */
      truncated: boolean;
    };
  };
  look: {
    input: {
      /**
       * The folder, with all below it.
       */
      folder: string;
      /**
       * Which files: names such as *.pdf, or with a slash ways below the folder such as in/** /*.pdf. None: all.
       *
       * @maxItems 100
       */
      patterns: string[];
      /**
       * Leave out files and folders of these patterns.
       *
       * @maxItems 100
       */
      exclude: string[];
      /**
       * Files to give at most.
       */
      limit: number;
    };
    output: {
      folder: string;
      files: {
        name: string;
        bytes: number;
        modifiedAt: string;
      }[];
      total: number;
    };
  };
};
