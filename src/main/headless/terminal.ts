/** What a command sees of the process around it. */
export type Terminal = {
  /** A line of the result. */
  out(line: string): void;
  /** Bytes of the result as they are, as fast as they are taken. */
  outBytes(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** A line for the person: plans, questions, errors. */
  err(line: string): void;
  /** Somebody is there to be asked: input and messages both are a terminal's. */
  isAttended: boolean;
  /** The answer without its line end; undefined when the input has ended or the signal was aborted. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** The same for what nobody may read over a shoulder: what is typed is not shown. */
  askHidden(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** From now on an error that nobody caught is reported, and ends the process; the report's file is named. Absent where the process is somebody else's. */
  onCrash?: (report: (error: unknown) => string | undefined) => void;
  /** Called for Ctrl-C and for a request to end; returns what takes the listener away. */
  onInterrupt(listener: () => void): () => void;
  /** Aborted when nobody reads the results any more. */
  readonly outputClosed: AbortSignal;
  /** All of the standard input as text. */
  readInput(): Promise<string>;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
};
