import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** `command` is the program and its arguments, with spaces between. */
export type ListedProcess = { pid: number; command: string };

/** The processes of this machine, as far as one is allowed to see them. */
export function listProcesses(platform: NodeJS.Platform = process.platform): Promise<ListedProcess[]> {
  if (platform === 'linux') return listFromProc();
  if (platform === 'win32') return listWithPowerShell();
  return listWithPs();
}

async function listFromProc(): Promise<ListedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      command: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    })),
  );
  return found.filter(({ command }) => command !== '');
}

async function listWithPs(): Promise<ListedProcess[]> {
  return readProcessLines(await output('/bin/ps', ['-axww', '-o', 'pid=,command=']));
}

async function listWithPowerShell(): Promise<ListedProcess[]> {
  const look = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }';
  return readProcessLines(await output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', look]));
}

/** Lines of a number and a command. */
export function readProcessLines(text: string): ListedProcess[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\S.*?)\s*$/.exec(line);
    return match?.[2] ? [{ pid: Number(match[1]), command: match[2] }] : [];
  });
}

function output(file: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 10_000, windowsHide: true, maxBuffer: 64 * 1024 * 1024 }, (_error, text) =>
      resolve(text),
    );
  });
}
