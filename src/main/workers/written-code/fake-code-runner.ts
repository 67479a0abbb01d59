import { createLogger } from '../../base/logger.ts';
import { join } from 'node:path';
import { findPrograms } from '../hosts/machine/programs.ts';
import { findBubblewrap } from '../hosts/machine/sandbox.ts';
import { type CodeRunner, createCodeRunner } from './code-runner.ts';

/** The real one, with its folder below a test’s; `isBare` does without bubblewrap even if the machine has it. */
export function fakeCodeRunner(folder: string, isBare = false): CodeRunner {
  return createCodeRunner({
    nodeBinary: process.execPath,
    programs: findPrograms(''),
    bubblewrap: isBare ? undefined : findBubblewrap(),
    environment: process.env,
    folder: join(folder, 'code'),
    logger: createLogger(join(folder, 'code.log'), 'debug'),
  });
}
