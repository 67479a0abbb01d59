import { type BackgroundStatus, type ShellProcess, WorkerFailure, type WorkerContext } from 'heron/worker-kit';

/** Resolves when the program goes on in the background; never, when it ends before or there is no room for it. */
export function movedAfter(ms: number, started: ShellProcess, context: WorkerContext): Promise<BackgroundStatus> {
  async function move(): Promise<BackgroundStatus | undefined> {
    await context.sleep(ms);
    return started.detach();
  }
  return new Promise((resolve) => {
    move().then(
      (process) => process && resolve(process),
      (error: unknown) => {
        // Sleep rejects when the run is cancelled. Else it stays with this call, to its end.
        if (error instanceof WorkerFailure) context.log('warn', `It goes on here: ${error.message}`);
      },
    );
  });
}
