/**
 * node:http and node:https without the wrappers that importing them makes: those read every export, and one loads
 * undici, which costs a command some 30 ms of its start.
 */
export const http = process.getBuiltinModule('node:http');
/** Loaded by the first request that wants it, and TLS with it. */
export const loadHttps = () => process.getBuiltinModule('node:https');
