import type { WorkerBrowser } from './browser.ts';

/** The part of the web's AbortSignal that exists in every tier. */
export type WorkerSignal = {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

/** What an action is handed: the only way out of its sandbox. Every call is checked, audited and, for files, undoable. */
export type WorkerContext = {
  runId: string;
  taskId: string;
  /** 1 for the first try. */
  attempt: number;
  /** The same for every attempt at one task: hand it to services that recognise repeated calls. */
  idempotencyKey: string;
  /** What the person answered to the question an earlier attempt stopped with (`block`). */
  answer?: string;
  /** What the person has set of the manifest's `settings`, with defaults filled in; cannot be changed here. */
  settings: Readonly<Record<string, unknown>>;
  /** Aborted when the run is cancelled or the time limit passes; the process is ended shortly after. */
  signal: WorkerSignal;
  files: WorkerFiles;
  /** Images, recordings, files: bytes travel as blobs, never inside the JSON of an input or output. */
  blobs: WorkerBlobs;
  net: WorkerNet;
  sockets: WorkerSockets;
  shell: WorkerShell;
  processes: WorkerProcesses;
  secrets: WorkerSecrets;
  code: WorkerCode;
  speech: WorkerSpeech;
  queries: WorkerQueries;
  remotes: WorkerRemotes;
  browser: WorkerBrowser;
  /**
   * Tells the person how far it is; not kept. `output` is a partial result: a piece of what the action will give back,
   * in order. Text is shown as it grows; of other pieces the last is shown. The output at the end has the whole.
   */
  progress(report: { percent?: number; text?: string; output?: unknown }): void;
  /**
   * Says what a request cost, each time it is known more exactly: amounts are added up over the call. `tokens` are those of a
   * model, in and out; `money` is US dollars. Kept with the run, and counted by the budgets around it: a call that goes over
   * one is cancelled at once, so report while an answer streams. Throws a TypeError for what is no amount.
   */
  used(amount: UsedAmount): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number): Promise<void>;
};

export type UsedAmount = { tokens?: number; money?: number };

export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** `size` in bytes, `modifiedAt` in milliseconds since 1970, `mode` as POSIX permission bits. */
export type FileStatus = { path: string; kind: FileKind; size: number; modifiedAt: number; mode: number };

/** `name` is relative to the listed folder, with `/` between parts. */
export type FileEntry = FileStatus & { name: string };

/** Some of the lines that were found, without their ends; `more` beyond those asked for; `read` of `size` bytes so far. */
export type FoundLines = { lines: { line: number; bytes: Uint8Array }[]; more: number; read: number; size: number };

/** Paths are absolute. Refusals are `permission-denied` / `permission-missing`; absent files `not-found`. */
export type WorkerFiles = {
  /** undefined if nothing is there. Links are followed. */
  status(path: string): Promise<FileStatus | undefined>;
  /** The entries of a folder, sorted by name; links are listed, not followed. */
  list(path: string, options?: { recursive?: boolean }): AsyncIterable<FileEntry>;
  /** Bytes from `start` (default 0) up to but without `end`, in chunks of at most 256 KiB, read as they are asked for. */
  read(path: string, options?: { start?: number; end?: number }): AsyncIterable<Uint8Array>;
  /**
   * The lines of a file that contain a text, byte for byte, with what is found beyond `most` lines (default: all are
   * given) only counted. Much faster than reading: the file does not come into the sandbox. A line of more than 1 MiB
   * counts as several.
   */
  search(path: string, text: string, options?: { most?: number }): AsyncIterable<FoundLines>;
  /** The whole of a file of at most `maxBytes` (default 16 MiB; more is `limit-exceeded`) as UTF-8. */
  readText(path: string, options?: { maxBytes?: number }): Promise<string>;
  /**
   * Writes a file as a whole: until the last byte is in, the old content stays; a failure leaves nothing behind.
   * Missing parent folders are made. An existing file is `already-exists` unless `overwrite`. A copy says with `modifiedAt`
   * when its original was changed; else that is now.
   */
  write(
    path: string,
    content: string | Uint8Array | AsyncIterable<Uint8Array | string>,
    options?: { overwrite?: boolean; mode?: number; modifiedAt?: number },
  ): Promise<FileStatus>;
  /** Makes a folder and its missing parents; an existing folder is fine. */
  makeFolder(path: string): Promise<void>;
  /**
   * Moves a file, link or folder; an existing target is `already-exists` unless `overwrite`. `isOutput`: a program of this
   * call made it, in a folder that the run made with `makeFolder`; undoing the run then takes it away. Errors:
   * `invalid-input` for such a thing from anywhere else.
   */
  move(from: string, to: string, options?: { overwrite?: boolean; isOutput?: boolean }): Promise<void>;
  /**
   * Removes a file or a whole folder; it is kept aside so that the run can be undone. `isOutput`: it is what a program of this
   * call left in a folder that the run made, and is not kept.
   */
  remove(path: string, options?: { isOutput?: boolean }): Promise<void>;
};

