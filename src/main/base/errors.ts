import { ErrorCode, type Failure } from '../../contract/errors.ts';

/** The only error the engine throws on purpose; everything else is a bug and reported as `internal`. */
export class HeronError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HeronError';
    this.code = code;
    this.details = details;
  }
}

/** The engine itself did not make the call, so it cannot have taken effect: it may be made again, whatever it does. */
export class NotCalled extends HeronError {}

export function toFailure(error: unknown): Failure {
  if (error instanceof HeronError) {
    return error.details
      ? { code: error.code, message: error.message, details: error.details }
      : { code: error.code, message: error.message };
  }
  const sqlite = sqliteFailure(error);
  if (sqlite) return sqlite;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export function fromFailure(failure: Failure): HeronError {
  return new HeronError(failure.code, failure.message, failure.details);
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return ErrorCode.safeParse(code).success;
}

/** Node's and the system's codes that callers tell apart. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Turns a file-system error into one that names the path and what can be done about it. */
export function fileError(error: unknown, path: string): HeronError {
  if (error instanceof HeronError) return error;
  const code = systemCode(error);
  const because = { cause: error };
  switch (code) {
    case 'ENOENT':
      return new HeronError('not-found', `There is nothing at ${path}`, { path }, because);
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new HeronError('already-exists', `${path} exists already`, { path }, because);
    case 'ENOTDIR':
      return new HeronError('invalid-input', `${path} is not a folder`, { path }, because);
    case 'EISDIR':
      return new HeronError('invalid-input', `${path} is a folder, not a file`, { path }, because);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HeronError(
        'permission-denied',
        `The system does not let Heron use ${path} (${code})`,
        { path },
        because,
      );
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new HeronError('storage', `There is no space left to write ${path}`, { path }, because);
    default:
      return new HeronError(
        'storage',
        `${path}: ${error instanceof Error ? error.message : String(error)}`,
        { path },
        because,
      );
  }
}

/** The disk has no room, in the words of SQLite or of the system. */
export function isFull(error: unknown): boolean {
  return /^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(systemCode(error) ?? '');
}

export function noRoom(folder: string, cause: unknown): HeronError {
  return new HeronError(
    'storage',
    `The disk is full: Heron needs a little room in ${folder}, and keeps all it has; make some and try again`,
    { path: folder },
    { cause },
  );
}

/** The database itself cannot be written now, whatever is to be written: the disk is full, or another process has it. */
export function isOfDatabase(error: unknown): boolean {
  return /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM)/.test(systemCode(error) ?? '');
}

function sqliteFailure(error: unknown): Failure | undefined {
  const code = systemCode(error);
  if (!code?.startsWith('SQLITE_') || !(error instanceof Error)) return undefined;
  if (code.startsWith('SQLITE_FULL')) return { code: 'storage', message: 'The disk is full; nothing was saved' };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return { code: 'storage', message: 'Another program has the database locked; nothing was saved' };
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return { code: 'storage', message: `The database file is damaged (${error.message})` };
  }
  return { code: 'storage', message: `The database failed: ${error.message} (${code})` };
}
