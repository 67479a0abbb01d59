import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeronError, systemCode } from '../../base/errors.ts';
import type { GuardedPrograms, ProgramGuard } from '../broker/programs/call-programs.ts';
import { markVariable } from '../broker/programs/program-group.ts';

export type GitSource = { url: string; ref: string | undefined };
export type CloneMeans = { environment: NodeJS.ProcessEnv; programs: GuardedPrograms };

const limitMs = 180_000;
const mostOutput = 64 * 1024;

/** Variables that reaching a server may need; nothing else of this process's environment. */
const passedOn = ['PATH', 'Path', 'SYSTEMROOT', 'SSH_AUTH_SOCK', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
const certificates = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'];

/**
 * Fetches one commit of a repository with the system's git, without its history, hooks, filters and submodules, and
 * gives the commit. Errors: `unsupported` without git, `network` with what git said.
 */
export async function cloneGit(
  { url, ref }: GitSource,
  folder: string,
  { environment, programs }: CloneMeans,
): Promise<string> {
  const home = `${folder}.home`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(home, { recursive: true, mode: 0o700 });
  const mark = `${programs.mark}.git-${randomUUID()}`;
  const env = { ...cleanEnvironment(environment, home), [markVariable]: mark };
  const git = (...args: string[]): Promise<string> => runGit(args, { folder, env, mark, guard: programs.guard });
  programs.guard.watchMark(mark);
  try {
    await git('init', '--quiet', '--template=');
    await git('fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--', url, ref ?? 'HEAD');
    const commit = (await git('rev-parse', '--verify', 'FETCH_HEAD^{commit}')).trim();
    await git('checkout', '--quiet', '--detach', '--no-recurse-submodules', commit);
    await rm(join(folder, '.git'), { recursive: true, force: true });
    return commit;
  } finally {
    programs.guard.forgetMark(mark);
    await rm(home, { recursive: true, force: true });
  }
}

function cleanEnvironment(environment: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const kept = Object.fromEntries([...passedOn, ...certificates].map((name) => [name, environment[name]]));
  return {
    ...kept,
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, 'none'),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
  };
}

const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.autocrlf=false', 'submodule.recurse=false'];

type GitStart = { folder: string; env: NodeJS.ProcessEnv; mark: string; guard: ProgramGuard };

function runGit(args: string[], { folder, env, mark, guard }: GitStart): Promise<string> {
  const given = [...settings.flatMap((setting) => ['-c', setting]), ...args];
  return new Promise((resolve, reject) => {
    const child = spawn('git', given, {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
      detached: process.platform !== 'win32',
    });
    const { pid = 0 } = child;
    guard.watchGroup(pid, mark);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (data: Buffer) => {
        if (said[name].length < mostOutput) said[name] += data.toString();
      });
    }
    child.on('error', (error) => reject(noGit(error)));
    child.on('close', (code, signal) => {
      if (signal) endGroup(pid); // what it started, ssh for example
      guard.forgetGroup(pid, mark);
      if (code === 0) return resolve(said.stdout);
      const why = signal ? `it was not done after ${limitMs / 1000} s` : lastWords(said.stderr);
      reject(new HeronError('network', `git ${args[0]} failed: ${why}`, { code, signal }));
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function noGit(error: unknown): HeronError {
  if (systemCode(error) === 'ENOENT') {
    return new HeronError(
      'unsupported',
      'There is no git on this machine; install it, or install the worker from a folder or an archive',
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return new HeronError('unsupported', `git cannot be started (${message})`, undefined, { cause: error });
}

function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.find((line) => /^(fatal|error):/.test(line));
  return (fatal ?? lines.at(-1) ?? 'it said nothing').slice(0, 500);
}
