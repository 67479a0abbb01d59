import type { AnyContractRouter, ContractRouterClient, Meta } from '@orpc/contract';
import type { Context, ErrorMap, ProcedureClientInterceptorOptions, Router } from '@orpc/server';
import type { Contract } from '../../contract/index.ts';

/** The contract's handlers, or in tests those of a part of it. Who may call is decided before a call reaches them. */
export type EngineRouter = Router<AnyContractRouter, Context>;

/** Every call of the contract, as functions; the engine may be in this process or behind a transport. */
export type EngineClient = ContractRouterClient<Contract>;

export type EngineCall = ProcedureClientInterceptorOptions<Context, ErrorMap, Meta>;
