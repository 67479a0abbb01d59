import { each } from '../case.ts';

/**
 * Ways out of JavaScript sandboxes that were found in others (vm2, SES, isolated-vm), tried on the isolate. What is
 * thrown, handed in or called back is searched for a constructor of another world, and that for Node.
 */
export const isolateEscapes = each(
  { class: 'escape', tiers: ['isolate'], ends: 'empty-handed' },
  {
    'the constructors of all that the context holds': `(_input, context) => {
      const seen = new Set();
      const walk = (value) => {
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return null;
        seen.add(value);
        const found = reachFrom(value);
        if (found) return found;
        for (const key of Reflect.ownKeys(value)) {
          let inner;
          try { inner = value[key]; } catch { continue; }
          const deeper = walk(inner);
          if (deeper) return deeper;
        }
        return walk(Object.getPrototypeOf(value));
      };
      return walk(context);
    }`,
    'references of isolated-vm anywhere within reach': `(_input, context) => {
      const names = ['applySync', 'applyIgnored', 'derefInto', 'copySync', 'applySyncPromise', 'getSync', 'setSync'];
      const seen = new Set();
      const found = [];
      const walk = (value, path) => {
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
        seen.add(value);
        for (const key of Reflect.ownKeys(value)) {
          if (names.includes(key)) found.push(path + '.' + String(key));
          let inner;
          try { inner = value[key]; } catch { continue; }
          walk(inner, path + '.' + String(key));
        }
        walk(Object.getPrototypeOf(value), path + '.^');
      };
      walk(globalThis, 'globalThis');
      walk(context, 'context');
      return found.length > 0 ? found : null;
    }`,
    'globals that are not the language': `() => {
      const foreign = ['process', 'require', 'module', 'exports', 'global', 'Buffer', 'fetch', 'WebSocket', 'XMLHttpRequest',
        'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'console', 'WebAssembly', 'Worker', 'structuredClone',
        'navigator', 'Deno', 'Bun', 'importScripts', 'ShadowRealm', 'MessageChannel', 'BroadcastChannel', 'performance',
        'crypto', 'URL', 'TextEncoder', 'ivm', '$isolate', 'gc', 'print', 'load', 'read', 'quit', 'd8', 'version', 'os'];
      const found = foreign.filter((name) => typeof globalThis[name] !== 'undefined');
      return found.length > 0 ? found : null;
    }`,
    'a refusal of the broker, and its constructor (vm2, host exceptions)': `async ({ value }, { files }) => {
      try { await files.status(value); } catch (error) { return reachFrom(error) ?? reachFrom(error.details) ?? reachFrom(error.stack); }
    }`,
    'a promise of the host, and its constructor': `async (_input, { sleep }) => {
      const promise = sleep(1);
      const found = reachFrom(promise) ?? reach(promise.then.constructor) ?? reach(promise.constructor.resolve.constructor);
      await promise;
      return found;
    }`,
    'the species of a promise (vm2, CVE-2023-32314)': `async (_input, { sleep }) => {
      let caught = null;
      const promise = sleep(1);
      promise.constructor = { [Symbol.species]: function (executor) {
        executor((value) => { caught ??= reachFrom(value); }, (error) => { caught ??= reachFrom(error); });
        caught ??= reach(executor.constructor);
      } };
      promise.then(() => 1);
      await new Promise((resolve) => promise.then.call(Promise.resolve(), resolve));
      return caught;
    }`,
    'an overridden then of all promises': `async ({ value }, { files, sleep }) => {
      let caught = null;
      const { then } = Promise.prototype;
      Promise.prototype.then = function (good, bad) {
        caught ??= reach(good?.constructor) ?? reach(bad?.constructor) ?? reachFrom(this);
        return then.call(this, good, bad);
      };
      try { await Promise.all([sleep(1), files.status(value).catch((error) => { caught ??= reachFrom(error); })]); }
      finally { Promise.prototype.then = then; }
      return caught;
    }`,
    'call sites of a stack (Error.prepareStackTrace)': `async ({ value }, context) => {
      let caught = null;
      Error.prepareStackTrace = (error, sites) => {
        for (const site of sites) {
          for (const name of ['getThis', 'getFunction', 'getEvalOrigin', 'getTypeName']) {
            try { caught ??= reachFrom(site[name]?.()); } catch {}
          }
          caught ??= reach(site.constructor?.constructor);
        }
        return '';
      };
      void new Error('own').stack;
      try { await context.files.status(value); } catch (error) { void error.stack; }
      try { context.progress({ get percent() { throw new Error('inside'); } }); } catch (error) { void error.stack; }
      return caught;
    }`,
    'captureStackTrace on what the host hands in': `async (_input, context) => {
      let caught = null;
      Error.prepareStackTrace = (_error, sites) => sites;
      for (const target of [context, context.files, context.signal, context.sleep]) {
        const holder = {};
        Error.captureStackTrace(holder, target);
        for (const site of [].concat(holder.stack ?? [])) caught ??= reachFrom(site?.getThis?.()) ?? reachFrom(site?.getFunction?.());
      }
      return caught;
    }`,
    'an error of the host at the end of the stack (vm2, RangeError)': `(_input, context) => {
      let caught = null;
      const dig = () => {
        try { dig(); } catch (error) { caught ??= reachFrom(error); }
        try { context.progress({ percent: 1 }); } catch (error) { caught ??= reachFrom(error); }
        try { context.now(); } catch (error) { caught ??= reachFrom(error); }
      };
      let depth = 0;
      const climb = () => { depth += 1; if (depth > 5000) return dig2(); climb(); };
      const dig2 = () => { try { dig2(); } catch (error) { caught ??= reachFrom(error); try { context.log('debug', 'x'); } catch (inner) { caught ??= reachFrom(inner); } } };
      try { climb(); } catch (error) { caught ??= reachFrom(error); }
      return caught;
    }`,
    'a proxy handed to the host, whose traps look at what calls them (vm2, CVE-2023-30547)': `async (_input, context) => {
      let caught = null;
      const handler = new Proxy({}, { get: (_target, trap) => (...given) => {
        for (const value of given) caught ??= reach(value?.constructor?.constructor);
        if (trap === 'getPrototypeOf') { const error = new Error(); error.name = Symbol(); throw error; }
        return Reflect[trap](...given);
      } });
      const spy = new Proxy(Object.assign(() => 1, { percent: 1, text: 'x' }), handler);
      for (const use of [() => context.progress(spy), () => context.log('info', spy), () => context.files.status(spy)]) {
        try { await use(); } catch (error) { caught ??= reachFrom(error); }
      }
      return caught;
    }`,
    'arguments that call back when the host reads them': `async (_input, context) => {
      let caught = null;
      const spy = { [Symbol.toPrimitive]() { return 'x'; }, toString() { caught ??= reachFrom(this); return 'x'; }, toJSON(key) { caught ??= reachFrom(key); return 'x'; } };
      for (const use of [() => context.log('info', spy), () => context.files.status(spy), () => context.progress({ output: spy })]) {
        try { await use(); } catch (error) { caught ??= reachFrom(error); }
      }
      return caught;
    }`,
    'the custom inspection of Node (vm2, CVE-2023-37903)': `(_input, context) => {
      let caught = null;
      const spy = { [Symbol.for('nodejs.util.inspect.custom')](_depth, _options, inspect) { caught = reach(inspect?.constructor) ?? 'inspected'; return 'x'; } };
      try { context.log('error', spy); } catch {}
      try { context.progress({ output: spy }); } catch {}
      const error = new Error('x');
      error[Symbol.for('nodejs.util.inspect.custom')] = spy[Symbol.for('nodejs.util.inspect.custom')];
      return caught;
    }`,
    'an async generator that returns a thenable of its own (vm2, GHSA-whpj-8f3w-67p5)': `async () => {
      let caught = null;
      async function* hold() { try { yield 1; } finally { return { then(resolve, reject) { caught ??= reach(resolve.constructor) ?? reach(reject.constructor); resolve(1); } }; } }
      const held = hold();
      await held.next();
      await held.return({ then(resolve) { caught ??= reach(resolve.constructor); resolve(2); } });
      return caught;
    }`,
    'a thenable given as the result': `() => ({ then(resolve, reject) {
      const found = reach(resolve.constructor) ?? reach(reject.constructor) ?? reachFrom(resolve);
      resolve(found);
    } })`,
    'setters on the prototype of all objects, for what the host assigns': `async (_input, context) => {
      let caught = null;
      for (const name of ['bridge', 'send', 'wakeAfter', 'port', 'process', 'load', 'isolate', 'context', 'resolve', 'reject', 'message', 'bytes', 'value', 'call']) {
        Object.defineProperty(Object.prototype, name, { configurable: true, set(given) { caught ??= reachFrom(given); } });
      }
      try { await context.sleep(1); context.progress({ percent: 1 }); }
      finally { for (const name of Object.keys(Object.getOwnPropertyDescriptors(Object.prototype))) if (!/^(__|constructor|has|is|to|prop|value)/.test(name)) delete Object.prototype[name]; }
      return caught;
    }`,
    'getters on the prototype of all objects, for what the host lacks': `async ({ value }, { files }) => {
      let caught = null;
      for (const name of ['release', 'transferOut', 'reference', 'filename', 'meta', 'produceCachedData', 'timeout', 'ignored', 'details', 'cause']) {
        Object.defineProperty(Object.prototype, name, { configurable: true, get() { caught ??= this === globalThis ? null : reachFrom(this); return undefined; } });
      }
      try { await files.status(value); } catch (error) { caught ??= reachFrom(error); }
      for (const name of ['release', 'transferOut', 'reference', 'filename', 'meta', 'produceCachedData', 'timeout', 'ignored', 'details', 'cause']) delete Object.prototype[name];
      return caught;
    }`,
    'the functions that the host itself is made of': `async (_input, context) => {
      let caught = null;
      const originals = {};
      for (const [owner, name] of [[Map.prototype, 'get'], [Map.prototype, 'set'], [JSON, 'parse'], [JSON, 'stringify'], [Array.prototype, 'push'], [Function.prototype, 'apply'], [Function.prototype, 'call']]) {
        const original = owner[name];
        owner[name] = function (...given) {
          for (const each of [this, ...given]) if (typeof each === 'function' || typeof each === 'object') caught ??= reach(each?.constructor?.constructor);
          return Reflect.apply(original, this, given);
        };
        originals[name] = () => { owner[name] = original; };
      }
      try { await context.sleep(1); context.progress({ percent: 2 }); } finally { for (const restore of Object.values(originals)) restore(); }
      return caught;
    }`,
    'the callers of a function': `(_input, context) => {
      const sloppy = new Function('return arguments.callee.caller')();
      const climb = new Function('f', 'const found = []; let at = arguments.callee.caller; for (let i = 0; at && i < 50; i += 1) { found.push(at); at = at.caller; } return found;');
      for (const found of [sloppy, ...climb()]) { const reached = reachFrom(found); if (reached) return reached; }
      return null;
    }`,
    'the constructors of every kind of function': `() => {
      const makers = [function () {}, function* () {}, async function () {}, async function* () {}, () => 1, class {}, Object, Symbol, Proxy];
      for (const each of makers) { const found = reach(each.constructor); if (found) return found; }
      return reach(eval) ?? reach(Reflect.construct(Function, ['return globalThis']).constructor);
    }`,
    'import() of a module of Node': "async () => typeof (await import('node:fs')).readFileSync",
    'import() of a data: URL': "async () => typeof (await import('data:text/javascript,export default 1')).default",
    'import() of a file': "async () => typeof (await import('file:///etc/passwd'))",
    'import() from a constructed function':
      'async () => typeof (await new Function(\'return import("node:process")\')()).pid',
    'import() with the specifier of the host’s own side': "async () => Object.keys(await import('heron:inside'))",
    'what import.meta holds':
      '() => { const names = Object.keys(import.meta); return names.length > 0 ? names : null; }',
    'natives of V8':
      "() => { try { return new Function('return %GetOptimizationStatus(reach)')(); } catch { return null; } }",
    'code under the name of a module of Node':
      "() => reach((0, eval)('(function () {}).constructor //# sourceURL=node:internal/bootstrap'))",
    'another realm':
      "async () => (typeof ShadowRealm === 'undefined' ? null : new ShadowRealm().evaluate('typeof process'))",
    'WebAssembly, and exceptions through it': "() => (typeof WebAssembly === 'undefined' ? null : 'WebAssembly')",
    'with and eval in sloppy code': `() => {
      const probe = new Function('context', 'with (context) { return typeof process + typeof require; }');
      return probe({}) === 'undefinedundefined' ? null : probe({});
    }`,
    'what a regular expression remembers of the host': `(_input, context) => {
      context.log('debug', 'x');
      const kept = [RegExp.input, RegExp.lastMatch, RegExp.leftContext, RegExp.rightContext].join('');
      return /node_modules|heron-trial|\\/src\\//.test(kept) ? kept : null;
    }`,
    'where the engine lies, from a stack': `async ({ value }, { files }) => {
      const stacks = [new Error('x').stack];
      try { await files.status(value); } catch (error) { stacks.push(error.stack); }
      return /thread\\.ts|node:internal|isolated-vm|broker/.test(stacks.join('\\n')) ? stacks : null;
    }`,
    'a result that claims to come from the host': `() => Object.setPrototypeOf({ value: 1 }, new Proxy({}, {
      get(_target, name, receiver) { return name === 'toJSON' ? () => reachFrom(receiver) : undefined; },
    })).toJSON()`,
  },
).map((attack) => ({
  ...attack,
  prepare: ({ outside }: { outside: string }) => `${outside}/secret`,
  // What changes the language itself would spoil it for the cases after.
  ...(/prepareStackTrace|prototype|owner\[name\]/.test(attack.attempt) ? { isAlone: true as const } : {}),
}));

/** Modules that are loaded before any action runs. */
export const isolateImports = each(
  {
    class: 'escape',
    tiers: ['isolate'],
    ends: { code: 'worker-unavailable' },
    attempt: '() => "loaded"',
  },
  {
    'a module of Node': { head: "import 'node:fs';" },
    'a module of Node without its prefix': { head: "import 'fs';" },
    'a package': { head: "import 'zod';" },
    'isolated-vm itself': { head: "import 'isolated-vm';" },
    'an absolute path': { head: "import '/etc/passwd';" },
    'a file URL': { head: "import 'file:///etc/passwd';" },
    'a path out of its folder': { head: "import '../witness/index.ts';" },
    'a path out of its folder, encoded': { head: "import './%2e%2e/witness/index.ts';" },
    "the host's own side": { head: "import 'heron:inside';" },
    'its own entry by another name': { head: "import 'heron:entry';" },
    'JSON by an attribute': { head: "import secret from '../witness/manifest.json' with { type: 'json' };" },
  },
);
