import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isProgram, placesOnPath } from '../../../base/program-path.ts';
import type { Hearer, Implementation, Machine } from '../implementation.ts';

const run = promisify(execFile);

const installedModels = '/usr/share/pocketsphinx/model/en-us';
const modelFiles = ['feat.params', 'mdef', 'means', 'sendump', 'transition_matrices', 'variances'];
const install = 'sudo apt install python3-pocketsphinx pocketsphinx-en-us';
const reinstall = 'sudo apt install --reinstall python3-pocketsphinx pocketsphinx-en-us';
const probe = 'from pocketsphinx import Decoder; Decoder.default_config()';

/** Debian's and Ubuntu's build: hears the wake phrase and the closed set. */
export const pocketsphinx: Implementation = async (machine) => {
  const found = await findHearer(machine);
  const engine = { name: 'pocketsphinx', stages: ['wake' as const, 'transcribe' as const], voices: [] };
  if ('fix' in found) return { engine: { ...engine, state: 'missing', fix: found.fix } };
  return { engine: { ...engine, state: 'ready' }, hearer: found.hearer };
};

/** The first Python on the path may be another one than the system's, which has it. */
async function findHearer({
  environment,
  appFolder,
  acousticModels = installedModels,
}: Machine): Promise<{ hearer: Hearer } | { fix: string }> {
  const dictionary = join(acousticModels, 'cmudict-en-us.dict');
  if (!existsSync(dictionary)) return { fix: install };
  const model = join(acousticModels, 'en-us');
  if (![dictionary, ...modelFiles.map((name) => join(model, name))].every(hasBytes)) return { fix: reinstall };
  const pythons = ['/usr/bin/python3', ...placesOnPath(['python3'], environment)].filter(isProgram);
  for (const python of new Set(pythons)) {
    const works = await run(python, ['-I', '-c', probe], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!works) continue;
    const script = join(appFolder, 'resources', 'voice', 'listen.py');
    return { hearer: { command: python, args: ['-I', script], model, dictionary, fix: reinstall } };
  }
  return { fix: install };
}

function hasBytes(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
