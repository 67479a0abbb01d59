import type { ActionManifest } from '../../../contract/manifest.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';

export type RiskOf = (ref: string) => ActionManifest['risk'] | undefined;

/**
 * A voice may be somebody else's, or a film's: it allows, once, what only touches files and can be taken back. Programs,
 * code, the network, secrets, what strangers had a hand in and what cannot be undone need the screen. No is always heard.
 */
export function mayAllowByVoice(request: PermissionRequest, riskOf: RiskOf): boolean {
  const { need, taint = [], workerId, actions } = request;
  const isOfFiles = need.capability === 'files.read' || need.capability === 'files.write';
  const canBeTakenBack = actions.every((action) => {
    const risk = riskOf(`${workerId}.${action}`);
    return risk === 'read' || risk === 'reversible';
  });
  return isOfFiles && need.exact !== true && taint.length === 0 && canBeTakenBack;
}

/** What is read out; whether it can be answered stands at its end. */
export function questionText(requests: readonly PermissionRequest[], mayAnswer: boolean): string {
  const wants = requests.map(({ workerName, need }) => `${workerName} wants to ${wish(need)}.`);
  const [first = '', second] = wants;
  const shown = wants.length > 2 ? `${first} And ${wants.length - 1} more things.` : [first, second].join(' ').trim();
  return `${shown} ${mayAnswer ? 'Is that all right?' : 'Look at the screen to answer.'}`;
}

function wish({ capability, target }: PermissionRequest['need']): string {
  const name = target.split(/[\\/]/).findLast((part) => part !== '') ?? target;
  switch (capability) {
    case 'files.read':
      return `read ${name}`;
    case 'files.write':
      return `write ${name}`;
    case 'net':
      return `reach ${target}`;
    case 'shell':
      return `run ${name}`;
    case 'socket':
      return `command the service at ${target}`;
    case 'secrets':
      return `use the secret ${target}`;
    case 'code':
      return `run code`;
    case 'mcp':
      return `use ${target}`;
    case 'screen':
      return 'see the screen';
    case 'camera':
      return 'look through the camera';
  }
}
