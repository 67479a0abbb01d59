// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  search: {
    input: {
      /**
       * What to search for.
       */
      query: string;
      /**
       * The service; absent: the one that is set. Brave and Tavily want a key, kept as a secret; SearXNG wants its address.
       */
      provider: 'brave' | 'searxng' | 'tavily';
      /**
       * Where the service is, when not at its usual place; for SearXNG absent: the one that is set.
       */
      address: string;
      /**
       * Results at most.
       */
      limit: number;
      /**
       * Only what is younger.
       */
      since?: 'day' | 'week' | 'month' | 'year';
      /**
       * Of the results, in two letters; Tavily has no such choice.
       */
      language?: string;
    };
    output: {
      query: string;
      provider: 'brave' | 'searxng' | 'tavily';
      results: {
        title: string;
        url: string;
        /**
         * A piece of the page, as plain text.
         */
        text: string;
        /**
         * A day, where it is known.
         */
        published?: string;
      }[];
      /**
       * It was answered from memory.
       */
      isCached: boolean;
    };
  };
};

export type Settings = {
  /**
   * The service that is asked when nothing else is said. Brave and Tavily want a key, kept as a secret. Empty: your SearXNG if you have one, else Brave.
   */
  provider: '' | 'brave' | 'searxng' | 'tavily';
  /**
   * Where your SearXNG runs, like https://search.example.org.
   */
  address: string;
};
