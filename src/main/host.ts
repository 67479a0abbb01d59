import type { Sandbox } from './workers/hosts/machine/sandbox.ts';
import type { ScreenHost } from './features/eyes/service.ts';

/** The system's own keychain, as far as the program can speak to it. */
export type Keychain = {
  /** As people know it: `the macOS Keychain`. */
  name: string;
  seal(text: string): Buffer;
  /** Throws what another keychain has sealed. */
  open(sealed: Buffer): string;
};

/** What the program around the engine (Electron, headless) tells it about the machine and about itself. */
export type EngineHost = {
  program: 'electron' | 'headless';
  version: string;
  dataFolder: string;
  /** The folder that holds `workers/` and `out/` or `src/`: a checkout, or the packaged app's resources. */
  appFolder: string;
  /** The pinned Node that worker hosts run on; never Electron's own. */
  nodeBinary: string;
  /** What this machine gives workers, where it was tried while the engine was still being loaded. */
  usualRoom?: Promise<Sandbox>;
  /** Relative paths in a sentence are relative to this when a call names nothing else. */
  homeFolder: string;
  environment: NodeJS.ProcessEnv;
  /** Take up the runs that the last engine left unfinished; true if absent. */
  resumesRuns?: boolean;
  /** Start what is due and send what waits in conversations, without being asked; true if absent. */
  startsByItself?: boolean;
  keychain?: Keychain;
  /** Lists screens and windows, and what the system lets Heron see; absent without windows of its own. */
  screens?: ScreenHost;
  /** Where newer Herons are asked for, if this one was released with such a place. */
  releasePlace?: string;
  /** Shows a folder in the system's own window for files; absent where there is none. */
  openFolder?: (path: string) => Promise<void>;
  /** Has the person choose a folder in the system's own window; undefined: none. Absent where there is no such window. */
  chooseFolder?: () => Promise<string | undefined>;
  /** Is handed each line of the log, as JSON. */
  onLogLine?: (line: string) => void;
};
