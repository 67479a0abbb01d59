import type { WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export type Package = { name: string; version: string };
export type Outdated = Actions['outdated']['output']['packages'][number];
export type Advisory = Actions['audit']['output']['advisories'][number];
/** What a package would run when it is installed, as it says it. */
export type InstalledScripts = Actions['install']['output']['scripts'][number];

type Project = { path: string; registry: string };
type Do<Input, Output> = (input: Project & Input, context: WorkerContext) => Promise<Output>;

/** What one manager does for each action. The project has been looked at, and names have been judged. */
export type Manager = {
  /** Errors: `not-found` without a lockfile, when it is to be kept to. */
  install: Do<{ isFrozen: boolean }, { packages: Package[] }>;
  add: Do<{ packages: string[]; isDev: boolean }, Package[]>;
  remove: Do<{ packages: string[] }, void>;
  outdated: Do<object, Outdated[]>;
  /** Every way from the project to the package; none: it is not there. */
  why: Do<{ name: string }, string[][]>;
  audit: Do<{ advisories: string }, Advisory[]>;
  scripts: Do<object, InstalledScripts[]>;
  /** Runs them, after the person has said yes to them. Resolves to what they said. */
  runScripts: Do<{ packages: string[] }, string>;
};
