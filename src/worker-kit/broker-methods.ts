import type {
  AskedSource,
  BackgroundStatus,
  BlobStatus,
  CodeArtifact,
  CodeEnd,
  CodeLanguage,
  CodeLimits,
  FileKind,
  FileStatus,
  ProcessText,
  RemotePlace,
  RemoteSync,
} from './context.ts';
import type { BrowserPage, BrowserStep } from './browser.ts';

/** What was found in folders, in columns of the same length: a page of them is half the work of as many objects. */
export type ListedEntries = {
  /** What stands before each name in its path; ends with what the system has between parts. */
  prefix: string;
  /** Below the listed folder, with `/` between parts. */
  names: string[];
  kinds: FileKind[];
  /** Bytes. */
  sizes: number[];
  /** Milliseconds since 1970. */
  modified: number[];
  modes: number[];
};

/**
 * What worker code may ask of the broker, by method: parameters and the reply's value. Bytes travel beside the JSON,
 * never inside it: `files.append`, `files.write`, `blobs.append`, `net.open` and `sockets.append` carry them in, `files.open`,
 * `files.next`, `files.found`, `blobs.open`, `net.next`, `queries.next`, `shell.next` and `code.read` carry them out.
 * Both sides of the sandbox import this table, so it is the protocol.
 */
