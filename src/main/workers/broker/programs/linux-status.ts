import { type Leader, markVariable } from './program-group.ts';

export type LinuxStatus = {
  pid: number;
  parent: number;
  group: number;
  session: number;
  startedAt: number;
  /** It has ended and only waits for its parent to notice. */
  isOver: boolean;
};

/** The kernel tells when a process was started in hundredths of a second since the machine was. */
const ticksPerSecond = 100;
const slackSeconds = 1;

/** Nothing of these programs was started before. */
export function sinceOf(leaders: readonly Leader[]): number {
  return (Math.min(...leaders.map(({ upAt }) => upAt)) - slackSeconds) * ticksPerSecond;
}

/** From the text of /proc/<pid>/stat. */
export function statusOf(pid: number, stat: string): LinuxStatus {
  // The program's name stands in brackets and may hold anything, brackets too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  return {
    ...{ pid, parent: Number(parent), group: Number(group), session: Number(session) },
    startedAt: Number(fields[19]),
    isOver: state === 'Z' || state === 'X',
  };
}

/** What an environment and the names of open files say of who started a process. */
export function tracesIn(environment: string, links: readonly string[]): string {
  const marks = environment.split('\0').filter((variable) => variable.startsWith(`${markVariable}=`));
  return [...marks, ...links].join('\n');
}
