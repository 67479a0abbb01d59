import type { Failure } from '../../../contract/errors.ts';
import type { BrowserStep } from '../../../worker-kit/browser.ts';

/** How the driver starts its browser. */
export type DriverSetup = {
  /** The browser's program. */
  program: string;
  /** Cookies, storage, cache; also what is downloaded. */
  profile: string;
  files: string;
  /** Where the engine's way out listens: a Unix socket or a named pipe. */
  egress: string;
  /** What the browser shows there. */
  password: string;
  hasOwnSandbox: boolean;
};

/** A field to type into. `origin`: only while the field stands in a page from there. */
export type TypedField = { target: string; text: string; origin: string | undefined };

/** What the driver is asked: the steps of workers, with what only the engine may say. */
export type DriverStep =
  | Exclude<BrowserStep, { kind: 'open' | 'fill' | 'close' }>
  | { kind: 'goto'; url: string }
  | { kind: 'fill'; fields: TypedField[]; submit: boolean }
  /** The address of the page or frame in which each field stands. */
  | { kind: 'where'; targets: string[] };

export type ToDriver =
  | { kind: 'start'; id: number; setup: DriverSetup; timeoutMs: number }
  | { kind: 'step'; id: number; step: DriverStep; timeoutMs: number };

export type DriverPage = {
  url: string;
  title: string;
  /** Where the page was led and did not come, with how it asked. */
  blocked?: { url: string; method: string } | undefined;
  text?: string;
  places?: string[];
  /** `path` lies in the folder of files. */
  file?: { path: string; name: string };
};

export type FromDriver = { id: number; page: DriverPage } | { id: number; failure: Failure };

/** What the way out answers with when it lets nothing through. */
export const refusedHeader = 'x-heron-refused';
