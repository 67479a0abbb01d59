/** The file in which the examples of each worker are run. */
export const workersIn = {
  files: ['archive', 'backup', 'checksum', 'cleanup', 'files', 'log', 'markdown', 'sync', 'text', 'watch'],
  numbers: ['calculator', 'chart', 'clock', 'data', 'database'],
  development: ['code', 'docker', 'git', 'package', 'process', 'test'],
  web: ['api', 'browser', 'cloud', 'network', 'scrape', 'voice', 'web-fetch', 'web-search'],
};

/** Nobody writes plans with these: they carry out the nodes of workflows that came from elsewhere. */
export const ofImports = ['n8n', 'n8n-formats', 'node-red'];
