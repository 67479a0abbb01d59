import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import { HeronError } from '../../base/errors.ts';
import type { LookIn } from './look-in.ts';
import type { PathCompletion } from './service.ts';

const api = implement(contract.files);

type Parts = {
  complete: PathCompletion;
  lookIn: LookIn;
  /** In a window of the system; absent without one. */
  chooseFolder: (() => Promise<string | undefined>) | undefined;
};

export function fileHandlers({ complete, lookIn, chooseFolder }: Parts) {
  return {
    complete: api.complete.handler(({ input }) => complete(input.path)),
    look: api.look.handler(({ input }) => lookIn(input.path)),
    chooser: api.chooser.handler(() => ({ isThere: chooseFolder !== undefined })),
    choose: api.choose.handler(async () => {
      if (!chooseFolder)
        throw new HeronError('unsupported', 'Without windows of its own Heron has no chooser of the system');
      const path = await chooseFolder();
      return path === undefined ? {} : { path };
    }),
  };
}
