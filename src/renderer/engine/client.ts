import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../contract/index.ts';

/** Every call of the contract, as functions. Whether a port or a socket carries them is not known here. */
export type HeronClient = ContractRouterClient<Contract>;
