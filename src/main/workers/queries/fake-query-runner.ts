import { join } from 'node:path';
import { createLogger } from '../../base/logger.ts';
import { findPrograms } from '../hosts/machine/programs.ts';
import { findBubblewrap, probeSandbox } from '../hosts/machine/sandbox.ts';
import { createQueryRunner, type QueryRunner } from './query-runner.ts';

/** The real one, logging into a test’s folder; `isBare` does without bubblewrap even if the machine has it. */
export function fakeQueryRunner(folder: string, isBare = false): QueryRunner {
  const bubblewrap = isBare ? undefined : findBubblewrap();
  let runner: QueryRunner | undefined;
  return {
    open(...request) {
      runner ??= createQueryRunner({
        sandbox: probeSandbox({ nodeBinary: process.execPath, bubblewrap }),
        programs: findPrograms(''),
        logger: createLogger(join(folder, 'queries.log'), 'debug'),
      });
      return runner.open(...request);
    },
  };
}
