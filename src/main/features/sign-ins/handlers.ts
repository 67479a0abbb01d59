import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { SignInService } from './service.ts';

const api = implement(contract.signIns);

export function signInHandlers(signIns: SignInService) {
  return { check: api.check.handler(() => signIns.check()) };
}
