import type { TrustFlags } from '../../../../contract/manifest.ts';
import type { PolicyRequest } from './facts.ts';

/** Why a run that has read what a stranger wrote must ask for this; undefined: it need not. */
export function gateOf({ tool, need }: PolicyRequest, flags: TrustFlags): string | undefined {
  if (!need) return undefined;
  if (tool.risk === 'irreversible') return 'this cannot be taken back';
  switch (need.capability) {
    case 'files.read':
      return flags.sensitive ? `${need.target} is private` : undefined;
    case 'files.write':
      return flags.trustedSink ? undefined : `${need.target} lies where others may see it`;
    case 'net':
      if (!flags.trustedSink) return `what goes to ${need.target} leaves this machine`;
      return flags.sensitive ? `${need.target} holds what is private` : undefined;
    case 'shell':
      return flags.trustedSink ? undefined : `${need.target} may send or change anything`;
    case 'socket':
      return flags.trustedSink ? undefined : `the service at ${need.target} may send or change anything`;
    // It carries nothing out of its room, but it may have been written by what was read.
    case 'code':
      return flags.trustedSink ? undefined : 'the code may do what stands there';
    case 'mcp':
      return flags.trustedSink ? undefined : `what goes to ${need.target} leaves Heron`;
    // It may show what is private to whoever wrote what was read.
    case 'screen':
    case 'camera':
      return 'the picture may show what is private';
    // Every other kind of access reaches for a secret until a case here says otherwise.
    default:
      return 'this reaches for what is secret';
  }
}