/** What is known of a blob; `blob` is the id by which it is handed on, in a field with `"format": "blob"`. */
export type BlobStatus = { blob: string; bytes: number; mediaType: string; name?: string; sha256: string };

/** Nobody can read the blob until it is finished; one that is not is thrown away with the call. */
export type BlobWriter = {
  /** Resolves when the next chunk may come. Errors: `limit-exceeded` (the worker's `blobMb`, the run's total), `storage`. */
  write(chunk: Uint8Array | string): Promise<void>;
  /** The blob is safe on disk when this resolves. */
  finish(): Promise<BlobStatus>;
  abandon(): Promise<void>;
};

/** Blobs belong to the run that made them; other runs reach them only when their plan names them. */
export type WorkerBlobs = {
  create(blob: { mediaType: string; name?: string }): Promise<BlobWriter>;
  /** Errors: `not-found`, also for what belongs to another run. */
  status(blob: string): Promise<BlobStatus>;
  /** Bytes from `start` (default 0) up to but without `end`, in chunks of at most 256 KiB, read as they are asked for. */
  read(blob: string, options?: { start?: number; end?: number }): AsyncIterable<Uint8Array>;
};

export type WorkerRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Redirects to follow (default 10); each target needs its own permission. */
  maxRedirects?: number;
  /** A redirect is the answer, for who looks at each and goes on by itself. */
  givesRedirects?: boolean;
  /** Signs the request on the way out, with a secret that the worker has the handle of. */
  sign?: RequestSignature;
  /**
   * How many requests to the same host are to follow this one, where that is known: it is refused where the limits of an hour have no
   * room for all of them, so that nothing is begun that cannot be ended.
   */
  followedBy?: number;
};

/**
 * AWS Signature Version 4, by the keys that a secret holds (`KEYID:SECRET` or `KEYID:SECRET:TOKEN`). `region` and `service` are
 * those of the signature. The body is part of it unless `payload` is `unsigned`. It is not signed for another origin that the
 * server redirects to. Or a token of a few minutes for the server alone, which the service account of Google signs whose key (the
 * JSON file) the secret holds; `account` is its address.
 */
export type RequestSignature =
  | { kind: 'aws-sigv4'; handle: string; region: string; service: string; payload?: 'hashed' | 'unsigned' }
  | { kind: 'google-service-account'; handle: string; account: string };

/** Whoever has the address can do this one thing until `seconds` (at most a week) are over. */
export type SignedLink = {
  url: string;
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  region: string;
  service: string;
  seconds: number;
};

/** `url` is the last one after redirects; header names are lower-case; `body` can be read once. */
export type WorkerResponse = {
  status: number;
  url: string;
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
};

export type WorkerNet = {
  /** http and https only. Errors: `network`, permission codes. */
  fetch(url: string, request?: WorkerRequest): Promise<WorkerResponse>;
};

export type WorkerSockets = {
  /**
   * Asks a service of this machine over its Unix socket, in HTTP; no redirect is followed. `path` is the socket's own path, `target`
   * what is asked for (`/containers/json?all=1`). Each socket needs its own permission, and those of keys, sessions, the screen and
   * Heron itself have none. Errors: `not-found` where there is no socket, `network`, permission codes.
   */
  request(
    path: string,
    request: {
      target: string;
      method?: WorkerRequest['method'];
      headers?: Record<string, string>;
      /** In pieces it is sent as it comes, however large. */
      body?: string | Uint8Array | AsyncIterable<Uint8Array>;
    },
  ): Promise<Omit<WorkerResponse, 'url'>>;
  /**
   * Leaves a request that is sent when the call is over, however it ends: also when it is cancelled, out of time, or its worker crashes, and
   * no code of it can ask any more. For what would go on without it, a container for example. Gives what drops it again, for whoever
   * saw to that itself. It is allowed, or refused, now. Errors: as of `request`; the answer to it is only logged.
   */
  leave(
    path: string,
    request: { target: string; method?: WorkerRequest['method']; json?: string },
  ): Promise<() => Promise<void>>;
};

/** Part of what was said; seconds from the beginning. */
export type SpokenPiece = { text: string; from: number; to: number };

