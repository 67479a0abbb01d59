import type { BrokerMethod, BrokerMethods } from '../broker-methods.ts';

export type BrokerAnswer<Method extends BrokerMethod> = {
  value: BrokerMethods[Method]['value'];
  bytes: Uint8Array | undefined;
};

/** Asks the broker, on the other side of the sandbox. Rejects with a WorkerFailure that carries the broker's code. */
export type BrokerRequest = <Method extends BrokerMethod>(
  method: Method,
  parameters: BrokerMethods[Method]['parameters'],
  bytes?: Uint8Array,
) => Promise<BrokerAnswer<Method>>;
