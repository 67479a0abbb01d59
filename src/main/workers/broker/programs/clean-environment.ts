import { delimiter, isAbsolute } from 'node:path';
import { HeronError } from '../../../base/errors.ts';

/** What a program gets from Heron's own environment: enough to find things and to speak the person's language. */
const passedOn: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'LC_MESSAGES',
  'TMPDIR',
  'TZ',
  // Windows does not start programs without these.
  'SystemRoot',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramFiles',
];

/** Variables that make a harmless program run something else, or read its settings from a place of the worker's choice. */
const refused: readonly RegExp[] = [
  /^(LD|DYLD|BASH_FUNC|GIT_CONFIG|NPM_CONFIG|COR|CORECLR|MALLOC)_/,
  /^(PATH|PATHEXT|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|COMSPEC|IFS|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PS4|CDPATH)$/,
  /^(PROMPT_COMMAND|ZDOTDIR|FPATH|SHELL|PAGER|MANPAGER|EDITOR|VISUAL|BROWSER|LESSOPEN|LESSCLOSE)$/,
  /^(NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_REPL_EXTERNAL_MODULE|ELECTRON_RUN_AS_NODE|DENO_DIR|BUN_OPTIONS)$/,
  /^PYTHON(PATH|HOME|STARTUP|INSPECT|BREAKPOINT|USERBASE|EXECUTABLE|WARNINGS|PYCACHEPREFIX)$/,
  /^(PERL5LIB|PERL5OPT|PERL5DB|PERLLIB|RUBYOPT|RUBYLIB|GEM_HOME|GEM_PATH|LUA_INIT.*|LUA_C?PATH.*|PHPRC|PHP_INI_SCAN_DIR)$/,
  /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|MAVEN_OPTS|GRADLE_OPTS|CLASSPATH|DOTNET_STARTUP_HOOKS)$/,
  /^GIT_(SSH|SSH_COMMAND|EXTERNAL_DIFF|PAGER|EDITOR|SEQUENCE_EDITOR|ASKPASS|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR|DIR)$/,
  /^(SSH_ASKPASS|SUDO_ASKPASS|SSH_AUTH_SOCK|DBUS_SESSION_BUS_ADDRESS|XDG_(CONFIG|DATA|RUNTIME)_.*|RSYNC_RSH|TAR_OPTIONS)$/,
  /^(RUSTC|RUSTC_WRAPPER|RUSTFLAGS|CARGO_HOME|CARGO_BUILD_.*|CARGO_TARGET_.*|CC|CXX|AR|MAKEFLAGS|GOFLAGS|GCC_EXEC_PREFIX)$/,
  /^(GCONV_PATH|LOCPATH|NLSPATH|HOSTALIASES|RES_OPTIONS|GETCONF_DIR|TERMINFO|TERMINFO_DIRS|TERMCAP|GLIBC_TUNABLES)$/,
  /^(OPENSSL_CONF|OPENSSL_ENGINES|OPENSSL_MODULES|SSLKEYLOGFILE|SSL_CERT_FILE|SSL_CERT_DIR|CURL_HOME|CURL_CA_BUNDLE|WGETRC)$/,
  /^(HTTPS?_PROXY|ALL_PROXY|FTP_PROXY|HERON_.*)$/,
];

/** The rule's name and message for a variable no worker may set, or undefined. Case is ignored, as Windows does. */
export function variableRefusal(name: string): { rule: string; message: string } | undefined {
  if (!refused.some((pattern) => pattern.test(name.toUpperCase()))) return undefined;
  return {
    rule: 'dangerous variable',
    message: `A worker may not set ${name}: it changes what a program runs or where it looks`,
  };
}

/** Errors: `invalid-input` for what is no variable. */
export function checkVariables(environment: Record<string, string>): [string, string][] {
  const variables = Object.entries(environment);
  for (const [name, value] of variables) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new HeronError('invalid-input', `${JSON.stringify(name)} is no name for an environment variable`);
    }
    if (value.includes('\0')) throw new HeronError('invalid-input', `The variable ${name} cannot contain a zero byte`);
  }
  return variables;
}

/** What every program starts from. A relative folder in PATH would depend on where the worker starts it. */
export function cleanEnvironment(own: NodeJS.ProcessEnv): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const name of passedOn) {
    const value = own[name];
    if (value !== undefined) clean[name] = value;
  }
  const folders = (clean['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  clean['PATH'] = folders.length > 0 ? folders.join(delimiter) : '/usr/local/bin:/usr/bin:/bin';
  return clean;
}
