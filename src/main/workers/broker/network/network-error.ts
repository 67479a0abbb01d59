import { HeronError, systemCode } from '../../../base/errors.ts';

const causes: Record<string, (host: string) => string> = {
  ENOTFOUND: (host) => `The name ${host} cannot be found`,
  ENODATA: (host) => `The name ${host} has no address`,
  EAI_AGAIN: (host) => `The name ${host} cannot be looked up now; is the network there?`,
  ECONNREFUSED: (host) => `${host} refuses the connection`,
  ECONNRESET: (host) => `${host} broke the connection off`,
  EPIPE: (host) => `${host} broke the connection off`,
  ETIMEDOUT: (host) => `${host} does not answer`,
  EHOSTUNREACH: (host) => `There is no way to ${host}`,
  ENETUNREACH: (host) => `There is no way to ${host}; is the network there?`,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate of ${host} is for another name`,
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) => `The certificate of ${host} is self-signed, and nobody vouches for it`,
  SELF_SIGNED_CERT_IN_CHAIN: (host) => `The certificate of ${host} is signed by somebody this machine does not know`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) => `The certificate of ${host} cannot be verified`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (host) => `The certificate of ${host} cannot be verified`,
  EPROTO: (host) => `${host} does not speak TLS as it should`,
  HPE_HEADER_OVERFLOW: (host) => `The answer of ${host} has too large a head`,
};

/** What went wrong on the way to a host, in words. */
export function networkError(error: unknown, host: string): HeronError {
  if (error instanceof HeronError) return error;
  const cause = firstCause(error);
  const code = systemCode(cause);
  const known = causes[code ?? ''] ?? (code?.startsWith('ERR_SSL') ? causes['EPROTO'] : undefined);
  const message = known?.(host) ?? `${host}: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new HeronError('network', code ? `${message} (${code})` : message, { host, cause: code }, { cause: error });
}

/** Trying several addresses at once ends in one error for each. */
function firstCause(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return firstCause(error.errors[0]);
  return error;
}
