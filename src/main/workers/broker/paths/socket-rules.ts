import type { RuleRefusal } from '../access.ts';
import { type PathRules, whateverIsAllowed } from './path-rules.ts';

export type SocketRules = {
  /** Why no worker may talk to the socket at this normal or canonical path, whatever anybody allows. */
  against(path: string): RuleRefusal | undefined;
};

type Kind = { rule: string; says: string; places: readonly RegExp[] };

/** Behind these sockets stand keys, the whole session or the whole machine, and none of them speaks HTTP. */
const kinds: readonly Kind[] = [
  {
    rule: 'socket with keys',
    says: 'hands out keys or signs with them',
    places: [
      /\/ssh-[^/]*\/agent\.[^/]*$/,
      /\/(ssh-agent|openssh_agent|agent)[^/]*$/,
      /\/s\.(gpg-agent|keyboxd|dirmngr|scdaemon|uiserver)[^/]*$/,
      /\/(keyring|keyring-[^/]*|gcr|gnupg|p11-kit|kwallet[^/]*|yubikey-agent|pcscd)(\/|$)/,
      /\/(\.1password|\.bitwarden|org\.keepassxc[^/]*|bitwarden-ssh-agent[^/]*)(\/|$)/,
    ],
  },
  {
    rule: 'socket of the session',
    says: 'commands the programs of the session',
    places: [
      /^\/(var\/)?run\/dbus(\/|$)/,
      /^\/(var\/)?run\/user\/\d+\/(bus|dbus-[^/]*|systemd|at-spi[^/]*)(\/|$)/,
      /^\/tmp\/dbus-[^/]*$/,
      /^\/(var\/)?run\/systemd(\/|$)/,
    ],
  },
  {
    rule: 'socket of the screen',
    says: 'sees the screen, hears the microphone or types',
    places: [
      /\/\.x11-unix(\/|$)/,
      /^\/(var\/)?run\/user\/\d+\/(wayland-|pipewire-|pulse|sway-ipc|hypr|i3)[^/]*(\/|$)/,
      /^\/tmp\/(\.ice-unix|pulse-[^/]*)(\/|$)/,
    ],
  },
  {
    rule: 'protected path',
    says: 'is Heron’s own',
    places: [/\/heron-[0-9a-f]{16}\.sock$/, /\/engine\.sock$/],
  },
];

/** Where the session says that its agents and its bus listen. */
const variables = ['SSH_AUTH_SOCK', 'GPG_AGENT_INFO', 'DBUS_SESSION_BUS_ADDRESS', 'DBUS_SYSTEM_BUS_ADDRESS'];

/** `environment` is the engine's own. */
export function createSocketRules(parts: { pathRules: PathRules; environment: NodeJS.ProcessEnv }): SocketRules {
  const named = variables.map((name) => parts.environment[name] ?? '').filter((value) => value !== '');
  return {
    against(path) {
      const refusal = parts.pathRules.against(path);
      if (refusal) return whateverIsAllowed(refusal);
      const folded = path.normalize('NFKC').toLowerCase();
      const kind = kinds.find(({ places }) => places.some((place) => place.test(folded)));
      if (kind) return refusalOf(path, kind);
      const isNamed = named.some((value) => pathsIn(value).includes(path));
      return isNamed ? refusalOf(path, { rule: 'socket of the session', says: 'belongs to the session' }) : undefined;
    },
  };
}

function refusalOf(path: string, { rule, says }: Pick<Kind, 'rule' | 'says'>): RuleRefusal {
  return { rule, message: `${path} ${says}; no worker may talk to it` };
}

/** `/tmp/agent.1`, `/tmp/S.agent:123:1`, `unix:path=/run/user/0/bus,guid=…;unix:path=…`. */
function pathsIn(value: string): string[] {
  return value.split(/[;,:=]/).filter((part) => part.startsWith('/'));
}
