/** One thing to do in a browser session. A `target` is a handle of the outline (`e12`), `css=` with a selector, or words people see. */
export type BrowserStep =
  /** `hosts`: what the page may load things from besides the host of the address; each needs its permission. */
  | { kind: 'open'; url: string; hosts: string[] }
  /** Text as it is shown, an outline with handles, or the page as HTML. Errors: `limit-exceeded` above 5,000,000 characters. */
  | { kind: 'read'; as: 'text' | 'outline' | 'html' }
  | { kind: 'click'; target: string }
  /** `text` may be the handle of a secret: the value is typed where the secret may go, and nowhere else. */
  | { kind: 'fill'; fields: { target: string; text: string }[]; submit: boolean }
  | { kind: 'choose'; target: string; values: string[] }
  | { kind: 'press'; key: string; target: string | null }
  | { kind: 'wait'; for: 'text' | 'element' | 'address'; value: string }
  | { kind: 'screenshot'; isWhole: boolean; target: string | null }
  /** What a click on the target, or its address, has the browser download. */
  | { kind: 'download'; target: string }
  /** `forget` also throws away what the session has been told to remember: cookies and sign-ins. */
  | { kind: 'close'; forget: boolean };

/** Where the session is after a step. */
export type BrowserPage = {
  url: string;
  title: string;
  /** Hosts that the page wanted something from and that nobody had allowed. */
  refused: string[];
  text?: string;
  file?: { name: string; bytes: number };
};

export type WorkerBrowser = {
  /**
   * Does one thing in the session of this name; sessions belong to the conversation, or to a run outside of one. Only `open` makes
   * one. The page reaches hosts only while a step works with it. Errors: `not-found` (session, target), `network`, `timeout`,
   * `unsupported` where there is no browser, `limit-exceeded`, permission codes.
   */
  step(session: string, step: BrowserStep): Promise<BrowserPage>;
  /** The bytes of the last screenshot or download of the session. */
  read(session: string): AsyncIterable<Uint8Array>;
};