/** The engines and models of this machine: nothing leaves it. */
export type WorkerSpeech = {
  /**
   * What is said in a WAV file, with its times. `language` is a code of two letters; without it, it is found out. `onShare` is told how
   * much of the recording is written down, from 0 to 1. Errors: permission codes, `unsupported` where there is no model or the file is no WAV, and those of a model that is damaged.
   */
  transcribe(
    path: string,
    options?: { language?: string; onShare?: (share: number) => void },
  ): Promise<{ text: string; language?: string; pieces: SpokenPiece[] }>;
  /** A whole WAV of at most 2,000 characters read out; `rate` and `pitch` are times the voice's own. Errors: `unsupported`, `invalid-input` for a voice that is not there. */
  speak(text: string, options?: { voice?: string; rate?: number; pitch?: number }): Promise<Uint8Array>;
};

export type WorkerSecrets = {
  /**
   * A text that stands for a secret of the manifest, for this call only. Write it into a header or the query of
   * `net.fetch`: on the way out, outside the sandbox, Heron puts the value in its place, for the hosts that the manifest
   * names and over https. Of a secret that may be handed to git, the variable of git's `--config-env=http.<place>/.extraHeader=`
   * can hold it too. Errors: `not-declared`, `not-found` when nobody has entered it, permission codes.
   */
  handle(name: string): Promise<string>;
  /**
   * An address of one of the secret's hosts that is signed by it, as AWS does (see `RequestSignature`). Errors: `invalid-input` for a
   * secret that holds no keys, `unsupported` for keys that are temporary, permission codes.
   */
  link(handle: string, link: SignedLink): Promise<string>;
};

export type ShellOutput = { stream: 'stdout' | 'stderr'; bytes: Uint8Array };

export type ShellProcess = {
  pid: number;
  /** Output in the order it came; ends when both streams are closed. Reading is what lets the program go on. */
  output: AsyncIterable<ShellOutput>;
  /** `code` is null when a signal ended it. */
  exit: Promise<{ code: number | null; signal: string | null }>;
  kill(): Promise<void>;
  /**
   * Lets a program started with `isDetachable` go on in the background when the call is over: `output` ends, `exit` never
   * comes, and `processes` knows it from then on. Gives nothing when it has ended already. The manifest's
   * `limits.backgroundProcesses` must allow it. Errors: `not-declared`, `limit-exceeded`; then it stays
   * with the call.
   */
  detach(options?: { name?: string; maxMs?: number; keep?: boolean }): Promise<BackgroundStatus | undefined>;
};

/** `end` says why it ended: `exit`, `stopped`, `run`, `time`, `memory`, `programs` or `engine`. Times in milliseconds since 1970. */
export type BackgroundStatus = {
  id: string;
  name: string;
  command: string;
  pid: number;
  runId: string;
  taskId: string;
  status: 'running' | 'ended';
  takesInput: boolean;
  startedAt: number;
  endsAt: number;
  endedAt: number | null;
  exitCode: number | null;
  signal: string | null;
  end: string | null;
};

/** Both outputs in the order they came. Offsets count bytes; of the beginning `dropped` are not kept any more. */
export type ProcessText = { text: string; start: number; end: number; total: number; dropped: number };

/** The background processes that this worker started, in whichever run. Errors: `not-found`. */
export type WorkerProcesses = {
  list(): Promise<BackgroundStatus[]>;
  read(process: string, place: { offset: number } | 'head' | 'tail', maxBytes: number): Promise<ProcessText>;
  /** What is new since this conversation, or this run, asked last. */
  poll(process: string, maxBytes: number): Promise<ProcessText>;
  /** Needs the permission to run the program with this input. Errors: `conflict`, permission codes. */
  write(process: string, text: string, options?: { end?: boolean }): Promise<void>;
  signal(process: string, signal: string): Promise<void>;
  /** Asks it to end, ends it by force after `graceMs`; resolves when it has ended, with all it started. */
  stop(process: string, options?: { graceMs?: number }): Promise<BackgroundStatus>;
  /** Forgets one that has ended, or all. */
  clear(process?: string): Promise<number>;
};

export type WorkerShell = {
  /** Starts a program by name or absolute path with arguments as they are: there is no shell and nothing is expanded. */
  run(
    program: string,
    args: string[],
    options?: {
      cwd?: string;
      input?: string;
      environment?: Record<string, string>;
      /** It may go on in the background. */
      isDetachable?: boolean;
      /** Its input stays open for `processes.write`. */
      keepsInput?: boolean;
      /** It may ask models of Heron: it finds an address and a key of its own in `OPENAI_BASE_URL` and `OPENAI_API_KEY`. */
      models?: { tokens: number; minutes: number };
    },
  ): Promise<ShellProcess>;
};

export type CodeLanguage = 'javascript' | 'typescript' | 'python';

/** `keptOutputBytes` is what is kept of each of its two outputs. */
export type CodeLimits = { wallMs: number; cpuMs: number; memoryMb: number; keptOutputBytes: number };

