import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { PathCompletion } from './service.ts';

const api = implement(contract.files);

export function fileHandlers(complete: PathCompletion) {
  return { complete: api.complete.handler(({ input }) => complete(input.path)) };
}
