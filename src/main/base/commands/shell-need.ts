import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { commandLine, type ShownCommand } from './command-line.ts';
import { unwrapCommand, type UnwrappedCommand } from './unwrap-command.ts';

export type ShellNeed = { need: PermissionNeed; unwrapped: UnwrappedCommand };

/**
 * What running a command needs: the program that does the work, the whole command as a person is shown it, and whether
 * that very command is all that can be allowed. The manifest's needs and the broker both come here, so they agree.
 */
export function shellNeed(command: ShownCommand, namesOf: (program: string) => string[] = (name) => [name]): ShellNeed {
  const unwrapped = unwrapCommand(command, namesOf);
  const need: PermissionNeed = { capability: 'shell', target: unwrapped.program, detail: commandLine(command) };
  return { need: { ...need, ...(unwrapped.isExact ? { exact: true } : { args: [...unwrapped.args] }) }, unwrapped };
}
