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
  tree: {
    input: {
      /**
       * Only this process and what it started. Absent: all.
       */
      pid?: number;
      /**
       * How many levels to give.
       */
      depth: number;
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
        /**
         * How deep below the first.
         */
        level: number;
      }[];
      /**
       * How many there are below, at any level.
       */
      total: number;
    };
  };
  disks: {
    input: {
      /**
       * Also what is kept in memory, and layers of packages.
       */
      all: boolean;
    };
    output: {
      /**
       * The largest first.
       */
      disks: {
        /**
         * The folder it is at.
         */
        mount: string;
        device: string;
        bytes: number;
        usedBytes: number;
        /**
         * What is free for anybody; some is kept back for the system.
         */
        freeBytes: number;
      }[];
    };
  };
  kill: {
    input: {
      /**
       * The number of the process.
       */
      pid: number;
      /**
       * TERM asks it to end, KILL ends it without asking.
       */
      signal: 'TERM' | 'KILL' | 'INT' | 'HUP' | 'QUIT' | 'STOP' | 'CONT' | 'USR1' | 'USR2';
      /**
       * Words of its command: refuse when the number belongs to another process by now.
       */
      command?: string;
      /**
       * How long to wait for its end.
       */
      waitSeconds: number;
    };
    output: {
      pid: number;
      command: string;
      signal: string;
      hasEnded: boolean;
    };
  };
  limits: {
    input: {
      /**
       * The number of the process.
       */
      pid: number;
    };
    output: {
      pid: number;
      command: string;
      limits: {
        name: 'memoryBytes' | 'cpuSeconds' | 'openFiles' | 'processes' | 'fileBytes' | 'coreBytes' | 'stackBytes';
        /**
         * Absent: as much as it likes.
         */
        soft?: number;
        /**
         * Absent: as much as it likes.
         */
        hard?: number;
      }[];
    };
  };
  limit: {
    input: {
      /**
       * The number of the process.
       */
      pid: number;
      /**
       * What to limit. Over its processor time a process is ended; over the others its next wish is refused.
       */
      resource: 'memoryBytes' | 'cpuSeconds' | 'openFiles' | 'fileBytes';
      /**
       * How much: bytes, seconds or files.
       */
      value: number;
    };
    output: {
      pid: number;
      command: string;
      resource: string;
      /**
       * Absent: as much as it likes.
       */
      before?: number;
      /**
       * Absent: as much as it likes.
       */
      now?: number;
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
      /**
       * If it is still running after `backgroundAfterSeconds`, it goes on in the background.
       */
      background: boolean;
      /**
       * How long it may take here.
       */
      backgroundAfterSeconds: number;
      /**
       * Lets it ask models for so many tokens: OPENAI_BASE_URL and OPENAI_API_KEY hold an address and a key of its own. Always asked for, and when they are used up, it waits while more are asked for.
       */
      modelTokens?: number;
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
      /**
       * It goes on in the background under this id.
       */
      process?: string;
    };
  };
  start: {
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
       * What it reads first; its standard input stays open.
       */
      input?: string;
      /**
       * What to call it.
       */
      name?: string;
      /**
       * End it after this time; without it after the time in the settings, half an hour.
       */
      maxSeconds?: number;
      /**
       * It stays when its run is cancelled or undone.
       */
      keep: boolean;
    };
    output: {
      id: string;
      name: string;
      pid: number;
      /**
       * When its time is over, in milliseconds since 1970.
       */
      endsAt: number;
    };
  };
  listBackground: {
    input: {
      /**
       * Only those that are.
       */
      status: 'running' | 'ended' | 'all';
    };
    output: {
      processes: {
        id: string;
        name: string;
        command: string;
        status: 'running' | 'ended';
        /**
         * Milliseconds since 1970.
         */
        startedAt: number;
        /**
         * When its time is over.
         */
        endsAt: number;
        endedAt: number | null;
        /**
         * null: a signal ended it, or nobody saw how.
         */
        exitCode: number | null;
        signal: string | null;
        /**
         * Why it ended: exit, stopped, run, time, memory, programs or engine.
         */
        end: string | null;
      }[];
    };
  };
  poll: {
    input: {
      /**
       * Its id, or words of its name.
       */
      process: string;
      /**
       * How much to give at most.
       */
      maxBytes: number;
    };
    output: {
      id: string;
      name: string;
      status: 'running' | 'ended';
      exitCode: number | null;
      text: string;
      /**
       * The place of the first byte.
       */
      start: number;
      /**
       * Where to read on.
       */
      end: number;
      /**
       * Bytes it has said so far.
       */
      total: number;
      /**
       * Bytes of the beginning that are not kept.
       */
      dropped: number;
    };
  };
  log: {
    input: {
      /**
       * Its id, or words of its name.
       */
      process: string;
      /**
       * The beginning or the end of what is kept.
       */
      from: 'head' | 'tail';
      /**
       * From this place on, whatever `from` says.
       */
      offset?: number;
      /**
       * How much to give at most.
       */
      maxBytes: number;
    };
    output: {
      id: string;
      name: string;
      text: string;
      /**
       * The place of the first byte.
       */
      start: number;
      /**
       * Where to read on.
       */
      end: number;
      /**
       * Bytes it has said so far.
       */
      total: number;
      /**
       * Bytes of the beginning that are not kept.
       */
      dropped: number;
    };
  };
  write: {
    input: {
      /**
       * Its id, or words of its name.
       */
      process: string;
      /**
       * What to write, as it is.
       */
      text: string;
      /**
       * End the line.
       */
      newline: boolean;
      /**
       * Close its input afterwards.
       */
      end: boolean;
    };
    output: {
      id: string;
      name: string;
    };
  };
  signal: {
    input: {
      /**
       * Its id, or words of its name.
       */
      process: string;
      /**
       * Which signal.
       */
      signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGKILL';
    };
    output: {
      id: string;
      name: string;
    };
  };
  stop: {
    input: {
      /**
       * Its id, or words of its name.
       */
      process: string;
      /**
       * How long it may take to end by itself.
       */
      graceSeconds: number;
    };
    output: {
      id: string;
      name: string;
      exitCode: number | null;
      signal: string | null;
    };
  };
  clear: {
    input: {
      /**
       * Only this one, by its id or words of its name.
       */
      process?: string;
    };
    output: {
      cleared: number;
    };
  };
};
