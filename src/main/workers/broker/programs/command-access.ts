import { basename } from 'node:path';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { ShownCommand } from '../../../base/commands/command-line.ts';
import { shellNeed } from '../../../base/commands/shell-need.ts';
import type { RuleRefusal } from '../access.ts';
import type { BrokerCall } from '../broker-call.ts';
import { variableRefusal } from './clean-environment.ts';
import { type FoundProgram, findProgram } from './find-program.ts';

export type JudgedCommand = {
  need: PermissionNeed;
  refusal: RuleRefusal | undefined;
  /** All that it starts, by their real paths. */
  paths: string[];
};

/** What a command needs, with the program that does the work by its real path, and the rule that refuses it. */
export function judgeCommand(
  call: BrokerCall,
  command: ShownCommand,
  { found, searchPath }: { found: FoundProgram; searchPath: string },
): JudgedCommand {
  // What is judged is what is started: it is not looked for again.
  const started = new Map([[command.program, found]]);
  const find = (program: string): FoundProgram => {
    const known = started.get(program) ?? findProgram(program, searchPath);
    started.set(program, known);
    return known;
  };
  const { need, unwrapped } = shellNeed(command, (program) => namesOf(find(program)));
  const working = find(unwrapped.program);
  const isWorkersOwn = call.journal.hasChanged(working.path);
  const variables = [...command.variables, ...unwrapped.variables];
  return {
    paths: [...started.values()].map(({ path }) => path),
    need: { ...need, target: working.target, ...(isWorkersOwn ? { exact: true } : {}) },
    refusal:
      [...started.values()]
        .flatMap(({ path, calledAs }) => [calledAs, path])
        .map((path) => call.pathRules.against(path))
        .find(Boolean) ?? variables.map(([name]) => variableRefusal(name)).find(Boolean),
  };
}

function namesOf({ calledAs, path }: FoundProgram): string[] {
  return [basename(calledAs), basename(path)];
}
