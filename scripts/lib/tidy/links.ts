import type { ImportExpression, Node } from "oxc-parser";
import type { Source } from "./source.ts";

/** What a file takes from another: the names, or `"*"` for all of it. */
export type Import = { from: string; names: readonly string[] | "*"; line: number };
/** What a file offers. `local`: its name inside the file, null when it only passes something on. */
export type Export = { name: string; local: string | null; line: number };

/** Every import of a file: statements, re-exports, `import()` and `import("…")` in a type. */
export function importsOf(source: Source): Import[] {
  return source.nodes.flatMap((node): Import[] => {
    const line = source.lineOf(node.start);
    switch (node.type) {
      case "ImportDeclaration":
        return [{ from: node.source.value, names: importedNames(source, node.specifiers), line }];
      case "ExportNamedDeclaration":
        if (!node.source) return [];
        return [{ from: node.source.value, names: node.specifiers.map(({ local }) => nameOf(local)), line }];
      case "ExportAllDeclaration":
        return node.exported
          ? [{ from: node.source.value, names: "*", line }]
          : [{ from: node.source.value, names: [], line }];
      case "ImportExpression": {
        const from = plainString(node.source);
        return from === null ? [] : [{ from, names: awaitedNames(node), line }];
      }
      case "TSImportType": {
        const first = node.qualifier && leftmost(node.qualifier);
        return [{ from: node.source.value, names: first ? [first] : "*", line }];
      }
      default:
        return [];
    }
  });
}

/** Every export of a file, without what `export * from` adds: that is `starsOf`. */
export function exportsOf(source: Source): Export[] {
  return source.nodes.flatMap((node): Export[] => {
    const line = source.lineOf(node.start);
    if (node.type === "ExportDefaultDeclaration") return [{ name: "default", local: null, line }];
    if (node.type === "ExportAllDeclaration" && node.exported)
      return [{ name: nameOf(node.exported), local: null, line }];
    if (node.type !== "ExportNamedDeclaration") return [];
    const passedOn = node.source !== null;
    return [
      ...(node.declaration ? declaredNames(node.declaration) : []).map((name) => ({ name, local: name, line })),
      ...node.specifiers.map((one) => ({
        name: nameOf(one.exported),
        local: passedOn ? null : nameOf(one.local),
        line,
      })),
    ];
  });
}

/** The files that `export * from` passes on as they are. */
export const starsOf = (source: Source): string[] =>
  source.nodes.flatMap((node) => (node.type === "ExportAllDeclaration" && !node.exported ? [node.source.value] : []));

/** Text that stands fixed in the source: a plain string or a template without holes. */
export function plainString(node: Node): string | null {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** The names that a declaration or a pattern binds. */
export function declaredNames(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => declaredNames(id));
    case "Identifier":
      return [node.name];
    case "ObjectPattern":
      return node.properties.flatMap((one) => declaredNames(one.type === "RestElement" ? one.argument : one.value));
    case "ArrayPattern":
      return node.elements.flatMap((one) => (one ? declaredNames(one) : []));
    case "AssignmentPattern":
      return declaredNames(node.left);
    case "RestElement":
      return declaredNames(node.argument);
    default:
      return "id" in node && node.id && node.id.type === "Identifier" ? [node.id.name] : [];
  }
}

const nameOf = (node: { type: "Identifier"; name: string } | { type: "Literal"; value: string }): string =>
  node.type === "Identifier" ? node.name : node.value;

function leftmost(node: Node): string | null {
  if (node.type === "TSQualifiedName") return leftmost(node.left);
  return node.type === "Identifier" ? node.name : null;
}

function importedNames(source: Source, specifiers: readonly Node[]): readonly string[] | "*" {
  const names: string[] = [];
  for (const one of specifiers) {
    if (one.type === "ImportDefaultSpecifier") names.push("default");
    if (one.type === "ImportSpecifier") names.push(nameOf(one.imported));
    if (one.type !== "ImportNamespaceSpecifier") continue;
    const used = membersOf(source, one.local.name);
    if (used === "*") return "*";
    names.push(...used);
  }
  return names;
}

/** What is read of a namespace import; all of it as soon as it is handed on whole. */
function membersOf(source: Source, local: string): readonly string[] | "*" {
  const names: string[] = [];
  for (const node of source.nodes) {
    if ((node.type !== "Identifier" && node.type !== "JSXIdentifier") || node.name !== local) continue;
    const { parent } = node;
    if (parent?.type === "ImportNamespaceSpecifier") continue;
    if (parent?.type === "MemberExpression" && parent.property === node && !parent.computed) continue;
    if (parent?.type === "MemberExpression" && !parent.computed && parent.property.type === "Identifier")
      names.push(parent.property.name);
    else if (parent?.type === "TSQualifiedName" && parent.left === node) names.push(parent.right.name);
    else if (parent?.type === "JSXMemberExpression") names.push(parent.property.name);
    else return "*";
  }
  return names;
}

/** `(await import(x)).name`, `const { name } = await import(x)` and `import(x).then((m) => m.name)`; anything else takes all. */
function awaitedNames(node: ImportExpression): readonly string[] | "*" {
  const { parent } = node;
  if (parent?.type === "AwaitExpression") return takenNames(parent);
  if (parent?.type === "MemberExpression" && parent.property.type === "Identifier" && parent.property.name === "then") {
    const taker = parent.parent?.type === "CallExpression" ? parent.parent.arguments[0] : undefined;
    if (taker?.type === "ArrowFunctionExpression" && taker.params[0]?.type === "ObjectPattern")
      return patternKeys(taker.params[0]);
  }
  if (parent?.type === "ArrayExpression") return gatheredNames(node, parent);
  return "*";
}

/** `const [{ a }, { b }] = await Promise.all([import(x), import(y)])` */
function gatheredNames(node: ImportExpression, list: Node & { type: "ArrayExpression" }): readonly string[] | "*" {
  const awaited = list.parent?.parent;
  const declarator = awaited?.type === "AwaitExpression" ? awaited.parent : undefined;
  if (declarator?.type !== "VariableDeclarator" || declarator.id.type !== "ArrayPattern") return "*";
  const place = list.elements.indexOf(node);
  const pattern = declarator.id.elements[place];
  return pattern?.type === "ObjectPattern" ? patternKeys(pattern) : "*";
}

function takenNames(awaited: Node): readonly string[] | "*" {
  let node = awaited;
  while (node.parent?.type === "ParenthesizedExpression" || node.parent?.type === "TSAsExpression") node = node.parent;
  const { parent } = node;
  if (parent?.type === "MemberExpression" && !parent.computed && parent.property.type === "Identifier")
    return [parent.property.name];
  if (parent?.type === "VariableDeclarator" && parent.id.type === "ObjectPattern") return patternKeys(parent.id);
  return "*";
}

function patternKeys(pattern: Node & { type: "ObjectPattern" }): readonly string[] | "*" {
  const keys = pattern.properties.map((one) =>
    one.type === "Property" && !one.computed && one.key.type === "Identifier" ? one.key.name : null,
  );
  return keys.includes(null) ? "*" : keys.filter((key) => key !== null);
}
