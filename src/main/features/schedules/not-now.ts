import { HeronError } from '../../base/errors.ts';

/** There is nothing to be done this time, and that is no failure. */
export class NotNow extends HeronError {
  readonly reason: string;

  constructor(reason: string) {
    super('conflict', `It was skipped: ${reason}`);
    this.reason = reason;
  }
}
