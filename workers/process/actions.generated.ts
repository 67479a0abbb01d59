// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  list: {
    input: {
      /**
       * What comes first: the most processor, the most memory, the lowest number, the first name.
       */
      sort: 'cpu' | 'memory' | 'pid' | 'name';
      /**
       * Only commands with this text in them; upper and lower case are the same.
       */
      filter?: string;
      /**
       * How many to give at most.
       */
      limit: number;
    };
    output: {
      processes: {
        pid: number;
        parent: number;
        /**
         * Of one processor, as ps counts it.
         */
        cpuPercent: number;
        /**
         * Resident memory.
         */
        memoryBytes: number;
        /**
         * The program with its arguments.
         */
        command: string;
      }[];
      /**
       * How many there are, whatever the limit.
       */
      total: number;
    };
  };
  run: {
    input: {
      /**
       * Its name or absolute path.
       */
      program: string;
      /**
       * Its arguments, each as it is.
       */
      args: string[];
      /**
       * The folder it works in.
       */
      folder?: string;
      /**
       * What it reads as its standard input.
       */
      input?: string;
      /**
       * Take any ending as a result. Otherwise an exit code other than 0, or a signal, is a failure.
       */
      mayFail: boolean;
      /**
       * End it after this time.
       */
      timeoutSeconds: number;
      /**
       * Keep so much of each of its two outputs.
       */
      maxOutputBytes: number;
    };
    output: {
      /**
       * null: a signal ended it.
       */
      exitCode: number | null;
      signal: string | null;
      stdout: string;
      stderr: string;
      /**
       * There was more output than `maxOutputBytes`.
       */
      truncated: boolean;
      durationMs: number;
    };
  };
};
