import { execFile } from 'node:child_process';

/** `cwd` is no place of the person's: the engine's own would tell where it was started, and take files without a path. */
export type PlainCommand = { file: string; args: string[]; environment: NodeJS.ProcessEnv; cwd: string };

export type HostCommand = PlainCommand & {
  /** It starts this container, and the process in it is the host. */
  container?: ContainerPlace;
};

/** One container, before and while it is there. Its process is no child of the program that was started for it. */
export type ContainerPlace = {
  /** Holds the id of its process once it has one; it is there from the beginning, so that the end guard looks into it. */
  pidFile: string;
  /** Prints that id; for a runtime that does not write it. */
  ask?: PlainCommand;
  /** Ends it whoever its process belongs to. */
  end: PlainCommand;
};

/** `words`: the last it wrote to stderr. */
export type Outcome = { output?: string; error?: string; words?: string };

export function attempt(command: PlainCommand, timeout = 10_000): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: command.environment, cwd: command.cwd, timeout, windowsHide: true } as const;
    execFile(command.file, command.args, options, (error, output, words) => {
      resolve(error ? { error: error.message.slice(0, 300), words: words.slice(-1000) } : { output });
    });
  });
}