export type BrokerMethods = {
  'files.status': { parameters: { path: string }; value: FileStatus | null };
  /** At most 1,000 entries a page; `next` is null on the last. */
  'files.list': {
    parameters: { path: string; recursive: boolean; cursor: string | null };
    value: { entries: ListedEntries; next: string | null };
  };
  /** The reply carries the first bytes, as `files.next` would: `done` means that the file is closed again. */
  'files.open': {
    parameters: { path: string; start: number; end: number | null };
    value: { handle: number; size: number; done: boolean };
  };
  /** The reply carries at most 256 KiB; `done` comes with the last bytes or alone. */
  'files.next': { parameters: { handle: number }; value: { done: boolean } };
  /**
   * Lines of a file that contain a text, looked for by the engine, so that a large file need not be carried over. Each
   * `files.found` gives a page and carries the lines one after the other; `files.close` closes it.
   */
  'files.search': { parameters: { path: string; text: string; most: number }; value: { handle: number; size: number } };
  /** Places and sizes of the lines it carries; `more` were found beyond `most`; `read` bytes have been looked through. */
  'files.found': {
    parameters: { handle: number };
    value: { numbers: number[]; sizes: number[]; more: number; read: number; done: boolean };
  };
  /** A whole file of at most 256 KiB at once. */
  'files.write': {
    parameters: { path: string; overwrite: boolean; mode: number | null; modifiedAt?: number };
    value: FileStatus;
  };
  'files.create': {
    parameters: { path: string; overwrite: boolean; mode: number | null; modifiedAt?: number };
    value: { handle: number };
  };
  'files.append': { parameters: { handle: number }; value: null };
  /** Puts the finished file in its place. Without it, closing throws the bytes away. */
  'files.commit': { parameters: { handle: number }; value: FileStatus };
  'files.close': { parameters: { handle: number }; value: null };
  'files.makeFolder': { parameters: { path: string }; value: null };
  'files.move': { parameters: { from: string; to: string; overwrite: boolean; isOutput?: boolean }; value: null };
  'files.remove': { parameters: { path: string; isOutput?: boolean }; value: null };
  'blobs.status': { parameters: { blob: string }; value: BlobStatus };
  'blobs.create': { parameters: { mediaType: string; name: string | null }; value: { handle: number } };
  'blobs.append': { parameters: { handle: number }; value: null };
  /** The blob is on the disk, and others can read it. Without it, closing throws the bytes away. */
  'blobs.finish': { parameters: { handle: number }; value: BlobStatus };
  /** As `files.open`: the rest comes with `files.next`, and `files.close` closes it. */
  'blobs.open': {
    parameters: { blob: string; start: number; end: number | null };
    value: { handle: number; size: number; done: boolean };
  };
  'net.open': {
    parameters: {
      url: string;
      method: string;
      headers: Record<string, string>;
      maxRedirects: number;
      givesRedirects?: boolean;
      sign?:
        | { kind: 'aws-sigv4'; handle: string; region: string; service: string; payload: 'hashed' | 'unsigned' }
        | { kind: 'google-service-account'; handle: string; account: string };
      followedBy?: number;
    };
    value: { handle: number; status: number; url: string; headers: Record<string, string> };
  };
  'net.next': { parameters: { handle: number }; value: { done: boolean } };
  'net.close': { parameters: { handle: number }; value: null };
  /**
   * One HTTP request over a Unix socket, in three steps: `path` is the socket, `target` what stands in the request line. Its
   * body is appended piece by piece; what `sockets.answer` gives is read and closed as an answer of `net.open` is.
   */
  'sockets.begin': {
    parameters: { path: string; method: string; target: string; headers: Record<string, string> };
    value: { handle: number };
  };
  'sockets.append': { parameters: { handle: number }; value: null };
  'sockets.answer': {
    parameters: { handle: number };
    value: { handle: number; status: number; headers: Record<string, string> };
  };
  /** A request that is sent when the call is over, however it ends, unless it is dropped before. */
  'sockets.leave': {
    parameters: { path: string; method: string; target: string; json?: string };
    value: { handle: number };
  };
  'sockets.drop': { parameters: { handle: number }; value: null };
  /** A text that stands for the secret in this call's requests; see `WorkerSecrets`. */
  'secrets.handle': { parameters: { name: string }; value: { handle: string } };
  /** An address that a secret signs; see `WorkerSecrets`. */
  'secrets.link': {
    parameters: { handle: string; url: string; method: string; region: string; service: string; seconds: number };
    value: { url: string };
  };
  'shell.open': {
    parameters: {
      program: string;
      args: string[];
      cwd: string | null;
      input: string | null;
      environment: Record<string, string>;
      /** `shell.detach` can be asked. */
      isDetachable?: boolean | undefined;
      /** More can be written to its input. */
      keepsInput?: boolean | undefined;
      /** What it may use of models. */
      models?: { tokens: number; minutes: number } | undefined;
    };
    value: { handle: number; pid: number };
  };
  /** `stream` names the bytes; `exit` comes once, after both streams have ended. */
  'shell.next': {
    parameters: { handle: number };
    value:
      | { stream: 'stdout' | 'stderr' }
      | { exit: { code: number | null; signal: string | null } }
      /** It goes on in the background, and others read. */
      | { detached: true };
  };
  /** Lets the program go on when the call is over; null when it has ended already. */
  'shell.detach': {
    parameters: { handle: number; name: string | null; maxMs: number | null; keep: boolean };
    value: { process: BackgroundStatus | null };
  };
  /** A worker sees the processes it started itself, in whichever run. */
  'processes.list': { parameters: Record<string, never>; value: { processes: BackgroundStatus[] } };
  'processes.read': {
    parameters: { process: string; place: { offset: number } | 'head' | 'tail'; maxBytes: number };
    value: ProcessText;
  };
  /** What is new since this conversation, or run, asked last. */
  'processes.poll': { parameters: { process: string; maxBytes: number }; value: ProcessText };
  'processes.write': { parameters: { process: string; text: string; end: boolean }; value: null };
  'processes.signal': { parameters: { process: string; signal: string }; value: null };
  'processes.stop': { parameters: { process: string; graceMs: number | null }; value: BackgroundStatus };
  'processes.clear': { parameters: { process: string | null }; value: { cleared: number } };
  'remotes.meet': { parameters: RemotePlace; value: { isKnown: boolean; kind: string; fingerprint: string } };
  /** Its output comes with `shell.next`. */
  'remotes.sync': { parameters: RemoteSync; value: { handle: number; pid: number; left: string[] } };
  /** Asks files as tables, a DuckDB database or a server; a password is a handle of `secrets.handle`. */
  'queries.open': {
    parameters: {
      source: AskedSource;
      sql: string;
      parameters: (string | number | boolean | null)[];
      changes: boolean;
      timeMs: number;
    };
    value: { handle: number; columns: string[]; changed: number };
  };
  /** The reply carries rows as JSON, a list of lists; `done` comes with the last ones or alone. */
  'queries.next': { parameters: { handle: number }; value: { done: boolean } };
  'queries.close': { parameters: { handle: number }; value: null };
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
  /** Of a WAV file. `language` is of two letters, or empty. What is said comes with `speech.written`. */
  'speech.transcribe': { parameters: { path: string; language: string }; value: { handle: number } };
  /** Answered when more of it is written down than before; `share` is from 0 to 1. With `said` it is over. */
  'speech.written': {
    parameters: { handle: number };
    value: {
      share: number;
      said: { text: string; language: string | null; pieces: { text: string; from: number; to: number }[] } | null;
    };
  };
  /** A WAV, read with `speech.read` and cleared away with `speech.close`. */
  'speech.speak': {
    parameters: { text: string; voice: string; rate: number; pitch: number };
    value: { handle: number; size: number };
  };
  'speech.read': { parameters: { handle: number; start: number }; value: { done: boolean } };
  'speech.close': { parameters: { handle: number }; value: null };
  'browser.step': { parameters: { session: string; step: BrowserStep }; value: BrowserPage };
  /** As `files.open`, of what the session's last step made. */
  'browser.read': { parameters: { session: string }; value: { handle: number; size: number; done: boolean } };
  /** Only of the worker that stands for an MCP server; nobody else has one. */
  'mcp.call': {
    parameters: { action: string; input: Fields; report: number };
    value: { text: string; content: Fields[]; structured?: Fields };
  };
  'shell.kill': { parameters: { handle: number }; value: null };
};

type Value = string | number | boolean | null | Value[] | Fields;
type Fields = { [name: string]: Value };

export type BrokerMethod = keyof BrokerMethods;
