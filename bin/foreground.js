// Plain JavaScript that any Node since 18 runs.
import { spawn } from 'node:child_process';

/**
 * Runs a program in this one's place: same terminal, signals passed on, and its end is this one's end.
 * Ctrl-C reaches both from the terminal, so it is passed on only where there is no terminal.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code; a signal that ended it ends this process too
 */
export function runInForeground(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY;
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !onTerminal) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      if (signal) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}
