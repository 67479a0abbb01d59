/** How a program that only starts another one is told which: options first, then so many operands, then the other. */
export type Wrapper = {
  /** Options without a value, and those that take one. Any other option is not understood. */
  flags?: string;
  valued?: string;
  longFlags?: readonly string[];
  longValued?: readonly string[];
  /** Arguments of its own before the other program. */
  operands?: number;
  /** `NAME=value` before the other program sets a variable of it. */
  setsVariables?: boolean;
  /** `-5` is a value as well. */
  takesNumbers?: boolean;
};

/** Allowing one of these says nothing of what it starts: the other program is what is asked for. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  env: {
    flags: 'iv0',
    valued: 'u',
    longFlags: ['ignore-environment', 'null', 'debug'],
    longValued: ['unset'],
    setsVariables: true,
  },
  nice: { valued: 'n', longValued: ['adjustment'], takesNumbers: true },
  ionice: { flags: 't', valued: 'cn', longFlags: ['ignore'], longValued: ['class', 'classdata'] },
  nohup: {},
  setsid: { flags: 'cfw', longFlags: ['ctty', 'fork', 'wait'] },
  stdbuf: { valued: 'ioe', longValued: ['input', 'output', 'error'] },
  taskset: { flags: 'a', longFlags: ['all-tasks'], operands: 1 },
  time: { flags: 'pv', valued: 'f', longFlags: ['portability', 'verbose'], longValued: ['format'] },
  timeout: {
    flags: 'fpv',
    valued: 'ks',
    longFlags: ['foreground', 'preserve-status', 'verbose'],
    longValued: ['kill-after', 'signal'],
    operands: 1,
  },
  caffeinate: { flags: 'dimsu', valued: 't' },
  // One file, many programs: which one is the first argument.
  busybox: {},
  toybox: {},
};

/** One file under many names: the name it is called by decides what it does. */
export const multipleCall: ReadonlySet<string> = new Set(['busybox', 'toybox', 'coreutils', 'uutils', 'toolbox']);

/**
 * Programs that do whatever their arguments, their input or a file says. To allow such a program is to allow
 * everything, so only the very command line can be allowed, and never for always.
 */
