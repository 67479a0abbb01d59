import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where everything Heron keeps lies: `HERON_DATA_DIR`, else the system's place for application data. A place that the system
 * names without a root is no place: what is kept would lie wherever Heron happened to be started.
 */
export function dataFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (environment['HERON_DATA_DIR']) return resolve(environment['HERON_DATA_DIR']);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Heron');
  if (platform === 'win32')
    return join(rooted(environment['APPDATA']) ?? join(homedir(), 'AppData', 'Roaming'), 'Heron');
  return join(rooted(environment['XDG_DATA_HOME']) ?? join(homedir(), '.local', 'share'), 'heron');
}

/** The XDG Base Directory Specification has a relative path, or none, count as not set. */
function rooted(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

export type DataPaths = {
  root: string;
  database: string;
  /** The settings, for who edits them by hand. */
  settings: string;
  lock: string;
  log: string;
  /** What was found out about crashes. */
  crashes: string;
  undo: string;
  blobs: string;
  workers: string;
  /** Profiles of browser sessions. */
  browsers: string;
  /** What background processes said. */
  processes: string;
  /** Keys of hosts that are reached by SSH. */
  knownHosts: string;
  /** Files that models are told, and packs of prompts. */
  prompts: string;
  /** Plans with parameters. */
  templates: string;
  /** Where workers get ready to be installed. */
  installing: string;
  /** Secrets, encrypted. */
  vault: string;
  /** Where an older Heron kept the model's key. */
  oldKeys: string;
  /** The end of the audit log's chain. */
  auditHead: string;
  /** Where replays have their databases while they go on. */
  replays: string;
  /** Runs that were opened from bundles, and bundles that are being handed in. */
  bundles: string;
  /** Where written code lies while it runs. */
  code: string;
  /** The gateway's port and sessions. */
  access: string;
  socket: string;
  /** Which version began to start, and how often in vain. */
  starts: string;
  /** There while an engine runs that starts things by itself. */
  running: string;
  /** Newer Herons that wait to be put in place. */
  updates: string;
  /** Models that run on this machine, each in a folder named for it. */
  models: string;
  /** What voice engines are given to read. */
  voice: string;
};

/** The files and folders inside the data folder. On Windows the socket is a named pipe. */
export function dataPaths(root: string, platform: NodeJS.Platform = process.platform): DataPaths {
  return {
    root,
    database: join(root, 'heron.db'),
    settings: join(root, 'settings.json'),
    lock: join(root, 'engine.lock'),
    log: join(root, 'logs', 'heron.log'),
    crashes: join(root, 'logs', 'crashes'),
    undo: join(root, 'undo'),
    blobs: join(root, 'blobs'),
    workers: join(root, 'workers'),
    browsers: join(root, 'browsers'),
    processes: join(root, 'processes'),
    knownHosts: join(root, 'known-hosts'),
    prompts: join(root, 'prompts'),
    templates: join(root, 'templates'),
    installing: join(root, 'installing'),
    vault: join(root, 'secrets.vault'),
    oldKeys: join(root, 'secrets.json'),
    auditHead: join(root, 'audit-head.json'),
    replays: join(root, 'replays'),
    bundles: join(root, 'bundles'),
    code: join(root, 'code'),
    access: join(root, 'access.json'),
    socket: socketPath(root, platform),
    starts: join(root, 'starts.json'),
    running: join(root, 'running.json'),
    updates: join(root, 'updates'),
    models: join(root, 'models'),
    voice: join(root, 'voice'),
  };
}

/** Unix sockets have room for about 100 bytes of path; a deeper data folder gets one named for its hash. */
function socketPath(root: string, platform: NodeJS.Platform): string {
  const direct = join(root, 'engine.sock');
  if (platform !== 'win32' && Buffer.byteLength(direct) <= 100) return direct;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return platform === 'win32' ? `\\\\.\\pipe\\heron-${name}` : join(tmpdir(), `heron-${name}.sock`);
}
