import { implement } from '@orpc/server';
import { contract } from '../../../contract/index.ts';
import type { WelcomeService } from './service.ts';

const api = implement(contract.welcome);

export function welcomeHandlers(welcome: WelcomeService) {
  return {
    get: api.get.handler(() => welcome.get()),
    move: api.move.handler(({ input }) => welcome.move(input)),
    folders: api.folders.handler(() => welcome.folders()),
    suggestion: api.suggestion.handler(() => welcome.suggestion()),
  };
}
