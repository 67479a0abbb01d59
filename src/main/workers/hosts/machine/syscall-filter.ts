/**
 * A seccomp filter as bubblewrap takes it, for a worker's host and for written code, which need no second process: they cannot make one, look into another,
 * take memory that nobody counts, or speak over sockets that no network namespace holds (of a virtual machine's host,
 * for example). Everything else is left to the namespaces and the limits.
 */
export function syscallFilter(arch: string = process.arch): Uint8Array | undefined {
  const machine = machines[arch];
  return machine && assemble(filterOf(machine));
}

type Machine = {
  audit: number;
  clone: number;
  socket: number;
  /** Calls of another size of pointers, in the same numbers. */
  foreign?: number;
  denied: number[];
};

/** The same number on every machine: io_uring_setup, open_tree, move_mount, fsopen, fsmount, memfd_secret. */
const deniedEverywhere = [425, 428, 429, 430, 432, 447];
const clone3 = 435;

const machines: Record<string, Machine> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    socket: 41,
    foreign: 0x40000000,
    denied: [
      ...[57, 58], // fork, vfork
      ...[29, 64, 68, 240, 319], // shmget, semget, msgget, mq_open, memfd_create
      ...[101, 310, 311, 298, 321, 323], // ptrace, process_vm_readv, process_vm_writev, perf_event_open, bpf, userfaultfd
      ...[155, 161, 165, 166, 272, 304, 308], // pivot_root, chroot, mount, umount2, unshare, open_by_handle_at, setns
      ...[175, 246, 313, 320, 248, 249, 250], // init_module, kexec_load, finit_module, kexec_file_load, add_key, request_key, keyctl
      ...deniedEverywhere,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    socket: 198,
    denied: [
      ...[194, 190, 186, 180, 279], // shmget, semget, msgget, mq_open, memfd_create
      ...[117, 270, 271, 241, 280, 282], // ptrace, process_vm_readv, process_vm_writev, perf_event_open, bpf, userfaultfd
      ...[41, 51, 40, 39, 97, 265, 268], // pivot_root, chroot, mount, umount2, unshare, open_by_handle_at, setns
      ...[105, 104, 273, 294, 217, 218, 219], // init_module, kexec_load, finit_module, kexec_file_load, add_key, request_key, keyctl
      ...deniedEverywhere,
    ],
  },
};

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: what a network namespace holds. */
const families = [1, 2, 10, 16];
const cloneThread = 0x10000;

const allow = 0x7fff0000;
const kill = 0x80000000;
const refuse = 0x00050000;
const notPermitted = refuse + 1;
const notThere = refuse + 38;

/** Offsets in what the kernel hands to a filter. */
const data = { number: 0, arch: 4, argument: 16 };

type Instruction = { code: number; yes: number; no: number; value: number };

const load = (value: number): Instruction => ({ code: 0x20, yes: 0, no: 0, value });
const equals = (value: number, yes: number, no: number): Instruction => ({ code: 0x15, yes, no, value });
const atLeast = (value: number, yes: number, no: number): Instruction => ({ code: 0x35, yes, no, value });
const hasBits = (value: number, yes: number, no: number): Instruction => ({ code: 0x45, yes, no, value });
const end = (value: number): Instruction => ({ code: 0x06, yes: 0, no: 0, value });

function filterOf({ audit, clone, socket, foreign, denied }: Machine): Instruction[] {
  return [
    ...[load(data.arch), equals(audit, 1, 0), end(kill)],
    load(data.number),
    ...(foreign === undefined ? [] : [atLeast(foreign, 0, 1), end(kill)]),
    ...denied.flatMap((number) => [equals(number, 0, 1), end(notPermitted)]),
    // Its flags lie in memory, where no filter sees them; the C library then takes the older call.
    ...[equals(clone3, 0, 1), end(notThere)],
    ...[equals(clone, 0, 4), load(data.argument), hasBits(cloneThread, 0, 1), end(allow), end(notPermitted)],
    ...[equals(socket, 0, 2 + families.length), load(data.argument)],
    ...families.map((family, index) => equals(family, families.length - index, 0)),
    ...[end(notPermitted), end(allow)],
  ];
}

function assemble(instructions: Instruction[]): Uint8Array {
  const bytes = new Uint8Array(instructions.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, yes, no, value }] of instructions.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, yes);
    view.setUint8(index * 8 + 3, no);
    view.setUint32(index * 8 + 4, value, true);
  }
  return bytes;
}
