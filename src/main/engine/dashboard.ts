import { questionsOf } from '../../contract/permission-questions.ts';
import { circuitsOf, type Faults } from './faults.ts';
import { createDashboard, type DashboardService } from '../features/dashboard/service.ts';
import { dashboardStore } from '../features/dashboard/store.ts';
import type { HistoryService } from '../features/history/service.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { Circuits } from '../features/workers/circuit-handlers.ts';
import type { Ground } from './ground.ts';
import type { ClassLimits } from '../orchestrator/class-limits.ts';
import type { Workers } from '../workers/workers.ts';

type DashboardGround = {
  limits: ClassLimits;
  permissions: PermissionService;
  workers: Workers;
  faults: Faults;
  history: HistoryService;
  lanes: () => { waiting: number; since?: number; taken: number; places: number };
};

/** What is left alone, and what the parts say of themselves in one look. */
export function openFigures(
  { database, clock }: Ground,
  parts: DashboardGround,
): { circuits: Circuits; dashboard: DashboardService } {
  const circuits = circuitsOf(parts.workers.registry, parts.faults.hosts);
  const dashboard = createDashboard({
    store: dashboardStore(database),
    clock,
    places: parts.limits.places,
    lanes: parts.lanes,
    questions: () => questionsOf(parts.permissions.pending()).length,
    workers: () => parts.workers.registry.list(),
    heldHosts: () => circuits.hosts().length,
    storage: async () => {
      const { database: bytes, blobs, undo, logs } = (await parts.history.get()).sizes;
      return { database: bytes, blobs, undo, logs };
    },
  });
  return { circuits, dashboard };
}
