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
       * Which half of a node this is, like httpRequest.requests, where the engine does the other one.
       */
      kind?: string;
      /**
       * For each input, which outputs of which nodes it takes its items from.
       */
      inputs: {
        node: string;
        output: number;
      }[][];
      /**
       * What the nodes gave that it takes items from or whose names its expressions have, by their names.
       */
      results?: {
        [k: string]: unknown;
      };
      /**
       * What the engine's half of the node has done.
       */
      given?: unknown[];
      /**
       * Which turn of a loop it is.
       */
      runIndex?: number;
      /**
       * The time zone of its dates, like Europe/Berlin. Absent: UTC.
       */
      zone?: string;
      /**
       * What `$workflow` is: id, name, active.
       */
      workflow?: {
        [k: string]: unknown;
      };
    };
    output: {
      /**
       * The items of each output.
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
