import { ipcRenderer } from 'electron';

// All that the page gets of Electron: one message port to the engine each time it has loaded, posted to its own window.
ipcRenderer.on('heron:port', ({ ports }) => {
  window.postMessage('heron:port', window.location.origin, [...ports]);
});

// Module scripts have run by then, so the page listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('heron:connect'));
