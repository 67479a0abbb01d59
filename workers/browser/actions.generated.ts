// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  open: {
    input: {
      /**
       * The address.
       */
      url: string;
      /**
       * Further hosts that the page may load things from, such as cdn.example.org.
       */
      hosts: string[];
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  read: {
    input: {
      /**
       * Text as a person would read it, or the outline with handles.
       */
      as: 'text' | 'outline';
      /**
       * Give no more than this.
       */
      maxCharacters: number;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
      /**
       * The text or the outline.
       */
      content: string;
      /**
       * There is more.
       */
      truncated: boolean;
    };
  };
  click: {
    input: {
      /**
       * What to click. A handle of the outline (e12), words people see, or css= and a selector.
       */
      target: string;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  fill: {
    input: {
      /**
       * What to type, by field: a label people see, a handle of the outline, or css= and a selector.
       */
      fields: {
        [k: string]: string;
      };
      /**
       * One field, where there is only one. A handle of the outline (e12), words people see, or css= and a selector.
       */
      target?: string;
      /**
       * What to type into it.
       */
      text?: string;
      /**
       * Send the form with the last field.
       */
      submit: boolean;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  signIn: {
    input: {
      /**
       * The page to sign in at.
       */
      url: string;
      /**
       * The name or e-mail address.
       */
      user: string;
      /**
       * The secret with the password. Add it in Settings, Secrets, under a name that begins with browser-, with the host it is for.
       */
      secret: string;
      /**
       * The field for the name, where it is not found by itself. A handle of the outline (e12), words people see, or css= and a selector.
       */
      userField?: string;
      /**
       * The field for the password, likewise. A handle of the outline (e12), words people see, or css= and a selector.
       */
      passwordField?: string;
      /**
       * Further hosts that the page may load things from.
       */
      hosts: string[];
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  choose: {
    input: {
      /**
       * The list. A handle of the outline (e12), words people see, or css= and a selector.
       */
      target: string;
      /**
       * Entries, by what they say or by their value.
       *
       * @minItems 1
       */
      values: [string, ...string[]];
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  press: {
    input: {
      /**
       * The key, as Enter, Escape, ArrowDown, Control+A.
       */
      key: string;
      /**
       * Where, if not where the cursor is. A handle of the outline (e12), words people see, or css= and a selector.
       */
      target?: string;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  wait: {
    input: {
      /**
       * A text that is to be seen.
       */
      text?: string;
      /**
       * A selector that something is to fit.
       */
      element?: string;
      /**
       * A part of the address the page is to be at.
       */
      address?: string;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
    };
  };
  screenshot: {
    input: {
      /**
       * From top to bottom, not only what is in view.
       */
      whole: boolean;
      /**
       * One thing on the page. A handle of the outline (e12), words people see, or css= and a selector.
       */
      target?: string;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
      /**
       * The picture, as PNG.
       */
      picture: string;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
  download: {
    input: {
      /**
       * What to click: a handle of the outline, words people see, or css= and a selector; or an address that is downloaded.
       */
      target: string;
      /**
       * The file to write.
       */
      destination: string;
      /**
       * Replace a file that exists already.
       */
      overwrite: boolean;
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
      /**
       * The file that was written.
       */
      path: string;
      /**
       * What the site calls the file.
       */
      name: string;
      /**
       * Its size.
       */
      bytes: number;
    };
  };
  extract: {
    input: {
      /**
       * A JSON Schema: an object with fields of plain types, or an array of such objects for rows.
       */
      schema: {};
      /**
       * The host the page is on, where it is known: it is then asked for with the step.
       */
      site?: string;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * Where the page is now.
       */
      url: string;
      /**
       * The title of the page.
       */
      title: string;
      /**
       * Hosts that the page wanted something from and that were not let through.
       */
      refused: string[];
      /**
       * One record, or rows where the schema is of an array.
       */
      data: unknown;
      /**
       * Fields that were found nowhere.
       */
      missing: string[];
    };
  };
  close: {
    input: {
      /**
       * Also forget cookies and sign-ins.
       */
      forget: boolean;
      /**
       * Which browser session of this conversation; each has its own page, cookies and sign-ins.
       */
      session: string;
    };
    output: {
      /**
       * The session that was closed.
       */
      session: string;
    };
  };
};

export type Settings = {
  /**
   * The program of the browser to drive (Chromium, Chrome, Edge). Empty: the first one that is found.
   */
  program: string;
  /**
   * A session that nobody uses for so many minutes is ended; it keeps its sign-ins.
   */
  idleMinutes: number;
  /**
   * Open only what the robots.txt of a site lets programs have. It is looked at before an address is opened or signed in at; a link that is clicked is followed as when you click it.
   */
  respectRobots: boolean;
  /**
   * Wait at least so many seconds between two addresses of one host that are opened.
   */
  secondsBetween: number;
};
