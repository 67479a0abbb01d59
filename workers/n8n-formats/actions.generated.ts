// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  run: {
    input: {
      /**
       * The node as it stands in n8n's file: its name, type, version and parameters.
       */
      node: {
        name: string;
        type: string;
        [k: string]: unknown;
      };
      /**
       * What the worker n8n gave for this node as its first half.
       */
      asked: {
        /**
         * One output: for each item the item itself, and the node's parameters for it.
         */
        outputs: {
          [k: string]: unknown;
        }[][];
        /**
         * How many there are.
         */
        counts?: number[];
        /**
         * Where the items came from.
         */
        sources: unknown[];
      };
      /**
       * Of a feed: what was fetched for each item, with its body; null where that failed.
       */
      answers?: unknown[];
      /**
       * The time zone of its dates, like Europe/Berlin. Absent: UTC.
       */
      zone?: string;
    };
    output: {
      /**
       * The items of each output. A file that an item carries is the id of a blob.
       */
      outputs: {
        [k: string]: unknown;
      }[][];
      /**
       * How many items each output has.
       */
      counts: number[];
      /**
       * Where its items came from, so that one can be followed back.
       */
      sources: unknown[];
    };
  };
};
