import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import wabt from 'wabt';

/**
 * What each text of WebAssembly (`.wat`) is compiled to, in a module beside it that gives the program in base64: `count-lines.wat`
 * gives `countLinesProgram`. Errors: what the compiler says, with line and column.
 */
export async function assembledFiles(root: string): Promise<Map<string, string>> {
  const { parseWat } = await wabt();
  const files = new Map<string, string>();
  for (const path of globSync('src/**/*.wat', { cwd: root })) {
    const parsed = parseWat(path, readFileSync(join(root, path), 'utf8'), { simd: true });
    parsed.validate();
    const program = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
    parsed.destroy();
    files.set(path.replace(/\.wat$/, '.generated.ts'), moduleOf(basename(path, '.wat'), program));
  }
  return files;
}

function moduleOf(name: string, program: string): string {
  const exported = `${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Program`;
  const origin = `// Generated from ${name}.wat by \`npm run generate\`; changes here are lost.`;
  return `${origin}\n\nexport const ${exported} =\n  '${program}';\n`;
}
