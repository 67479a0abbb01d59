// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  discover: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * How many files to give at most.
       */
      limit: number;
    };
    output: {
      path: string;
      /**
       * The most likely first.
       */
      frameworks: ('vitest' | 'jest' | 'node' | 'pytest' | 'cargo' | 'go')[];
      /**
       * Relative to the folder.
       */
      files: string[];
      total: number;
    };
  };
  run: {
    input: {
      /**
       * The folder of the project.
       */
      path: string;
      /**
       * What it is tested with. Absent: what `discover` finds first.
       */
      framework?: 'vitest' | 'jest' | 'node' | 'pytest' | 'cargo' | 'go';
      /**
       * Only these files (for go: packages), relative to the folder. Not for cargo.
       */
      files: string[];
      /**
       * Only tests with this in their name.
       */
      filter?: string;
      /**
       * End it after this time.
       */
      timeoutSeconds: number;
    };
    output: {
      path: string;
      framework: 'vitest' | 'jest' | 'node' | 'pytest' | 'cargo' | 'go';
      /**
       * `none`: no test ran.
       */
      status: 'passed' | 'failed' | 'none';
      passed: number;
      failed: number;
      skipped: number;
      /**
       * The first 200.
       */
      failures: {
        name: string;
        /**
         * Relative to the project's folder, where it lies in it.
         */
        file: string | null;
        line: number | null;
        message: string;
      }[];
      durationMs: number | null;
    };
  };
  report: {
    input: {
      /**
       * The report.
       */
      path: string;
      /**
       * What it is written in.
       */
      format: 'auto' | 'junit' | 'json' | 'tap';
    };
    output: {
      path: string;
      /**
       * `none`: no test ran.
       */
      status: 'passed' | 'failed' | 'none';
      passed: number;
      failed: number;
      skipped: number;
      /**
       * The first 200.
       */
      failures: {
        name: string;
        /**
         * Relative to the project's folder, where it lies in it.
         */
        file: string | null;
        line: number | null;
        message: string;
      }[];
      durationMs: number | null;
    };
  };
};
