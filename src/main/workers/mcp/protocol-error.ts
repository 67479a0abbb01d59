import { HeronError } from '../../base/errors.ts';
import { plainWords } from './tool-definition.ts';

/** Whatever the library throws, as the engine's errors have it. */
export function toHeronError(error: unknown, server: string): HeronError {
  const causes = [...causesOf(error)];
  // What Heron itself threw, however deep the library has wrapped it.
  const own = causes.find((each) => each instanceof HeronError);
  if (own) return own;
  const { name = '', code, message = String(error) } = error as { name?: string; code?: unknown; message?: string };
  const words = plainWords(message, 500);
  const because = { cause: error };
  if (name === 'AbortError' || code === 'REQUEST_CANCELLED') {
    return new HeronError('cancelled', `The call of the MCP server ${server} was cancelled`, undefined, because);
  }
  if (code === 'REQUEST_TIMEOUT') {
    return new HeronError('timeout', `The MCP server ${server} does not answer`, { server }, because);
  }
  if (code === 'CONNECTION_CLOSED' || code === 'NOT_CONNECTED') {
    return new HeronError('worker-crashed', `The MCP server ${server} ended the connection`, { server }, because);
  }
  if (typeof code === 'number') {
    return new HeronError('worker-failed', `The MCP server ${server} refuses: ${words}`, { server, code }, because);
  }
  const lacking = causes.find((each) => each.name === 'InsufficientScopeError');
  if (lacking) {
    const why = `The MCP server ${server} wants a sign-in for more than was allowed: sign in again`;
    return new HeronError('permission-missing', why, { server, signIn: true }, because);
  }
  const unreached = causes.find((each) => each instanceof TypeError && each.message.includes('fetch'));
  if (unreached) {
    return new HeronError(
      'network',
      `The MCP server ${server} cannot be reached: ${causeOf(unreached)}`,
      { server },
      because,
    );
  }
  return new HeronError('worker-failed', `The MCP server ${server} failed: ${words}`, { server }, because);
}

function* causesOf(error: unknown): Generator<Error> {
  for (let each = error; each instanceof Error; each = each.cause) yield each;
}

function causeOf({ cause, message }: Error): string {
  return cause instanceof Error ? plainWords(cause.message, 300) : plainWords(message, 300);
}
