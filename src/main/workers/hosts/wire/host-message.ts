import { mostUsed } from '../../../../worker-kit/usage-count.ts';
import {
  type CallTotal,
  type HostFailure,
  type LifePhase,
  lifePhases,
  type LogLevel,
  type MessageFromHost,
  type ProgressMessage,
} from '../../../../worker-kit/host-side/messages.ts';

/** A message as a host may send it, or undefined: the code behind it is not trusted. */
export function readHostMessage(value: unknown): MessageFromHost | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['type']) {
    case 'result':
      return isCount(value['call']) && 'output' in value && isTotalOrNone(value['used'])
        ? { type: 'result', call: value['call'], output: value['output'], used: value['used'] }
        : undefined;
    case 'error': {
      const failure = readFailure(value['failure']);
      return isCount(value['call']) && failure && isTotalOrNone(value['used'])
        ? { type: 'error', call: value['call'], failure, used: value['used'] }
        : undefined;
    }
    case 'used':
      return isCount(value['call']) && isTotal(value['used'])
        ? { type: 'used', call: value['call'], used: value['used'] }
        : undefined;
    case 'request':
      return isCount(value['call']) && isCount(value['request']) && isShort(value['method'])
        ? {
            type: 'request',
            call: value['call'],
            request: value['request'],
            method: value['method'],
            parameters: value['parameters'],
          }
        : undefined;
    case 'progress':
      return readProgress(value);
    case 'log':
      return isLevel(value['level']) && typeof value['message'] === 'string'
        ? { type: 'log', level: value['level'], message: value['message'].slice(0, 10_000) }
        : undefined;
    case 'ready':
      return isNames(value['actions']) && isPhases(value['phases'])
        ? { type: 'ready', actions: value['actions'], phases: value['phases'] }
        : undefined;
    case 'phase':
      return isPhase(value['phase']) ? { type: 'phase', phase: value['phase'] } : undefined;
    case 'stopped':
      return { type: 'stopped' };
    case 'pong':
      return { type: 'pong' };
    case 'unusable':
      return typeof value['message'] === 'string'
        ? { type: 'unusable', message: value['message'].slice(0, 10_000) }
        : undefined;
    case 'exhausted':
      return { type: 'exhausted' };
    default:
      return undefined;
  }
}

function readProgress(value: Record<string, unknown>): ProgressMessage | undefined {
  const { call, percent, text, output } = value;
  if (!isCount(call)) return undefined;
  if (percent !== undefined && (typeof percent !== 'number' || !(percent >= 0 && percent <= 100))) return undefined;
  if (text !== undefined && typeof text !== 'string') return undefined;
  return { type: 'progress', call, percent, text: text?.slice(0, 2000), output };
}

function readFailure(value: unknown): HostFailure | undefined {
  if (!isRecord(value)) return undefined;
  const { code, message, details } = value;
  if (!isShort(code) || typeof message !== 'string') return undefined;
  if (details !== undefined && !isRecord(details)) return undefined;
  return { code, message: message.slice(0, 4000), details };
}

const levels: readonly unknown[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];

function isLevel(value: unknown): value is LogLevel {
  return levels.includes(value);
}

function isPhase(value: unknown): value is LifePhase {
  return (lifePhases as readonly unknown[]).includes(value);
}

function isPhases(value: unknown): value is LifePhase[] {
  return Array.isArray(value) && value.length <= lifePhases.length && value.every(isPhase);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** What a call can have used: a worker that says it gave something back, or no number at all, is not believed anything. */
function isTotal(value: unknown): value is CallTotal {
  if (!isRecord(value)) return false;
  const { tokens, money, ...others } = value;
  return isAmount(tokens, 'tokens') && isAmount(money, 'money') && Object.keys(others).length === 0;
}

function isTotalOrNone(value: unknown): value is CallTotal | undefined {
  return value === undefined || isTotal(value);
}

function isAmount(value: unknown, of: keyof CallTotal): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'number' || !(value >= 0 && value <= mostUsed[of])) return false;
  return of === 'money' || Number.isInteger(value);
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64;
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 1000 && value.every(isShort);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
