import type { App } from './app-folder.ts';
import type { CommandParts } from './commands/command.ts';

/** What is known around every command; the data folder once the whole line has been read. */
export type CommandContext = CommandParts & {
  app: App;
  findDataFolder: () => string;
  /** Takes the exit code. */
  end: (code: number) => void;
};
