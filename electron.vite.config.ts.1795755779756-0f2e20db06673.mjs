import "node:module";
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
// scripts/start-code.ts
/** How the built programs are written so that a start does no more than it must. Lines stay lines: source maps stay true. */
function startCode() {
	return {
		name: "start-code",
		renderChunk: (code) => ({
			code: latePackages(unwrapBuiltins(code)),
			map: null
		})
	};
}
/**
* Node's own modules without the wrappers that importing them makes. Those read every export of a module, also what is
* made when it is first read: for `node:http` that is undici, which costs each start as much as opening the database.
*/
function unwrapBuiltins(code) {
	const lines = code.split("\n");
	for (const [at, line] of lines.entries()) {
		if (line !== "" && !/^(?:import\b|\/\/)/.test(line)) break;
		const [, bindings, module] = /^import (?:(.+) from )?["'](node:[\w/]+)["'];$/.exec(line) ?? [];
		if (module !== void 0) lines[at] = readingOf(bindings, module);
	}
	return lines.join("\n");
}
function readingOf(bindings, module) {
	const read = `process.getBuiltinModule("${module}")`;
	if (bindings === void 0) return `${read};`;
	const [, whole, named] = /^(?:\* as )?([\w$]+)?(?:, )?(?:\{(.*)\})?$/.exec(bindings) ?? [];
	const wholly = whole ? [`${whole} = ${read}`] : [];
	const partly = named ? [`{${named.replaceAll(" as ", ": ")}} = ${read}`] : [];
	return `const ${[...wholly, ...partly].join(", ")};`;
}
/**
* Packages that are written as CommonJS, which the bundler keeps in a function each, are run when something of them is
* first used: expressions, checks of schemas and sockets are not part of a start.
*/
function latePackages(code) {
	return code.replaceAll(/^var (import_[\w$]+) = (?:\/\* @__PURE__ \*\/ )?(__toESM\(require_[\w$]+\(\)(?:, 1)?\)|require_[\w$]+\(\));$/gm, (_, name, run) => `var ${name} = new Proxy({}, { get: (late, part) => (late.is ??= ${run})[part] });`);
}
// scripts/start-chunks.ts
/** What a start loads, and from which file on: each becomes one file, because each file is looked for, read and linked. */
const beginnings = [["start-command", ["src/main/headless/command-line.ts", "src/main/headless/commands/serve.ts"]], ["start-engine", ["src/main/headless/local-engine.ts", "src/main/gateway/http-api.ts"]]];
/** The hosts of workers; and what runs before compiled code is kept, which must drag nothing large with it. */
const small = /src\/main\/(?:workers\/hosts\/(?:code|node|isolate)\/child|headless\/main)\.ts$/;
/** A command that asks a running engine does without the rest of it. */
const commands = /src\/main\/headless\/(?:remote-engine|commands\/(?!serve)[\w-]+)\.ts$/;
/** Names the chunk of a module; null leaves it to the bundler, as what small programs need too. */
function startChunk(root) {
	const names = beginnings.map(([chunk, from]) => [chunk, new Set(from.map((file) => join(root, file)))]);
	return (id, graph) => {
		const above = /* @__PURE__ */ new Set([id]);
		for (const each of above) for (const importer of graph.getModuleInfo(each)?.importers ?? []) above.add(importer);
		if ([...above].some((each) => small.test(each))) return null;
		const name = names.find(([, from]) => [...above].some((each) => from.has(each)))?.[0] ?? null;
		return name === "start-engine" && [...above].some((each) => commands.test(each)) ? "start-shared" : name;
	};
}
// electron.vite.config.ts
/** A screen is called by its feature's name: its file is `screen.tsx` in all of them. */
function chunkName({ name, facadeModuleId }) {
	return `assets/${/features\/([\w-]+)\/screen\.tsx$/.exec(facadeModuleId ?? "")?.[1] ?? name}-[hash].js`;
}
/** Names the one chunk of what the entry imports, itself or through others, before anything is loaded later. */
function firstPaint(id, graph) {
	const seen = /* @__PURE__ */ new Set([id]);
	for (const each of seen) {
		const { isEntry = false, importers = [] } = graph.getModuleInfo(each) ?? {};
		if (isEntry) return "first-paint";
		for (const importer of importers) seen.add(importer);
	}
	return null;
}
var electron_vite_config_default = defineConfig({
	main: {
		plugins: [startCode()],
		build: {
			target: "node24",
			sourcemap: true,
			rolldownOptions: {
				input: {
					electron: "src/main/electron/main.ts",
					headless: "src/main/headless/main.ts",
					"code-host": "src/main/workers/hosts/code/child.ts",
					"node-host": "src/main/workers/hosts/node/child.ts",
					"isolate-host": "src/main/workers/hosts/isolate/child.ts"
				},
				checks: { ineffectiveDynamicImport: false },
				transform: { inject: { FormData: [join(import.meta.dirname, "src/main/base/form-data.ts"), "FormData"] } },
				output: {
					format: "es",
					entryFileNames: "[name].js",
					chunkFileNames: "chunks/[name]-[hash].js",
					minify: {
						compress: true,
						mangle: false,
						codegen: { removeWhitespace: true }
					},
					codeSplitting: {
						includeDependenciesRecursively: false,
						groups: [{
							name: startChunk(import.meta.dirname),
							debugName: "start"
						}]
					}
				}
			}
		}
	},
	preload: { build: { rolldownOptions: {
		input: { preload: "src/preload/preload.ts" },
		output: {
			format: "cjs",
			entryFileNames: "[name].cjs"
		}
	} } },
	renderer: {
		root: "src/renderer",
		plugins: [react(), tailwindcss()],
		resolve: { alias: { "react-style-singleton": join(import.meta.dirname, "src/renderer/app/style-singleton.ts") } },
		build: {
			minify: true,
			chunkSizeWarningLimit: 4e3,
			rolldownOptions: {
				input: "src/renderer/index.html",
				treeshake: { manualPureFunctions: [
					"oc",
					"z",
					"strictObject",
					"defineEvent"
				] },
				output: {
					chunkFileNames: chunkName,
					codeSplitting: { groups: [{
						name: firstPaint,
						debugName: "first paint"
					}] }
				}
			}
		}
	}
});
export { electron_vite_config_default as default };

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoiZWxlY3Ryb24udml0ZS5jb25maWcuanMiLCJuYW1lcyI6W10sInNvdXJjZXMiOlsiL3dvcmsvdHJlZXMvZWFycy9zY3JpcHRzL3N0YXJ0LWNvZGUudHMiLCIvd29yay90cmVlcy9lYXJzL3NjcmlwdHMvc3RhcnQtY2h1bmtzLnRzIiwiL3dvcmsvdHJlZXMvZWFycy9lbGVjdHJvbi52aXRlLmNvbmZpZy50cyJdLCJzb3VyY2VzQ29udGVudCI6WyJpbXBvcnQgdHlwZSB7IFBsdWdpbiB9IGZyb20gJ3ZpdGUnO1xuXG4vKiogSG93IHRoZSBidWlsdCBwcm9ncmFtcyBhcmUgd3JpdHRlbiBzbyB0aGF0IGEgc3RhcnQgZG9lcyBubyBtb3JlIHRoYW4gaXQgbXVzdC4gTGluZXMgc3RheSBsaW5lczogc291cmNlIG1hcHMgc3RheSB0cnVlLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHN0YXJ0Q29kZSgpOiBQbHVnaW4ge1xuICByZXR1cm4geyBuYW1lOiAnc3RhcnQtY29kZScsIHJlbmRlckNodW5rOiAoY29kZSkgPT4gKHsgY29kZTogbGF0ZVBhY2thZ2VzKHVud3JhcEJ1aWx0aW5zKGNvZGUpKSwgbWFwOiBudWxsIH0pIH07XG59XG5cbi8qKlxuICogTm9kZSdzIG93biBtb2R1bGVzIHdpdGhvdXQgdGhlIHdyYXBwZXJzIHRoYXQgaW1wb3J0aW5nIHRoZW0gbWFrZXMuIFRob3NlIHJlYWQgZXZlcnkgZXhwb3J0IG9mIGEgbW9kdWxlLCBhbHNvIHdoYXQgaXNcbiAqIG1hZGUgd2hlbiBpdCBpcyBmaXJzdCByZWFkOiBmb3IgYG5vZGU6aHR0cGAgdGhhdCBpcyB1bmRpY2ksIHdoaWNoIGNvc3RzIGVhY2ggc3RhcnQgYXMgbXVjaCBhcyBvcGVuaW5nIHRoZSBkYXRhYmFzZS5cbiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHVud3JhcEJ1aWx0aW5zKGNvZGU6IHN0cmluZyk6IHN0cmluZyB7XG4gIGNvbnN0IGxpbmVzID0gY29kZS5zcGxpdCgnXFxuJyk7XG4gIGZvciAoY29uc3QgW2F0LCBsaW5lXSBvZiBsaW5lcy5lbnRyaWVzKCkpIHtcbiAgICBpZiAobGluZSAhPT0gJycgJiYgIS9eKD86aW1wb3J0XFxifFxcL1xcLykvLnRlc3QobGluZSkpIGJyZWFrO1xuICAgIGNvbnN0IFssIGJpbmRpbmdzLCBtb2R1bGVdID0gL15pbXBvcnQgKD86KC4rKSBmcm9tICk/W1wiJ10obm9kZTpbXFx3L10rKVtcIiddOyQvLmV4ZWMobGluZSkgPz8gW107XG4gICAgaWYgKG1vZHVsZSAhPT0gdW5kZWZpbmVkKSBsaW5lc1thdF0gPSByZWFkaW5nT2YoYmluZGluZ3MsIG1vZHVsZSk7XG4gIH1cbiAgcmV0dXJuIGxpbmVzLmpvaW4oJ1xcbicpO1xufVxuXG5mdW5jdGlvbiByZWFkaW5nT2YoYmluZGluZ3M6IHN0cmluZyB8IHVuZGVmaW5lZCwgbW9kdWxlOiBzdHJpbmcpOiBzdHJpbmcge1xuICBjb25zdCByZWFkID0gYHByb2Nlc3MuZ2V0QnVpbHRpbk1vZHVsZShcIiR7bW9kdWxlfVwiKWA7XG4gIGlmIChiaW5kaW5ncyA9PT0gdW5kZWZpbmVkKSByZXR1cm4gYCR7cmVhZH07YDtcbiAgY29uc3QgWywgd2hvbGUsIG5hbWVkXSA9IC9eKD86XFwqIGFzICk/KFtcXHckXSspPyg/OiwgKT8oPzpcXHsoLiopXFx9KT8kLy5leGVjKGJpbmRpbmdzKSA/PyBbXTtcbiAgY29uc3Qgd2hvbGx5ID0gd2hvbGUgPyBbYCR7d2hvbGV9ID0gJHtyZWFkfWBdIDogW107XG4gIGNvbnN0IHBhcnRseSA9IG5hbWVkID8gW2B7JHtuYW1lZC5yZXBsYWNlQWxsKCcgYXMgJywgJzogJyl9fSA9ICR7cmVhZH1gXSA6IFtdO1xuICByZXR1cm4gYGNvbnN0ICR7Wy4uLndob2xseSwgLi4ucGFydGx5XS5qb2luKCcsICcpfTtgO1xufVxuXG4vKipcbiAqIFBhY2thZ2VzIHRoYXQgYXJlIHdyaXR0ZW4gYXMgQ29tbW9uSlMsIHdoaWNoIHRoZSBidW5kbGVyIGtlZXBzIGluIGEgZnVuY3Rpb24gZWFjaCwgYXJlIHJ1biB3aGVuIHNvbWV0aGluZyBvZiB0aGVtIGlzXG4gKiBmaXJzdCB1c2VkOiBleHByZXNzaW9ucywgY2hlY2tzIG9mIHNjaGVtYXMgYW5kIHNvY2tldHMgYXJlIG5vdCBwYXJ0IG9mIGEgc3RhcnQuXG4gKi9cbmV4cG9ydCBmdW5jdGlvbiBsYXRlUGFja2FnZXMoY29kZTogc3RyaW5nKTogc3RyaW5nIHtcbiAgcmV0dXJuIGNvZGUucmVwbGFjZUFsbChcbiAgICAvXnZhciAoaW1wb3J0X1tcXHckXSspID0gKD86XFwvXFwqIEBfX1BVUkVfXyBcXCpcXC8gKT8oX190b0VTTVxcKHJlcXVpcmVfW1xcdyRdK1xcKFxcKSg/OiwgMSk/XFwpfHJlcXVpcmVfW1xcdyRdK1xcKFxcKSk7JC9nbSxcbiAgICAoXywgbmFtZTogc3RyaW5nLCBydW46IHN0cmluZykgPT5cbiAgICAgIGB2YXIgJHtuYW1lfSA9IG5ldyBQcm94eSh7fSwgeyBnZXQ6IChsYXRlLCBwYXJ0KSA9PiAobGF0ZS5pcyA/Pz0gJHtydW59KVtwYXJ0XSB9KTtgLFxuICApO1xufVxuIiwiaW1wb3J0IHsgam9pbiB9IGZyb20gJ25vZGU6cGF0aCc7XG5cbnR5cGUgR3JhcGggPSB7IGdldE1vZHVsZUluZm8oaWQ6IHN0cmluZyk6IHsgaXNFbnRyeTogYm9vbGVhbjsgaW1wb3J0ZXJzOiByZWFkb25seSBzdHJpbmdbXSB9IHwgbnVsbCB9O1xuXG4vKiogV2hhdCBhIHN0YXJ0IGxvYWRzLCBhbmQgZnJvbSB3aGljaCBmaWxlIG9uOiBlYWNoIGJlY29tZXMgb25lIGZpbGUsIGJlY2F1c2UgZWFjaCBmaWxlIGlzIGxvb2tlZCBmb3IsIHJlYWQgYW5kIGxpbmtlZC4gKi9cbmNvbnN0IGJlZ2lubmluZ3M6IHJlYWRvbmx5IFtjaHVuazogc3RyaW5nLCBmcm9tOiByZWFkb25seSBzdHJpbmdbXV1bXSA9IFtcbiAgWydzdGFydC1jb21tYW5kJywgWydzcmMvbWFpbi9oZWFkbGVzcy9jb21tYW5kLWxpbmUudHMnLCAnc3JjL21haW4vaGVhZGxlc3MvY29tbWFuZHMvc2VydmUudHMnXV0sXG4gIFsnc3RhcnQtZW5naW5lJywgWydzcmMvbWFpbi9oZWFkbGVzcy9sb2NhbC1lbmdpbmUudHMnLCAnc3JjL21haW4vZ2F0ZXdheS9odHRwLWFwaS50cyddXSxcbl07XG5cbi8qKiBUaGUgaG9zdHMgb2Ygd29ya2VyczsgYW5kIHdoYXQgcnVucyBiZWZvcmUgY29tcGlsZWQgY29kZSBpcyBrZXB0LCB3aGljaCBtdXN0IGRyYWcgbm90aGluZyBsYXJnZSB3aXRoIGl0LiAqL1xuY29uc3Qgc21hbGwgPSAvc3JjXFwvbWFpblxcLyg/OndvcmtlcnNcXC9ob3N0c1xcLyg/OmNvZGV8bm9kZXxpc29sYXRlKVxcL2NoaWxkfGhlYWRsZXNzXFwvbWFpbilcXC50cyQvO1xuXG4vKiogQSBjb21tYW5kIHRoYXQgYXNrcyBhIHJ1bm5pbmcgZW5naW5lIGRvZXMgd2l0aG91dCB0aGUgcmVzdCBvZiBpdC4gKi9cbmNvbnN0IGNvbW1hbmRzID0gL3NyY1xcL21haW5cXC9oZWFkbGVzc1xcLyg/OnJlbW90ZS1lbmdpbmV8Y29tbWFuZHNcXC8oPyFzZXJ2ZSlbXFx3LV0rKVxcLnRzJC87XG5cbi8qKiBOYW1lcyB0aGUgY2h1bmsgb2YgYSBtb2R1bGU7IG51bGwgbGVhdmVzIGl0IHRvIHRoZSBidW5kbGVyLCBhcyB3aGF0IHNtYWxsIHByb2dyYW1zIG5lZWQgdG9vLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHN0YXJ0Q2h1bmsocm9vdDogc3RyaW5nKTogKGlkOiBzdHJpbmcsIGdyYXBoOiBHcmFwaCkgPT4gc3RyaW5nIHwgbnVsbCB7XG4gIGNvbnN0IG5hbWVzID0gYmVnaW5uaW5ncy5tYXAoKFtjaHVuaywgZnJvbV0pID0+IFtjaHVuaywgbmV3IFNldChmcm9tLm1hcCgoZmlsZSkgPT4gam9pbihyb290LCBmaWxlKSkpXSBhcyBjb25zdCk7XG4gIHJldHVybiAoaWQsIGdyYXBoKSA9PiB7XG4gICAgY29uc3QgYWJvdmUgPSBuZXcgU2V0KFtpZF0pO1xuICAgIGZvciAoY29uc3QgZWFjaCBvZiBhYm92ZSkgZm9yIChjb25zdCBpbXBvcnRlciBvZiBncmFwaC5nZXRNb2R1bGVJbmZvKGVhY2gpPy5pbXBvcnRlcnMgPz8gW10pIGFib3ZlLmFkZChpbXBvcnRlcik7XG4gICAgaWYgKFsuLi5hYm92ZV0uc29tZSgoZWFjaCkgPT4gc21hbGwudGVzdChlYWNoKSkpIHJldHVybiBudWxsO1xuICAgIGNvbnN0IG5hbWUgPSBuYW1lcy5maW5kKChbLCBmcm9tXSkgPT4gWy4uLmFib3ZlXS5zb21lKChlYWNoKSA9PiBmcm9tLmhhcyhlYWNoKSkpPy5bMF0gPz8gbnVsbDtcbiAgICByZXR1cm4gbmFtZSA9PT0gJ3N0YXJ0LWVuZ2luZScgJiYgWy4uLmFib3ZlXS5zb21lKChlYWNoKSA9PiBjb21tYW5kcy50ZXN0KGVhY2gpKSA/ICdzdGFydC1zaGFyZWQnIDogbmFtZTtcbiAgfTtcbn1cbiIsImltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnO1xuaW1wb3J0IHRhaWx3aW5kY3NzIGZyb20gJ0B0YWlsd2luZGNzcy92aXRlJztcbmltcG9ydCByZWFjdCBmcm9tICdAdml0ZWpzL3BsdWdpbi1yZWFjdCc7XG5pbXBvcnQgeyBkZWZpbmVDb25maWcgfSBmcm9tICdlbGVjdHJvbi12aXRlJztcbmltcG9ydCB7IHN0YXJ0Q29kZSB9IGZyb20gJy4vc2NyaXB0cy9zdGFydC1jb2RlLnRzJztcbmltcG9ydCB7IHN0YXJ0Q2h1bmsgfSBmcm9tICcuL3NjcmlwdHMvc3RhcnQtY2h1bmtzLnRzJztcblxuLyoqIEEgc2NyZWVuIGlzIGNhbGxlZCBieSBpdHMgZmVhdHVyZSdzIG5hbWU6IGl0cyBmaWxlIGlzIGBzY3JlZW4udHN4YCBpbiBhbGwgb2YgdGhlbS4gKi9cbmZ1bmN0aW9uIGNodW5rTmFtZSh7IG5hbWUsIGZhY2FkZU1vZHVsZUlkIH06IHsgbmFtZTogc3RyaW5nOyBmYWNhZGVNb2R1bGVJZDogc3RyaW5nIHwgbnVsbCB9KTogc3RyaW5nIHtcbiAgY29uc3QgZmVhdHVyZSA9IC9mZWF0dXJlc1xcLyhbXFx3LV0rKVxcL3NjcmVlblxcLnRzeCQvLmV4ZWMoZmFjYWRlTW9kdWxlSWQgPz8gJycpPy5bMV07XG4gIHJldHVybiBgYXNzZXRzLyR7ZmVhdHVyZSA/PyBuYW1lfS1baGFzaF0uanNgO1xufVxuXG50eXBlIEdyYXBoID0geyBnZXRNb2R1bGVJbmZvKGlkOiBzdHJpbmcpOiB7IGlzRW50cnk6IGJvb2xlYW47IGltcG9ydGVyczogcmVhZG9ubHkgc3RyaW5nW10gfSB8IG51bGwgfTtcblxuLyoqIE5hbWVzIHRoZSBvbmUgY2h1bmsgb2Ygd2hhdCB0aGUgZW50cnkgaW1wb3J0cywgaXRzZWxmIG9yIHRocm91Z2ggb3RoZXJzLCBiZWZvcmUgYW55dGhpbmcgaXMgbG9hZGVkIGxhdGVyLiAqL1xuZnVuY3Rpb24gZmlyc3RQYWludChpZDogc3RyaW5nLCBncmFwaDogR3JhcGgpOiBzdHJpbmcgfCBudWxsIHtcbiAgY29uc3Qgc2VlbiA9IG5ldyBTZXQoW2lkXSk7XG4gIGZvciAoY29uc3QgZWFjaCBvZiBzZWVuKSB7XG4gICAgY29uc3QgeyBpc0VudHJ5ID0gZmFsc2UsIGltcG9ydGVycyA9IFtdIH0gPSBncmFwaC5nZXRNb2R1bGVJbmZvKGVhY2gpID8/IHt9O1xuICAgIGlmIChpc0VudHJ5KSByZXR1cm4gJ2ZpcnN0LXBhaW50JztcbiAgICBmb3IgKGNvbnN0IGltcG9ydGVyIG9mIGltcG9ydGVycykgc2Vlbi5hZGQoaW1wb3J0ZXIpO1xuICB9XG4gIHJldHVybiBudWxsO1xufVxuXG5leHBvcnQgZGVmYXVsdCBkZWZpbmVDb25maWcoe1xuICBtYWluOiB7XG4gICAgcGx1Z2luczogW3N0YXJ0Q29kZSgpXSxcbiAgICBidWlsZDoge1xuICAgICAgLy8gRWxlY3Ryb24gNDUgcnVucyBOb2RlIDI0OyBoZWFkbGVzcyBhbmQgdGhlIGhvc3RzIHJ1biB0aGUgcGlubmVkIE5vZGUsIHdoaWNoIGlzIG5ld2VyLlxuICAgICAgdGFyZ2V0OiAnbm9kZTI0JyxcbiAgICAgIHNvdXJjZW1hcDogdHJ1ZSxcbiAgICAgIHJvbGxkb3duT3B0aW9uczoge1xuICAgICAgICAvLyBUaGUgdHdvIHByb2dyYW1zLCBhbmQgd2hhdCB0aGUgZW5naW5lIHN0YXJ0cyBhcyBwcm9jZXNzZXMgYW5kIHRocmVhZHMgb2YgdGhlaXIgb3duLiBucG0gcGFja2FnZXMgbmFtZWQgaW5cbiAgICAgICAgLy8gcGFja2FnZS5qc29uIHVuZGVyIFwiZGVwZW5kZW5jaWVzXCIgc3RheSBvdXRzaWRlIChuYXRpdmUgY29kZSk7IGFsbCBvdGhlcnMgYXJlIGJ1bmRsZWQuXG4gICAgICAgIGlucHV0OiB7XG4gICAgICAgICAgZWxlY3Ryb246ICdzcmMvbWFpbi9lbGVjdHJvbi9tYWluLnRzJyxcbiAgICAgICAgICBoZWFkbGVzczogJ3NyYy9tYWluL2hlYWRsZXNzL21haW4udHMnLFxuICAgICAgICAgICdjb2RlLWhvc3QnOiAnc3JjL21haW4vd29ya2Vycy9ob3N0cy9jb2RlL2NoaWxkLnRzJyxcbiAgICAgICAgICAnbm9kZS1ob3N0JzogJ3NyYy9tYWluL3dvcmtlcnMvaG9zdHMvbm9kZS9jaGlsZC50cycsXG4gICAgICAgICAgJ2lzb2xhdGUtaG9zdCc6ICdzcmMvbWFpbi93b3JrZXJzL2hvc3RzL2lzb2xhdGUvY2hpbGQudHMnLFxuICAgICAgICB9LFxuICAgICAgICAvLyBXaGF0IGEgc3RhcnQgc2hhcmVzIGlzIGluIG9uZSBmaWxlLCBhbHNvIHdoYXQgc29tZSBpbXBvcnQgbGF0ZXI7IHNjcmlwdHMvc3RhcnQtYnVkZ2V0cy50cyBob2xkcyB3aGF0IGEgc3RhcnQgbG9hZHMuXG4gICAgICAgIGNoZWNrczogeyBpbmVmZmVjdGl2ZUR5bmFtaWNJbXBvcnQ6IGZhbHNlIH0sXG4gICAgICAgIHRyYW5zZm9ybTogeyBpbmplY3Q6IHsgRm9ybURhdGE6IFtqb2luKGltcG9ydC5tZXRhLmRpcm5hbWUsICdzcmMvbWFpbi9iYXNlL2Zvcm0tZGF0YS50cycpLCAnRm9ybURhdGEnXSB9IH0sXG4gICAgICAgIG91dHB1dDoge1xuICAgICAgICAgIGZvcm1hdDogJ2VzJyxcbiAgICAgICAgICBlbnRyeUZpbGVOYW1lczogJ1tuYW1lXS5qcycsXG4gICAgICAgICAgY2h1bmtGaWxlTmFtZXM6ICdjaHVua3MvW25hbWVdLVtoYXNoXS5qcycsXG4gICAgICAgICAgLy8gU21hbGxlciBmaWxlcyBhcmUgcmVhZCBhbmQgbG9va2VkIHVwIGluIHRoZSBjb21waWxlIGNhY2hlIHNvb25lcjsgbmFtZXMgc3RheSBmb3Igd2hvIHJlYWRzIGEgc3RhY2suXG4gICAgICAgICAgbWluaWZ5OiB7IGNvbXByZXNzOiB0cnVlLCBtYW5nbGU6IGZhbHNlLCBjb2RlZ2VuOiB7IHJlbW92ZVdoaXRlc3BhY2U6IHRydWUgfSB9LFxuICAgICAgICAgIGNvZGVTcGxpdHRpbmc6IHtcbiAgICAgICAgICAgIGluY2x1ZGVEZXBlbmRlbmNpZXNSZWN1cnNpdmVseTogZmFsc2UsXG4gICAgICAgICAgICBncm91cHM6IFt7IG5hbWU6IHN0YXJ0Q2h1bmsoaW1wb3J0Lm1ldGEuZGlybmFtZSksIGRlYnVnTmFtZTogJ3N0YXJ0JyB9XSxcbiAgICAgICAgICB9LFxuICAgICAgICB9LFxuICAgICAgfSxcbiAgICB9LFxuICB9LFxuICBwcmVsb2FkOiB7XG4gICAgYnVpbGQ6IHtcbiAgICAgIHJvbGxkb3duT3B0aW9uczoge1xuICAgICAgICBpbnB1dDogeyBwcmVsb2FkOiAnc3JjL3ByZWxvYWQvcHJlbG9hZC50cycgfSxcbiAgICAgICAgLy8gQSBzYW5kYm94ZWQgcHJlbG9hZCBzY3JpcHQgY2Fubm90IGJlIGFuIEVTIG1vZHVsZS5cbiAgICAgICAgb3V0cHV0OiB7IGZvcm1hdDogJ2NqcycsIGVudHJ5RmlsZU5hbWVzOiAnW25hbWVdLmNqcycgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbiAgcmVuZGVyZXI6IHtcbiAgICByb290OiAnc3JjL3JlbmRlcmVyJyxcbiAgICBwbHVnaW5zOiBbcmVhY3QoKSwgdGFpbHdpbmRjc3MoKV0sXG4gICAgLy8gVGhlIHBhY2thZ2Ugd3JpdGVzIGlubGluZSBzdHlsZXMsIHdoaWNoIHRoZSBwYWdlJ3Mgc2VjdXJpdHkgcG9saWN5IGZvcmJpZHMuXG4gICAgcmVzb2x2ZTogeyBhbGlhczogeyAncmVhY3Qtc3R5bGUtc2luZ2xldG9uJzogam9pbihpbXBvcnQubWV0YS5kaXJuYW1lLCAnc3JjL3JlbmRlcmVyL2FwcC9zdHlsZS1zaW5nbGV0b24udHMnKSB9IH0sXG4gICAgLy8gc2NyaXB0cy9wYWdlLWJ1ZGdldHMudHMgaGFzIGxpbWl0cyB0aGF0IGFyZSB0b2xkIGZpbGUgYnkgZmlsZS5cbiAgICBidWlsZDoge1xuICAgICAgbWluaWZ5OiB0cnVlLFxuICAgICAgY2h1bmtTaXplV2FybmluZ0xpbWl0OiA0MDAwLFxuICAgICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICAgIGlucHV0OiAnc3JjL3JlbmRlcmVyL2luZGV4Lmh0bWwnLFxuICAgICAgICAvLyBTY2hlbWFzIGFuZCBjYWxscyB0aGF0IHRoZSBwYWdlIG5hbWVzIG5vd2hlcmUgYXJlIG5vdCBpbiBpdC5cbiAgICAgICAgdHJlZXNoYWtlOiB7IG1hbnVhbFB1cmVGdW5jdGlvbnM6IFsnb2MnLCAneicsICdzdHJpY3RPYmplY3QnLCAnZGVmaW5lRXZlbnQnXSB9LFxuICAgICAgICAvLyBPbmUgZmlsZSBmb3IgYWxsIHRoYXQgdGhlIGZpcnN0IHBhaW50IG5lZWRzLCBhbHNvIHdoYXQgbGF0ZXIgc2NyZWVucyBzaGFyZSB3aXRoIGl0OiBlYWNoIGZpbGUgY29zdHMgYSByZXF1ZXN0LlxuICAgICAgICBvdXRwdXQ6IHtcbiAgICAgICAgICBjaHVua0ZpbGVOYW1lczogY2h1bmtOYW1lLFxuICAgICAgICAgIGNvZGVTcGxpdHRpbmc6IHsgZ3JvdXBzOiBbeyBuYW1lOiBmaXJzdFBhaW50LCBkZWJ1Z05hbWU6ICdmaXJzdCBwYWludCcgfV0gfSxcbiAgICAgICAgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbn0pO1xuIl0sIm1hcHBpbmdzIjoiOzs7Ozs7O0FBR0EsU0FBZ0IsWUFBb0I7Q0FDbEMsT0FBTztFQUFFLE1BQU07RUFBYyxjQUFjLFVBQVU7R0FBRSxNQUFNLGFBQWEsZUFBZSxJQUFJLENBQUM7R0FBRyxLQUFLO0VBQUs7Q0FBRztBQUNoSDs7Ozs7QUFNQSxTQUFnQixlQUFlLE1BQXNCO0NBQ25ELE1BQU0sUUFBUSxLQUFLLE1BQU0sSUFBSTtDQUM3QixLQUFLLE1BQU0sQ0FBQyxJQUFJLFNBQVMsTUFBTSxRQUFRLEdBQUc7RUFDeEMsSUFBSSxTQUFTLE1BQU0sQ0FBQyxxQkFBcUIsS0FBSyxJQUFJLEdBQUc7RUFDckQsTUFBTSxHQUFHLFVBQVUsVUFBVSxpREFBaUQsS0FBSyxJQUFJLEtBQUssQ0FBQztFQUM3RixJQUFJLFdBQVcsS0FBQSxHQUFXLE1BQU0sTUFBTSxVQUFVLFVBQVUsTUFBTTtDQUNsRTtDQUNBLE9BQU8sTUFBTSxLQUFLLElBQUk7QUFDeEI7QUFFQSxTQUFTLFVBQVUsVUFBOEIsUUFBd0I7Q0FDdkUsTUFBTSxPQUFPLDZCQUE2QixPQUFPO0NBQ2pELElBQUksYUFBYSxLQUFBLEdBQVcsT0FBTyxHQUFHLEtBQUs7Q0FDM0MsTUFBTSxHQUFHLE9BQU8sU0FBUyw2Q0FBNkMsS0FBSyxRQUFRLEtBQUssQ0FBQztDQUN6RixNQUFNLFNBQVMsUUFBUSxDQUFDLEdBQUcsTUFBTSxLQUFLLE1BQU0sSUFBSSxDQUFDO0NBQ2pELE1BQU0sU0FBUyxRQUFRLENBQUMsSUFBSSxNQUFNLFdBQVcsUUFBUSxJQUFJLEVBQUUsTUFBTSxNQUFNLElBQUksQ0FBQztDQUM1RSxPQUFPLFNBQVMsQ0FBQyxHQUFHLFFBQVEsR0FBRyxNQUFNLENBQUMsQ0FBQyxLQUFLLElBQUksRUFBRTtBQUNwRDs7Ozs7QUFNQSxTQUFnQixhQUFhLE1BQXNCO0NBQ2pELE9BQU8sS0FBSyxXQUNWLG1IQUNDLEdBQUcsTUFBYyxRQUNoQixPQUFPLEtBQUssdURBQXVELElBQUksWUFDM0U7QUFDRjs7O0FDbkNBLE1BQU0sYUFBa0UsQ0FDdEUsQ0FBQyxpQkFBaUIsQ0FBQyxxQ0FBcUMscUNBQXFDLENBQUMsR0FDOUYsQ0FBQyxnQkFBZ0IsQ0FBQyxxQ0FBcUMsOEJBQThCLENBQUMsQ0FDeEY7O0FBR0EsTUFBTSxRQUFROztBQUdkLE1BQU0sV0FBVzs7QUFHakIsU0FBZ0IsV0FBVyxNQUEyRDtDQUNwRixNQUFNLFFBQVEsV0FBVyxLQUFLLENBQUMsT0FBTyxVQUFVLENBQUMsT0FBTyxJQUFJLElBQUksS0FBSyxLQUFLLFNBQVMsS0FBSyxNQUFNLElBQUksQ0FBQyxDQUFDLENBQUMsQ0FBVTtDQUMvRyxRQUFRLElBQUksVUFBVTtFQUNwQixNQUFNLHdCQUFRLElBQUksSUFBSSxDQUFDLEVBQUUsQ0FBQztFQUMxQixLQUFLLE1BQU0sUUFBUSxPQUFPLEtBQUssTUFBTSxZQUFZLE1BQU0sY0FBYyxJQUFJLENBQUMsRUFBRSxhQUFhLENBQUMsR0FBRyxNQUFNLElBQUksUUFBUTtFQUMvRyxJQUFJLENBQUMsR0FBRyxLQUFLLENBQUMsQ0FBQyxNQUFNLFNBQVMsTUFBTSxLQUFLLElBQUksQ0FBQyxHQUFHLE9BQU87RUFDeEQsTUFBTSxPQUFPLE1BQU0sTUFBTSxHQUFHLFVBQVUsQ0FBQyxHQUFHLEtBQUssQ0FBQyxDQUFDLE1BQU0sU0FBUyxLQUFLLElBQUksSUFBSSxDQUFDLENBQUMsQ0FBQyxHQUFHLE1BQU07RUFDekYsT0FBTyxTQUFTLGtCQUFrQixDQUFDLEdBQUcsS0FBSyxDQUFDLENBQUMsTUFBTSxTQUFTLFNBQVMsS0FBSyxJQUFJLENBQUMsSUFBSSxpQkFBaUI7Q0FDdEc7QUFDRjs7O0FDbEJBLFNBQVMsVUFBVSxFQUFFLE1BQU0sa0JBQTJFO0NBRXBHLE9BQU8sVUFEUyxtQ0FBbUMsS0FBSyxrQkFBa0IsRUFBRSxDQUFDLEdBQUcsTUFDcEQsS0FBSztBQUNuQzs7QUFLQSxTQUFTLFdBQVcsSUFBWSxPQUE2QjtDQUMzRCxNQUFNLHVCQUFPLElBQUksSUFBSSxDQUFDLEVBQUUsQ0FBQztDQUN6QixLQUFLLE1BQU0sUUFBUSxNQUFNO0VBQ3ZCLE1BQU0sRUFBRSxVQUFVLE9BQU8sWUFBWSxDQUFDLE1BQU0sTUFBTSxjQUFjLElBQUksS0FBSyxDQUFDO0VBQzFFLElBQUksU0FBUyxPQUFPO0VBQ3BCLEtBQUssTUFBTSxZQUFZLFdBQVcsS0FBSyxJQUFJLFFBQVE7Q0FDckQ7Q0FDQSxPQUFPO0FBQ1Q7QUFFQSxJQUFBLCtCQUFlLGFBQWE7Q0FDMUIsTUFBTTtFQUNKLFNBQVMsQ0FBQyxVQUFVLENBQUM7RUFDckIsT0FBTztHQUVMLFFBQVE7R0FDUixXQUFXO0dBQ1gsaUJBQWlCO0lBR2YsT0FBTztLQUNMLFVBQVU7S0FDVixVQUFVO0tBQ1YsYUFBYTtLQUNiLGFBQWE7S0FDYixnQkFBZ0I7SUFDbEI7SUFFQSxRQUFRLEVBQUUsMEJBQTBCLE1BQU07SUFDMUMsV0FBVyxFQUFFLFFBQVEsRUFBRSxVQUFVLENBQUMsS0FBSyxZQUFZLFNBQVMsNEJBQTRCLEdBQUcsVUFBVSxFQUFFLEVBQUU7SUFDekcsUUFBUTtLQUNOLFFBQVE7S0FDUixnQkFBZ0I7S0FDaEIsZ0JBQWdCO0tBRWhCLFFBQVE7TUFBRSxVQUFVO01BQU0sUUFBUTtNQUFPLFNBQVMsRUFBRSxrQkFBa0IsS0FBSztLQUFFO0tBQzdFLGVBQWU7TUFDYixnQ0FBZ0M7TUFDaEMsUUFBUSxDQUFDO09BQUUsTUFBTSxXQUFXLFlBQVksT0FBTztPQUFHLFdBQVc7TUFBUSxDQUFDO0tBQ3hFO0lBQ0Y7R0FDRjtFQUNGO0NBQ0Y7Q0FDQSxTQUFTLEVBQ1AsT0FBTyxFQUNMLGlCQUFpQjtFQUNmLE9BQU8sRUFBRSxTQUFTLHlCQUF5QjtFQUUzQyxRQUFRO0dBQUUsUUFBUTtHQUFPLGdCQUFnQjtFQUFhO0NBQ3hELEVBQ0YsRUFDRjtDQUNBLFVBQVU7RUFDUixNQUFNO0VBQ04sU0FBUyxDQUFDLE1BQU0sR0FBRyxZQUFZLENBQUM7RUFFaEMsU0FBUyxFQUFFLE9BQU8sRUFBRSx5QkFBeUIsS0FBSyxZQUFZLFNBQVMscUNBQXFDLEVBQUUsRUFBRTtFQUVoSCxPQUFPO0dBQ0wsUUFBUTtHQUNSLHVCQUF1QjtHQUN2QixpQkFBaUI7SUFDZixPQUFPO0lBRVAsV0FBVyxFQUFFLHFCQUFxQjtLQUFDO0tBQU07S0FBSztLQUFnQjtJQUFhLEVBQUU7SUFFN0UsUUFBUTtLQUNOLGdCQUFnQjtLQUNoQixlQUFlLEVBQUUsUUFBUSxDQUFDO01BQUUsTUFBTTtNQUFZLFdBQVc7S0FBYyxDQUFDLEVBQUU7SUFDNUU7R0FDRjtFQUNGO0NBQ0Y7QUFDRixDQUFDIn0=