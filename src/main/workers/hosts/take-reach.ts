import { syncBuiltinESMExports } from 'node:module';

/** Where no sandbox hides the disk and the other processes, these reach them past the permission model. */
const reachingOut = {
  // V8 has flags that write files of any name.
  'node:v8': ['setFlagsFromString'],
  // Any process of the same user can be slowed down.
  'node:os': ['setPriority', 'getPriority'],
} as const;

/**
 * Takes away from the code of this process what can reach other processes: where no sandbox hides them, the permission
 * model alone would let it send them signals. Gives the sending of signals to the caller.
 */
export function takeReach(): (pid: number, signal: number) => number {
  const kill = Reflect.get(process, '_kill') as (pid: number, signal: number) => number;
  for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd', 'dlopen', 'binding', '_linkedBinding', 'execve']) {
    Reflect.deleteProperty(process, name);
  }
  for (const [module, names] of Object.entries(reachingOut)) {
    const exported = process.getBuiltinModule(module);
    if (exported) for (const name of names) Reflect.deleteProperty(exported, name);
  }
  syncBuiltinESMExports();
  return kill;
}
