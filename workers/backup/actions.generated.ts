// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  create: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
    };
    output: {
      repository: string;
    };
  };
  snapshot: {
    input: {
      /**
       * The folder to back up.
       */
      source: string;
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * Leave out: names and patterns such as *.tmp or node_modules.
       *
       * @maxItems 200
       */
      exclude: string[];
    };
    output: {
      snapshot: string;
      source: string;
      repository: string;
      /**
       * Files.
       */
      isNew: number;
      changed: number;
      same: number;
      /**
       * Of all files.
       */
      bytes: number;
      /**
       * Bytes that had to be stored.
       */
      added: number;
      /**
       * What could not be read and is not in it; the first hundred.
       */
      unread: string[];
    };
  };
  list: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * How many to give at most.
       */
      limit: number;
    };
    output: {
      repository: string;
      snapshots: {
        snapshot: string;
        /**
         * For example 2026-11-21T13:03:05.5+01:00.
         */
        at: string;
        /**
         * The folder that was backed up.
         */
        source: string;
        host: string;
      }[];
      total: number;
    };
  };
  contents: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * Which snapshot, by what `list` calls it; `latest` is the newest.
       */
      snapshot: string;
      /**
       * How many to give at most.
       */
      limit: number;
    };
    output: {
      repository: string;
      snapshot: string;
      entries: {
        name: string;
        kind: 'file' | 'folder' | 'link' | 'other';
        size: number;
      }[];
      total: number;
    };
  };
  verify: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * Read all data too, which takes as long as a restore.
       */
      all: boolean;
    };
    output: {
      repository: string;
      isSound: boolean;
      /**
       * The first hundred.
       */
      problems: string[];
    };
  };
  restore: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * Which snapshot, by what `list` calls it; `latest` is the newest.
       */
      snapshot: string;
      /**
       * The folder to restore into; it is made if it is missing.
       */
      destination: string;
      /**
       * Only this file or folder, as `contents` names it.
       */
      part?: string;
      /**
       * What to do where the destination has something else under the same name: ask, keep it, or write over it.
       */
      onChanged: 'ask' | 'keep' | 'replace';
    };
    output: {
      repository: string;
      snapshot: string;
      destination: string;
      /**
       * Files and links that were missing.
       */
      restored: number;
      /**
       * Files that were there as they are in the snapshot.
       */
      same: number;
      replaced: string[];
      /**
       * What differs and was left as it is.
       */
      kept: string[];
    };
  };
  prune: {
    input: {
      /**
       * The folder that holds the backup.
       */
      repository: string;
      /**
       * Keep the newest ones.
       */
      keepLast: number;
      /**
       * Keep the last of each of so many days.
       */
      keepDaily: number;
      /**
       * Of so many weeks.
       */
      keepWeekly: number;
      /**
       * Of so many months.
       */
      keepMonthly: number;
      /**
       * Of so many years.
       */
      keepYearly: number;
      /**
       * Only say what would be removed.
       */
      dryRun: boolean;
    };
    output: {
      repository: string;
      dryRun: boolean;
      kept: number;
      removed: {
        snapshot: string;
        /**
         * For example 2026-11-21T13:03:05.5+01:00.
         */
        at: string;
        /**
         * The folder that was backed up.
         */
        source: string;
        host: string;
      }[];
    };
  };
};
