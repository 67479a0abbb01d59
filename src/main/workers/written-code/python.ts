import { existsSync, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { attempt } from '../hosts/machine/host-command.ts';

/** The interpreter, and the folders that its library lies in. */
export type Python = { program: string; folders: string[] };

const places = ['/usr/bin/python3', '/usr/local/bin/python3'];

const question = [
  'import json, os, sys, sysconfig',
  'paths = sysconfig.get_paths()',
  'print(json.dumps([sys.version_info[0], os.path.realpath(sys.executable), sys.base_prefix, paths["stdlib"], paths["platstdlib"]]))',
].join('\n');

/** The system's Python before one on the path; each is asked where its parts lie. */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<Python | undefined> {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = [...places, ...folders.map((folder) => join(folder, 'python3'))];
  for (const candidate of new Set(candidates)) {
    if (!existsSync(candidate)) continue;
    const python = await ask(candidate, environment);
    if (python) return python;
  }
  return undefined;
}

async function ask(candidate: string, environment: NodeJS.ProcessEnv): Promise<Python | undefined> {
  const { PATH, HOME } = environment;
  const { output } = await attempt({
    ...{ file: candidate, args: ['-I', '-S', '-c', question], cwd: '/' },
    environment: { ...(PATH === undefined ? {} : { PATH }), ...(HOME === undefined ? {} : { HOME }) },
  });
  try {
    const [major, program, prefix, ...libraries] = JSON.parse(output ?? '') as [number, ...string[]];
    if (major !== 3 || program === undefined || prefix === undefined) return undefined;
    // The library of the interpreter lies below its prefix, and with it what it is linked to.
    const own = prefix === '/usr' ? [] : [join(prefix, 'lib')];
    return { program: realpathSync(program), folders: [...new Set([...own, ...libraries])].filter(existsSync) };
  } catch {
    return undefined;
  }
}
