import type { JsonObject } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { McpOffer, McpOfferRules, OfferedAction } from '../../../contract/mcp.ts';
import type { WhenMissing } from '../../../contract/runs.ts';
import { HeronError } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import { refuseStale, stateHash } from '../../base/state-hash.ts';
import { inTrace, requestContext, traceContext } from '../../base/trace-context.ts';
import type { CallStore, OfferStore } from './store.ts';

/** A call from outside, as a run: nobody is there to be asked, and what was sent may be a stranger's. */
export type OfferedRun = {
  plan: unknown;
  source: 'person';
  unattended: true;
  whenMissing: WhenMissing;
  taint: string;
};

export type OfferParts = {
  store: OfferStore;
  calls: CallStore;
  clock: Clock;
  events: EventLog;
  manifests: () => Manifest[];
  isIn: (manifest: Manifest, action: string, rules: McpOfferRules) => boolean;
  /** The schemas that other MCP servers give their tools, by action. */
  givenSchemas: () => ReadonlyMap<string, JsonObject>;
  /** Actions that the policy leaves out. */
  leftOut: () => string[];
  startRun: (run: OfferedRun) => Promise<string>;
};

export type OfferService = {
  get: () => McpOffer;
  /** Errors: `conflict` when the rules are others than those of the hash. */
  set: (rules: McpOfferRules, baseHash?: string) => Promise<McpOffer>;
  /** Errors: `not-found`, `invalid-plan`. */
  call: (call: { action: string; input: JsonObject }) => Promise<{ runId: string }>;
};

export function createOffer(parts: OfferParts): OfferService {
  const { store, events } = parts;

  function offer(given: ReadonlyMap<string, JsonObject>): McpOffer {
    const rules = store.read();
    const leftOut = new Set(parts.leftOut());
    const actions = parts.manifests().flatMap((manifest) =>
      Object.keys(manifest.actions)
        .filter((name) => parts.isIn(manifest, name, rules) && !leftOut.has(`${manifest.id}.${name}`))
        .flatMap((name) => offered(given, manifest, name)),
    );
    return { rules, actions, hash: stateHash(rules) };
  }

  const get = (): McpOffer => offer(parts.givenSchemas());

  return {
    get,
    async set(rules, baseHash) {
      refuseStale('What is offered was', store.read(), baseHash);
      await events.append([{ type: 'mcp.offered', payload: { rules } }], () => store.write(rules));
      return get();
    },
    async call({ action, input }) {
      const { rules, actions } = offer(new Map());
      const found = actions.find((one) => one.action === action);
      if (!found) throw new HeronError('not-found', `The action ${action} is not offered to MCP clients`, { action });
      // Over input and output it comes as a call of the command line.
      const asked = { ...(traceContext() ?? requestContext()), surface: 'mcp' as const };
      const runId = await inTrace(asked, () =>
        parts.startRun({
          plan: asPlan(found.title, action, input),
          ...{ source: 'person', unattended: true, whenMissing: rules.whenMissing },
          taint: 'what an MCP client sent',
        }),
      );
      parts.calls.add({ runId, action, at: parts.clock() });
      return { runId };
    },
  };
}

function offered(schemas: ReadonlyMap<string, JsonObject>, manifest: Manifest, name: string): OfferedAction[] {
  const found = manifest.actions[name];
  if (!found) return [];
  const { title, description, input, output, risk, repeatable } = found;
  const action = `${manifest.id}.${name}` as const;
  const given = schemas.get(action);
  return [{ action, title, description, input, output, risk, repeatable, ...(given ? { given } : {}) }];
}

/** What a client sends is data: nothing in it is worked out. */
function asPlan(title: string, action: string, sent: JsonObject) {
  const task = { id: 'call', action };
  if (!JSON.stringify(sent).includes('{{')) return { version: 1, title, tasks: [{ ...task, input: sent }] };
  const names = Object.keys(sent).filter((name) => /^[^`{}]+$/.test(name));
  const input = Object.fromEntries(names.map((name) => [name, `{{ input.sent.\`${name}\` }}`]));
  return { version: 1, title, input: { sent }, tasks: [{ ...task, input }] };
}
