// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  duplicates: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Leave smaller files alone.
       */
      minBytes: number;
      /**
       * Only files named like this: * is any text, ? one character.
       */
      pattern?: string;
      /**
       * Which of the same files stays: the one changed first, last, or with the shortest path.
       */
      keep: 'oldest' | 'newest' | 'shortest';
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      groups: {
        sha256: string;
        /**
         * Of one of them.
         */
        bytes: number;
        /**
         * The first is the one to keep.
         */
        files: string[];
      }[];
      /**
       * How many groups there are.
       */
      total: number;
      /**
       * Files that are there besides one of each.
       */
      extra: number;
      wastedBytes: number;
      searched: number;
    };
  };
  removeDuplicates: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Leave smaller files alone.
       */
      minBytes: number;
      /**
       * Only files named like this: * is any text, ? one character.
       */
      pattern?: string;
      /**
       * Which of the same files stays: the one changed first, last, or with the shortest path.
       */
      keep: 'oldest' | 'newest' | 'shortest';
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      applied: boolean;
      removed: {
        path: string;
        sameAs: string;
      }[];
      total: number;
      freedBytes: number;
      /**
       * Files that have changed meanwhile, and stay.
       */
      skipped: string[];
    };
  };
  organise: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * What decides: Pictures, Documents …; 2026-11; 2026; Small, Medium, Large; or `rules`.
       */
      by: 'type' | 'month' | 'year' | 'size' | 'rules';
      /**
       * The first that fits decides; what none fits stays.
       *
       * @maxItems 100
       */
      rules: {
        /**
         * Where to, relative to the folder.
         */
        folder: string;
        /**
         * Only files named like this: * is any text, ? one character.
         */
        pattern?: string;
        /**
         * Only files changed before.
         */
        olderThanDays?: number;
        /**
         * Only larger files.
         */
        largerThanBytes?: number;
      }[];
      /**
       * Also files in folders below it.
       */
      recursive: boolean;
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      applied: boolean;
      moves: {
        from: string;
        to: string;
      }[];
      total: number;
      bytes: number;
      folders: {
        folder: string;
        files: number;
      }[];
    };
  };
  emptyFolders: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      applied: boolean;
      folders: string[];
      total: number;
    };
  };
  oldFiles: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * How many days they have not changed.
       */
      days: number;
      /**
       * Only files named like this: * is any text, ? one character.
       */
      pattern?: string;
      /**
       * Also files in folders below it.
       */
      recursive: boolean;
      /**
       * Move them into this folder. Absent: remove them.
       */
      destination?: string;
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      applied: boolean;
      files: {
        path: string;
        bytes: number;
        modifiedAt: string;
        to: string | null;
      }[];
      total: number;
      bytes: number;
    };
  };
  gather: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * The folder they go into; it is made if it is not there.
       */
      destination: string;
      /**
       * Only files of this kind, by their endings.
       */
      kind?:
        | 'pictures'
        | 'photos'
        | 'images'
        | 'videos'
        | 'movies'
        | 'music'
        | 'songs'
        | 'documents'
        | 'spreadsheets'
        | 'presentations'
        | 'archives'
        | 'installers'
        | 'programs'
        | 'code';
      /**
       * Only files whose names end so, such as pdf.
       */
      ending?: string;
      /**
       * Only files named like this: * is any text, ? one character.
       */
      pattern?: string;
      /**
       * Also files in folders below it.
       */
      recursive: boolean;
      /**
       * Leave them where they are as well.
       */
      copy: boolean;
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      destination: string;
      applied: boolean;
      moves: {
        from: string;
        to: string;
      }[];
      total: number;
      bytes: number;
    };
  };
  discard: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Only files of this kind, by their endings.
       */
      kind?:
        | 'pictures'
        | 'photos'
        | 'images'
        | 'videos'
        | 'movies'
        | 'music'
        | 'songs'
        | 'documents'
        | 'spreadsheets'
        | 'presentations'
        | 'archives'
        | 'installers'
        | 'programs'
        | 'code';
      /**
       * Only files whose names end so, such as pdf.
       */
      ending?: string;
      /**
       * Only files named like this: * is any text, ? one character.
       */
      pattern?: string;
      /**
       * Also files in folders below it.
       */
      recursive: boolean;
      /**
       * Do it. Otherwise only what would be done is told.
       */
      apply: boolean;
      /**
       * How many to list at most; all are counted, and all are done.
       */
      limit: number;
    };
    output: {
      path: string;
      applied: boolean;
      files: {
        path: string;
        bytes: number;
      }[];
      total: number;
      bytes: number;
    };
  };
  largest: {
    input: {
      /**
       * The folder.
       */
      path: string;
      /**
       * Only files of this kind, by their endings.
       */
      kind?:
        | 'pictures'
        | 'photos'
        | 'images'
        | 'videos'
        | 'movies'
        | 'music'
        | 'songs'
        | 'documents'
        | 'spreadsheets'
        | 'presentations'
        | 'archives'
        | 'installers'
        | 'programs'
        | 'code';
      /**
       * How many.
       */
      limit: number;
    };
    output: {
      path: string;
      files: {
        path: string;
        bytes: number;
      }[];
      total: number;
      bytes: number;
    };
  };
};