export const obedient: readonly RegExp[] = [
  // shells
  /^(a|ba|c|da|fi|k|lk|mk|o|pdk|r|rba|rk|tc|ya|y|z)?sh$/,
  /^(nu|elvish|xonsh|ion|cmd|powershell|pwsh|wsl)$/,
  // languages
  /^(python|pythonw|pypy|ipython|node|nodejs|deno|bun|tsx|ts-node|perl|ruby|irb|php|lua|luajit|tclsh|wish|expect)$/,
  /^(r|rscript|julia|guile|racket|sbcl|clisp|ghci|runghc|runhaskell|ocaml|erl|escript|elixir|iex|java|jshell|groovy)$/,
  /^(scala|kotlin|swift|osascript|go|dotnet|mono|octave|gnuplot|gawk|mawk|nawk|awk|bc|dc|m4|sed|gsed|jrunscript)$/,
  /^(wscript|cscript|mshta|rundll32|regsvr32|msbuild|installutil)$/,
  // editors, pagers and databases, which all have a way to run something
  /^(emacs|emacsclient|vi|vim|vimdiff|view|nvim|ex|ed|nano|pico|less|more|most|man|info)$/,
  /^(sqlite|psql|mysql|mariadb|mongosh|redis-cli|ftp|sftp|lftp|telnet|gdb|lldb)$/,
  // what builds and installs
  /^(make|gmake|cmake|ctest|ninja|meson|bazel|gradle|gradlew|mvn|ant|just|rake|cargo|rustc|gcc|cc|clang|ld)$/,
  /^(npm|npx|pnpm|pnpx|yarn|corepack|pip|pipx|uv|uvx|poetry|conda|gem|bundle|bundler|composer|cpan|luarocks|stack)$/,
  /^(apt|apt-get|dpkg|rpm|dnf|yum|pacman|apk|snap|flatpak|brew|port|winget|choco|nix|nix-shell|guix)$/,
  // what starts others: for each line, later, elsewhere, watched, as somebody else
  /^(xargs|parallel|rush|watch|entr|inotifywait|run-parts|start-stop-daemon|at|batch|crontab|systemctl|systemd-run)$/,
  /^(launchctl|schtasks|script|flock|strace|ltrace|perf|valgrind|chrt|numactl|prlimit|setarch|linux32|linux64|arch)$/,
  /^(tmux|screen|dtach|abduco|xterm|gnome-terminal|konsole|xvfb-run|dbus-run-session|dbus-send|busctl|gdbus)$/,
  /^(open|xdg-open|gio|start|ssh|mosh|rsh|scp|rsync|nc|ncat|netcat|socat|wget|aria2c)$/,
  /^(sudo|doas|su|runas|runuser|pkexec|gosu|su-exec|setpriv|capsh|newgrp|sg|chroot|unshare|nsenter|bwrap|firejail)$/,
  /^(docker|podman|nerdctl|ctr|crictl|kubectl|oc|helm|lxc|lxc-attach|machinectl|vagrant|virsh|qemu.*|multipass)$/,
  // with another root, clock, network, terminal or share of the machine
  /^(fakeroot(-\w+)?|fakechroot|proot|schroot|nsjail|faketime|torsocks|torify|tsocks|proxychains\d?|trickle)$/,
  /^(unbuffer|rlwrap|systemd-inhibit|systemd-cat|gnome-session-inhibit|kde-inhibit|choom|uclampset|coresched)$/,
  /^(cgexec|cpulimit|eatmydata|nocache|softlimit|chpst|setuidgid|s6-\w+|envdir|envuidgid|setlock|aa-exec|runcon|login)$/,
  // around a program: to hand it keys, wait for it, look at it, take its output or keep it going
  /^(ssh-agent|sshpass|gpg-agent|keychain|direnv|dbus-launch|startx|xinit|dumb-init|tini|daemon|daemonize)$/,
  /^(chronic|ifne|pee|sem|env_parallel|logsave|watchexec|nodemon|reflex|logrotate)$/,
  /^(ccache|sccache|distcc|hyperfine|rr|uftrace|heaptrack|catchsegv|debuild|dpkg-buildpackage)$/,
  /^(run-mailcap|sensible-(editor|pager|browser)|editor|pager)$/,
  // what describes machines and makes them: its files start programs too
  /^(terraform|tofu|terragrunt|pulumi|ansible.*)$/,
  // the loader starts any file
  /^ld(-linux|-musl|-elf)?([.-].*)?\.so(\.\d+)*$/,
];

/** Programs that obey only when an argument says so. */
export const obedientWith: Readonly<Record<string, RegExp>> = {
  find: /^-(exec|execdir|ok|okdir|delete|fprint|fprint0|fprintf|fls)$/,
  fd: /^(-[^-]*[xX].*|--exec.*)$/,
  fdfind: /^(-[^-]*[xX].*|--exec.*)$/,
  rg: /^--(pre|hostname-bin)(=|$)/,
  tar: /^(-?[a-zA-Z]*[IF].*|--(to-command|checkpoint-action|use-compress-program|rsh-command|info-script|new-volume-script).*)$/,
  bsdtar: /^(-?[a-zA-Z]*I.*|--use-compress-program.*)$/,
  zip: /^(-.*TT.*|--unzip-command.*)$/,
  restic: /^(-[a-z]*o.*|--option.*|--(from-)?password-command.*|--stdin-from-command.*)$/,
  sort: /^--compress-prog.*/,
  split: /^--filter.*/,
  curl: /^(-[^-]*K.*|--config.*)$/,
  // Options before the subcommand, subcommands that run what they are told, and options of others that do.
  git: /^(-c.*|--config-env.*|--exec.*|-x.*|-O.*|--open-files-in-pager.*|--(upload|receive)-pack.*|-u.*|--ext-diff|--textconv|ext::.*|config|bisect|rebase|submodule|filter-branch|difftool|mergetool|send-email|daemon|hook|instaweb|maintenance|credential.*|shell|upload-pack|receive-pack|clone|--git-dir.*|-C.*|--work-tree.*)$/,
  hg: /^(--config.*|--cwd.*|-R.*)$/,
  ip: /^(netns|vrf|-b.*|-force)$/,
  tcpdump: /^-[^-]*z/,
  nmap: /^--script.*/,
  pandoc: /^(-[FLd].*|--(filter|lua-filter|pdf-engine|defaults).*)$/,
  date: /^(-s.*|--set.*)$/,
};
