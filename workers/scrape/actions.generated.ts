// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  rows: {
    input: {
      /**
       * The first page.
       */
      url: string;
      /**
       * What to take, as a JSON Schema of an array of objects (or of one object for each page) with fields of plain types; found by rules.
       */
      schema?: {};
      /**
       * With fields: the selector of one row.
       */
      rows?: string;
      /**
       * What to take of each row: a selector by field, with @attribute at its end where an attribute is meant, as a.name@href.
       */
      fields?: {
        [k: string]: string;
      };
      /**
       * How the next page is found. Absent: by the link the page itself calls the next.
       */
      next?: {
        /**
         * By a link, by counting a field of the address up, by a button that loads more (in a browser), or not at all.
         */
        kind: 'link' | 'parameter' | 'more' | 'none';
        /**
         * The link or button, as a selector.
         */
        selector?: string;
        /**
         * The field that counts the pages.
         */
        name?: string;
        /**
         * Its value on the second page.
         */
        from?: number;
        /**
         * What it grows by.
         */
        step?: number;
      };
      /**
       * Read no more pages than this.
       */
      maxPages: number;
      /**
       * Read pages as they are sent, or in a browser session with its scripts and sign-ins.
       */
      by: 'http' | 'browser';
      /**
       * In a browser: further hosts that pages may load things from.
       */
      hosts: string[];
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
      /**
       * Fields that tell rows apart. Empty: all of them.
       */
      unique: string[];
    };
    output: {
      /**
       * How many pages were read.
       */
      pages: number;
      /**
       * How many rows there are, without repeated ones.
       */
      rows: number;
      /**
       * Rows that were there already and left out.
       */
      repeated: number;
      /**
       * There are more pages than were allowed.
       */
      truncated: boolean;
      /**
       * The rows.
       */
      data: {}[];
    };
  };
  save: {
    input: {
      /**
       * The first page.
       */
      url: string;
      /**
       * What to take, as a JSON Schema of an array of objects (or of one object for each page) with fields of plain types; found by rules.
       */
      schema?: {};
      /**
       * With fields: the selector of one row.
       */
      rows?: string;
      /**
       * What to take of each row: a selector by field, with @attribute at its end where an attribute is meant, as a.name@href.
       */
      fields?: {
        [k: string]: string;
      };
      /**
       * How the next page is found. Absent: by the link the page itself calls the next.
       */
      next?: {
        /**
         * By a link, by counting a field of the address up, by a button that loads more (in a browser), or not at all.
         */
        kind: 'link' | 'parameter' | 'more' | 'none';
        /**
         * The link or button, as a selector.
         */
        selector?: string;
        /**
         * The field that counts the pages.
         */
        name?: string;
        /**
         * Its value on the second page.
         */
        from?: number;
        /**
         * What it grows by.
         */
        step?: number;
      };
      /**
       * Read no more pages than this.
       */
      maxPages: number;
      /**
       * Read pages as they are sent, or in a browser session with its scripts and sign-ins.
       */
      by: 'http' | 'browser';
      /**
       * In a browser: further hosts that pages may load things from.
       */
      hosts: string[];
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
      /**
       * Fields that tell rows apart. Empty: all of them.
       */
      unique: string[];
      /**
       * The file to write, .csv or .json.
       */
      destination: string;
      /**
       * Replace a file that exists already.
       */
      overwrite: boolean;
      /**
       * Absent: by the name of the file.
       */
      format?: 'csv' | 'json';
    };
    output: {
      /**
       * How many pages were read.
       */
      pages: number;
      /**
       * How many rows there are, without repeated ones.
       */
      rows: number;
      /**
       * Rows that were there already and left out.
       */
      repeated: number;
      /**
       * There are more pages than were allowed.
       */
      truncated: boolean;
      /**
       * The file that was written.
       */
      path: string;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
};

export type Settings = {
  /**
   * Read only what the robots.txt of a site lets programs have.
   */
  respectRobots: boolean;
  /**
   * Wait at least so many seconds between two pages of one host.
   */
  secondsBetween: number;
  /**
   * A page that was read is not asked for again for so many minutes; 0 asks each time.
   */
  cacheMinutes: number;
};
