import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { nameOfRuntime } from './hosts/containers/container-sandbox.ts';
import type { FoundContainer } from './hosts/containers/find-container.ts';

/** What this machine runs containers with: looked for when somebody needs it, and again until there is something. */
export type ContainerSearch = {
  found: () => FoundContainer | undefined;
  /** Why there is none; undefined also while nobody has looked. */
  missing: () => string | undefined;
  /** Whoever comes while it is under way shares it. */
  look: () => Promise<void>;
};

export type ContainerSearchParts = {
  findContainer: () => Promise<FoundContainer | { missing: string }>;
  logger: Logger;
};

export function createContainerSearch({ findContainer, logger }: ContainerSearchParts): ContainerSearch {
  let found: FoundContainer | undefined;
  let missing: string | undefined;
  let underWay: Promise<void> | undefined;

  async function find(): Promise<void> {
    const before = missing;
    const outcome = await findContainer().catch((error: unknown) => ({ missing: toFailure(error).message }));
    if ('missing' in outcome) {
      missing = outcome.missing;
      if (missing !== before) logger.info(`Workers cannot run in containers: ${missing}`);
    } else {
      found = outcome;
      missing = undefined;
      logger.info(`Workers can run in containers: ${nameOfRuntime(found.runtime)}`);
    }
  }

  return {
    found: () => found,
    missing: () => missing,
    look() {
      if (found) return Promise.resolve();
      underWay ??= find().finally(() => (underWay = undefined));
      return underWay;
    },
  };
}
