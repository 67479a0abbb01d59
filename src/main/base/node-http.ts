/**
 * node:http without the wrapper that an import of it makes: the wrapper reads every export, and one of them loads
 * undici, which costs a command some 30 ms of its start.
 */
export const http = process.getBuiltinModule('node:http');
