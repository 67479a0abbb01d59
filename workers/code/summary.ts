import type { CodeEnd, CodeLimits } from 'heron/worker-kit';

/** How it ended, for a person and for a model: what to change, and how far it came. */
export function summaryOf(end: CodeEnd, { wallMs, cpuMs, memoryMb }: CodeLimits): string {
  switch (end.limit) {
    case 'time':
      return `The code was ended after ${seconds(wallMs)}, the time it may take; ${soFar(end)}.`;
    case 'cpu':
      return `The code was ended after ${seconds(cpuMs)} of processor time, all that it may use; ${soFar(end)}.`;
    case 'memory':
      return `The code was ended because it needed more than the ${memoryMb} MB of memory it may use; ${soFar(end)}.`;
    case 'output':
      return 'The code was ended because it printed more than anybody reads; the beginning was kept.';
    case 'disk':
      return `The code was ended because it wrote more files than it has room for; ${soFar(end)}.`;
    case null:
      if (end.signal !== null) return `The code was ended by the signal ${end.signal}; ${soFar(end)}.`;
      return end.exitCode === 0 ? 'The code ran to its end.' : `The code ended with code ${end.exitCode}.`;
  }
}

function seconds(ms: number): string {
  return ms === 1000 ? '1 second' : `${ms / 1000} seconds`;
}

function soFar({ stdout, stderr }: CodeEnd): string {
  const bytes = stdout.bytes + stderr.bytes;
  if (bytes === 0) return 'it had printed nothing until then';
  return `it had printed ${bytes === 1 ? '1 byte' : `${bytes} bytes`} until then`;
}
