import type { CodeArtifact, CodeEnd, CodeLanguage, CodeLimits, FileEntry, FileStatus } from './context.ts';

/**
 * What worker code may ask of the broker, by method: parameters and the reply's value. Bytes travel beside the JSON,
 * never inside it: `files.append` and `net.open` carry them in, `files.next`, `net.next`, `shell.next`
 * and `code.read` carry them out.
 * Both sides of the sandbox import this table, so it is the protocol.
 */
export type BrokerMethods = {
  'files.status': { parameters: { path: string }; value: FileStatus | null };
  /** At most 1,000 entries a page; `next` is null on the last. */
  'files.list': {
    parameters: { path: string; recursive: boolean; cursor: string | null };
    value: { entries: FileEntry[]; next: string | null };
  };
  'files.open': {
    parameters: { path: string; start: number; end: number | null };
    value: { handle: number; size: number };
  };
  /** The reply carries at most 256 KiB; `done` comes with the last bytes or alone. */
  'files.next': { parameters: { handle: number }; value: { done: boolean } };
  'files.create': { parameters: { path: string; overwrite: boolean; mode: number | null }; value: { handle: number } };
  'files.append': { parameters: { handle: number }; value: null };
  /** Puts the finished file in its place. Without it, closing throws the bytes away. */
  'files.commit': { parameters: { handle: number }; value: FileStatus };
  'files.close': { parameters: { handle: number }; value: null };
  'files.makeFolder': { parameters: { path: string }; value: null };
  'files.move': { parameters: { from: string; to: string; overwrite: boolean }; value: null };
  'files.remove': { parameters: { path: string }; value: null };
  'net.open': {
    parameters: { url: string; method: string; headers: Record<string, string>; maxRedirects: number };
    value: { handle: number; status: number; url: string; headers: Record<string, string> };
  };
  'net.next': { parameters: { handle: number }; value: { done: boolean } };
  'net.close': { parameters: { handle: number }; value: null };
  'shell.open': {
    parameters: {
      program: string;
      args: string[];
      cwd: string | null;
      input: string | null;
      environment: Record<string, string>;
    };
    value: { handle: number; pid: number };
  };
  /** `stream` names the bytes; `exit` comes once, after both streams have ended. */
  'shell.next': {
    parameters: { handle: number };
    value: { stream: 'stdout' | 'stderr' } | { exit: { code: number | null; signal: string | null } };
  };
  /** Answered when the code has ended. */
  'code.run': {
    parameters: {
      language: CodeLanguage;
      code: string;
      input: string;
      files: { path: string; name: string }[];
      limits: CodeLimits;
    };
    value: CodeEnd & { handle: number };
  };
  /** The reply carries at most 256 KiB from `start` on; `done` comes with the last bytes or alone. */
  'code.read': { parameters: { handle: number; name: CodeArtifact['name']; start: number }; value: { done: boolean } };
  /** Clears away what the code left. */
  'code.close': { parameters: { handle: number }; value: null };
  'shell.kill': { parameters: { handle: number }; value: null };
};

export type BrokerMethod = keyof BrokerMethods;
