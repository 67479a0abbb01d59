// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  now: {
    input: {
      /**
       * A time zone like Europe/Berlin, or the city in its name, like Berlin. Absent: the zone of this machine.
       */
      zone?: string;
    };
    output: {
      /**
       * For example 2026-11-21T14:03:05+01:00.
       */
      iso: string;
      /**
       * For example Europe/Berlin.
       */
      zone: string;
      /**
       * Milliseconds since 1970.
       */
      epochMs: number;
      /**
       * For example Saturday, 21 November 2026 at 14:03:05.
       */
      text: string;
    };
  };
  wait: {
    input: {
      /**
       * How long, in `unit`.
       */
      duration: number;
      /**
       * What `duration` counts. All in all at most 24 hours.
       */
      unit: 'seconds' | 'minutes' | 'hours';
    };
    output: {
      waitedMs: number;
    };
  };
};
