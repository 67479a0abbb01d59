// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  get: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further headers.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * How to sign in. Secrets are named, never written out: add them in Settings, Secrets, under names that begin with api-, with the host they are for.
       */
      auth?: {
        /**
         * basic: user and secret; bearer: a token; header and query: a key under a name; oauth2: client credentials.
         */
        kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
        /**
         * The name of the secret, like api-shop.
         */
        secret?: string;
        /**
         * With basic.
         */
        user?: string;
        /**
         * Of the header or field, like X-Api-Key.
         */
        name?: string;
        /**
         * With oauth2: where tokens are given.
         */
        tokenUrl?: string;
        /**
         * With oauth2.
         */
        clientId?: string;
        /**
         * With oauth2, where the server wants one.
         */
        scope?: string;
      };
      /**
       * Fields to add to the address.
       */
      query?: {
        [k: string]: string;
      };
      /**
       * Follow the pages of a long answer and give all items as one list.
       */
      pages?: {
        /**
         * link: the header Link; cursor: a field of the answer; page and offset: counted.
         */
        kind: 'link' | 'cursor' | 'page' | 'offset';
        /**
         * Where the items are in an answer.
         */
        items?: string;
        /**
         * With cursor: where the next one is, like $.meta.next. A whole address is followed.
         */
        next?: string;
        /**
         * The name in the address. Absent: cursor, page or offset.
         */
        parameter?: string;
        /**
         * The first page or offset. Absent: 1 for page, 0 for offset.
         */
        start?: number;
        /**
         * How many items to ask for.
         */
        size?: number;
        /**
         * The name of that in the address, like per_page; a page with fewer items is then the last.
         */
        sizeParameter?: string;
        /**
         * Stop after so many.
         */
        maxPages?: number;
      };
      /**
       * Keep cookies that servers set for later requests of the same run.
       */
      cookies: boolean;
      /**
       * How often to try again what passes (429, 502 to 504, a broken connection), waiting as long as the server says.
       */
      retries: number;
      /**
       * What must hold; else the step fails and says what does not.
       */
      expect?: {
        /**
         * One of these. Absent: any success.
         *
         * @minItems 1
         */
        status?: [number, ...number[]];
        /**
         * Milliseconds until the answer began.
         */
        within?: number;
        /**
         * Claims about places in the answer.
         */
        json?: {
          /**
           * Like $.items[0].name.
           */
          path: string;
          /**
           * Exactly this.
           */
          equals?: unknown;
          /**
           * Whether something is there.
           */
          exists?: boolean;
          /**
           * A part of the text, or an item of the list.
           */
          contains?: string;
          type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';
          /**
           * Of a list or text.
           */
          length?: number;
        }[];
      };
      /**
       * Write what was sent and came back to this file, as HAR, for developer tools. What signs in is left out.
       */
      har?: string;
      /**
       * Refuse an answer that is larger than this.
       */
      maxBytes: number;
      /**
       * Write the answer, or the list of all items, to this file instead of handing it on; for what is large.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * Where the answer came from in the end.
       */
      url: string;
      status: number;
      /**
       * With names in lower case.
       */
      headers: {
        [k: string]: string;
      };
      /**
       * JSON as values, else text. Absent where it was saved or empty.
       */
      body?: unknown;
      /**
       * How many were read.
       */
      pages: number;
      /**
       * How many all pages had.
       */
      items: number;
      /**
       * Of all answers.
       */
      bytes: number;
      /**
       * There are more pages than were allowed.
       */
      truncated: boolean;
      /**
       * The file it was saved to.
       */
      path?: string;
      /**
       * How many were sent, with those tried again.
       */
      requests: number;
      /**
       * Between tries.
       */
      waitedMs: number;
    };
  };
  send: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further headers.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * How to sign in. Secrets are named, never written out: add them in Settings, Secrets, under names that begin with api-, with the host they are for.
       */
      auth?: {
        /**
         * basic: user and secret; bearer: a token; header and query: a key under a name; oauth2: client credentials.
         */
        kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
        /**
         * The name of the secret, like api-shop.
         */
        secret?: string;
        /**
         * With basic.
         */
        user?: string;
        /**
         * Of the header or field, like X-Api-Key.
         */
        name?: string;
        /**
         * With oauth2: where tokens are given.
         */
        tokenUrl?: string;
        /**
         * With oauth2.
         */
        clientId?: string;
        /**
         * With oauth2, where the server wants one.
         */
        scope?: string;
      };
      /**
       * Fields to add to the address.
       */
      query?: {
        [k: string]: string;
      };
      /**
       * What to do.
       */
      method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /**
       * What to send, as it is: JSON or text.
       */
      body?: string;
      /**
       * What to send, as values that become JSON.
       */
      json?: unknown;
      /**
       * What to send, as a form.
       */
      form?: {
        [k: string]: string;
      };
      /**
       * Keep cookies that servers set for later requests of the same run.
       */
      cookies: boolean;
      /**
       * How often to try again what passes (429, 502 to 504, a broken connection), waiting as long as the server says.
       */
      retries: number;
      /**
       * What must hold; else the step fails and says what does not.
       */
      expect?: {
        /**
         * One of these. Absent: any success.
         *
         * @minItems 1
         */
        status?: [number, ...number[]];
        /**
         * Milliseconds until the answer began.
         */
        within?: number;
        /**
         * Claims about places in the answer.
         */
        json?: {
          /**
           * Like $.items[0].name.
           */
          path: string;
          /**
           * Exactly this.
           */
          equals?: unknown;
          /**
           * Whether something is there.
           */
          exists?: boolean;
          /**
           * A part of the text, or an item of the list.
           */
          contains?: string;
          type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';
          /**
           * Of a list or text.
           */
          length?: number;
        }[];
      };
      /**
       * Write what was sent and came back to this file, as HAR, for developer tools. What signs in is left out.
       */
      har?: string;
      /**
       * Refuse an answer that is larger than this.
       */
      maxBytes: number;
    };
    output: {
      /**
       * Where the answer came from in the end.
       */
      url: string;
      status: number;
      /**
       * With names in lower case.
       */
      headers: {
        [k: string]: string;
      };
      /**
       * JSON as values, else text.
       */
      body?: unknown;
      /**
       * Of the answer.
       */
      bytes: number;
      /**
       * How many were sent, with those tried again.
       */
      requests: number;
      /**
       * Between tries.
       */
      waitedMs: number;
    };
  };
  query: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further headers.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * How to sign in. Secrets are named, never written out: add them in Settings, Secrets, under names that begin with api-, with the host they are for.
       */
      auth?: {
        /**
         * basic: user and secret; bearer: a token; header and query: a key under a name; oauth2: client credentials.
         */
        kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
        /**
         * The name of the secret, like api-shop.
         */
        secret?: string;
        /**
         * With basic.
         */
        user?: string;
        /**
         * Of the header or field, like X-Api-Key.
         */
        name?: string;
        /**
         * With oauth2: where tokens are given.
         */
        tokenUrl?: string;
        /**
         * With oauth2.
         */
        clientId?: string;
        /**
         * With oauth2, where the server wants one.
         */
        scope?: string;
      };
      /**
       * The query, in GraphQL.
       */
      query: string;
      /**
       * Its variables.
       */
      variables?: {
        [k: string]: unknown;
      };
      /**
       * Which one, where the text has several.
       */
      operation?: string;
      /**
       * Follow the pages of a long list and give all its items as the data. The query takes the cursor as a variable.
       */
      pages?: {
        /**
         * Where the list is in the data, like $.birds.nodes.
         */
        items: string;
        /**
         * Where the next cursor is, like $.birds.pageInfo.endCursor.
         */
        next: string;
        /**
         * Where the data say whether there is more, like $.birds.pageInfo.hasNextPage. Absent: as long as there is a cursor.
         */
        more?: string;
        /**
         * The variable of the query that takes the cursor.
         */
        variable?: string;
        /**
         * Stop after so many.
         */
        maxPages?: number;
      };
      /**
       * Keep cookies that servers set for later requests of the same run.
       */
      cookies: boolean;
      /**
       * How often to try again what passes (429, 502 to 504, a broken connection), waiting as long as the server says.
       */
      retries: number;
      /**
       * What must hold; else the step fails and says what does not.
       */
      expect?: {
        /**
         * One of these. Absent: any success.
         *
         * @minItems 1
         */
        status?: [number, ...number[]];
        /**
         * Milliseconds until the answer began.
         */
        within?: number;
        /**
         * Claims about places in the answer.
         */
        json?: {
          /**
           * Like $.items[0].name.
           */
          path: string;
          /**
           * Exactly this.
           */
          equals?: unknown;
          /**
           * Whether something is there.
           */
          exists?: boolean;
          /**
           * A part of the text, or an item of the list.
           */
          contains?: string;
          type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';
          /**
           * Of a list or text.
           */
          length?: number;
        }[];
      };
      /**
       * Write what was sent and came back to this file, as HAR, for developer tools. What signs in is left out.
       */
      har?: string;
      /**
       * Refuse an answer that is larger than this.
       */
      maxBytes: number;
    };
    output: {
      /**
       * Where the answer came from in the end.
       */
      url: string;
      status: number;
      /**
       * What was asked for.
       */
      data: unknown;
      /**
       * What the server says of parts it could not give.
       */
      errors: string[];
      /**
       * How many were sent, with those tried again.
       */
      requests: number;
      /**
       * With pages: how many were read.
       */
      pages?: number;
      /**
       * With pages: there are more than were allowed.
       */
      truncated?: boolean;
    };
  };
  mutate: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further headers.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * How to sign in. Secrets are named, never written out: add them in Settings, Secrets, under names that begin with api-, with the host they are for.
       */
      auth?: {
        /**
         * basic: user and secret; bearer: a token; header and query: a key under a name; oauth2: client credentials.
         */
        kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
        /**
         * The name of the secret, like api-shop.
         */
        secret?: string;
        /**
         * With basic.
         */
        user?: string;
        /**
         * Of the header or field, like X-Api-Key.
         */
        name?: string;
        /**
         * With oauth2: where tokens are given.
         */
        tokenUrl?: string;
        /**
         * With oauth2.
         */
        clientId?: string;
        /**
         * With oauth2, where the server wants one.
         */
        scope?: string;
      };
      /**
       * The mutation, in GraphQL.
       */
      query: string;
      /**
       * Its variables.
       */
      variables?: {
        [k: string]: unknown;
      };
      /**
       * Which one, where the text has several.
       */
      operation?: string;
      /**
       * Keep cookies that servers set for later requests of the same run.
       */
      cookies: boolean;
      /**
       * How often to try again what passes (429, 502 to 504, a broken connection), waiting as long as the server says.
       */
      retries: number;
      /**
       * What must hold; else the step fails and says what does not.
       */
      expect?: {
        /**
         * One of these. Absent: any success.
         *
         * @minItems 1
         */
        status?: [number, ...number[]];
        /**
         * Milliseconds until the answer began.
         */
        within?: number;
        /**
         * Claims about places in the answer.
         */
        json?: {
          /**
           * Like $.items[0].name.
           */
          path: string;
          /**
           * Exactly this.
           */
          equals?: unknown;
          /**
           * Whether something is there.
           */
          exists?: boolean;
          /**
           * A part of the text, or an item of the list.
           */
          contains?: string;
          type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';
          /**
           * Of a list or text.
           */
          length?: number;
        }[];
      };
      /**
       * Write what was sent and came back to this file, as HAR, for developer tools. What signs in is left out.
       */
      har?: string;
      /**
       * Refuse an answer that is larger than this.
       */
      maxBytes: number;
    };
    output: {
      /**
       * Where the answer came from in the end.
       */
      url: string;
      status: number;
      /**
       * What was asked for.
       */
      data: unknown;
      /**
       * What the server says of parts it could not give.
       */
      errors: string[];
      /**
       * How many were sent, with those tried again.
       */
      requests: number;
    };
  };
  schema: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further headers.
       */
      headers?: {
        [k: string]: string;
      };
      /**
       * How to sign in. Secrets are named, never written out: add them in Settings, Secrets, under names that begin with api-, with the host they are for.
       */
      auth?: {
        /**
         * basic: user and secret; bearer: a token; header and query: a key under a name; oauth2: client credentials.
         */
        kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
        /**
         * The name of the secret, like api-shop.
         */
        secret?: string;
        /**
         * With basic.
         */
        user?: string;
        /**
         * Of the header or field, like X-Api-Key.
         */
        name?: string;
        /**
         * With oauth2: where tokens are given.
         */
        tokenUrl?: string;
        /**
         * With oauth2.
         */
        clientId?: string;
        /**
         * With oauth2, where the server wants one.
         */
        scope?: string;
      };
      /**
       * Of OpenAPI also the usual places below the address are tried.
       */
      kind: 'openapi' | 'graphql';
      /**
       * Write the description to this file: OpenAPI as it is, GraphQL as its schema language.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
      /**
       * How often to try again what passes (429, 502 to 504, a broken connection), waiting as long as the server says.
       */
      retries: number;
      /**
       * Refuse an answer that is larger than this.
       */
      maxBytes: number;
    };
    output: {
      kind: 'openapi' | 'graphql';
      /**
       * Where the answer came from in the end.
       */
      url: string;
      title: string;
      version: string;
      /**
       * Like GET /birds or query birds.
       */
      operations: string[];
      /**
       * The file it was saved to.
       */
      path?: string;
    };
  };
};
