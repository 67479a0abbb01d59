import type { Failure } from '../../contract/errors.ts';

/** What the command line ends with; scripts branch on these. */
export const exitCode = {
  completed: 0,
  failed: 1,
  usage: 2,
  permissionMissing: 3,
  notUnderstood: 4,
  /** Heron itself failed, in a way nobody had foreseen. */
  crashed: 70,
  /** As shells report a program that Ctrl-C ended. */
  cancelled: 130,
} as const;

/** Of a command that could not begin. */
export function exitCodeOf(failure: Failure): number {
  switch (failure.code) {
    case 'permission-missing':
      return exitCode.permissionMissing;
    case 'invalid-input':
    case 'invalid-plan':
      return exitCode.usage;
    case 'cancelled':
      return exitCode.cancelled;
    default:
      return exitCode.failed;
  }
}

/** Of a run that failed: whatever its workers found wrong, the command itself was right. */
export function exitCodeOfRun({ code }: Failure): number {
  return code === 'permission-missing' ? exitCode.permissionMissing : exitCode.failed;
}
