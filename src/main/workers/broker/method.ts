import type { z } from 'zod';
import type { BrokerMethod, BrokerMethods } from '../../../worker-kit/broker-methods.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerCall } from './broker-call.ts';
import type { BrokerReply } from './session.ts';

type Reply<Name extends BrokerMethod> = { value: BrokerMethods[Name]['value']; bytes?: Uint8Array };

type MethodDefinition<Name extends BrokerMethod> = {
  parameters: z.ZodType<BrokerMethods[Name]['parameters']>;
  /** Whether the request carries bytes beside its parameters; without this it may not. */
  bytes?: 'optional' | 'required';
  run(
    call: BrokerCall,
    parameters: BrokerMethods[Name]['parameters'],
    bytes: Uint8Array | undefined,
  ): Promise<Reply<Name>>;
};

/** One method of the broker. What `answer` is given comes from worker code and is believed in nothing. */
export type Method = {
  name: BrokerMethod;
  answer(call: BrokerCall, parameters: unknown, bytes: Uint8Array | undefined): Promise<BrokerReply>;
};

export function method<Name extends BrokerMethod>(name: Name, definition: MethodDefinition<Name>): Method {
  return {
    name,
    async answer(call, parameters, bytes) {
      const checked = definition.parameters.safeParse(parameters);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        const field = ['parameters', ...(issue?.path ?? [])].join('.');
        throw new HeronError('invalid-input', `${name}: ${field}: ${issue?.message ?? 'not as expected'}`, { field });
      }
      if (bytes === undefined ? definition.bytes === 'required' : definition.bytes === undefined) {
        throw new HeronError('invalid-input', `${name}: bytes are ${bytes ? 'not expected' : 'missing'}`);
      }
      return definition.run(call, checked.data, bytes);
    },
  };
}
