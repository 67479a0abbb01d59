import { systemCode } from '../base/errors.ts';

const words: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  UND_ERR_SOCKET: 'it broke the connection off',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
};

/** Why a server cannot be reached, in words; undefined where the error has to speak for itself. */
export function networkWords(causes: readonly unknown[]): string | undefined {
  const code = causes.map(systemCode).find((each) => each !== undefined && each in words);
  return code === undefined ? undefined : `${words[code]} (${code})`;
}
