// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  run: {
    input: {
      /**
       * What the code is in. Python runs where it is installed and bubblewrap works.
       */
      language: 'javascript' | 'typescript' | 'python';
      /**
       * The whole program. It works in an empty folder, in which the files it is given lie.
       */
      code: string;
      /**
       * What it reads as its standard input.
       */
      stdin?: string;
      /**
       * Files it gets a copy of, each under its own name in the folder it works in.
       *
       * @maxItems 32
       */
      files?: string[];
      /**
       * Where the files it writes are kept. Without it small texts are given, and the rest is thrown away.
       */
      outputFolder?: string;
      /**
       * End it after this time.
       */
      timeoutSeconds: number;
      /**
       * End it when it needs more memory.
       */
      memoryMb: number;
      /**
       * Keep so much of each of its two outputs.
       */
      maxOutputBytes: number;
    };
    output: {
      /**
       * How it ended, in one sentence.
       */
      summary: string;
      /**
       * null: a signal ended it.
       */
      exitCode: number | null;
      signal: string | null;
      /**
       * The limit that ended it; null: none.
       */
      limit: 'time' | 'cpu' | 'memory' | 'output' | 'disk' | null;
      stdout: string;
      stderr: string;
      /**
       * There was more output than `maxOutputBytes`.
       */
      truncated: boolean;
      durationMs: number;
      /**
       * The files it wrote, by name.
       */
      artifacts: {
        /**
         * Relative to the folder it worked in.
         */
        name: string;
        bytes: number;
        sha256: string;
        /**
         * The content of a small text, when no folder was named.
         */
        text?: string;
        /**
         * Where it was put.
         */
        path?: string;
      }[];
      /**
       * What it left that is not given: links, for example.
       */
      leftOut: {
        name: string;
        why: string;
      }[];
    };
  };
  patch: {
    input: {
      /**
       * The folder that the names in the patch begin in.
       */
      folder: string;
      /**
       * The file with the patch; or else the patch itself.
       */
      file?: string;
      /**
       * The patch as it stands.
       */
      patch?: string;
      /**
       * How many lines around a change may differ.
       */
      fuzz: number;
      /**
       * Change nothing; say what would be.
       */
      dryRun: boolean;
    };
    output: {
      folder: string;
      files: {
        name: string;
        kind: 'changed' | 'created' | 'removed' | 'renamed';
        /**
         * What a renamed file was called.
         */
        from?: string;
        /**
         * Lines.
         */
        added: number;
        /**
         * Lines.
         */
        removed: number;
      }[];
      /**
       * What does not fit; of a dry run.
       */
      problems: {
        name: string;
        why: string;
      }[];
      dryRun: boolean;
    };
  };
};
