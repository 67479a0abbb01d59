// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  tail: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * How many.
       */
      lines: number;
    };
    output: {
      path: string;
      lines: string[];
      /**
       * Size of the file.
       */
      bytes: number;
    };
  };
  grep: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * What to look for.
       */
      pattern: string;
      /**
       * `pattern` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
      /**
       * The lines without it.
       */
      invert: boolean;
      /**
       * How many lines to give at most; all are counted.
       */
      limit: number;
    };
    output: {
      path: string;
      matches: {
        line: number;
        text: string;
      }[];
      /**
       * How many lines match, whatever the limit.
       */
      total: number;
    };
  };
  follow: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * Stop after this time.
       */
      seconds: number;
      /**
       * Only lines with this in them.
       */
      pattern?: string;
      /**
       * `pattern` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
      /**
       * Stop after so many lines.
       */
      limit: number;
    };
    output: {
      path: string;
      lines: string[];
      /**
       * How often the file began anew.
       */
      rotations: number;
      /**
       * It stopped at `limit`.
       */
      truncated: boolean;
    };
  };
  parse: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * What it is written in; `auto` looks at its first lines.
       */
      format: 'auto' | 'json' | 'logfmt' | 'syslog' | 'access' | 'journald' | 'plain';
      /**
       * Only entries of this level or a worse one.
       */
      level?: 'debug' | 'info' | 'warning' | 'error' | 'critical';
      /**
       * Only entries with this text in their line.
       */
      pattern?: string;
      /**
       * How many entries to give at most, the newest; all are counted.
       */
      limit: number;
    };
    output: {
      path: string;
      format: 'json' | 'logfmt' | 'syslog' | 'access' | 'journald' | 'plain';
      entries: {
        line: number;
        /**
         * For example 2026-11-21T13:03:05.000Z; without a zone where the log says none.
         */
        at: string | null;
        level: 'debug' | 'info' | 'warning' | 'error' | 'critical' | null;
        /**
         * Who said it: host, program.
         */
        source: string | null;
        message: string;
        fields: {
          [k: string]: string;
        };
      }[];
      /**
       * Entries that fit, whatever the limit.
       */
      total: number;
      /**
       * Lines that are not written in this format.
       */
      unread: number;
      levels: {
        debug: number;
        info: number;
        warning: number;
        error: number;
        critical: number;
        none: number;
      };
      first: string | null;
      last: string | null;
    };
  };
  alert: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * What to look for.
       */
      pattern: string;
      /**
       * `pattern` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
      /**
       * So many lines with it.
       */
      count: number;
      /**
       * Stop after this time.
       */
      seconds: number;
    };
    output: {
      path: string;
      /**
       * false: the time was over first.
       */
      found: boolean;
      lines: string[];
    };
  };
  journal: {
    input: {
      /**
       * Only of this unit of systemd.
       */
      unit?: string;
      /**
       * From this time on, as journalctl takes it: yesterday, 2026-11-27 09:00, -1h.
       */
      since?: string;
      /**
       * Up to this time, written the same way.
       */
      until?: string;
      /**
       * Only entries of this level or a worse one.
       */
      level?: 'debug' | 'info' | 'warning' | 'error' | 'critical';
      /**
       * Only entries with this text in their message.
       */
      pattern?: string;
      /**
       * How many entries to give at most, the newest.
       */
      limit: number;
      /**
       * Follow for so long: only what is written from now on, up to `limit`. Absent: what is there.
       */
      seconds?: number;
    };
    output: {
      entries: {
        /**
         * For example 2026-11-21T13:03:05.000Z; without a zone where the log says none.
         */
        at: string | null;
        level: 'debug' | 'info' | 'warning' | 'error' | 'critical' | null;
        /**
         * Who said it: host, program.
         */
        source: string | null;
        message: string;
        fields: {
          [k: string]: string;
        };
      }[];
      /**
       * Entries that were found; with `pattern` whatever the limit.
       */
      total: number;
      /**
       * It stopped at `limit`; there may be more.
       */
      isCut: boolean;
    };
  };
  recent: {
    input: {
      /**
       * The log file.
       */
      path: string;
      /**
       * Only lines with this in them.
       */
      pattern?: string;
      /**
       * `pattern` is a JavaScript regular expression.
       */
      regex: boolean;
      /**
       * Upper and lower case are the same.
       */
      ignoreCase: boolean;
      /**
       * How many to give at most.
       */
      limit: number;
    };
    output: {
      path: string;
      lines: {
        /**
         * Another one when the file began anew.
         */
        file: string;
        /**
         * Bytes before it.
         */
        at: number;
        text: string;
      }[];
    };
  };
};
