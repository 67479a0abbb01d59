// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  run: {
    input: {
      /**
       * The node as it stands in Node-RED's file: its id, type and settings.
       */
      node: {
        id: string;
        type: string;
        [k: string]: unknown;
      };
      /**
       * Which half of a node this is, like http.requests, where the engine does the other one.
       */
      kind?: string;
      /**
       * Which outputs of which nodes it takes its messages from; several lists only where a subflow ends.
       */
      inputs: {
        node: string;
        output: number;
      }[][];
      /**
       * What the nodes gave that it takes messages from, by their ids.
       */
      results?: {
        [k: string]: unknown;
      };
      /**
       * How many outputs it has. Absent: one.
       */
      ports?: number;
      /**
       * Whose flow context it sees. Absent: that of the flow it stands in.
       */
      flow?: string;
      /**
       * What its flow and subflow say for names of the environment.
       */
      env?: {
        [k: string]: unknown;
      };
      /**
       * What the engine's half of the node has done, or what the run begins with.
       */
      given?: unknown[];
      /**
       * Failures of single messages are sent on, to a Catch node, and end nothing.
       */
      caught?: boolean;
      /**
       * A Complete node waits for the messages that were dealt with.
       */
      completed?: boolean;
    };
    output: {
      /**
       * The messages of each output; after the node's own the failures, and what was dealt with.
       */
      outputs: {
        [k: string]: unknown;
      }[][];
      /**
       * How many messages each output has.
       */
      counts: number[];
      /**
       * What nodes kept so far: by flow, and for all.
       */
      context?: {
        [k: string]: unknown;
      };
      /**
       * What Debug shows, and what code warns of.
       */
      shown?: unknown[];
    };
  };
};
