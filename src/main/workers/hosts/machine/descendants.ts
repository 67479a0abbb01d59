import { readdirSync, readFileSync } from 'node:fs';

/** The processes below one, parents before their children. Linux only. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim();
      return children === '' ? [] : children.split(' ').map(Number);
    });
  } catch {
    return childrenByScan(pid); // a kernel without CONFIG_PROC_CHILDREN, or it has just ended
  }
}

function childrenByScan(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return statFields(pid)[1] === String(parent);
      } catch {
        return false;
      }
    });
}

/** The fields of /proc/<pid>/stat after the name, which may hold spaces and brackets. */
export function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
