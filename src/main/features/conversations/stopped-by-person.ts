import { HeronError } from '../../base/errors.ts';

/** The person has read enough. */
export class StoppedByPerson extends HeronError {
  constructor() {
    super('cancelled', 'Stopped');
  }
}
