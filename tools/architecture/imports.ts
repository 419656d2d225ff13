import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

export interface Import {
  readonly from: string;
  /** A path from the root, or a package's specifier as written. */
  readonly to: string;
  /** `type`: erased, so it exists for the reader only · `static`: runs before the file · `dynamic`: when it is called. */
  readonly kind: 'type' | 'static' | 'dynamic';
}

/** What a file imports or re-exports. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, kind: Import['kind']): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const relative = specifier.text.startsWith('.');
    found.push({ from: file, to: relative ? join(dirname(file), specifier.text) : specifier.text, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], 'dynamic');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022));
  return found;
}

/** The npm package of an import, or undefined for a file or a module of Node. */
export function packageOf({ to }: Import): string | undefined {
  if (to.endsWith('.ts') || to.startsWith('node:') || builtinModules.includes(to)) return undefined;
  return to.split('/', to.startsWith('@') ? 2 : 1).join('/');
}

/** Each cycle of static imports once, as the files along it. Erased imports cannot deadlock a module's start. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of imports) {
    if (kind === 'static') next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push(path.slice(start));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const to of next.get(file) ?? []) walk(to);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) walk(file);
  return found;
}
