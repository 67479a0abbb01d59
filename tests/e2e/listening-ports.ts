import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** TCP addresses, as the kernel writes them, at which the Heron of a data folder or what it has started listens. */
export function listeningPorts(dataFolder: string): string[] {
  const own = new Set(familyOf(dataFolder).flatMap(socketsOf));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    if (!existsSync(file)) return [];
    const rows = readFileSync(file, 'utf8').split('\n').slice(1);
    return rows.flatMap((row) => {
      const [, local, , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      return state === '0A' && local && own.has(inode) ? local : [];
    });
  });
}

/** Processes that were given the folder, and all below them. */
function familyOf(dataFolder: string): string[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map((pid) => [pid, /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '']),
  );
  const given = [...parents.keys()].filter((pid) =>
    read(`/proc/${pid}/environ`).split('\0').includes(`HERON_DATA_DIR=${dataFolder}`),
  );
  const family = new Set(given);
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return []; // it ended meanwhile
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
