import type { Manifest } from '../contract/manifest.ts';
import type { ModelService } from './features/models/service.ts';
import { createTips, type TipService } from './features/tips/service.ts';
import { tipStore } from './features/tips/store.ts';
import type { Ground } from './ground.ts';

type TipGround = {
  models: ModelService;
  isOn: () => boolean;
  manifestOf: (workerId: string) => Manifest | undefined;
};

export function openTips({ events, database, logger }: Ground, { models, ...given }: TipGround): TipService {
  const store = tipStore(database);
  return createTips({
    ...{ log: events, store, logger: logger.from('tips') },
    ...{ completedRuns: store.completedRuns, changedFiles: store.changedFiles },
    hasModel: () => models.get() !== null,
    ...given,
  });
}