/** `name` is relative to the workspace, with `/` between parts. */
export type CodeArtifact = { name: string; bytes: number; sha256: string };

/** One of its outputs: the beginning, and how much there was. */
export type CodeOutput = { text: string; bytes: number; isCut: boolean };

export type CodeEnd = {
  /** null: a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  /** The limit that ended it. */
  limit: 'time' | 'cpu' | 'memory' | 'output' | 'disk' | null;
  stdout: CodeOutput;
  stderr: CodeOutput;
  durationMs: number;
  /** Files that it wrote or changed, sorted by name. */
  artifacts: CodeArtifact[];
  /** What it left that is no plain file or has a name that could deceive. */
  leftOut: { name: string; why: string }[];
};

export type RanCode = CodeEnd & {
  read(artifact: string): AsyncIterable<Uint8Array>;
  /** Clears away what it left; the end of the call does as well. */
  close(): Promise<void>;
};

export type WorkerCode = {
  /**
   * Runs code in a process that reaches nothing but an empty folder of its own and the files it is given: no network,
   * no other files, no programs. Resolves when it has ended, whatever with. Errors: permission codes, `unsupported`
   * where this machine cannot hold the language.
   */
  run(request: {
    language: CodeLanguage;
    code: string;
    /** What it reads as its standard input. */
    input?: string;
    /** Copied into its folder, each under its name. */
    files?: { path: string; name: string }[];
    limits: CodeLimits;
  }): Promise<RanCode>;
};

/** Bytes come as 0x and hexadecimal digits; dates, decimals and what else no number holds as their texts. */
export type AskedValue = string | number | boolean | null;

/**
 * Files as tables, in DuckDB's SQL; a DuckDB database; or a server. `columns` gives the types of a CSV file's columns, by name
 * and in order. `password` is a handle of `secrets`: who asks never sees the value.
 */
export type AskedSource =
  | {
      kind: 'files';
      tables: {
        path: string;
        name: string;
        format: 'csv' | 'json' | 'ndjson' | 'parquet';
        delimiter?: string;
        columns?: Record<string, string>;
      }[];
    }
  | { kind: 'duckdb'; path: string }
  | {
      kind: 'postgresql' | 'mysql';
      host: string;
      port: number;
      database: string;
      user: string;
      password?: string;
      /** Whether the connection is encrypted; without it a password goes to this very machine only. */
      tls: boolean;
    };

export type OpenQuery = {
  columns: string[];
  /** Rows that were changed. */
  changed: number;
  /** In batches, as they are asked for; ending early ends the query. */
  rows: AsyncIterable<AskedValue[][]>;
  /** Ends what runs, at a server too; so does the end of the call. */
  close(): Promise<void>;
};

export type WorkerQueries = {
  /**
   * Runs one statement and gives its rows as they are asked for. Without `changes` nothing can be changed: the statement is
   * looked at, and a server runs it in a read-only transaction. Files and DuckDB databases are only read. Errors:
   * `invalid-input` with what the database says, `limit-exceeded` after `timeMs`, `network`, permission codes.
   */
  open(query: {
    source: AskedSource;
    sql: string;
    parameters?: AskedValue[];
    changes?: boolean;
    timeMs: number;
  }): Promise<OpenQuery>;
};

/** A machine that is reached by SSH: by a name, also one of the person's own SSH settings, or an address. */
export type RemotePlace = { host: string; port: number; user?: string | undefined };

/**
 * `to` makes the remote folder like the local one, `from` the other way round; nothing is changed by a dry run. `compare`: what
 * this local folder has already is not fetched. At most `mostRemoved` files and folders are removed on the other side.
 */
export type RemoteSync = {
  place: RemotePlace;
  direction: 'to' | 'from';
  folder: string;
  remoteFolder: string;
  compare?: string | undefined;
  exclude: string[];
  delete: boolean;
  checksum: boolean;
  dryRun: boolean;
  mostRemoved?: number | undefined;
};

export type WorkerRemotes = {
  /**
   * Whether the key of a host is kept. If not, the key it shows, which only the person can judge: `block` with the choice
   * `Trust <fingerprint>`, and meeting the host again after that answer keeps it. Errors: `network`, permission codes.
   */
  meet(place: RemotePlace): Promise<{ isKnown: boolean; kind: string; fingerprint: string }>;
  /**
   * rsync over SSH, between a folder of this machine and one of a host whose key is kept. Its output has a line for each
   * change (`--itemize-changes`, the size, the name) and rsync's sums. `left` are names that hold passwords or keys and are not
   * sent. Errors: permission codes, `not-found` without rsync.
   */
  sync(wish: RemoteSync): Promise<ShellProcess & { left: string[] }>;
};
