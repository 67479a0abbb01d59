/**
 * node:http and node:https without the wrappers that importing them makes: those read every export, and one loads
 * undici, which costs a command some 30 ms of its start.
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
